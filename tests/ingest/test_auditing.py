from pathlib import Path

import pytest
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.document import Document, LeftOut, Page, Passage
from reportqa.errors import IndexUnavailable
from reportqa.index.generation_writer import building, generation_id, switch
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.manifest import FORMAT, Manifest
from reportqa.ingest.auditing import audit
from reportqa.ingest.build import Summary, index
from reportqa.ingest.parse_report import Account
from reportqa.settings import Settings

pytestmark = pytest.mark.usefixtures("exports")


def make_document(doc_id: str, **parts: object) -> Document:
    item = {"title": doc_id, "author": [{"literal": "B"}], "issued": {"date-parts": [[2016]]}, "publisher": "C"}
    return Document(doc_id, "0" * 64, "text/plain", item, "Some text of it.", **parts)  # type: ignore[arg-type]


@pytest.fixture
def faulty(tmp_path: Path) -> Settings:
    """Give the settings of an index with two sound documents, one with a warning and one file that was skipped."""
    documents = [
        make_document("a.txt", seconds=0.25),
        make_document("b.txt", warnings=("Half of it is missing.",)),
        make_document("c.pdf", pages=(Page(1, "1", 0, 16),), left_out=(LeftOut("page number", "1", 16, 1),)),
    ]
    with building(tmp_path / "index") as build:
        rows = [(document, [Passage(document.doc_id, 0, 16, 0, "", "", ())]) for document in documents]
        with LibraryWriter(build) as writer:
            for document, passages in rows:
                writer.add(document, passages)
            writer.add_duplicates([(0, (2,)), (2, (0,))])
        manifest = Manifest(
            FORMAT,
            generation_id(build),
            "2026-01-01T00:00:00+00:00",
            "m",
            "0" * 64,
            384,
            {},
            {},
            {},
            {"d.pdf": "is empty."},
        )
        switch(tmp_path / "index", build, manifest)
    return Settings.from_env({}, root=tmp_path)


def test_files_that_were_not_read_come_first_then_those_with_problems(faulty: Settings) -> None:
    accounts = audit(faulty)
    assert [account.doc_id for account in accounts] == ["d.pdf", "b.txt", "a.txt", "c.pdf"]
    assert [bool(account.problems) for account in accounts] == [True, True, False, False]


def test_account_comes_from_what_the_index_holds(faulty: Settings) -> None:
    accounts = {account.doc_id: account for account in audit(faulty)}
    assert accounts["a.txt"].seconds == 0.25
    assert accounts["a.txt"].also_in == {"c.pdf": 1}
    assert accounts["c.pdf"].left_out[0].name == "1 page number"
    assert accounts["d.pdf"].skipped == "is empty."


def test_sample_corpus_has_an_account_of_every_file_and_no_problem(settings: Settings, built: Summary) -> None:
    accounts = audit(settings)
    assert len(accounts) == built.files
    assert [account for account in accounts if account.problems] == []
    assert sum(account.pages for account in accounts) == built.pages
    assert sum(account.passages for account in accounts) == built.passages
    assert all(account.seconds > 0 for account in accounts)


def test_furniture_is_counted_with_an_example(settings: Settings, built: Summary) -> None:
    digest = next(account for account in audit(settings) if account.doc_id.startswith("large-scale"))
    counts = {kind.kind: (kind.count, kind.example) for kind in digest.left_out}
    assert counts["running header"] == (34, "Large-scale general practice")
    assert counts["page number"][0] == 17
    assert isinstance(digest, Account)
    assert digest.tables == 2


def test_without_an_index_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        audit(Settings.from_env({}, root=tmp_path))


def test_a_copy_is_a_note_of_the_file_that_was_read_and_no_problem(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a.md", "b.md"):
        (corpus / name).write_text("# Patients' views of scale\n\nPatients had mixed views of it.\n", encoding="utf-8")
    settings = Settings.from_env({}, corpus_dir=corpus, index_dir=tmp_path / "index")
    index(settings, LineProgress(Console(quiet=True)))
    (account,) = audit(settings)
    assert account.doc_id == "a.md"
    assert account.problems == ()
    assert any("b.md" in note for note in account.notes)
