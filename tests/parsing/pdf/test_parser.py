"""PDF files made here and the sample corpus's own, read by the real libraries."""

import io
import os
import shutil
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import typst
from pypdf import PdfReader, PdfWriter

from reportqa.document import PICTURE
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse
from support.drawn_pdf import PICTURE_HEIGHT, PICTURE_WIDTH, draw_text, drawn_pdf
from support.typeset import PREAMBLE, typeset

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
DIGEST = (CORPUS / "large-scale-general-practice-digest.pdf").read_bytes()


@pytest.fixture(scope="module")
def digest() -> DocumentBuilder:
    return parse(DIGEST)


def page_text(builder: DocumentBuilder, physical: int) -> str:
    page = builder.pages[physical - 1]
    return builder.text[page.start : page.end]


def test_labels_are_those_printed(digest: DocumentBuilder) -> None:
    labels = [page.label for page in digest.pages]
    assert labels[:6] == [None, "i", "ii", "iii", "1", "2"]
    assert labels == [label or None for label in PdfReader(io.BytesIO(DIGEST)).page_labels]


def test_pages_cover_the_text_without_a_gap(digest: DocumentBuilder) -> None:
    assert digest.pages[0].start == 0
    assert digest.pages[-1].end == len(digest.text)
    for page, following in zip(digest.pages, digest.pages[1:], strict=False):
        assert page.end == following.start


def test_running_headers_and_page_numbers_are_left_out(digest: DocumentBuilder) -> None:
    assert "\n\nLarge-scale general practice\n\n" not in digest.text[digest.pages[1].start :]
    assert not any(block.strip().isdigit() for block in digest.text.split("\n\n"))


def test_headings_have_the_levels_of_the_outline(digest: DocumentBuilder) -> None:
    sections = {section.heading: section.level for section in digest.sections}
    assert sections["4. Four organisations compared"] == 1
    assert sections["Modality Partnership"] == 2
    for section in digest.sections:
        assert digest.text[section.start :].startswith(section.heading)


HEADINGS = """
#set page(width: 14cm, height: 14cm)
#set text(size: 11pt)
#text(weight: "bold")[2.1]#h(2cm)#text(weight: "bold")[Money that is spent]

#lorem(60)

#text(weight: "bold")[Item 8.01.]#h(2cm)#text(weight: "bold")[Other events.]

#lorem(60)
#pagebreak()
#set text(size: 7pt)
#text(weight: "bold")[Amounts of each region]

#v(8pt)
#let row(..cells) = block(above: 6pt, grid(columns: (5cm, 3cm, 3cm), ..cells))
#row[In millions][2021][2022]
#row[North][11][12]
#row[South][21][22]
#row[East][31][32]
#pagebreak()
#set text(size: 11pt)
#text(size: 13pt, weight: "bold")[Growth of each part]
#v(1cm)
#row[In millions][2021][2022]
#row[North][41][42]
#row[#text(weight: "bold")[South and east]][][]
#row[South][51][52]
"""


def test_headings_are_known_behind_a_label_over_a_table_and_on_a_page_in_small_print() -> None:
    headings = [section.heading for section in parse(typeset(HEADINGS)).sections]
    assert headings == [
        "2.1 Money that is spent", "Item 8.01. Other events.", "Amounts of each region", "Growth of each part",
    ]  # fmt: skip


