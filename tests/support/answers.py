"""Properties of every answer, from the engine, the command line or HTTP."""

import json
from importlib.resources import files

from jsonschema import Draft202012Validator

from reportqa.answer import Answer
from reportqa.answering.engine import Engine
from reportqa.citations.anchors import read_link
from reportqa.search.question import Question, parts_of

QUESTION = "How many patients did Modality have in April 2016?"
SCHEMA = Draft202012Validator(json.loads(files("reportqa").joinpath("answer.schema.json").read_text(encoding="utf-8")))


def check_answer(engine: Engine, answer: Answer) -> None:
    """Check that an answer fits the schema, quotes its documents and names the pages of its quotes."""
    SCHEMA.validate(json.loads(json.dumps(answer.to_dict())))
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    if len(parts_of(Question.parse(answer.question))) == 1:
        # Of several parts the best of each comes first, and what is shown first of one part may be two excerpts.
        scores = [citation.score for citation in answer.citations]
        shown = max((sentence.citation for sentence in answer.sentences), default=0)
        assert scores[shown:] == sorted(scores[shown:], reverse=True)
        assert scores[0] == max(scores)
    for citation in answer.citations:
        document = engine.document(citation.doc_id)
        assert citation.quote == document.text[citation.start : citation.end]
        assert citation.pages == document.pages_of(citation.start, citation.end)
        if document.pages:
            assert citation.pages[0].start <= citation.start < citation.pages[0].end
        assert engine.cite(*read_link(citation.link).span).quote == citation.quote
    for sentence in answer.sentences:
        citation = answer.citations[sentence.citation - 1]
        assert citation.start <= sentence.start < sentence.end <= citation.end
        assert sentence.text == engine.document(citation.doc_id).text[sentence.start : sentence.end]
    assert bool(answer.sentences) == bool(answer.nearest)
    # What no text states is a fact without a sentence.
    assert bool(answer.sentences or answer.facts) == answer.answerable
    assert 0 <= answer.confidence <= 1
