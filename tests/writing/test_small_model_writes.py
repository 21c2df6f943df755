"""A real, weak model as a writer: whatever it says, only sentences that the cited ones support are shown."""

from dataclasses import replace

import pytest

from reportqa.answering.engine import Engine
from reportqa.errors import LanguageModelError
from reportqa.llm import open_model
from reportqa.settings import Settings
from reportqa.writing import WrittenParagraph, check_sentence, write_paragraph
from support.small_model import missing, small_model

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed: see CONTRIBUTING.md"),
]
QUESTIONS = ("What is concertive change?",)


def test_nothing_unproven_is_shown(engine: Engine, copied: Settings) -> None:
    written: list[WrittenParagraph] = []
    refused = 0
    with small_model(seconds=120) as endpoint:
        model = open_model(replace(copied, llm=endpoint))
        assert model is not None
        for question in QUESTIONS:
            answer = engine.ask(question, k=1, llm=False)
            try:
                written.append(write_paragraph(question, answer.citations, model.for_question()))
            except LanguageModelError:
                refused += 1
    assert len(written) + refused == len(QUESTIONS)
    for paragraph in written:
        for source in paragraph.cited:
            assert engine.document(source.doc_id).text[source.start : source.end] == source.text
        for one in paragraph.shown:
            assert check_sentence(one.text, [paragraph.sources[n - 1].text for n in one.cites]).is_supported
            assert not set(one.text) & set('“”«»"')