def with_picture() -> bytes:
    """Return a page that a picture of paper with print covers, and a line of text over it."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (420, 500), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(40, 440, 12):
        draw.text((40, row), "The council met on Monday and nothing was agreed", fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    inside = ", ".join(map(str, buffer.getvalue()))
    source = f'#place(dx: -50pt, dy: -50pt, image(bytes(({inside})), format: "png", width: 420pt))\n'
    return typeset(f"{source}#v(1fr)\nDownloaded from the archive")


def test_a_scanned_page_with_a_stamp_on_it_is_reported() -> None:
    assert parse(with_picture()).warnings == [
        "Page 1 is a picture with little text over it. Recognise its text with --ocr."
    ]


def test_a_pull_quote_is_no_heading() -> None:
    quote = "#text(size: 16pt)[“Nothing was agreed.”]"
    builder = parse(typeset(f"= Money\n{'Words about it. ' * 20}\n\n{quote}\n\n{'Words about it. ' * 20}"))
    assert [section.heading for section in builder.sections] == ["Money"]
    assert "“Nothing was agreed.”" in builder.text


def test_a_sentence_over_a_page_break_stays_whole(digest: DocumentBuilder) -> None:
    assert "All its partners brought their contracts into one limited liability partnership, which" in digest.text
    start = digest.text.index("All its partners")
    breaks = [page.start for page in digest.pages]
    assert any(start < at < start + 100 for at in breaks)


def test_notes_are_separate_from_their_sentences(digest: DocumentBuilder) -> None:
    assert "end without a referral to another service. Abroad, the English model" in digest.text
    assert "\n\nThe estimate of 340 million consultations is credited" in digest.text


def test_cell_of_a_ruled_table_has_its_headers(digest: DocumentBuilder) -> None:
    page = page_text(digest, 10)
    assert "List size, April 2016 · AT Medics: 135,000 · GP Care: 800,000" in page
    assert "Modality Partnership: 87,556" in page
    assert "Location · AT Medics: London, across 12 CCGs · GP Care: Bristol, North Somerset and South" in page
    assert len(digest.tables) == 2
    widths = [{len(row) for row in table.rows} for table in digest.tables]
    assert widths == [{4}, {5}]


def test_a_two_column_page_is_read_column_by_column() -> None:
    left, right = "Left text one. " * 12, "Right text two. " * 12
    builder = parse(typeset(f"#columns(2)[{left}#colbreak(){right}]"))
    assert " ".join(builder.text.split()) == (left + right).strip()


def test_columns_written_across_the_page_are_read_one_after_another() -> None:
    left = [f"The left column of the page goes on, line {word}" for word in "one two three four five six".split()]
    right = [f"and the right column has its own text, {word}" for word in "uno due tre quattro cinque sei".split()]
    cells = ", ".join(f"[{one}], [{other}]" for one, other in zip(left, right, strict=True))
    page = "#set page(width: 640pt)\n"
    builder = parse(
        typeset(
            f"{page}Before the columns.\n\n#grid(columns: 2, column-gutter: 30pt, row-gutter: 4pt, {cells})\n\nBehind."
        )
    )
    assert " ".join(builder.text.split()) == f"Before the columns. {' '.join(left)} {' '.join(right)} Behind."


def test_a_printed_number_is_the_label_where_the_file_has_none() -> None:
    source = "\n#pagebreak()\n".join(f"Chapter text number {word}." for word in "one two three four five six".split())
    numbered = "#set page(footer: align(center, context str(counter(page).get().first() + 10)))\n"
    data = typeset(source, PREAMBLE + numbered)
    assert "/PageLabels" not in PdfReader(io.BytesIO(data)).root_object
    builder = parse(data)
    assert [page.label for page in builder.pages] == ["11", "12", "13", "14", "15", "16"]
    assert not any(character.isdigit() for character in builder.text)


def test_numbers_that_do_not_count_pages_are_no_labels() -> None:
    source = "\n#pagebreak()\n".join(f"Result of the year\n\n{number}" for number in (812, 67, 3, 500, 41, 9))
    builder = parse(typeset(source))
    assert {page.label for page in builder.pages} == {None}
    assert "812" in builder.text


def test_a_hyphen_at_a_line_end_goes_only_where_the_word_is_whole_without_it() -> None:
    word = "organisation"
    source = f"#set par(justify: true)\n#box(width: 52pt)[#set text(hyphenate: true)\n{word} {word} {word} {word}]"
    text = " ".join(parse(typeset(source)).text.split())
    assert text == f"{word} {word} {word} {word}"


def test_a_power_stays_and_a_note_mark_goes() -> None:
    builder = parse(
        typeset("An area of 12 km#super[2] was surveyed.#footnote[By post.] Then 10#super[6] replies came.")
    )
    assert "An area of 12 km² was surveyed. Then 10⁶ replies came." in builder.text
    assert builder.text.rstrip().endswith("By post.")


def test_metadata_is_the_files_own() -> None:
    builder = parse(
        typeset(
            '#set document(title: "A title", author: ("Ann Lee", "Bo Ek"), '
            "date: datetime(year: 2020, month: 5, day: 1))\nText."
        )
    )
    assert builder.csl_item["title"] == "A title"
    assert [name["literal"] for name in builder.csl_item["author"]] == ["Ann Lee", "Bo Ek"]
    assert builder.csl_item["issued"] == {"date-parts": [[2020, 5, 1]]}


@pytest.mark.parametrize(
    "stamp", ["Copy of the county archive", "copy of the county archive, made for the members of its council"]
)
def test_each_scan_under_a_stamp_is_named(stamp: str) -> None:
    """Also those that are nearly blank or dark, and those whose stamps would be one sentence."""
    writer = PdfWriter()
    for light in (0.9, 0.999, 0.2, 0.95, 1.0):
        count = round(PICTURE_WIDTH * PICTURE_HEIGHT * light)
        picture = b"\xff" * count + bytes(PICTURE_WIDTH * PICTURE_HEIGHT - count)
        drawn = drawn_pdf("q 600 0 0 800 0 0 cm /I Do Q", draw_text(stamp, y=400.0), picture=picture)
        writer.append(io.BytesIO(drawn))
    buffer = io.BytesIO()
    writer.write(buffer)
    builder = parse(buffer.getvalue())
    assert [thing.page for thing in builder.left_out if thing.kind == PICTURE] == [1, 2, 3, 4, 5]
    assert len(builder.warnings) == 5


def test_a_page_that_is_a_picture_is_named() -> None:
    builder = parse(typeset("Text.\n#pagebreak()\n#rect(width: 200pt, height: 200pt, fill: blue)"))
    assert builder.warnings == ["Page 2 is a picture without text. Recognise its text with --ocr."]


@pytest.fixture
def scanned() -> bytes:
    """A page with text, then the picture of another."""
    page = pdfium.PdfDocument(typeset("The budget of 2019 was 4,500 pounds.\n\nIt was spent on training."))[0]
    picture = io.BytesIO()
    page.render(scale=300 / 72).to_pil().save(picture, "PNG")
    source = 'Typed text.\n#pagebreak()\n#place(top + left, dx: -50pt, dy: -50pt, image("page.png", width: 420pt))'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.png").write_bytes(picture.getvalue())
        Path(folder, "main.typ").write_text(PREAMBLE + source, encoding="utf-8")
        made = typst.compile(Path(folder, "main.typ"))
    assert isinstance(made, bytes)
    return made


def test_a_scanned_page_is_named_and_never_silently_empty(scanned: bytes) -> None:
    builder = parse(scanned)
    assert builder.warnings == ["Page 2 is a picture without text. Recognise its text with --ocr."]
    assert builder.text.strip() == "Typed text."
    assert [page.ocr for page in builder.pages] == [False, False]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None and not os.environ.get("CI"), reason="tesseract is not installed")
def test_scanned_page_is_read_with_ocr_and_marked(scanned: bytes) -> None:
    builder = parse(scanned, ocr=True)
    assert builder.warnings == []
    assert "budget of 2019 was 4,500 pounds." in page_text(builder, 2)
    assert [page.ocr for page in builder.pages] == [False, True]


def test_box_at_the_foot_of_a_page_does_not_split_a_sentence() -> None:
    sentence = "The council agreed on Monday that all of its partners should be asked about the plans before summer. "
    box = (
        "#place(bottom + left, float: false, box(width: 5cm, text(size: 7pt)[*In brief* \\ Two boxes were ticked.]))\n"
    )
    size = "#set page(height: 300pt)\n"
    text = parse(typeset(f"{size}#set page(foreground: context if here().page() == 1 [{box}])\n{sentence * 20}")).text
    assert " ".join((sentence * 20).split()) in " ".join(text.split())
    assert "Two boxes were ticked." in text


def test_lines_of_a_title_page_are_separate_paragraphs() -> None:
    lines = ("A review of eleven partnerships", "Jane Arkwright and Tom Ostrowski", "Local Services, March 2017")
    front = "\n\n#v(6pt)\n".join(lines)
    text = parse(typeset(f"{front}\n#pagebreak()\n{'Words about it all. ' * 150}")).text
    assert text.startswith("\n\n".join(lines) + "\n\n")
