import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from reportqa.document import Document
from reportqa.errors import ParseError
from reportqa.ingest.corpus import find_files
from reportqa.ingest.document_reader import make_document, read_document
from reportqa.ingest.references.sidecar_files import Bibliography, find_bibliographies
from reportqa.parsing import ParsedFile, parse_file
from support.drawn_pdf import draw_text, drawn_pdf
from support.formats import saved, workbook
from support.hostile import zipped
from support.languages import TEXTS


def read(folder: Path, name: str, *copies: str) -> Document:
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.*"))]
    library = Bibliography.load(folder, find_bibliographies(folder), names)
    return read_document(folder, name, library, {name: copies})


def test_every_field_says_where_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\ntitle: In the file\nauthor: Rebecca Rosen\ndate: 2016-07-19\n---\n\n{TEXTS['en']}"
    )
    (tmp_path / "library.json").write_text('[{"id": "a.md", "title": "In the library"}]')
    (tmp_path / "more.bib").write_text("@book{a, title={In the bibliography}, publisher={Nuffield Trust}}")
    document = read(tmp_path, "a.md")
    assert document.title == "In the library"
    assert {name: document.origins[name] for name in ("title", "publisher", "author", "issued")} == {
        "title": "library.json",
        "publisher": "more.bib",
        "author": "the file",
        "issued": "the file",
    }


@pytest.mark.parametrize(
    ("name", "text", "title", "origin"),
    [
        ("scan0001.md", "# Lessons for practices\n\nText.", "Lessons for practices", "first heading"),
        ("annual-report_2016.txt", "nothing else", "annual report 2016", "file name"),
    ],
)
def test_title_that_nobody_gave_says_so(tmp_path: Path, name: str, text: str, title: str, origin: str) -> None:
    (tmp_path / name).write_text(text)
    document = read(tmp_path, name)
    assert (document.title, document.origins["title"]) == (title, origin)


def test_name_of_an_attached_file_is_no_title(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(drawn_pdf(draw_text("The annex has the figures."))))
    writer.add_attachment("annex.txt", b"In all 512 vans were bought.")
    writer.write(tmp_path / "scan0001.pdf")
    document = read(tmp_path, "scan0001.pdf")
    assert document.title == "scan0001"
    assert [section.heading for section in document.sections] == ["annex.txt"]


def test_language_is_told_and_another_than_the_models_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text(TEXTS["en"])
    (tmp_path / "fr.txt").write_text(TEXTS["fr"])
    english, french = read(tmp_path, "en.txt"), read(tmp_path, "fr.txt")
    assert (english.language, english.warnings) == ("en", ())
    assert french.language == "fr"
    assert french.warnings == ("The language is French; the model does not know it well, so answers may be missed.",)


@pytest.mark.parametrize(("year", "issued"), [(2018, False), (2016, True), (2015, False), (2019, False)])
def test_date_of_making_counts_only_when_the_text_bears_it_out(tmp_path: Path, year: int, issued: bool) -> None:
    book = workbook({"Sizes": [["Practice", "April 2016"], ["North", "12"]]})
    book.properties.created = book.properties.created.replace(year=year)
    (tmp_path / "a.xlsx").write_bytes(saved(book))
    assert ("issued" in read(tmp_path, "a.xlsx").item) == issued


def test_document_names_where_else_its_file_lies_and_takes_what_is_known_of_either(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXTS["en"])
    (tmp_path / "library.json").write_text('[{"id": "b.txt", "publisher": "Nuffield Trust"}]')
    document = read(tmp_path, "a.txt", "b.txt")
    assert document.also == ("b.txt",)
    assert document.item["publisher"] == "Nuffield Trust"


def test_file_that_is_gone_or_empty_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    for name, reason in (("gone.txt", "cannot be read"), ("empty.txt", "is empty")):
        with pytest.raises(ParseError, match=reason):
            read(tmp_path, name)


SAMPLE = Path(__file__).resolve().parents[2] / "corpus"


@pytest.mark.slow
@pytest.mark.parametrize("doc_id", find_files(SAMPLE)[0])
def test_document_is_the_same_from_bytes(doc_id: str) -> None:
    content = parse_file(SAMPLE, doc_id)
    document = make_document(content, doc_id, Bibliography())
    again = ParsedFile.from_bytes(content.to_bytes())
    assert (again, again.seconds) == (content, content.seconds)
    assert make_document(again, doc_id, Bibliography()) == document


def test_title_of_an_archive_is_no_name_of_a_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "3f9a61.zip").write_bytes(zipped({"beds.md": "Ely has 31 beds.", "vans.md": "# Vans\n\nHale has 12."}))
    (tmp_path / "77b2c0.zip").write_bytes(zipped({"x1.md": "# Beds of the towns in the north\n\nEly has 31 beds."}))
    mails = "".join(f"From a@a.org Tue Mar  3 09:15:00 2020\nFrom: a\nSubject: {name}\n\nText.\n\n" for name in "ABC")
    (tmp_path / "90c1d2.mbox").write_text(mails)
    assert read(tmp_path, "3f9a61.zip").title == "3f9a61"
    assert read(tmp_path, "77b2c0.zip").title == "Beds of the towns in the north"
    assert read(tmp_path, "90c1d2.mbox").title == "90c1d2"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("ports.md", "# Income of the quays\n\nThe ports had £12m.\n\n## Ports\n\nText.", "Income of the quays"),
        (
            "ports.md",
            "# Income of the quays\n\nThe ports had £12m.\n\n# Ports of the north\n\nText.",
            "Ports of the north",
        ),
        ("ports.md", "## Income\n\nThe ports had £12m.\n\n# Late heading\n\nText.", "ports"),
    ],
)
def test_only_heading_of_the_highest_level_is_the_title_before_the_name_of_the_file(
    tmp_path: Path, name: str, text: str, title: str
) -> None:
    (tmp_path / name).write_text(text)
    assert read(tmp_path, name).title == title
