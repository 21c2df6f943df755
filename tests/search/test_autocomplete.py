from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.autocomplete import MAX_SUGGESTIONS, MAX_TYPED, Suggester, Suggestion
from support.strategies import fast

TITLES = ["Is Bigger Better?", "Große Praxen", "Bigger practices"]
HEADINGS = ["3.2 Practice finances", "", "Practice finances", "Who pays?", "x" * 500]
WORDS = {"practices": 40, "practice": 60, "patients": 90, "prescribing": 3, "april": 7, "2016": 50, "größe": 2}
SUGGESTER = Suggester(TITLES, HEADINGS, WORDS)


def texts(typed: str) -> list[str]:
    return [one.text for one in SUGGESTER.suggest(typed)]


def test_titles_and_headings_are_found_by_the_beginning_of_any_word() -> None:
    assert texts("bigger ") == ["Bigger practices", "Is Bigger Better?"]
    assert SUGGESTER.suggest("FINAN") == [Suggestion("Practice finances", "heading")]
    assert texts("igger") == []


def test_last_word_is_completed_by_the_most_frequent_words() -> None:
    assert texts("how many pra") == ["how many practice", "how many practices"]
    assert texts("how many ") == []


def test_accents_and_case_do_not_matter_and_are_suggested_as_written() -> None:
    assert texts("GROSSE P") == ["Große Praxen"]
    assert texts("wie gro") == ["wie größe"]


def test_a_heading_comes_once_without_its_number() -> None:
    assert texts("practice f") == ["Practice finances"]


@fast
@given(st.text(max_size=MAX_TYPED + 5))
def test_suggestions_are_few_and_continue_what_was_typed(typed: str) -> None:
    found = SUGGESTER.suggest(typed)
    assert len(found) == len(set(found)) <= MAX_SUGGESTIONS
    assert all(one.text != typed for one in found if one.kind == "term")


@fast
@given(st.sampled_from([*TITLES, "Practice finances", "Who pays?"]), st.data())
def test_name_is_suggested_for_each_of_its_beginnings(name: str, data: st.DataObject) -> None:
    length = data.draw(st.integers(2, len(name)))
    assert name in texts(name[:length])
