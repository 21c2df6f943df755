from collections.abc import Iterator

import pytest

from reportqa.parsing.pdf.tags import Element, Run, read_structure
from support.hostile import CATALOG, FONT, ONE_PAGE, SENTENCE, TEXT, page, pdf, tagged
from support.typeset import typeset


def parts(element: Element) -> Iterator[Element | Run]:
    """Give all that is in an element, in order."""
    for kid in element.kids:
        yield kid
        if isinstance(kid, Element):
            yield from parts(kid)


def test_elements_stand_in_order_each_with_the_marks_of_its_text() -> None:
    structure = read_structure(typeset("= A title\n\nWords.\n#pagebreak()\n#quote(block: true)[Others.]"))
    assert structure
    found = [part for part in parts(structure) if not isinstance(part, Element) or part.role != "Span"]
    assert [part.role if isinstance(part, Element) else part[0] for part in found] == [
        "Document", "H1", 0, "P", 0, "BlockQuote", 1
    ]  # fmt: skip


def test_kind_is_the_standard_one_that_a_name_stands_for() -> None:
    source = tagged(["One"], b"<< /S /Mine /Pg 3 0 R /K 0 >>").replace(
        b"/K 7 0 R >>", b"/K 7 0 R /RoleMap << /Mine /Other /Other /P /Loop /Loop >> >>"
    )
    structure = read_structure(source)
    assert structure
    assert structure.kids == [Element("P", "Mine", 0, kids=[(0, 0)])]


@pytest.mark.parametrize(
    "elements",
    [
        pytest.param([b"<< /S /P /K 7 0 R >>"], id="its own part"),
        pytest.param([b"<< /S /P /K [8 0 R] >>", b"<< /S /P /K [0 7 0 R] >>"], id="a circle of two"),
        pytest.param([b"<< /S /P /K [8 0 R 8 0 R] >>", b"<< /S /P /Pg 3 0 R /K 0 >>"], id="one part twice"),
        pytest.param([b"[8 0 R]", b"[7 0 R]"], id="a circle of lists"),
        pytest.param([b"<< /S /P /Pg 3 0 R /K %s0%s >>" % (b"[" * 400, b"]" * 400)], id="lists in lists"),
        pytest.param(
            [b"<< /S /Div /K %d 0 R >>" % number for number in range(8, 2000)] + [b"<< /S /P >>"], id="too deep"
        ),
        pytest.param([b"<< /S /P /Pg 3 0 R /K [%s] >>" % (b"0 " * 600_000)], id="too many"),
        pytest.param([b"<< /S /P /K << /Type /MCR /Stm 5 0 R /Pg 3 0 R /MCID 0 >> >>"], id="marks of a drawing"),
    ],
)
def test_structure_that_cannot_be_followed_is_none(elements: list[bytes]) -> None:
    assert read_structure(tagged([SENTENCE], *elements)) is None


@pytest.mark.parametrize("roles", [b"/A /B /B /A", b"/A /A"])
def test_names_that_stand_for_each_other_end_nowhere_but_soon(roles: bytes) -> None:
    source = tagged(["One"], b"<< /S /A /Pg 3 0 R /K 0 >>").replace(
        b"/K 7 0 R >>", b"/K 7 0 R /RoleMap << %s >> >>" % roles
    )
    structure = read_structure(source)
    assert structure
    assert [part for part in parts(structure) if not isinstance(part, Element)] == [(0, 0)]


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4 nothing", b"<html>", pdf(CATALOG, ONE_PAGE, page(), FONT, TEXT), typeset("Words", tags=False)],
)
def test_file_without_structure_has_none(data: bytes) -> None:
    assert read_structure(data) is None
