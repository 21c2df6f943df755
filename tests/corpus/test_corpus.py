import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

import reportqa
from reportqa.answer import Citation
from reportqa.answering.engine import Engine
from reportqa.corpus.corpus import Corpus
from reportqa.errors import DocumentNotFound, IndexUnavailable, InputError, NoDocumentFits, QuestionTooLong
from reportqa.index.generation_writer import rollback
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.answers import QUESTION, check_answer
from support.briefings import DIGEST, MARKDOWN, PATIENTS
from support.completion_server import Asked, Canned, choosing, completion_server
from support.written import reply

PLACE = f"{DIGEST}#24293-24359"


def test_question_is_answered_as_on_the_command_line(corpus: Corpus, engine: Engine) -> None:
    answer = corpus.ask(QUESTION, k=2, year=2026, author="reportqa")
    check_answer(engine, answer)
    assert len(answer.citations) == 2
    assert PATIENTS in answer.nearest[0].text
    assert answer.filters == {"author": ["reportqa"], "from": "2026", "to": "2026"}


def test_language_model_reads_the_passages_unless_it_is_left_out(copied: Settings) -> None:
    with completion_server(choosing("87,556 registered patients")) as server:
        with Corpus(replace(copied, llm=server.endpoint())) as corpus:
            answer = corpus.ask(QUESTION)
            assert answer.model is not None
            assert answer.model.state is reportqa.State.ANSWERS
            assert corpus.ask(QUESTION, llm=False).model is None
        assert len(server.asked) == 1


def test_passages_are_found_best_first(corpus: Corpus) -> None:
    found = corpus.search(QUESTION, k=30)
    assert len(found) == 30
    assert PATIENTS in found[0].quote
    assert {one.doc_id for one in corpus.search("general practice", document=DIGEST)} == {DIGEST}
    for citation in found:
        assert citation.quote == corpus.document(citation.doc_id).text[citation.start : citation.end]


def test_documents_are_listed_and_read(corpus: Corpus) -> None:
    assert len(corpus.documents()) == 6
    (digest,) = corpus.documents(document=DIGEST)
    document = corpus.document(digest.doc_id)
    assert (len(document.pages), len(document.text)) == (digest.pages, digest.characters)


@pytest.mark.parametrize("by", ["place", "link", "citation"])
def test_place_is_cited_by_its_name_link_or_citation(corpus: Corpus, by: str) -> None:
    citation = corpus.citation(PLACE)
    assert citation.quote == PATIENTS
    places: dict[str, str | Citation] = {"place": PLACE, "link": citation.link, "citation": citation}
    place = places[by]
    assert corpus.citation(place) == citation
    assert corpus.cite(place, style="oscola", format="text").startswith(
        f"“{PATIENTS}”\n— reportqa project, ‘Large-Scale"
    )
    assert corpus.cite(place, place, part="note", format="text").count("p. 6") == 2
    record = corpus.record(place, question="How many?")
    assert (record.quote, record.question) == (PATIENTS, "How many?")
    assert corpus.verify(record).to_dicts()[0]["state"] == "unchanged"


