import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.answer_type import OTHER_FIGURE, ExpectedAnswer, answers_kind, counted_in
from reportqa.search.question_kind import KINDS, Kind
from support.strategies import fast, texts

HAS: list[tuple[Kind, str]] = [
    ("how_many", "Modality had 16 practices."),
    ("how_many", "It ran nine practices in 2016."),
    ("how_many", "In 2016 there were 2,016 of them."),
    ("how_much", "It cost £1.2m."),
    ("how_much", "Members pay 50 pence a patient."),
    ("how_much", "The tribunal is free."),
    ("percent", "62% of practices replied."),
    ("percent", "Sixty per cent replied."),
    ("percent", "About two thirds replied."),
    ("when", "It was founded in 2009."),
    ("when", "It began in the 1870s."),
    ("when", "The court answers within ten days."),
    ("who", "The report was written by Rebecca Rosen."),
    ("who", "AT Medics runs it."),
    ("where", "It is based in Greater Birmingham."),
    ("why", "They merged because costs rose."),
    ("list", "It offers diagnostics, urgent care and training."),
    ("list", "• urgent care"),
    ("definition", "A federation is a group of practices."),
    ("definition", "“Scale” refers to size."),
]
SIGNALLED = [kind for kind in KINDS if not answers_kind(kind, "")]
HAS_NOT: list[tuple[Kind, str]] = [
    ("how_many", "It was founded in 2009."),
    ("how_many", "2. Modality was founded on 12 May."),
    ("how_many", "It has grown.[3]"),
    ("how_much", "It had nine practices."),
    ("percent", "It had 62 practices."),
    ("when", "It had 16 practices."),
    ("who", "The practices decided on that in May."),
    ("where", "The practice is large."),
    ("why", "It had nine practices."),
    ("list", "It had nine practices."),
    ("definition", "It had nine practices."),
]


@pytest.mark.parametrize(("kind", "sentence"), HAS)
def test_sentence_with_the_answer_type_matches(kind: Kind, sentence: str) -> None:
    assert answers_kind(kind, sentence)


@pytest.mark.parametrize(("kind", "sentence"), HAS_NOT)
def test_sentence_without_the_answer_type_does_not_match(kind: Kind, sentence: str) -> None:
    assert not answers_kind(kind, sentence)


@fast
@given(st.sampled_from(KINDS), texts)
def test_kind_without_signs_matches_any_sentence(kind: Kind, text: str) -> None:
    assert answers_kind(kind, text) or kind in SIGNALLED


@fast
@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 20)), st.sets(st.sampled_from("abcdef")))
def test_coverage_is_the_share_of_the_weights_that_are_found(weights: dict[str, float], found: set[str]) -> None:
    expected = ExpectedAnswer("how_many", frozenset(), weights)
    others = weights.keys() - found
    assert expected.coverage(found) + expected.coverage(others) == pytest.approx(1.0 if weights else 0.0)
    assert 0 <= expected.coverage(found) <= expected.coverage([*found, *others]) <= 1


def test_number_of_a_note_or_year_counts_nothing() -> None:
    expected = ExpectedAnswer("how_many", counted_in("How many employees are there?"), {})
    assert expected.match("(2) Represents charges for the termination of employees.") == 0
    assert expected.match("In 2016 employees left.") == 0
    assert expected.match("(2) It has 2,016 employees.") == 1


def test_figure_of_the_noun_matches_fully_another_less_and_none_not_at_all() -> None:
    expected = ExpectedAnswer("how_many", frozenset({"practic"}), {"practic": 2.0, "modality": 3.0})
    texts = ["Modality had 16 practices.", "Modality and its practices had 400 staff.", "Modality had its practices."]
    best, other, none = map(expected.match, texts)
    assert best == 1 > other > none == 0
    preferred = [expected.preference("a", text) for text in texts]
    assert preferred == pytest.approx([preferred[0] * match for match in (best, other, none)])
    assert preferred[0] > 0


@pytest.mark.parametrize(
    ("question", "measured", "counted"),
    [
        ("How long is the lease?", "The lease runs for 40 years.", "There are 40 leases."),
        ("How soon must the tenant reply?", "The tenant replies within 14 days.", "There are 14 tenants."),
        ("How often is the lift inspected?", "It is inspected three times a year.", "Three lifts are inspected."),
        ("How far is the quay?", "The quay is 12 miles away.", "There are 12 quays."),
    ],
)
def test_figure_of_the_measure_asked_for_matches_fully(question: str, measured: str, counted: str) -> None:
    expected = ExpectedAnswer("how_many", counted_in(question), {})
    assert expected.match(measured) == 1.0
    assert expected.match(counted) == OTHER_FIGURE


@fast
@given(st.integers(0, 10**9).filter(lambda number: not 1000 <= number < 2100), texts)
def test_any_figure_matches_how_many(number: int, text: str) -> None:
    assert answers_kind("how_many", f"It had {number} of them. {text}")


@pytest.mark.parametrize("kind", sorted(SIGNALLED))
@pytest.mark.parametrize("part", ["A ", "a, ", "1 ", "A of the ", "1,"])
def test_long_sentence_is_matched_quickly(kind: Kind, part: str) -> None:
    assert answers_kind(kind, part * 5_000) in {True, False}
