import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.lists import MAX_ITEMS, MIN_ITEMS, find_list, first_list, paragraphs_of
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
def places(draw: st.DrawFn) -> tuple[str, Sentence]:
    """A text and a sentence in it."""
    text = draw(blocks)
    first, last = sorted([draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))])
    return text, Sentence(first, last)


@fast
@given(places())
def test_items_are_lines_of_the_text_in_order(place: tuple[str, Sentence]) -> None:
    text, one = place
    for items in (find_list(text, one), first_list(text)):
        assert not items or MIN_ITEMS <= len(items) <= MAX_ITEMS
        position = 0
        for item in items:
            assert position <= item.start < item.end <= len(text)
            shown = text[item.start : item.end]
            assert shown == shown.strip()
            assert "\n" not in shown
            assert " · " not in shown
            position = item.end


@pytest.mark.parametrize("words", ["- to save money;", "to share staff", "- to last.", "The reasons were:"])
def test_whole_list_is_found_from_any_item_and_from_what_announces_it(words: str) -> None:
    items = find_list(LISTED, sentence(LISTED, words))
    assert texts_of(LISTED, items) == ["- to save money;", "- to share staff; and", "- to last."]


@pytest.mark.parametrize("words", ["Before.", "After."])
def test_sentence_beside_a_list_has_no_list(words: str) -> None:
    assert find_list(LISTED, sentence(LISTED, words)) == ()


def test_announcing_line_is_not_an_item() -> None:
    text = "Goals:\n- one;\n- two."
    assert texts_of(text, find_list(text, sentence(text, "- two."))) == ["- one;", "- two."]
    assert texts_of(text, find_list(text, sentence(text, "Goals:"))) == ["- one;", "- two."]


COUNTED = "It rained. Two cautions apply. First, it is small. It is. Secondly, it is old. Finally, it ends. So be it."


@pytest.mark.parametrize("words", ["Two cautions apply.", "It is.", "Finally, it ends."])
def test_paragraph_that_counts_in_prose_is_a_list(words: str) -> None:
    items = find_list(COUNTED, sentence(COUNTED, words))
    assert " ".join(texts_of(COUNTED, items)) == COUNTED.removeprefix("It rained. ").removesuffix(" So be it.")


@pytest.mark.parametrize("words", ["It rained.", "So be it."])
def test_sentence_beside_a_counting_paragraph_has_no_list(words: str) -> None:
    assert find_list(COUNTED, sentence(COUNTED, words)) == ()


@pytest.mark.parametrize(
    "text", ["One. First, it is small. It is.", "Second, it is old. Third, it ends.", "First. First."]
)
def test_counting_paragraph_has_a_first_and_a_second(text: str) -> None:
    assert find_list(text, Sentence(0, 3)) == ()


@pytest.mark.parametrize("count", [2, 5, 40])
def test_list_is_found_whole_up_to_forty_items(count: int) -> None:
    text = "\n".join(f"- item {number}" for number in range(count))
    assert len(find_list(text, Sentence(0, 4))) == count


def test_rows_of_a_table_and_a_catalogue_are_no_list() -> None:
    table = "Name · 2016\nModality · 16\nHarness · 16"
    assert find_list(table, Sentence(0, 4)) == ()
    many = "\n".join(f"- item {number}" for number in range(MAX_ITEMS + 1))
    assert find_list(many, Sentence(0, 4)) == ()


def test_first_list_of_a_section_is_found() -> None:
    assert texts_of(LISTED, first_list(LISTED))[0] == "- to save money;"
    assert first_list(LISTED[: LISTED.index("- to")]) == ()
    assert first_list("") == ()


@fast
@given(blocks)
def test_sentences_of_paragraphs_are_in_order_without_tables(text: str) -> None:
    position = 0
    for paragraph in paragraphs_of(text):
        assert paragraph
        for one in paragraph:
            assert position <= one.start < one.end <= len(text)
            assert " · " not in text[one.start : one.end]
            position = one.end


def test_paragraph_with_a_colon_announces_the_list_or_quotation_after_it() -> None:
    text = f"{LISTED}\n\nThe leader said:\n\nWe will last.\n\nOthers left."
    found = [texts_of(text, paragraph) for paragraph in paragraphs_of(text)]
    assert found == [
        ["Before."],
        ["The reasons were:", "- to save money;", "- to share staff; and", "- to last."],
        ["After."],
        ["The leader said:", "We will last."],
        ["Others left."],
    ]


def test_table_after_a_colon_is_no_part_of_its_paragraph() -> None:
    text = "The figures are:\n\na · 1\nb · 2\n\nNo more."
    assert [texts_of(text, paragraph) for paragraph in paragraphs_of(text)] == [["The figures are:"], ["No more."]]
