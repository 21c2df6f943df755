import pytest

from reportqa.parsing.plain.line_numbers import without_line_numbers
from reportqa.parsing.plain.parser import parse

LINES = [
    "Evidence of the inquiry",
    "The witness said that the ambulance arrived",
    "at the farm after 52 minutes, which was",
    "longer than the standard allows.",
    "He then waited another 18 minutes for the",
    "second crew.",
    "",
    "Nobody had called twice, and the doctor was",
    "in the valley.",
]
FILLED = [line for line in LINES if line]


def numbered(form: str, start: int = 1, step: int = 1) -> list[str]:
    return [form.format(n=n if n % step == 0 else "", line=line) for n, line in enumerate(FILLED, start)]


@pytest.mark.parametrize("form", ["{n} {line}", "{n:>4}  {line}", "{n}    {line}", "{line:60}{n:>4}"])
def test_numbers_before_or_behind_lines_are_left_out(form: str) -> None:
    found = without_line_numbers([numbered(form)])
    assert [line.rstrip() for line in found.pages[0]] == FILLED
    assert found.numbers == [list(range(1, 9))]


def test_numbers_of_empty_lines_are_left_out() -> None:
    page = [f"{n} {line}".strip() for n, line in enumerate(LINES, 1)]
    assert without_line_numbers([page]).pages == [LINES]


def test_numbers_go_on_or_begin_anew_on_the_next_page() -> None:
    for start in (1, 9):
        found = without_line_numbers([numbered("{n} {line}"), numbered("{n} {line}", start)[:2]])
        assert found.pages == [FILLED, FILLED[:2]]


def test_every_fifth_line_may_be_numbered() -> None:
    pages = [numbered("{n:>3}  {line}", start, 5) for start in (1, 9, 17, 25)]
    found = without_line_numbers([[line for page in pages for line in page]])
    assert found.numbers == [[5, 10, 15, 20, 25, 30]]


@pytest.mark.parametrize(
    "page",
    [
        [f"{n} {name}" for n, name in enumerate("Avon Bure Colne Dart Exe Fal Gade Hull Irwell".split(), 1)],
        [f"{n} The trust should publish its accounts of {n}." for n in range(1, 12)],
        [f"{n}. The witness said that nobody\nwas there." for n in range(1, 12)],
        FILLED,
    ],
)
def test_lists_and_other_lines_stay(page: list[str]) -> None:
    assert without_line_numbers([page]).pages == [page]


def test_what_is_left_out_is_named() -> None:
    read = parse("\n".join(numbered("{n:>3}  {line}")).encode())
    assert "arrived at the farm after 52 minutes, which was longer than" in read.text
    assert [(thing.kind, thing.text) for thing in read.left_out] == [("line numbers", "1 to 8")]
