import io

from pypdf import PdfWriter

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.pdf_file import open_pdf
from reportqa.parsing.pdf.undrawn import (
    MAX_BOOKMARKS,
    Bookmark,
    heading_levels,
    read_bookmarks,
    unsaid,
)
from support.drawn_pdf import draw_text, drawn_pdf
from support.hostile import CATALOG, FONT, ONE_PAGE, TEXT, page, pdf


def named(builder: DocumentBuilder) -> list[tuple[str, str, int | None]]:
    return [(thing.kind, thing.text, thing.page) for thing in builder.left_out]


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_bookmarks(*titles: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(drawn_pdf(draw_text("MONEY SPENT IN 2024"))))
    writer.add_blank_page(100, 100)
    for title in titles:
        writer.add_outline_item(title=title, page_number=1)
    return written(writer)


def test_bookmarks_have_levels_and_pages() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    parent = None
    for name in ("Money  Spent", "Wages", "Nurses", "Wards", "Nights", "Hours", "Minutes"):
        parent = writer.add_outline_item(title=name, page_number=0, parent=parent)
    writer.add_outline_item(title="Beds", page_number=0)
    writer.add_outline_item(title="wages", page_number=0)
    with open_pdf(written(writer)) as document:
        bookmarks = read_bookmarks(document)
    assert bookmarks[:2] == [Bookmark("Money Spent", 1, 1), Bookmark("Wages", 2, 1)]
    assert heading_levels(bookmarks) == {
        "money spent": 1, "wages": 2, "nurses": 3, "wards": 4, "nights": 5, "hours": 6, "minutes": 6, "beds": 1,
    }  # fmt: skip


def test_bookmark_in_a_circle_is_read_once() -> None:
    catalog = CATALOG.replace(b">>", b"/Outlines 6 0 R >>")
    outlines = b"<< /First 7 0 R /Last 7 0 R >>"
    entry = b"<< /Title (Beds) /Next 7 0 R /First 7 0 R /Dest [3 0 R /Fit] >>"
    with open_pdf(pdf(catalog, ONE_PAGE, page(), FONT, TEXT, outlines, entry)) as document:
        assert 1 <= len(read_bookmarks(document)) < MAX_BOOKMARKS
    assert "Beds" in [text for _, text, _ in named(parse(pdf(catalog, ONE_PAGE, page(), FONT, TEXT, outlines, entry)))]


def test_bookmarks_that_are_not_in_the_text_are_named_at_their_pages() -> None:
    builder = parse(with_bookmarks("Money spent", "Vans of 512 kinds", "Vans of 512 kinds"))
    assert named(builder) == [("bookmark", "Vans of 512 kinds", 2)]
    assert [thing.position for thing in builder.left_out] == [builder.pages[1].start]


def test_text_is_said_in_either_case() -> None:
    assert list(unsaid(["Money-Spent", "Beds", "Beds", "…"], "MONEY SPENT")) == ["Beds"]
