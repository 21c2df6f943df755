from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.omissions import CONTEXT, PositionFinder

words = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=40)


def squeeze(text: str) -> str:
    return "".join(text.split())


@given(words, words)
def test_place_between_two_parts_is_found_whatever_white_space_parts_them(before: list[str], after: list[str]) -> None:
    text = "\n\n".join([" ".join(before), " ".join(after)])
    context = squeeze(" ".join(before))[-CONTEXT:], squeeze(" ".join(after))[:CONTEXT]
    found = PositionFinder(text).find(*context)
    assert squeeze(text[:found]).endswith(context[0])
    assert not text[found - 1].isspace()


def test_places_are_found_in_their_order_where_the_words_recur() -> None:
    text = "Total 1\n\nTotal 2\n\nTotal 3"
    positions = PositionFinder(text)
    assert positions.find("Total1", "Total2") == len("Total 1")
    assert positions.find("Total2", "Total3") == text.index("\n\nTotal 3")


def test_words_that_follow_tell_one_of_several_places() -> None:
    text = "Same again. Same again. Same again. Other."
    assert PositionFinder(text).find("Sameagain.", "Other.") == text.index(" Other.")
    assert PositionFinder("Same. Same.").find("Same.", "") == len("Same. Same.")


def test_words_that_follow_tell_the_place_where_those_before_have_changed() -> None:
    text = "A table was here.\n\nPatients were asked."
    assert PositionFinder(text).find("AtablewithCells", "Patientswereasked.") == text.index("Patients")


def test_what_stands_first_stands_at_the_start() -> None:
    assert PositionFinder("Some text", 5).find("", "text") == 5


def test_place_that_is_not_found_is_the_one_before() -> None:
    positions = PositionFinder("One two three")
    assert positions.find("Onetwo", "three") == 7
    assert positions.find("unheard", "unseen") == 7
