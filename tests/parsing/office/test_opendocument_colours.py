import pytest

from reportqa.parsing.office import presentation
from reportqa.parsing.office.opendocument import parse
from reportqa.parsing.unseen_text import UNSEEN
from support.opendocument import opendocument, style

FAMILY = '<style:style style:name="{}" style:family="{}"><style:{}-properties {}/></style:style>'
NAMED = style("Pale", 'fo:color="#ffffff"', "paragraph") + style("Faint", 'fo:color="#fefefe"')
AUTOMATIC = (
    style("White", 'fo:color="#FFFFFF"')
    + style("Paler", "", "paragraph", "Pale")
    + style("Auto", 'style:use-window-font-color="true"', "paragraph", "Pale")
    + style("Black", 'fo:color="#000000"')
    + style("Marked", 'fo:color="#ffffff" fo:background-color="#003366"')
    + style("Outlined", 'fo:color="#ffffff" style:text-outline="true"')
    + style("Barred", 'fo:color="#000000" fo:background-color="#000000"')
    + FAMILY.format("DarkP", "paragraph", "paragraph", 'fo:background-color="#003366"')
    + FAMILY.format("DarkC", "table-cell", "table-cell", 'fo:background-color="#003366"')
    + FAMILY.format("DarkT", "table", "table", 'fo:background-color="#003366"')
    + FAMILY.format("WhiteC", "table-cell", "table-cell", 'fo:background-color="#ffffff"')
    + FAMILY.format("DarkG", "graphic", "graphic", 'draw:fill="solid" draw:fill-color="#003366"')
    + FAMILY.format("WhiteG", "graphic", "graphic", 'draw:fill="solid" draw:fill-color="#ffffff"')
    + FAMILY.format("NoG", "graphic", "graphic", 'draw:fill="none"')
)
WHITE = '<text:span text:style-name="White">Draft.</text:span>'


def table(cell: str = "", properties: str = "") -> str:
    return (
        f'<table:table {properties}><table:table-row><table:table-cell table:style-name="{cell}">'
        f"<text:p>{WHITE}</text:p></table:table-cell></table:table-row></table:table>"
    )


def box(name: str) -> str:
    return (
        f'<text:p>Box:<draw:frame draw:style-name="{name}"><draw:text-box><text:p>{WHITE}</text:p></draw:text-box>'
        "</draw:frame></text:p>"
    )


def file(body: str, page: str = "", automatic: str = "") -> bytes:
    layout = f'<style:page-layout style:name="pm1"><style:page-layout-properties {page}/></style:page-layout>'
    styles = f"<office:styles>{NAMED}</office:styles><office:automatic-styles>{layout}</office:automatic-styles>"
    rest = "<text:p>There are 29 beds.</text:p>"
    return opendocument(body + rest, AUTOMATIC + automatic, styles)


@pytest.mark.parametrize(
    "body",
    [
        f"<text:p>{WHITE}</text:p>",
        f"<text:p>Total: 5.{WHITE}</text:p>",
        '<text:p text:style-name="Pale">Draft.</text:p>',
        '<text:h text:style-name="Paler">Draft.</text:h>',
        '<text:p><text:span text:style-name="Faint">Draft.</text:span></text:p>',
        '<text:p><text:span text:style-name="Barred">Draft.</text:span></text:p>',
        '<text:p text:style-name="Pale">Draft.<text:span text:style-name="Black">Seen.</text:span></text:p>',
        table(),
        table("WhiteC"),
        box("WhiteG"),
    ],
)
def test_text_in_the_colour_of_its_background_is_named(body: str) -> None:
    builder = parse(file(body))
    assert "Draft." not in builder.text
    assert builder.text.endswith("There are 29 beds.")
    assert ("Seen." in builder.text) == ("Seen." in body)
    assert [(part.kind, part.text) for part in builder.left_out] == [(UNSEEN, "Draft.")]


@pytest.mark.parametrize(
    "body",
    [
        '<text:p text:style-name="Auto">Draft.</text:p>',
        '<text:p><text:span text:style-name="Marked">Draft.</text:span></text:p>',
        '<text:p><text:span text:style-name="Outlined">Draft.</text:span></text:p>',
        f'<text:p text:style-name="DarkP">{WHITE}</text:p>',
        table("DarkC"),
        table(properties='table:style-name="DarkT"'),
        box("DarkG"),
        box("NoG"),
    ],
)
def test_text_on_another_or_an_unknown_background_is_read(body: str) -> None:
    builder = parse(file(body))
    assert "Draft." in builder.text
    assert builder.left_out == []


@pytest.mark.parametrize(
    "page", ['fo:background-color="#003366"', 'draw:fill="bitmap"', 'draw:fill="solid" draw:fill-color="#003366"']
)
def test_white_text_on_a_page_that_is_not_white_is_read(page: str) -> None:
    assert "Draft." in parse(file(f"<text:p>{WHITE}</text:p>", page)).text


def test_white_text_is_read_where_a_picture_is_behind_the_text() -> None:
    behind = FAMILY.format("Behind", "graphic", "graphic", 'style:run-through="background"')
    assert "Draft." in parse(file(f"<text:p>{WHITE}</text:p>", automatic=behind)).text


def test_pictures_in_a_white_paragraph_stay() -> None:
    picture = '<draw:frame><draw:image xlink:href="a.png"/><svg:desc>Beds by ward in 2019</svg:desc></draw:frame>'
    builder = parse(file(f'<text:p text:style-name="Pale">Draft.{picture}</text:p>'))
    assert "Beds by ward in 2019" in builder.text
    assert (UNSEEN, "Draft.") in [(part.kind, part.text) for part in builder.left_out]


@pytest.mark.parametrize(("shape", "is_read"), [("DarkG", True), ("NoG", True), ("WhiteG", False)])
def test_white_text_on_slides_needs_a_filled_shape(shape: str, is_read: bool) -> None:
    text = f"<text:p>There are 29 beds.</text:p><text:p>{WHITE}</text:p>"
    slide = f'<draw:page><draw:custom-shape draw:style-name="{shape}">{text}</draw:custom-shape></draw:page>'
    builder = presentation.parse(opendocument(slide, AUTOMATIC, kind="presentation"))
    assert ("Draft." in builder.text) == is_read
