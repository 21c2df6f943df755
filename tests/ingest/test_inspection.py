from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import Document, LeftOut, Page, Section, Table
from reportqa.errors import InputError, ParseError
from reportqa.ingest.build import Summary
from reportqa.ingest.inspection import Piece, find_document, find_page, inspect_document, marked_text
from reportqa.parsing.builder import DocumentBuilder
from reportqa.settings import Settings
from support.strategies import documents

DIGEST = "large-scale-general-practice-digest.pdf"


def make_document(builder: DocumentBuilder) -> Document:
    return Document(
        "a.pdf", "0" * 64, "application/pdf", {"title": "A"}, builder.text, builder.pages, tuple(builder.sections),
        tuple(builder.tables), left_out=tuple(builder.left_out),
    )  # fmt: skip


def shown(document: Document, page: Page | None = None) -> str:
    return "".join(piece.text for piece in marked_text(document, page))


@pytest.fixture
def report() -> Document:
    builder = DocumentBuilder()
    builder.page(1, "i")
    builder.leave_out("running header", "Review")
    builder.heading("Findings", 1)
    builder.paragraph("Groups grew")
    builder.leave_out("page number", "i")
    builder.run_over(2, None, "in every region.", [("running header", "Review")])
    builder.table([["Group", "Patients"], ["Modality", "87,556"]])
    builder.leave_out("menu", "Home")
    builder.ocr_pages.add(2)
    return make_document(builder)


def test_marks_stand_in_place_and_apart_from_the_text(report: Document) -> None:
    assert shown(report).split("\n") == [
        "⟦page 1, printed i⟧",
        "⟦running header: Review⟧",
        "⟦section, level 1⟧",
        "Findings",
        "",
        "Groups grew ⟦page number: i⟧ ⟦page 2, no printed number, read by OCR⟧ ⟦running header: Review⟧ in every"
        " region.",
        "",
        "⟦table, 2 rows, 2 columns⟧",
        "Modality · Patients: 87,556",
        "⟦end of table⟧",
        "⟦menu: Home⟧",
    ]


def test_page_is_shown_with_its_own_marks_only(report: Document) -> None:
    assert shown(report, report.pages[0]).split("\n") == [
        "⟦page 1, printed i⟧",
        "⟦running header: Review⟧",
        "⟦section, level 1⟧",
        "Findings",
        "",
        "Groups grew ⟦page number: i⟧ ",
    ]
    assert shown(report, report.pages[1]).startswith("⟦page 2, no printed number, read by OCR⟧")


@given(documents(), st.data())
def test_pieces_that_are_no_marks_are_the_text(document: Document, data: st.DataObject) -> None:
    page = data.draw(st.sampled_from([None, *document.pages]))
    start, end = (page.start, page.end) if page else (0, len(document.text))
    assert "".join(piece.text for piece in marked_text(document, page) if not piece.is_mark) == document.text[start:end]


@given(documents())
def test_every_mark_is_shown_once(document: Document) -> None:
    marks = [piece for piece in marked_text(document) if piece.is_mark]
    assert len(marks) == len(document.pages) + len(document.sections) + 2 * len(document.tables)


def test_marks_have_more_brackets_than_the_text_itself() -> None:
    document = Document(
        "a.txt", "", "text/plain", {"title": "A"}, "A ⟦page 9⟧ of ⟦⟦menu", sections=(Section("A", 1, 0),)
    )
    assert next(marked_text(document)) == Piece("⟦⟦⟦section, level 1⟧⟧⟧\n", is_mark=True)


def test_page_is_found_as_printed_before_as_counted() -> None:
    builder = DocumentBuilder()
    for physical, label in enumerate((None, "iv", "1", "2"), start=1):
        builder.page(physical, label)
    document = make_document(builder)
    found = {name: find_page(document, name).physical for name in ("1", "file:1", "2", "file:2", "IV", "4")}
    assert found == {"1": 3, "file:1": 1, "2": 4, "file:2": 2, "IV": 2, "4": 4}
    with pytest.raises(InputError, match=r'no page "9".* 1 to 4, printed as iv to 2'):
        find_page(document, "9")


def test_page_of_a_document_without_pages_is_refused() -> None:
    with pytest.raises(InputError, match="has no pages"):
        find_page(Document("a.md", "", "text/markdown", {"title": "A"}, "Text."), "1")


def test_inspection_of_a_page_gives_its_own_parts(report: Document) -> None:
    found = inspect_document(report, report.pages[1])
    assert found["text"] == report.text[found["start"] : found["end"]]
    assert [page["physical"] for page in found["pages"]] == [2]
    assert [thing["text"] for thing in found["left_out"]] == ["Review", "Home"]
    assert (len(found["sections"]), len(found["tables"])) == (0, 1)


@pytest.mark.slow
def test_file_is_read_on_the_spot(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Menu Home Search\n\nGroups grew in every region.\n", encoding="utf-8")
    document = find_document(str(path), Settings.from_env({}, root=tmp_path))
    assert document.left_out == (LeftOut("menu", "Menu Home Search", 0),)


@pytest.mark.slow
def test_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"no PDF at all")
    with pytest.raises(ParseError, match=r"a\.pdf is not a readable PDF"):
        find_document(str(path), Settings.from_env({}, root=tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["Flu report_files", "Flu report_files/sub"])
def test_part_of_a_saved_page_is_no_report(tmp_path: Path, folder: str) -> None:
    settings = Settings.from_env({}, root=tmp_path)
    part = tmp_path / folder / "saved_resource.html"
    part.parent.mkdir(parents=True)
    part.write_text("<p>Advertisement.</p>")
    assert find_document(str(part), settings).text == "Advertisement."
    (tmp_path / "Flu report.html").write_text("<p>The flu closed 12 schools.</p>")
    with pytest.raises(ParseError, match=r"part of the saved web page Flu report\.html, not a report\. Inspect"):
        find_document(str(part), settings)


@pytest.mark.slow
def test_file_of_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    for name in ("crawl.warc", "README"):
        (tmp_path / name).write_text("Words.")
        with pytest.raises(ParseError, match=rf"{name} can't be read\. Supported: \.pdf"):
            find_document(str(tmp_path / name), Settings.from_env({}, root=tmp_path))


@pytest.mark.slow
def test_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text("Lowick has 37 beds.")
    (tmp_path / "folder" / "b.txt").symlink_to(tmp_path / "a.txt")
    document = find_document(str(tmp_path / "folder" / "b.txt"), Settings.from_env({}, root=tmp_path))
    assert document.text == "Lowick has 37 beds."


def test_what_is_no_file_is_looked_up_in_the_index(settings: Settings, built: Summary, tmp_path: Path) -> None:
    assert find_document(DIGEST, settings).pages[1].label == "i"
    with pytest.raises(InputError, match='"reportqa documents" lists'):
        find_document("nowhere.pdf", settings)
    with pytest.raises(InputError, match=r"no file nowhere\.pdf, and no index"):
        find_document("nowhere.pdf", Settings.from_env({}, root=tmp_path))


def test_table_of_the_digest_has_its_marks(settings: Settings, built: Summary) -> None:
    digest = find_document(DIGEST, settings)
    text = shown(digest, find_page(digest, "6"))
    assert text.startswith("⟦page 10, printed 6⟧\n⟦running header: Large-scale general practice⟧\n")
    assert text.rstrip().endswith("⟦page number: 6⟧")
    table = text.partition("⟦table, ")[2].partition("⟦end of table⟧")[0]
    assert "List size, April 2016 · AT Medics: 135,000" in table
    assert isinstance(digest.tables[0], Table)