def test_briefing_is_written_from_a_file_or_an_object(corpus: Corpus, tmp_path: Path) -> None:
    draft = {"title": "Staff", "section": [{"heading": "Size", "content": [{"quote": PLACE}, {"note": "A note."}]}]}
    written = corpus.brief(draft, tmp_path / "one.md", str(tmp_path / "two.html"), style="apa")
    assert [path.name for path in written.files] == ["one.md", "one.json", "one.csl", "two.html"]
    assert PATIENTS.removesuffix(".") in (tmp_path / "one.md").read_text(encoding="utf-8")
    (tmp_path / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
    assert corpus.brief(tmp_path / "draft.json", tmp_path / "three.docx").quotes == 1


def test_finished_briefing_is_verified_from_a_file_or_a_text(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "briefing.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    from_file, from_text = corpus.verify(path).to_dicts(), corpus.verify_text(MARKDOWN).to_dicts()
    assert [one["outcome"] for one in from_file] == [one["outcome"] for one in from_text]
    assert from_file[0]["file"] == str(path)


def test_links_are_verified_without_reading_files(corpus: Corpus, tmp_path: Path) -> None:
    link = corpus.citation(PLACE).link
    assert not corpus.verify_links(link, f"https://reports.example.org{link}").is_wrong
    path = tmp_path / "briefing.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    with pytest.raises(InputError, match="is not a place"):
        corpus.verify_links(str(path))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda corpus: corpus.ask(""), InputError),
        (lambda corpus: corpus.ask("x" * 2001), QuestionTooLong),
        (lambda corpus: corpus.ask("Why?", k=51), InputError),
        (lambda corpus: corpus.search("Why?", k=0), InputError),
        (lambda corpus: corpus.search(" "), InputError),
        (lambda corpus: corpus.ask("Why?", document="nowhere.pdf"), DocumentNotFound),
        (lambda corpus: corpus.documents(publisher="Nobody"), NoDocumentFits),
        (lambda corpus: corpus.document("nowhere.pdf"), DocumentNotFound),
        (lambda corpus: corpus.citation("nowhere"), InputError),
        (lambda corpus: corpus.cite(), InputError),
        (lambda corpus: corpus.verify("nowhere.md"), InputError),
        (lambda corpus: corpus.verify_text(""), InputError),
        (lambda corpus: corpus.brief("nowhere.md"), InputError),
    ],
)
def test_what_cannot_be_done_is_an_error_of_the_package(
    corpus: Corpus, call: Callable[[Corpus], Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        call(corpus)


def test_missing_index_is_found_at_once(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="No index in"):
        reportqa.open(tmp_path)


def test_closed_corpus_says_so(settings: Settings, built: Summary) -> None:
    with reportqa.open(str(settings.index_dir)) as corpus:
        assert corpus.ask(QUESTION).answerable
        assert str(settings.index_dir) in repr(corpus)
    corpus.close()
    with pytest.raises(InputError, match="This corpus is closed"):
        corpus.ask(QUESTION)


def test_threads_share_a_corpus(corpus: Corpus) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(corpus.ask, [QUESTION] * 8))
    assert {answer.nearest[0].text for answer in answers} == {PATIENTS}


@pytest.mark.slow
def test_next_call_reads_the_new_generation(settings: Settings, exports: Path, tmp_path: Path) -> None:
    folder, index = tmp_path / "reports", tmp_path / "index"
    folder.mkdir()
    shutil.copytree(exports, index)
    with Corpus(replace(settings, index_dir=index)) as corpus:
        for number in ("1,234", "5,678"):
            text = f"The Harborough federation had {number} registered patients in 2016."
            (folder / "note.txt").write_text(f"{text}\n", encoding="utf-8")
            summary = reportqa.index(folder, index)
            assert corpus.generation == summary.generation
            assert corpus.search("Harborough patients")[0].quote == text
            assert not corpus.verify_text(f"They say “{text}”").is_wrong
        rollback(index)
        assert corpus.verify_text(f"They say “{text}”").is_wrong


@pytest.mark.slow
def test_all_threads_read_the_new_generation_and_the_old_one_is_freed(
    settings: Settings, exports: Path, tmp_path: Path
) -> None:
    folder, index = tmp_path / "reports", tmp_path / "index"
    folder.mkdir()
    shutil.copytree(exports, index)
    with Corpus(replace(settings, index_dir=index)) as corpus, ThreadPoolExecutor(4) as pool:
        (folder / "note.txt").write_text("The federation had 1,234 patients.\n", encoding="utf-8")
        reportqa.index(folder, index)
        corpus.verify_text("“The federation had 1,234 patients.”")
        old = ref(corpus._engine())
        (folder / "note.txt").write_text("The federation had 5,678 patients.\n", encoding="utf-8")
        reportqa.index(folder, index)
        results = list(pool.map(corpus.verify_text, ["“The federation had 5,678 patients.”"] * 8))
        assert [result.is_wrong for result in results] == [False] * 8
        corpus.documents()
        assert old() is None
        last = ref(corpus._engine())
    assert last() is None


def test_each_document_is_asked_one_after_another(corpus: Corpus) -> None:
    found = corpus.each("What does each report say about salaried GPs?")
    assert next(found).document.doc_id == "case-study-notes.txt"
    others = list(found)
    assert len(others) == 5
    assert all((one.citation is None) == (one.state is reportqa.State.NOTHING) for one in others)


def test_writing_needs_a_model(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="Set REPORTQA_LLM_URL"):
        corpus.write(QUESTION)
    with pytest.raises(InputError, match="Set REPORTQA_LLM_URL"):
        corpus.summarise(DIGEST)


def test_paragraph_and_summary_are_checked_and_kept(copied: Settings) -> None:
    def first_sentence(asked: Asked) -> Canned:
        given = json.loads(asked["messages"][-1]["content"])["sentences"][0]
        return reply((given["text"], [given["n"]]), ("Ninety elephants painted Rome.", [given["n"]]))

    with completion_server(first_sentence) as server, Corpus(replace(copied, llm=server.endpoint())) as corpus:
        paragraph = corpus.write(QUESTION, llm=False)
        assert (len(paragraph.shown), len(paragraph.struck)) == (1, 1)
        summary = corpus.summarise("survey-briefing.pdf")
        assert (summary.kept, summary.model) == (0, "replayed")
        assert summary.estimate > 0
        asked = len(server.asked)
        assert next(iter(summary)).paragraph.sources
        assert len(server.asked) == asked + 1
        assert corpus.summarise("survey-briefing.pdf").kept == 1
        with pytest.raises(DocumentNotFound):
            corpus.summarise("none.pdf")
