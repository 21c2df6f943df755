import pytest

from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.right_to_left import RIGHT_TO_LEFT, around, follows
from reportqa.parsing.pdf.words import no_rules
from support.mapped_pdf import mapped_pdf

HEBREW = {chr(ord("A") + number): chr(0x5D0 + number) for number in range(26)} | {
    code: code for code in " 0123456789.,-()"
}


def in_hebrew(text: str) -> str:
    return "".join(HEBREW[code] for code in text)


def visually(text: str) -> str:
    """Return a text as it is drawn from left to right: words and letters reversed, figures not."""
    words = [word if word[0].isdigit() else word[::-1] for word in text.split()]
    return " ".join(reversed(words))


def test_line_from_right_to_left_with_figures() -> None:
    said = "BSNT 2019 YBDW BBYT 318 RWFAYM"
    drawn = f"BT /F 12 Tf 50 300 Td ({visually(said)}) Tj 0 -14 Td ({visually('BBYT 2026')}) Tj ET"
    builder = parse(mapped_pdf(drawn, HEBREW))
    assert builder.text == f"{in_hebrew(said)} {in_hebrew('BBYT 2026')}"


def test_pieces_of_a_line_drawn_from_the_right() -> None:
    pieces = [("TNSB", 300), ("2019", 260), ("WDBY", 210), ("TYBB", 160)]
    drawn = " ".join(f"BT /F 12 Tf {x} 300 Td ({piece}) Tj ET" for piece, x in pieces)
    builder = parse(mapped_pdf(drawn, HEBREW))
    assert builder.text == in_hebrew("BSNT 2019 YBDW BBYT")


def test_letter_is_of_a_script_from_right_to_left() -> None:
    assert all(map(RIGHT_TO_LEFT.search, "אتﬡ"))
    assert not any(map(RIGHT_TO_LEFT.search, "aЖ山1"))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((60.0, 0.0, 95.0, 10.0), True),
        ((155.0, 0.0, 190.0, 10.0), True),
        ((0.0, 0.0, 40.0, 10.0), False),
        ((200.0, 0.0, 220.0, 10.0), False),
        ((60.0, 9.0, 95.0, 19.0), False),
    ],
)
def test_part_beside_another_follows_it(after: Box, expected: bool) -> None:
    assert follows((100.0, 0.0, 150.0, 10.0), after, 1.3, no_rules) == expected
    assert not follows((100.0, 0.0, 150.0, 10.0), after, 1.3, lambda *_: True)


def test_box_around_boxes() -> None:
    assert around([(1.0, 2.0, 3.0, 4.0), (0.0, 3.0, 2.0, 5.0)]) == (0.0, 2.0, 3.0, 5.0)
