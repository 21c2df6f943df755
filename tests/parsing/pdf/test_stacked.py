from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.stacked import WIDE, join_single, join_stacked
from reportqa.parsing.pdf.words import Word
from support.mapped_pdf import mapped_pdf

SAID = "山田病院では医師が三百十八人"
CODES = {chr(ord("A") + number): sign for number, sign in enumerate(SAID)}


def line(text: str, left: float, bottom: float) -> Line:
    word = Word(text, left, left + 10, bottom, bottom + 10, 0, 0)
    return Line(text, left, bottom, left + 10, bottom + 10, 10.0, words=(word,))


def test_characters_one_under_another_are_one_line() -> None:
    column = [line(sign, 500, 700 - 14 * at) for at, sign in enumerate("山田病院")]
    other = [line(sign, 480, 700 - 14 * at) for at, sign in enumerate("では。")]
    joined = join_stacked([*column, *other])
    assert [one.text for one in joined] == ["山田病院", "では。"]
    assert all(one.turned and len(one.aside) == len(one.text) for one in joined)


def test_other_lines_stay() -> None:
    lines = [
        line("山", 500, 700),
        line("田", 500, 650),
        line("院", 500, 636),
        line("A", 500, 622),
        line("山田", 500, 610),
    ]
    assert join_stacked(lines) == lines


def test_page_of_stacked_characters() -> None:
    drawn = " ".join(f"BT /F 12 Tf 300 {350 - 14 * at} Td ({code}) Tj ET" for at, code in enumerate(CODES))
    assert parse(mapped_pdf(drawn, CODES)).text == SAID


def test_single_characters_on_lines_of_text() -> None:
    assert join_single(["山", "田", "Report", "a", "b", "病院", "院"]) == ["山田", "Report", "a", "b", "病院", "院"]


def test_wide_characters() -> None:
    assert all(map(WIDE.search, "山で한豈"))
    assert not any(map(WIDE.search, "A—בЖ"))
