import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.line_numbering import NumberRun, count_lines, is_running_text, longest_run, may_be_text


@given(st.integers(0, 900), st.integers(1, 10), st.integers(2, 40), st.lists(st.integers(2000, 9000), max_size=1))
def test_a_run_is_found_behind_other_numbers(start: int, step: int, count: int, others: list[int]) -> None:
    values = [*others, *range(start, start + count * step, step)]
    assert longest_run(values) == NumberRun(len(others), len(values) - 1, step)


@pytest.mark.parametrize("values", [[], [4], [9, 7, 5], [3, 3, 3], [1, 12, 5, 40, 2]])
def test_numbers_that_do_not_grow_by_one_step_are_no_run(values: list[int]) -> None:
    found = longest_run(values)
    assert found is None or found.last - found.first == 1


def test_a_run_may_lack_a_few_numbers() -> None:
    assert longest_run([*range(1, 12), *range(13, 25)]) == NumberRun(0, 22, 1)


TEXT = [
    "The witness said that the ambulance came",
    "after 52 minutes, which was longer than the",
    "standard allows. He waited for the second",
    "crew.",
]


def test_text_goes_on_from_line_to_line() -> None:
    assert is_running_text(TEXT)
    assert not is_running_text([f"{line.capitalize()}." for line in TEXT])


def test_cells_and_items_are_no_text() -> None:
    assert not may_be_text(["Avon", "Bure", "Colne"])
    assert not may_be_text(["The trust should publish its accounts.", "The board should meet each month."])
    assert not may_be_text([])


@pytest.mark.parametrize(
    ("values", "lines", "counts"),
    [
        (range(1, 9), [1] * 7, True),
        (range(5, 30, 5), [5] * 4, True),
        (range(1, 9), [1, 0, 1, 0, 1, 1, 1], True),
        (range(1, 9), [3] * 7, False),
        (range(1, 9), [0] * 7, False),
        (range(1, 5), [1] * 3, False),
    ],
)
def test_numbers_count_the_lines_from_one_to_the_next(values: range, lines: list[int], *, counts: bool) -> None:
    assert count_lines(values, lines) is counts
