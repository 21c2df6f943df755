import pytest

from reportqa.text import counted, format_numbers, listing, plural


@pytest.mark.parametrize(
    ("numbers", "written"), [([], ""), ([3], "3"), ([3, 4], "3–4"), ([3, 7, 8, 9, 12], "3, 7–9, 12")]
)
def test_consecutive_numbers_are_a_range(numbers: list[int], written: str) -> None:
    assert format_numbers(numbers) == written


@pytest.mark.parametrize(
    ("words", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_last_of_several_words_follows_and(words: list[str], written: str) -> None:
    assert listing(words) == written


def test_noun_agrees_with_its_count() -> None:
    assert counted(1, "page", "pages") == "1 page"
    assert counted(1203, "page", "pages") == "1,203 pages"


@pytest.mark.parametrize(
    ("noun", "many"), [("header", "headers"), ("entry", "entries"), ("box", "boxes"), ("branch", "branches")]
)
def test_plural_follows_the_ending(noun: str, many: str) -> None:
    assert plural(noun) == many
