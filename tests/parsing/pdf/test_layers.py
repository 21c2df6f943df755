import io

import pytest
from pypdf import PdfReader

from reportqa.parsing.pdf.layers import Layers, read_layers
from support.hostile import CATALOG, ONE_PAGE, page, pdf, stream


def layers_of(default: bytes, usage: bytes = b"", other: bytes = b"Main") -> Layers:
    """Return the layers of a file with the layers "Draft" (number 5) and `other` (6)."""
    properties = b"/OCProperties << /OCGs [5 0 R 6 0 R] /D << %s >> >> >>" % default
    draft, main = b"<< /Type /OCG /Name (Draft) %s >>" % usage, b"<< /Type /OCG /Name (%s) >>" % other
    data = pdf(CATALOG.replace(b">>", properties), ONE_PAGE, page(), stream(b""), draft, main)
    return read_layers(PdfReader(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("default", "off"),
    [
        (b"", set()),
        (b"/ON [5 0 R 6 0 R]", set()),
        (b"/OFF [5 0 R]", {"Draft"}),
        (b"/BaseState /OFF", {"Draft", "Main"}),
        (b"/BaseState /OFF /ON [6 0 R]", {"Draft"}),
        (b"/OFF 5", set()),
    ],
)
def test_layers_that_are_off(default: bytes, off: set[str]) -> None:
    layers = layers_of(default)
    assert layers.off == off
    assert bool(layers) == bool(off)


def test_layer_for_the_printer_only_is_off_on_a_screen() -> None:
    usage = b"/Usage << /View << /ViewState /OFF >> >>"
    automatic = b"/AS [<< /Event /View /Category [/View] /OCGs [5 0 R] >>]"
    assert layers_of(automatic, usage).off == {"Draft"}
    assert layers_of(b"", usage).off == set()


def test_name_of_a_layer_that_is_off_and_one_that_is_on_decides_nothing() -> None:
    layers = layers_of(b"/OFF [5 0 R]", other=b"Draft")
    assert layers.off == set()
    assert layers.unsure == {"Draft"}
    assert layers


def test_file_without_layers() -> None:
    reader = PdfReader(io.BytesIO(pdf(CATALOG, ONE_PAGE, page(), stream(b""))))
    assert not read_layers(reader)
