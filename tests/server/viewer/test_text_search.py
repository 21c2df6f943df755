import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import InputError
from reportqa.server.viewer.text_search import MAX_FOUND, find

TEXT = "The GP’s co–operation\nwith Café Zoë.\n\nTotal: 5 · co-operation"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("gp's", ["GP’s"]),
        ("Co-Operation", ["co–operation", "co-operation"]),
        ("cafe zoe", ["Café Zoë"]),
        ("operation  with", ["operation\nwith"]),
        ("a.b", []),
        (".*", []),
    ],
)
def test_words_are_found_as_typed(words: str, found: list[str]) -> None:
    assert [TEXT[one.start : one.end] for one in find(TEXT, [(0, len(TEXT))], words)] == found


def test_only_what_is_shown_is_found() -> None:
    start = TEXT.index("5")
    assert [one.start for one in find(TEXT, [(0, 10), (start, len(TEXT))], "operation")] == [TEXT.rindex("operation")]


def test_place_is_shown_with_what_stands_around_it() -> None:
    (one,) = find(TEXT, [(0, len(TEXT))], "with")
    assert (one.before, one.words, one.behind) == (
        "The GP’s co–operation ",
        "with",
        " Café Zoë. Total: 5 · co-operation",
    )


@given(st.text(max_size=60), st.text(min_size=1, max_size=5))
def test_every_place_is_one_of_the_text_in_order(text: str, words: str) -> None:
    if not words.split():
        return
    found = find(text, [(0, len(text))], words)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert sorted(found, key=lambda one: one.start) == list(found)
    if words.isascii() and words.isalnum() and words in text:
        assert found


def test_places_are_bounded() -> None:
    assert len(find("a " * 5000, [(0, 10_000)], "a")) == MAX_FOUND


@pytest.mark.parametrize("words", ["", "  ", "x" * 201])
def test_nothing_and_too_much_are_refused(words: str) -> None:
    with pytest.raises(InputError):
        find(TEXT, [(0, len(TEXT))], words)
