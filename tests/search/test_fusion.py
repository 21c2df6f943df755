import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.fusion import NAMES, PARTS, Signals, fuse, title_match
from support.strategies import fast

numbers = st.floats(0, 1, width=32)


@st.composite
def signals(draw: st.DrawFn) -> Signals:
    n = draw(st.integers(1, 12))
    units = np.sort(np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)), dtype=np.int64))
    row = st.lists(numbers, min_size=len(NAMES), max_size=len(NAMES))
    values = np.array(draw(st.lists(row, min_size=n, max_size=n)), dtype=np.float32)
    return Signals(rows=np.arange(n), units=units, documents=units // 2, values=values)


def at(found: Signals, order: npt.NDArray[np.intp]) -> Signals:
    return Signals(found.rows[order], found.units[order], found.documents[order], found.values[order])


def single(**values: float) -> Signals:
    row = np.array([0])
    found = np.array([[values.get(name, 0.0) for name in NAMES]], dtype=np.float32)
    return Signals(rows=row, units=row, documents=row, values=found)


def scores(found: Signals) -> npt.NDArray[np.float32]:
    return np.asarray(fuse(found).sum(axis=1), dtype=np.float32)


@fast
@given(signals(), st.randoms(use_true_random=False))
def test_score_does_not_depend_on_the_order_of_the_candidates(found: Signals, random: object) -> None:
    order = np.array(sorted(range(len(found)), key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert np.allclose(scores(at(found, order)), scores(found)[order], atol=1e-5)


@fast
@given(signals())
def test_score_is_between_0_and_that_of_all_signals_at_1(found: Signals) -> None:
    parts = fuse(found)
    top = scores(single(**dict.fromkeys(NAMES, 1.0)))[0]
    assert parts.shape == (len(found), len(PARTS))
    assert parts.dtype == np.float32
    assert (parts.sum(axis=1) <= top * 3 + 1e-5).all()


@fast
@given(signals())
def test_distance_within_a_unit_is_the_only_part_below_0(found: Signals) -> None:
    parts = fuse(found)
    distance = PARTS.index("in_unit")
    assert (np.delete(parts, distance, axis=1) >= 0).all()
    assert (parts[:, distance] <= 1e-6).all()
    for unit in np.unique(found.units):
        assert np.isclose(parts[found.units == unit, distance].max(), 0, atol=1e-6)


@fast
@given(signals())
def test_better_passage_of_a_unit_scores_higher(found: Signals) -> None:
    raised = found.values.copy()
    raised[0] = 1.0
    better = Signals(rows=found.rows, units=found.units, documents=found.documents, values=raised)
    mates = better.units == better.units[0]
    assert scores(better)[0] >= scores(better)[mates].max() - 1e-5
    assert scores(better)[0] >= scores(found)[0] - 1e-5


def test_every_signal_lifts_a_passage() -> None:
    nothing = scores(single())[0]
    for name in NAMES:
        assert scores(single(**{name: 1.0}))[0] > nothing


def test_passage_of_a_document_with_other_good_units_scores_higher() -> None:
    values = np.ones((3, len(NAMES)), np.float32)
    rows = np.arange(3)
    one_document = scores(Signals(rows=rows, units=rows, documents=np.zeros(3, np.int64), values=values))
    three_documents = scores(Signals(rows=rows, units=rows, documents=rows, values=values))
    assert (one_document > three_documents).all()


def test_no_candidates_have_no_scores() -> None:
    empty, nothing = np.empty(0, np.int64), np.empty((0, len(NAMES)), np.float32)
    assert fuse(Signals(empty, empty, empty, nothing)).shape == (0, len(PARTS))


terms = st.lists(st.sampled_from("abcdef"), max_size=6)


@fast
@given(terms, terms)
def test_title_match_is_between_0_and_1(question: list[str], title: list[str]) -> None:
    idf = {term: 1.0 + n for n, term in enumerate("abcdef")}
    match = title_match(question, title, idf)
    assert 0 <= match <= 1 + 1e-9
    assert (match > 0) == bool(set(question) & set(title))


def test_title_of_the_same_words_matches_fully() -> None:
    idf = {"a": 1.0, "b": 5.0, "c": 0.2}
    assert title_match(["a", "b"], ["b", "a"], idf) == 1.0
    assert title_match(["a", "b"], ["b", "c"], idf) > title_match(["a", "b"], ["a", "c"], idf)


def test_document_with_other_good_units_does_not_outweigh_a_clearly_better_passage() -> None:
    values = np.array([[1.0], [0.8], [0.8], [0.8]], np.float32).repeat(len(NAMES), axis=1)
    found = scores(Signals(np.arange(4), np.arange(4), np.array([0, 1, 1, 1]), values))
    assert found[0] > found[1]


def test_document_counts_by_its_three_best_units() -> None:
    def best_of(*units: float) -> float:
        rows = np.arange(len(units))
        values = np.array(units, np.float32)[:, None].repeat(len(NAMES), axis=1)
        return float(scores(Signals(rows, rows, np.zeros(len(units), np.int64), values))[0])

    assert best_of(1.0) < best_of(1.0, 0.5) < best_of(1.0, 0.5, 0.5)
    assert best_of(1.0, 0.5, 0.5) == best_of(1.0, 0.5, 0.5, 0.4, 0.4)
