from dataclasses import replace

import pytest

from reportqa.parsing.pdf.layout import read_layout
from reportqa.parsing.pdf.line_numbers import without_line_numbers
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.words import Word
from support.typeset import typeset

SENTENCE = (
    "The witness said that the ambulance came after 52 minutes to the farm. It was late, and nobody had called twice. "
    "The doctor, who was 61 years old, had left at 9 to see 3 patients in the valley. "
)
PAGE = '#set page(width: 15cm, height: 16cm, margin: 2.5cm)\n#set text(size: 10pt, font: "Libertinus Serif")\n'


@pytest.mark.parametrize(
    "numbering",
    [
        '"1"',
        '"1", numbering-scope: "page"',
        '"1", number-margin: right',
        '"1", number-clearance: 3pt',
        "n => if calc.rem(n, 5) == 0 [#n]",
        "n => text(size: 6pt)[0#n]",
    ],
)
@pytest.mark.parametrize("columns", [1, 2])
def test_numbers_of_lines_are_left_out_on_all_pages(numbering: str, columns: int) -> None:
    text = (SENTENCE * 4 + "\n\n") * (3 * columns)
    pages = typeset(
        f"#set page(columns: {columns})\n#set columns(gutter: 2cm)\n#set par.line(numbering: {numbering})\n{text}", PAGE
    )
    read = parse(pages)
    assert len(read.pages) > 1
    assert {page.label for page in read.pages} == {None}
    assert " ".join(read.text.split()) == " ".join((SENTENCE * 12 * columns).split())
    assert {thing.kind for thing in read.left_out} == {"line numbers"}
    assert [thing.page for thing in read.left_out] == [page.physical for page in read.pages]


def test_numbers_of_a_short_page_are_left_out() -> None:
    read = parse(typeset(f'#set par.line(numbering: "1")\n{SENTENCE * 3}', PAGE))
    assert read.text == (SENTENCE * 3).strip()
    assert [(thing.kind, thing.text) for thing in read.left_out] == [("line numbers", "1 to 9")]


def test_numbers_of_lines_are_left_out_of_the_layout_of_a_briefing() -> None:
    layout = read_layout(typeset(f'#set par.line(numbering: "1")\n{SENTENCE * 6}', PAGE, tags=False))
    assert " ".join(line.text for page in layout.pages for line in page.lines) == (SENTENCE * 6).strip()


LISTED = "staff beds wards nurses doctors porters clinics towns rivers schools houses patients visits costs".split()


@pytest.mark.parametrize(
    "source",
    [
        "= Recommendations\n" + "\n".join(
            f"#grid(columns: (1cm, 1fr))[{n}][The trust should publish its accounts of {word} each year]"
            for n, word in enumerate(LISTED, 1)
        ) + f"\n\n{SENTENCE}",
        f"#table(columns: 4,{','.join(f'[{n}],[Hospital {n * 7 % 13}],[{n * 37}],[{n}.5]' for n in range(1, 15))})",
        "#set enum(numbering: \"1\")\n" + "\n".join(f"+ a report on {word} {SENTENCE}" for word in LISTED),
    ],
)  # fmt: skip
def test_numbers_of_lists_and_tables_stay(source: str) -> None:
    read = parse(typeset(source, PAGE))
    assert "line numbers" not in {thing.kind for thing in read.left_out}
    assert " 13 " in f" {' '.join(read.text.split())} "


def lines(*rows: str, left: float = 50.0) -> list[Line]:
    """Lines one under another, each with its words."""
    found = []
    for number, row in enumerate(rows):
        bottom, at = 700.0 - 14 * number, left
        words = []
        for text in row.split():
            words.append(Word(text, at, at + 5 * len(text), bottom, bottom + 10))
            at += 5 * len(text) + 3
        found.append(Line(row, left, bottom, at, bottom + 10, 10.0, words=tuple(words)))
    return found


def test_a_last_page_with_one_line_goes_on_counting() -> None:
    rows = [f"{n:02} {'the' if n % 2 else 'No'} witness said that nobody was there at night" for n in range(10, 30)]
    pages = without_line_numbers([lines(*rows), lines("30 and left.")])
    assert [page.numbers for page in pages] == [list(range(10, 30)), [30]]
    assert [line.text for line in pages[1].lines] == ["and left."]


def test_page_numbers_of_a_list_of_contents_stay() -> None:
    rows = [f"{letter}) Statements of the {'board and its committees' * 2} for 2022" for letter in "abcdefgh"]
    numbers = [replace(line, left=500, right=505) for line in lines(*map(str, range(3, 11)))]
    page = [*lines(*rows), *numbers]
    assert without_line_numbers([page])[0].lines == page


def test_pages_without_numbers_are_unchanged() -> None:
    page = lines("The witness said that", "nobody was there in 2012", "12 years ago")
    assert [found.lines for found in without_line_numbers([page, []])] == [page, []]
