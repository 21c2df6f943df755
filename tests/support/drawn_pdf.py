"""Pages of 600 by 800 points with text, rules and pictures at given positions."""

from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream

PICTURE_WIDTH, PICTURE_HEIGHT = 120, 160
_BOLD = FONT.replace(b"Helvetica", b"Helvetica-Bold")


def draw_text(
    text: str, x: float = 50.0, y: float = 700.0, size: float = 10.0, *, font: str = "F", matrix: str = "1 0 0 1"
) -> str:
    """Return the operators that draw a text from x on, on the baseline y.

    :param font: F is Helvetica, B the bold one
    :param matrix: the scale and the direction of the text, as in a PDF
    """
    return f"BT /{font} {size} Tf {matrix} {x} {y} Tm ({text}) Tj ET"


def drawn_pdf(*operators: str, picture: bytes = b"") -> bytes:
    """Return a PDF of one page that is drawn by some operators.

    :param picture: the grey levels of PICTURE_WIDTH by PICTURE_HEIGHT pixels, which /I Do draws
    """
    images = b"/XObject << /I 7 0 R >>" if picture else b""
    made = page(images).replace(b"/F 4 0 R", b"/F 4 0 R /B 6 0 R").replace(b"[0 0 400 400]", b"[0 0 600 800]")
    content = stream("\n".join(operators).encode("latin-1"))
    size = b"/Width %d /Height %d" % (PICTURE_WIDTH, PICTURE_HEIGHT)
    image = stream(picture, b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 " + size)
    return pdf(CATALOG, ONE_PAGE, made, FONT, content, _BOLD, *([image] if picture else []))
