import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf import hidden_text
from reportqa.parsing.pdf.parser import parse
from support.drawn_pdf import PICTURE_HEIGHT, PICTURE_WIDTH, draw_text, drawn_pdf
from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream

SEEN = "The service has 640 staff in five towns."
UNSEEN = "It will cut 999 posts in 2031."
WHITE = bytes([255]) * (PICTURE_WIDTH * PICTURE_HEIGHT)


def left_out(builder: DocumentBuilder) -> list[tuple[str, str, int | None]]:
    return [(thing.kind, thing.text, thing.page) for thing in builder.left_out]


def draw_seen(y: float = 700.0) -> str:
    return draw_text(SEEN, y=y)


def draw_unseen(y: float = 650.0) -> str:
    return draw_text(UNSEEN, y=y)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (hidden_text.INVISIBLE, "3 Tr", "0 Tr"),
        (hidden_text.INVISIBLE, "7 Tr", "0 Tr"),
        (hidden_text.UNSEEN, "1 g", "0 g"),
        (hidden_text.UNSEEN, "0.99 0.98 0.97 rg", "0 g"),
        (hidden_text.UNSEEN, "0 0 0 0 k", "0 g"),
        (hidden_text.UNSEEN, "1 Tr 1 G", "0 Tr 0 G"),
        (hidden_text.UNSEEN, "0.1 0.2 0.6 rg 40 640 300 30 re f", "0 g"),
        (hidden_text.CLIPPED, "q 300 100 50 50 re W n", "Q"),
    ],
)
def test_words_nobody_sees_are_named_and_no_text(kind: str, before: str, after: str) -> None:
    builder = parse(drawn_pdf(draw_seen(), before, draw_unseen(), after, draw_seen(600)))
    assert builder.text.count(SEEN) == 2
    assert "999" not in builder.text
    assert left_out(builder) == [(kind, UNSEEN, 1)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1 g", "0 g"),
        ("q 0 600 500 150 re W n", "Q"),
        ("0.6 0.8 1 rg 40 640 300 30 re f 0 g", ""),
        ("0.9 1 0.9 rg 40 640 300 30 re f 0.1 0.2 0.1 rg", "0 g"),
        ("/OC /Nothing BDC", "EMC"),
    ],
)
def test_words_that_are_seen_stay(before: str, after: str) -> None:
    dark = "0 0 0.3 rg 0 500 600 280 re f" if before == "1 g" else ""
    builder = parse(drawn_pdf(dark, before, draw_seen(), draw_unseen(), after))
    assert SEEN in builder.text
    assert UNSEEN in builder.text
    assert not builder.left_out


@pytest.mark.parametrize("colour", ["0 g", "1 g", "0.5 0.5 0.5 rg"])
def test_words_under_an_area_are_counted_and_not_shown(colour: str) -> None:
    builder = parse(drawn_pdf(draw_seen(), draw_unseen(), f"{colour} 40 640 300 30 re f"))
    assert builder.text == SEEN
    assert left_out(builder) == [("covered text", "7 words", 1)]


def test_area_behind_words_covers_nothing() -> None:
    builder = parse(drawn_pdf(draw_seen(), "0.9 0.9 0.9 rg 40 640 300 30 re f 0 g", draw_unseen()))
    assert UNSEEN in builder.text


def test_layer_of_recognised_text_over_a_picture_stays() -> None:
    scan = f"q 600 0 0 800 0 0 cm /I Do Q 3 Tr {draw_seen()} {draw_unseen()}"
    builder = parse(drawn_pdf(scan, picture=WHITE))
    assert SEEN in builder.text
    assert UNSEEN in builder.text


def layered(layers: bytes, content: str, names: bytes = b"/Properties << /L 6 0 R /M 7 0 R >>") -> bytes:
    properties = b"/OCProperties << /OCGs [6 0 R] /D << %s >> >> >>" % layers
    catalog = CATALOG.replace(b">>", properties)
    group, member = b"<< /Type /OCG /Name (Draft) >>", b"<< /Type /OCMD /OCGs [6 0 R] >>"
    return pdf(catalog, ONE_PAGE, page(names), FONT, stream(content.encode()), group, member)


@pytest.mark.parametrize("layer", ["/L", "/M"])
def test_layer_that_is_off_is_named_and_no_text(layer: str) -> None:
    content = f"{draw_seen(300)} /OC {layer} BDC {draw_unseen(200)} EMC"
    builder = parse(layered(b"/OFF [6 0 R]", content))
    assert builder.text == SEEN
    assert left_out(builder) == [(hidden_text.LAYER, UNSEEN, 1)]
    assert UNSEEN in parse(layered(b"/ON [6 0 R]", content)).text


def test_layer_that_is_off_over_words_that_are_seen() -> None:
    builder = parse(layered(b"/OFF [6 0 R]", f"{draw_seen(300)} /OC /L BDC {draw_text(UNSEEN, y=297)} EMC"))
    assert builder.text == SEEN


def test_words_outside_the_crop_box_are_named_and_no_text() -> None:
    data = drawn_pdf(draw_seen(), draw_unseen(100)).replace(b"/MediaBox", b"/CropBox [0 200 600 800] /MediaBox")
    builder = parse(data)
    assert builder.text == SEEN
    assert left_out(builder) == [(hidden_text.OUTSIDE, UNSEEN, 1)]


def test_area_on_a_page_of_spaces() -> None:
    assert parse(drawn_pdf(draw_text("  "), "40 640 300 30 re f")).text == ""


def test_words_drawn_again_on_an_area_are_seen() -> None:
    builder = parse(drawn_pdf(draw_seen(), draw_unseen(), "1 g 40 640 300 30 re f 0 g", draw_unseen()))
    assert builder.text.count(UNSEEN) == 1
    assert not builder.left_out


def test_words_under_a_bar_with_a_label_are_counted() -> None:
    bar = "0 g 40 640 300 30 re f 1 g"
    builder = parse(drawn_pdf(draw_seen(), draw_unseen(), bar, draw_text("Removed", x=60, y=656, size=6)))
    assert builder.text.split() == [*SEEN.split(), "Removed"]
    assert left_out(builder) == [("covered text", "7 words", 1)]
