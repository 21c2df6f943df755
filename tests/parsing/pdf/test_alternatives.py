import io
import re

import pytest
from pypdf import PdfReader

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.alternatives import Alternatives, read_alternatives
from reportqa.parsing.pdf.parser import parse
from support.hostile import pdf, stream, tagged
from support.typeset import typeset

CHART = 'figure(rect[A], alt: "Bars of vans: 512 in Hull, 64 in Leeds", caption: [Vans])'
BARS = "Bars of vans: 512 in Hull"
ROOT = b"<< /S /Document /P 6 0 R /K [8 0 R 9 0 R] >>"
WORDS = b"<< /S /P /P 7 0 R /Pg 3 0 R /K 0 >>"


def named(builder: DocumentBuilder) -> list[tuple[str, str, int | None]]:
    return [(thing.kind, thing.text, thing.page) for thing in builder.left_out]


def alternatives(data: bytes) -> Alternatives:
    return read_alternatives(PdfReader(io.BytesIO(data)), data)


def with_figure(entries: bytes) -> bytes:
    """Return a tagged PDF of a line and a figure with some entries."""
    return tagged(["Money spent."], ROOT, WORDS, b"<< /S /Figure /P 7 0 R /Alt (%s) %s >>" % (BARS.encode(), entries))


def with_packed(data: bytes, parts: dict[int, bytes]) -> bytes:
    """Return a PDF with more objects, which are packed in a stream."""
    head, content = "", b""
    for number, part in parts.items():
        head += f"{number} {len(content)} "
        content += part + b" "
    made = data[: data.index(b"xref\n")]
    stored, table = max(parts) + 1, max(parts) + 2
    entries = b"/Type /ObjStm /N %d /First %d" % (len(parts), len(head))
    made += b"%d 0 obj\n%s\nendobj\n" % (stored, stream(head.encode() + content, entries))
    begin = len(made)
    places = {int(found[1]): found.start() for found in re.finditer(rb"(?m)^(\d+) 0 obj", made)} | {table: begin}
    rows = {number: b"\1%s\0" % place.to_bytes(4, "big") for number, place in places.items()}
    rows |= {number: b"\2%s%c" % (stored.to_bytes(4, "big"), at) for at, number in enumerate(parts)}
    listed = b"".join(rows.get(number, bytes(6)) for number in range(table + 1))
    made += b"%d 0 obj\n%s\nendobj\n" % (
        table,
        stream(listed, b"/Type /XRef /Size %d /W [1 4 1] /Root 1 0 R" % (table + 1)),
    )
    return made + b"startxref\n%d\n%%%%EOF\n" % begin


def test_alternative_text_of_a_figure_is_named() -> None:
    data = typeset(f"Some words.\n#pagebreak()\n#{CHART}\n#pagebreak()\nOthers.")
    assert alternatives(data) == {1: ["Bars of vans: 512 in Hull, 64 in Leeds"]}
    assert ("alternative text", "Bars of vans: 512 in Hull, 64 in Leeds", 2) in named(parse(data))


def test_alternative_text_that_is_on_the_page_or_a_file_name_says_nothing() -> None:
    assert named(parse(typeset('#figure(rect[A], alt: "vans")\nVans.'))) == []
    assert named(parse(typeset('#figure(rect[A], alt: "image1.png")\nVans.'))) == []


@pytest.mark.parametrize(
    "entries",
    [
        b"/Pg 3 0 R",
        b"/Pg 3 0 R /K []",
        b"/Pg 3 0 R /K 5",
        b"/K << /S /Span /Pg 3 0 R >>",
        b"/K << /Type /MCR /Pg 3 0 R /MCID 7 >>",
        b"/K << /Type /OBJR /Pg 3 0 R /Obj 5 0 R >>",
    ],
)
def test_element_without_content_on_the_page_has_an_alternative_text(entries: bytes) -> None:
    builder = parse(with_figure(entries))
    assert builder.text == "Money spent."
    assert named(builder) == [("alternative text", BARS, 1)]


def test_element_without_a_page_is_on_that_of_the_element_around_it() -> None:
    inner = b"<< /S /Sect /P 7 0 R /Pg 3 0 R /K << /S /Formula /P 9 0 R /Alt (%s) >> >>" % BARS.encode()
    assert alternatives(tagged(["Money spent."], ROOT, WORDS, inner)) == {0: [BARS]}


def test_element_of_no_known_page_is_named_once() -> None:
    data = with_figure(b"")
    assert alternatives(data) == {None: [BARS]}
    assert named(parse(data)) == [("alternative text", BARS, 1)]


def test_objects_that_are_packed_in_a_stream_are_found() -> None:
    data = with_packed(
        tagged(["Money spent."]),
        {7: ROOT, 8: WORDS, 9: b"<< /S /Figure /P 7 0 R /Pg 3 0 R /Alt<%s> >>" % BARS.encode().hex().encode()},
    )
    assert alternatives(data) == {0: [BARS]}
    assert named(parse(data)) == [("alternative text", BARS, 1)]


def test_elements_in_a_circle_end() -> None:
    circle = b"<< /S /Figure /P 9 0 R /K [9 0 R 10 0 R] /Alt (%s) >>" % BARS.encode()
    assert alternatives(tagged(["Money spent."], ROOT, WORDS, circle, b"[10 0 R 10 0 R]")) == {None: [BARS]}


def test_file_without_a_tag_tree_has_none() -> None:
    data = with_figure(b"/Pg 3 0 R").replace(b"/StructTreeRoot 6 0 R", b"/SpiderInfo     6 0 R")
    assert alternatives(data) == {}
    assert alternatives(pdf(b"<< /Type /Catalog /Alt (Bars) >>")) == {}
