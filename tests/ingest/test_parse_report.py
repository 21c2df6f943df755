from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.document import PICTURE, Document, LeftOut, Page, Passage
from reportqa.errors import IndexUnavailable
from reportqa.index.generation_writer import building, generation_id, publish
from reportqa.ingest.build import Summary, index
from reportqa.ingest.parse_report import LeftOutKind, ParseReport, audit, count_left_out, report_on, report_on_skipped
from reportqa.settings import Settings
from reportqa.text.phrasing import format_numbers
from support.corpora import ONE_PROCESS
from support.generating import manifest_of, write_parts
from support.strategies import documents

WHOLE = {"title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[2016]]}, "publisher": "C"}


def make_document(text: str = "Some text.", **parts: object) -> Document:
    return Document("a.pdf", "0" * 64, "application/pdf", WHOLE, text, **parts)  # type: ignore[arg-type]


def test_report_without_fault_has_neither_problems_nor_notes() -> None:
    account = report_on(make_document(pages=(Page(1, "i", 0, 10),)))
    assert (account.problems, account.notes) == ((), ())


@pytest.mark.parametrize(
    ("character", "kind", "shown"),
    [("\ufffd", "replacement", "U+FFFD"), ("\uf0b7", "private-use", "U+F0B7"), ("\x07", "control", "U+0007")],
)
def test_characters_that_no_one_can_read_are_a_problem_with_an_example_and_its_page(
    character: str, kind: str, shown: str
) -> None:
    text = f"All is well. The {character}rst of {character} all."
    account = report_on(make_document(text, pages=(Page(1, None, 0, 12), Page(2, None, 12, len(text)))))
    (found,) = account.suspicious
    assert (found.kind, found.count, found.page) == (kind, 2, 2)
    assert text[found.position] == character
    assert found.example == f"All is well. The <{shown}>rst of <{shown}> all."
    assert account.problems[0].startswith(f"2 unreadable {kind} characters, as in “All is well.")


@given(documents())
def test_position_of_a_suspicious_character_is_the_first_of_its_kind(document: Document) -> None:
    for found in report_on(document).suspicious:
        assert not document.text[found.position].isalnum()
        assert 0 < found.count <= report_on(document).characters


def test_pages_that_are_pictures_are_one_problem_and_blank_ones_a_note() -> None:
    pages = tuple(Page(number, None, 0, 0) for number in range(1, 7))
    pictures = [LeftOut(PICTURE, "its text is not in the index", 0, number) for number in (2, 3, 4, 6)]
    warnings = tuple(
        f"Page {number} is a picture without text. Recognise its text with --ocr." for number in (2, 3, 4, 6)
    )
    account = report_on(make_document("", pages=pages, left_out=tuple(pictures), warnings=warnings))
    assert account.problems == ('4 pages are pictures without text: 2–4, 6 of 6. "reportqa index --ocr" reads them.',)
    assert account.notes[0] == "2 pages have no text: 1, 5."
    assert account.pages_without_text == (1, 2, 3, 4, 5, 6)


def test_page_read_by_ocr_is_a_note() -> None:
    account = report_on(make_document(pages=(Page(1, "1", 0, 10, ocr=True),)))
    assert account.notes == ("1 page was read by OCR: 1.",)
    assert account.problems == ()


def test_what_could_not_be_read_is_a_problem() -> None:
    assert report_on(make_document(warnings=("Sheet 2 is locked.",))).problems == ("Sheet 2 is locked.",)


def test_title_made_of_the_file_name_is_a_problem() -> None:
    assert report_on(make_document(origins={"title": "library.json"})).problems == ()
    (problem,) = report_on(make_document(origins={"title": "file name"})).problems
    assert "No title found" in problem


def test_what_a_bibliography_would_lack_is_a_note() -> None:
    account = report_on(replace(make_document(), item={"title": "A"}))
    assert account.missing == ("the author", "the date", "the publisher")
    assert account.notes == ("Missing for a bibliography: the author, the date and the publisher.",)
    assert account.problems == ()


def test_web_page_lacks_its_address_and_not_a_publisher() -> None:
    page = {"type": "webpage", "title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[2016]]}}
    assert report_on(replace(make_document(), item=page)).missing == ("the address",)
    assert report_on(replace(make_document(), item={**page, "URL": "https://example.org"})).missing == ()


def test_copies_and_passages_that_stand_elsewhere_too_are_notes() -> None:
    account = report_on(make_document(also=("b/a.pdf",)), also_in={"c.txt": 1, "d.txt": 12})
    assert account.notes == (
        "The same file is also at b/a.pdf; it is indexed once.",
        "1 passage is nearly the same in c.txt.",
        "12 passages are nearly the same in d.txt.",
    )
    assert account.same_file == ("b/a.pdf",)


def test_file_that_was_not_read_has_the_reason_for_its_problem() -> None:
    account = report_on_skipped("a.pdf", "is empty. Save it again.")
    assert account == ParseReport("a.pdf", "is empty. Save it again.", ("Not indexed: it is empty. Save it again.",))


def test_left_out_is_counted_by_kind_with_what_is_said_most_often() -> None:
    things = [LeftOut("page number", str(n), 0) for n in range(3)]
    things += [LeftOut("running header", said, 0) for said in ("Chapter one, in full", "Review", "Review")]
    assert count_left_out([*things, LeftOut("page number", "4", 0)]) == (
        LeftOutKind("page number", 4, "0"),
        LeftOutKind("running header", 3, "Review"),
    )


@pytest.mark.parametrize(
    ("kind", "count", "name"),
    [
        ("running header", 1, "1 running header"),
        ("running header", 1200, "1,200 running headers"),
        ("contents entry", 2, "2 contents entries"),
        ("related links", 2, "2 related links"),
        (PICTURE, 2, "2 pages that are pictures"),
        ("part in HTML", 2, "2 parts in HTML"),
        ("file that is not read", 2, "2 files that are not read"),
        ("note without a mark", 1, "1 note without a mark"),
        ("hidden by its number format", 2, "2 hidden by its number format"),
    ],
)
def test_kind_is_named_in_the_plural_where_there_are_several(kind: str, count: int, name: str) -> None:
    assert LeftOutKind(kind, count, "").name == name


@given(st.sets(st.integers(1, 60)))
def test_numbers_written_as_runs_are_the_numbers(numbers: set[int]) -> None:
    read: list[int] = []
    for run in format_numbers(sorted(numbers)).split(", ") if numbers else []:
        first, _, last = run.partition("–")
        read += range(int(first), int(last or first) + 1)
    assert read == sorted(numbers)


def named_document(doc_id: str, **parts: object) -> Document:
    item = {"title": doc_id, "author": [{"literal": "B"}], "issued": {"date-parts": [[2016]]}, "publisher": "C"}
    return Document(doc_id, "0" * 64, "text/plain", item, "Some text of it.", **parts)  # type: ignore[arg-type]


@pytest.fixture
def faulty(tmp_path: Path) -> Settings:
    """The settings of an index with two sound documents, one with a warning and one file that was skipped."""
    documents = [
        named_document("a.txt", seconds=0.25),
        named_document("b.txt", warnings=("Half of it is missing.",)),
        named_document("c.pdf", pages=(Page(1, "1", 0, 16),), left_out=(LeftOut("page number", "1", 16, 1),)),
    ]
    with building(tmp_path / "index") as build:
        rows = [(document, [Passage(document.doc_id, 0, 16, 0, "", "", ())]) for document in documents]
        write_parts(build, rows, duplicates=[(0, (2,)), (2, (0,))])
        manifest = replace(manifest_of(generation_id(build)), skipped={"d.pdf": "is empty."})
        publish(tmp_path / "index", build, manifest)
    return Settings.from_env(ONE_PROCESS, root=tmp_path)


@pytest.mark.usefixtures("exports")
def test_files_that_were_not_read_come_first_then_those_with_problems(faulty: Settings) -> None:
    accounts = audit(faulty)
    assert [account.doc_id for account in accounts] == ["d.pdf", "b.txt", "a.txt", "c.pdf"]
    assert [bool(account.problems) for account in accounts] == [True, True, False, False]


@pytest.mark.usefixtures("exports")
def test_account_comes_from_what_the_index_holds(faulty: Settings) -> None:
    accounts = {account.doc_id: account for account in audit(faulty)}
    assert accounts["a.txt"].seconds == 0.25
    assert accounts["a.txt"].also_in == {"c.pdf": 1}
    assert accounts["c.pdf"].left_out[0].name == "1 page number"
    assert accounts["d.pdf"].skipped == "is empty."


@pytest.mark.usefixtures("exports")
def test_sample_corpus_has_an_account_of_every_file_and_no_problem(settings: Settings, built: Summary) -> None:
    accounts = audit(settings)
    assert len(accounts) == built.files
    assert [account for account in accounts if account.problems] == []
    assert sum(account.pages for account in accounts) == built.pages
    assert sum(account.passages for account in accounts) == built.passages
    assert all(account.seconds > 0 for account in accounts)


@pytest.mark.usefixtures("exports")
def test_furniture_is_counted_with_an_example(settings: Settings, built: Summary) -> None:
    digest = next(account for account in audit(settings) if account.doc_id.startswith("large-scale"))
    counts = {kind.kind: (kind.count, kind.example) for kind in digest.left_out}
    assert counts["running header"] == (34, "Large-scale general practice")
    assert counts["page number"][0] == 17
    assert isinstance(digest, ParseReport)
    assert digest.tables == 2


@pytest.mark.usefixtures("exports")
def test_without_an_index_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        audit(Settings.from_env(ONE_PROCESS, root=tmp_path))


@pytest.mark.slow
@pytest.mark.usefixtures("exports")
def test_a_copy_is_a_note_of_the_file_that_was_read_and_no_problem(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a.md", "b.md"):
        (corpus / name).write_text("# Patients' views of scale\n\nPatients had mixed views of it.\n", encoding="utf-8")
    settings = Settings.from_env(ONE_PROCESS, corpus_dir=corpus, index_dir=tmp_path / "index")
    index(settings, LineProgress(Console(quiet=True)))
    (account,) = audit(settings)
    assert account.doc_id == "a.md"
    assert account.problems == ()
    assert any("b.md" in note for note in account.notes)
