import pytest

from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.right_to_left import RIGHT_TO_LEFT, around, follows, in_reading_order, is_right_to_left
from reportqa.parsing.pdf.words import Word, no_rules
from support.mapped_pdf import mapped_pdf

HEBREW = {chr(ord("A") + number): chr(0x5D0 + number) for number in range(26)} | {
    code: code for code in " 0123456789.,-()abcdefghijklmnopqrstuvwxyz"
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


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("MYAFWR 318 WDBY new york 2019 TNSB", "BSNT 2019 new york YBDW 318 RWFAYM"),
        ("WDBY covid 19 TNSB MYAFWR TYBB", "BBYT RWFAYM BSNT covid 19 YBDW"),
        ("MYAFWR WDBY new york", "new york YBDW RWFAYM"),
        ("MYAFWR WDBY TYBB in town", "in town BBYT YBDW RWFAYM"),
        ("MYAFWR 34 12 TNSB", "BSNT 12 34 RWFAYM"),
        ("the words MWLS BWT are 2 greetings", "the words TWB SLWM are 2 greetings"),
    ],
)
def test_phrases_of_the_other_direction_stay_together(drawn: str, said: str) -> None:
    builder = parse(mapped_pdf(f"BT /F 12 Tf 50 300 Td ({drawn}) Tj ET", HEBREW))
    assert builder.text == in_hebrew(said)


def test_figures_beside_a_phrase_in_a_line_from_the_left_are_not_part_of_it() -> None:
    words = [Word(text, 20.0 * at, 20.0 * at + 10) for at, text in enumerate(["a", "אב", "12", "b", "אב", "3", "גד"])]
    ordered = in_reading_order(words, from_right=False)
    assert [word.text for word in ordered] == ["a", "אב", "12", "b", "גד", "3", "אב"]


def test_direction_of_a_text_is_that_of_most_letters() -> None:
    assert is_right_to_left("אבגד abc 2019")
    assert not is_right_to_left("אבג abcd 2019")
    assert not is_right_to_left("2019")
