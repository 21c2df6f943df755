import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from reportqa.fusion import Signals, fuse, title_match
from strategies import fast

NAMES = ("dense", "sentence", "passage_words", "unit_words", "title")
numbers = st.floats(0, 1, width=32)


@st.composite
def signals(draw: st.DrawFn) -> Signals:
    n = draw(st.integers(1, 12))
    units = np.sort(np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)), dtype=np.int64))
    values = {name: np.array(draw(st.lists(numbers, min_size=n, max_size=n)), dtype=np.float32) for name in NAMES}
    return Signals(rows=np.arange(n), units=units, documents=units // 2, **values)


def at(given: Signals, order: npt.NDArray[np.intp]) -> Signals:
    return Signals(**{name: getattr(given, name)[order] for name in ("rows", "units", "documents", *NAMES)})


def single(**values: float) -> Signals:
    row = np.array([0])
    given = {name: np.array([values.get(name, 0.0)], dtype=np.float32) for name in NAMES}
    return Signals(rows=row, units=row, documents=row, **given)


@fast
@given(signals(), st.randoms(use_true_random=False))
def test_score_does_not_depend_on_the_order_of_the_candidates(given: Signals, random: object) -> None:
    order = np.array(sorted(range(len(given)), key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert np.allclose(fuse(at(given, order)), fuse(given)[order], atol=1e-5)


@fast
@given(signals())
def test_score_is_never_below_0_and_never_above_what_all_signals_at_1_give(given: Signals) -> None:
    scores = fuse(given)
    top = fuse(single(**dict.fromkeys(NAMES, 1.0)))[0]
    assert scores.shape == (len(given),)
    assert scores.dtype == np.float32
    assert (scores <= top * 3 + 1e-5).all()


@fast
@given(signals())
def test_better_passage_of_a_unit_scores_higher(given: Signals) -> None:
    raised = {name: getattr(given, name).copy() for name in NAMES}
    for values in raised.values():
        values[0] = 1.0
    better = Signals(rows=given.rows, units=given.units, documents=given.documents, **raised)
    mates = better.units == better.units[0]
    assert fuse(better)[0] >= fuse(better)[mates].max() - 1e-5
    assert fuse(better)[0] >= fuse(given)[0] - 1e-5


def test_every_signal_lifts_a_passage() -> None:
    nothing = fuse(single())[0]
    for name in NAMES:
        assert fuse(single(**{name: 1.0}))[0] > nothing


def test_passage_of_a_document_with_other_good_units_scores_higher() -> None:
    ones, zero = np.ones(3, np.float32), np.zeros(3, np.float32)
    values = {"dense": ones, "sentence": ones, "passage_words": ones, "unit_words": ones, "title": zero}
    rows = np.arange(3)
    one_document = fuse(Signals(rows=rows, units=rows, documents=np.zeros(3, np.int64), **values))
    three_documents = fuse(Signals(rows=rows, units=rows, documents=rows, **values))
    assert (one_document > three_documents).all()


def test_no_candidates_have_no_scores() -> None:
    empty, nothing = np.empty(0, np.int64), np.empty(0, np.float32)
    signals = Signals(empty, empty, empty, nothing, nothing, nothing, nothing, nothing)
    assert fuse(signals).shape == (0,)


terms = st.lists(st.sampled_from("abcdef"), max_size=6)


@fast
@given(terms, terms)
def test_title_match_lies_between_0_and_1(question: list[str], title: list[str]) -> None:
    idf = {term: 1.0 + n for n, term in enumerate("abcdef")}
    match = title_match(question, title, idf)
    assert 0 <= match <= 1 + 1e-9
    assert (match > 0) == bool(set(question) & set(title))


def test_title_of_the_same_words_matches_wholly() -> None:
    idf = {"a": 1.0, "b": 5.0, "c": 0.2}
    assert title_match(["a", "b"], ["b", "a"], idf) == 1.0
    assert title_match(["a", "b"], ["b", "c"], idf) > title_match(["a", "b"], ["a", "c"], idf)
