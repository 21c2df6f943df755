"""A summary section by section: each reply is kept, and nothing is asked twice."""

import json
from pathlib import Path

import pytest

from reportqa.answering.engine import Engine
from reportqa.errors import DocumentNotFound, LanguageModelError
from reportqa.writing import KeptReplies, Summariser
from support.completion_server import Asked, Canned, completion_server, failure, said
from support.written import model_of

DOCUMENT = "is-scale-working.md"


def first_sentence(asked: Asked) -> Canned:
    """Return the first sentence that a model is given, and a lie."""
    first = json.loads(asked["messages"][-1]["content"])["sentences"][0]
    sentences = [{"text": first["text"], "cites": [first["n"]]}, {"text": "Zebras won.", "cites": [first["n"]]}]
    return said(json.dumps({"sentences": sentences}))


def test_each_section_is_written_once(engine: Engine, tmp_path: Path) -> None:
    with completion_server(first_sentence) as server:
        cache = KeptReplies(tmp_path)
        summariser = Summariser(engine.catalogue, DOCUMENT, model_of(server, tmp_path), cache)
        assert (summariser.kept, summariser.title) == (0, engine.document(DOCUMENT).title)
        assert summariser.estimate > 1000 * len(summariser.citations)
        found = list(summariser.summaries())
        again = Summariser(engine.catalogue, DOCUMENT, model_of(server, tmp_path), cache)
        assert (again.kept, again.estimate) == (len(found), 0)
        assert [one.paragraph.shown for one in again.summaries()] == [one.paragraph.shown for one in found]
        assert len(server.asked) == len(found) == len(summariser.citations) > 3
    text = engine.document(DOCUMENT).text
    for one in found:
        shown = one.to_dict()
        assert len(one.paragraph.struck) >= 1
        assert "Zebra" not in json.dumps(shown)
        for source in one.paragraph.cited:
            assert text[source.start : source.end] == source.text
            assert one.citation.start <= source.start < source.end <= one.citation.end


def test_it_goes_on_after_a_failure(engine: Engine, tmp_path: Path) -> None:
    cache = KeptReplies(tmp_path)
    with completion_server(first_sentence, first_sentence, failure(401, "no")) as server:
        summaries = Summariser(engine.catalogue, DOCUMENT, model_of(server, tmp_path), cache).summaries()
        assert next(summaries)
        assert next(summaries)
        with pytest.raises(LanguageModelError):
            next(summaries)
    with completion_server(first_sentence) as server:
        summariser = Summariser(engine.catalogue, DOCUMENT, model_of(server, tmp_path), cache)
        assert summariser.kept == 2
        assert len(list(summariser.summaries())) == len(server.asked) + 2


def test_a_reply_of_another_form_is_not_kept(engine: Engine, tmp_path: Path) -> None:
    with completion_server(said("Sure!")) as server:
        cache = KeptReplies(tmp_path)
        with pytest.raises(LanguageModelError):
            list(Summariser(engine.catalogue, DOCUMENT, model_of(server, tmp_path), cache).summaries())
        assert Summariser(engine.catalogue, DOCUMENT, model_of(server, tmp_path), cache).kept == 0


def test_unknown_documents_are_refused(engine: Engine, tmp_path: Path) -> None:
    with completion_server(first_sentence) as server, pytest.raises(DocumentNotFound):
        Summariser(engine.catalogue, "none.pdf", model_of(server, tmp_path), KeptReplies(tmp_path))
