"""Vectors as an encoder gives them: in groups of like ones, and each a little different."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.index.ann import NEAREST_FILE, Nearest, build_nearest, cosines
from reportqa.index.row_files import RowFile
from support.strategies import fast

N, DIM, TOPICS = 6_000, 64, 60
Floats = npt.NDArray[np.float32]


def unit(rows: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


RNG = np.random.default_rng(1)
CENTRES = unit(RNG.normal(size=(TOPICS, DIM)))
VECTORS = unit(CENTRES[RNG.integers(TOPICS, size=N)] + 0.1 * RNG.normal(size=(N, DIM))).astype(np.float16)
EXACT = VECTORS.astype(np.float32)


def opened(folder: Path, approximate_from: int) -> Nearest:
    np.save(folder / "vectors.npy", VECTORS)
    build_nearest(folder, VECTORS, approximate_from)
    return Nearest.open(folder, RowFile(folder / "vectors.npy"))


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Nearest:
    return opened(tmp_path_factory.mktemp("exact"), N + 1)


@pytest.fixture(scope="module")
def approximate(tmp_path_factory: pytest.TempPathFactory) -> Nearest:
    return opened(tmp_path_factory.mktemp("approximate"), N)


queries = st.integers(0, 10_000).map(
    lambda seed: unit(CENTRES[[seed % TOPICS]] + 0.1 * np.random.default_rng(seed).normal(size=(1, DIM)))[0]
)
shares = st.sampled_from([0.001, 0.1, 0.7, 0.95])


def rows_of(share: float) -> npt.NDArray[np.int64]:
    return np.flatnonzero(np.random.default_rng(2).random(N) < share)


def test_size_decides_which_index_is_built(exact: Nearest, approximate: Nearest) -> None:
    assert exact.is_exact
    assert not approximate.is_exact
    assert {(len(one), one.dim) for one in (exact, approximate)} == {(N, DIM)}


@pytest.mark.slow
@fast
@given(queries, st.integers(0, 400), st.none() | shares)
def test_scores_are_exact_and_only_rows_that_may_be_are_found(
    exact: Nearest, approximate: Nearest, query: Floats, k: int, share: float | None
) -> None:
    allowed = None if share is None else rows_of(share)
    for nearest in (exact, approximate):
        rows, scores = nearest.search(query, k, allowed)
        assert len(rows) == min(k, N if allowed is None else len(allowed)) == len(set(rows.tolist()))
        assert allowed is None or np.isin(rows, allowed).all()
        assert scores == pytest.approx(EXACT[rows] @ query, abs=1e-5)
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)


@fast
@given(queries, st.sampled_from([1, 10, 100]), shares)
def test_of_few_rows_that_may_be_found_the_very_nearest_are(
    approximate: Nearest, query: Floats, k: int, share: float
) -> None:
    allowed = rows_of(share)[:4_000]
    rows, _ = approximate.search(query, k, allowed)
    assert rows.tolist() == allowed[np.lexsort((allowed, -cosines(query, EXACT[allowed])))[:k]].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("share", [None, 0.8])
def test_nearly_all_of_the_nearest_are_found(exact: Nearest, approximate: Nearest, share: float | None) -> None:
    allowed = None if share is None else rows_of(share)
    found = []
    for seed in range(100):
        query = unit(CENTRES[[seed % TOPICS]] + 0.1 * np.random.default_rng(seed).normal(size=(1, DIM)))[0]
        true, near = (set(one.search(query, 10, allowed)[0].tolist()) for one in (exact, approximate))
        found.append(len(true & near) / 10)
    assert np.mean(found) >= 0.98


def test_more_than_the_index_would_look_at_are_all_there(approximate: Nearest) -> None:
    for allowed in (None, rows_of(0.9)):
        rows, _ = approximate.search(EXACT[0], 2 * N, allowed)
        assert np.array_equal(np.sort(rows), np.arange(N) if allowed is None else allowed)


def test_query_that_is_not_a_number_finds_nothing(exact: Nearest, approximate: Nearest) -> None:
    for nearest in (exact, approximate):
        rows, scores = nearest.search(np.full(DIM, np.nan, np.float32), 5)
        assert len(rows) == len(scores) == 0


def test_same_vectors_give_the_same_file(tmp_path: Path) -> None:
    files = []
    for name in "ab":
        (tmp_path / name).mkdir()
        build_nearest(tmp_path / name, VECTORS, 1)
        files.append((tmp_path / name / NEAREST_FILE).read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize("approximate_from", [1, 1_000_000])
def test_what_is_near_several_is_near_one_of_them(tmp_path: Path, approximate_from: int) -> None:
    nearest = opened(tmp_path, approximate_from)
    queries = VECTORS[:3].astype(np.float32)
    rows = nearest.near(queries, 10)
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert {0, 1, 2} <= set(rows.tolist())
    assert 10 <= len(rows) <= 30
    assert set(nearest.near(queries[:1], 10).tolist()) == set(nearest.search(queries[0], 10)[0].tolist())
