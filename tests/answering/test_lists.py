import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.lists import MAX_ITEMS, MIN_ITEMS, find_list, first_list
from reportqa.document import Sentence
from support.strategies import fast

LISTED = "Before.\n\nThe reasons were:\n\n- to save money;\n- to share staff; and\n- to last.\n\nAfter."
blocks = st.lists(
    st.sampled_from(["a", "- b b", "c:", "1. d", " ", "", "x · y", "\t", "e.", "\n", "\n\n", "\u2028f"]), max_size=30
).map("\n".join)


def texts_of(text: str, items: tuple[Sentence, ...]) -> list[str]:
    return [text[item.start : item.end] for item in items]


def sentence(text: str, words: str) -> Sentence:
    return Sentence(text.index(words), text.index(words) + len(words))


@st.composite
def places(draw: st.DrawFn) -> tuple[str, Sentence, tuple[int, int]]:
    """A text with a section in it and a sentence in that."""
    text = draw(blocks)
    start, end = sorted([draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))])
    first, last = sorted([draw(st.integers(start, end)), draw(st.integers(start, end))])
    return text, Sentence(first, last), (start, end)


def check(text: str, items: tuple[Sentence, ...], bounds: tuple[int, int]) -> None:
    assert not items or MIN_ITEMS <= len(items) <= MAX_ITEMS
    position = bounds[0]
    for item in items:
        assert position <= item.start < item.end <= bounds[1]
        shown = text[item.start : item.end]
        assert shown == shown.strip()
        assert "\n" not in shown
        assert " · " not in shown
        position = item.end


@fast
@given(places())
def test_items_are_lines_of_the_section_in_order(place: tuple[str, Sentence, tuple[int, int]]) -> None:
    text, one, bounds = place
    check(text, find_list(text, one, bounds), bounds)
    check(text, first_list(text, bounds), bounds)


@fast
@given(places(), st.text(max_size=10), st.text(max_size=10))
def test_what_stands_outside_the_section_makes_no_difference(
    place: tuple[str, Sentence, tuple[int, int]], before: str, after: str
) -> None:
    text, one, (start, end) = place
    other = before + text[start:end] + after
    shift = len(before) - start
    moved = find_list(other, Sentence(one.start + shift, one.end + shift), (len(before), len(before) + end - start))
    assert [(i.start - shift, i.end - shift) for i in moved] == [
        (i.start, i.end) for i in find_list(text, one, (start, end))
    ]


@pytest.mark.parametrize("words", ["- to save money;", "to share staff", "- to last.", "The reasons were:"])
def test_whole_list_is_found_from_any_item_and_from_what_announces_it(words: str) -> None:
    items = find_list(LISTED, sentence(LISTED, words), (0, len(LISTED)))
    assert texts_of(LISTED, items) == ["- to save money;", "- to share staff; and", "- to last."]


@pytest.mark.parametrize("words", ["Before.", "After."])
def test_sentence_beside_a_list_leads_to_none(words: str) -> None:
    assert find_list(LISTED, sentence(LISTED, words), (0, len(LISTED))) == ()


def test_line_that_announces_is_no_item() -> None:
    text = "Goals:\n- one;\n- two."
    assert texts_of(text, find_list(text, sentence(text, "- two."), (0, len(text)))) == ["- one;", "- two."]
    assert texts_of(text, find_list(text, sentence(text, "Goals:"), (0, len(text)))) == ["- one;", "- two."]


COUNTED = "It rained. Two cautions apply. First, it is small. It is. Secondly, it is old. Finally, it ends. So be it."


@pytest.mark.parametrize("words", ["Two cautions apply.", "It is.", "Finally, it ends."])
def test_what_a_paragraph_counts_in_prose_is_a_list(words: str) -> None:
    items = find_list(COUNTED, sentence(COUNTED, words), (0, len(COUNTED)))
    assert " ".join(texts_of(COUNTED, items)) == COUNTED.removeprefix("It rained. ").removesuffix(" So be it.")


@pytest.mark.parametrize("words", ["It rained.", "So be it."])
def test_sentence_beside_what_is_counted_leads_to_no_list(words: str) -> None:
    assert find_list(COUNTED, sentence(COUNTED, words), (0, len(COUNTED))) == ()


@pytest.mark.parametrize(
    "text", ["One. First, it is small. It is.", "Second, it is old. Third, it ends.", "First. First."]
)
def test_count_has_a_first_and_a_second(text: str) -> None:
    assert find_list(text, Sentence(0, 3), (0, len(text))) == ()


def test_list_does_not_leave_its_section() -> None:
    end = LISTED.index("- to share")
    assert find_list(LISTED, sentence(LISTED, "The reasons were:"), (0, end)) == ()


def test_rows_of_a_table_and_a_catalogue_are_no_list() -> None:
    table = "Name · 2016\nModality · 16\nHarness · 16"
    assert find_list(table, Sentence(0, 4), (0, len(table))) == ()
    many = "\n".join(f"- item {number}" for number in range(MAX_ITEMS + 1))
    assert find_list(many, Sentence(0, 4), (0, len(many))) == ()


def test_first_list_of_a_section_is_found_wherever_it_stands() -> None:
    assert texts_of(LISTED, first_list(LISTED, (0, len(LISTED))))[0] == "- to save money;"
    assert first_list(LISTED, (0, LISTED.index("- to"))) == ()
    assert first_list("", (0, 0)) == ()
