import inspect

import pytest

from reportqa import errors
from reportqa.errors import DocumentNotFound, EmptyQuestion, QuestionTooLong, ReportQAError

CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if one.__module__ == errors.__name__]


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_descends_from_the_base_and_is_in_the_tree(error: type[Exception]) -> None:
    assert issubclass(error, ReportQAError)
    assert any(error.__name__ in line.split() for line in (errors.__doc__ or "").splitlines())


@pytest.mark.parametrize("error", [error for error in CLASSES if error is not ReportQAError])
def test_tree_shows_each_error_under_its_parent(error: type[Exception]) -> None:
    lines = (errors.__doc__ or "").splitlines()
    at, depth = next((n, column_of(line)) for n, line in enumerate(lines) if error.__name__ in line.split())
    parent = next(line for line in reversed(lines[:at]) if line and column_of(line) < depth)
    assert error.__base__ is not None
    assert error.__base__.__name__ in parent.split()


def column_of(line: str) -> int:
    return next((column for column, character in enumerate(line) if character.isalpha()), len(line))


@pytest.mark.parametrize("error", [EmptyQuestion(), QuestionTooLong(2001, 2000), DocumentNotFound("a.pdf")])
def test_message_says_what_to_do_next(error: ReportQAError) -> None:
    assert len(str(error).split(". ")) >= 2
    assert str(error).endswith(".")


def test_error_of_a_long_question_states_both_numbers() -> None:
    assert "2,001" in str(QuestionTooLong(2001, 2000))
    assert "2,000" in str(QuestionTooLong(2001, 2000))
