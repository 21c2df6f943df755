from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.omissions import CONTEXT, PositionFinder

words = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=40)


def squeeze(text: str) -> str:
    return "".join(text.split())


@given(words, words)
def test_position_between_two_parts_is_independent_of_white_space(before: list[str], after: list[str]) -> None:
    text = "\n\n".join([" ".join(before), " ".join(after)])
    context = squeeze(" ".join(before))[-CONTEXT:], squeeze(" ".join(after))[:CONTEXT]
    found = PositionFinder(text).find(*context)
    assert squeeze(text[:found]).endswith(context[0])
    assert not text[found - 1].isspace()


def test_recurring_words_are_found_in_order() -> None:
    text = "Total 1\n\nTotal 2\n\nTotal 3"
    positions = PositionFinder(text)
    assert positions.find("Total1", "Total2") == len("Total 1")
    assert positions.find("Total2", "Total3") == text.index("\n\nTotal 3")


def test_following_words_decide_between_positions() -> None:
    text = "Same again. Same again. Same again. Other."
    assert PositionFinder(text).find("Sameagain.", "Other.") == text.index(" Other.")
    assert PositionFinder("Same. Same.").find("Same.", "") == len("Same. Same.")


def test_following_words_are_enough_if_those_before_have_changed() -> None:
    text = "A table was here.\n\nPatients were asked."
    assert PositionFinder(text).find("AtablewithCells", "Patientswereasked.") == text.index("Patients")


def test_first_part_is_at_the_start() -> None:
    assert PositionFinder("Some text", 5).find("", "text") == 5


def test_position_that_is_not_found_is_the_last_one() -> None:
    positions = PositionFinder("One two three")
    assert positions.find("Onetwo", "three") == 7
    assert positions.find("unheard", "unseen") == 7


def test_place_behind_a_cell_is_found_by_the_end_of_the_cell() -> None:
    text = "Goose · Habitat: Water · Comment: Large and noisy\nTeal · Habitat: Pond"
    assert PositionFinder(text).find("GooseWaterLargeandnoisy", "TealPond") == text.index("\nTeal")
