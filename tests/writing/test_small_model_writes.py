"""A real, weak model as a writer: whatever it says, only sentences that the cited ones support are shown."""

from dataclasses import replace

import pytest

from reportqa.answering.engine import Engine
from reportqa.llm import open_model
from reportqa.settings import Settings
from reportqa.writing import check_sentence, write_paragraph
from reportqa.writing.writer import MAX_TOKENS
from support.small_model import missing, small_model

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed: see CONTRIBUTING.md"),
]
QUESTION = "What is concertive change?"


def test_nothing_unproven_is_shown(engine: Engine, copied: Settings) -> None:
    """The request is answered; what comes back is read, and each sentence is shown or struck out for a reason."""
    answer = engine.ask(QUESTION, k=1, llm=False)
    with small_model(seconds=120) as endpoint:
        model = open_model(replace(copied, llm=endpoint))
        assert model is not None
        asked = model.for_question()
        paragraph = write_paragraph(QUESTION, answer.citations, asked)
    assert asked.usage.requests == 1
    assert paragraph.prompt_tokens > 200
    assert 0 < paragraph.completion_tokens <= MAX_TOKENS
    assert paragraph.sentences, "The model wrote no sentence, so nothing was checked."
    assert all(one.is_shown != bool(one.reasons) for one in paragraph.sentences)
    for source in paragraph.cited:
        assert engine.document(source.doc_id).text[source.start : source.end] == source.text
    for one in paragraph.shown:
        assert check_sentence(one.text, [paragraph.sources[n - 1].text for n in one.cites]).is_supported
        assert not set(one.text) & set('“”«»"')
