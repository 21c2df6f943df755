from collections.abc import Iterator
from contextlib import contextmanager

from reportqa.parsing.pdf.handles import Colour
from reportqa.parsing.pdf.layers import NO_LAYERS, Layers
from reportqa.parsing.pdf.page_objects import MAX_OBJECTS, PageObjects, read_objects
from reportqa.parsing.pdf.pdf_file import open_pdf
from support.drawn_pdf import draw_text, drawn_pdf
from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream

RED = Colour(255, 0, 0, 255)


@contextmanager
def objects_of(*operators: str) -> Iterator[PageObjects]:
    with open_pdf(drawn_pdf(*operators)) as document:
        yield read_objects(document[0], NO_LAYERS)


def test_text_and_paths_in_their_order() -> None:
    with objects_of(draw_text("A"), "50 50 20 20 re f", "1 0 0 rg", draw_text("B"), "0 g", draw_text("C")) as objects:
        assert objects.count == 4
        assert list(objects.texts.values()) == [1, 3, 4]
        assert [path.order for path in objects.paths] == [2]


def test_render_mode_other_than_filled() -> None:
    with objects_of(draw_text("A"), "3 Tr", draw_text("B")) as objects:
        assert objects.modes == {list(objects.texts)[1]: 3}


def test_cover_is_an_opaque_area() -> None:
    star = "50 110 m 60 120 l 70 110 l 65 90 l 62 80 l 61 70 l h f"
    with objects_of("1 0 0 rg", "50 50 20 20 re f", "50 80 20 20 re S", star) as objects:
        assert [path.cover for path in objects.paths] == [RED, None, RED]
        assert [path.is_stroked for path in objects.paths] == [False, True, False]
        assert [path.is_box for path in objects.paths] == [True, True, False]


def form_page(form: bytes) -> bytes:
    """Return a page that draws a form at (100, 100), twice as large."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /Font << /F 4 0 R >> >>"
    content = stream(b"2 0 0 2 100 100 cm /X Do")
    return pdf(CATALOG, ONE_PAGE, page(b"/XObject << /X 6 0 R >>"), FONT, content, stream(form, entries))


def test_text_inside_forms() -> None:
    with open_pdf(form_page(b"BT /F 12 Tf 10 10 Td (A) Tj ET")) as document:
        objects = read_objects(document[0], NO_LAYERS)
        assert objects.count == 1
        assert len(objects.texts) == 1


def test_forms_of_a_file_with_layers_may_be_hidden() -> None:
    with open_pdf(form_page(b"BT /F 12 Tf 10 10 Td (A) Tj ET")) as document:
        objects = read_objects(document[0], Layers(frozenset({"Draft"})))
        assert objects.unsure == set(objects.texts)


def test_text_that_stands_for_another() -> None:
    with objects_of("/Span << /ActualText (fi) >> BDC", draw_text("A"), "EMC", draw_text("B")) as objects:
        assert [text for text, _ in objects.actual.values()] == ["fi"]
        assert list(objects.actual) == list(objects.texts)[:1]


def test_page_with_too_many_objects_is_not_searched() -> None:
    with objects_of("0 0 5 5 re f\n" * (MAX_OBJECTS + 1)) as objects:
        assert objects.count == MAX_OBJECTS + 1
        assert not objects.paths
