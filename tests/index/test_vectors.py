from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.embedding import Tokens
from reportqa.embedding.late_interaction import signs_of
from reportqa.errors import IndexUnavailable
from reportqa.index.ann import NEAREST_FILE
from reportqa.index.vectors import (
    OFFSETS_FILE,
    PASSAGES_FILE,
    SENTENCES_FILE,
    SIGN_OFFSETS_FILE,
    SIGNS_FILE,
    UNITS_FILE,
    VectorIndex,
    VectorWriter,
)
from support.strategies import fast

N, DIM = 40, 16
Floats = npt.NDArray[np.float32]


def unit_rows(n: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(n, DIM)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


# Rounded as they are written.
PASSAGES = unit_rows(N, 1).astype(np.float16).astype(np.float32)
SENTENCES = [unit_rows(n % 4, n) for n in range(N)]
TOKENS = [unit_rows((n * 5) % 7, 100 + n) for n in range(N)]
SIGNS = [signs_of(tokens) for tokens in TOKENS]
UNITS = np.arange(N) // 3


FILES = [
    NEAREST_FILE, PASSAGES_FILE, SENTENCES_FILE, OFFSETS_FILE, SIGNS_FILE, SIGN_OFFSETS_FILE, UNITS_FILE,
]  # fmt: skip


def written(folder: Path, at_once: int) -> VectorIndex:
    with VectorWriter(folder, DIM) as writer:
        for begin in range(0, N, at_once):
            part = slice(begin, begin + at_once)
            writer.add(PASSAGES[part], SENTENCES[part], SIGNS[part], UNITS[part])
    return VectorIndex.open(folder)


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    folder = tmp_path_factory.mktemp("vectors")
    return written(folder, N)


queries = st.integers(100, 10_000).map(lambda seed: unit_rows(1, seed)[0])
row_sets = st.sets(st.integers(0, N - 1), max_size=N).map(lambda rows: np.array(sorted(rows), dtype=np.int64))


def test_opened_index_knows_its_size(vectors: VectorIndex) -> None:
    assert (len(vectors), vectors.dim) == (N, DIM)


@fast
@given(queries, st.integers(0, 2 * N))
def test_search_is_exact_and_best_first(vectors: VectorIndex, query: Floats, k: int) -> None:
    rows, scores = vectors.search(query, k)
    cosines = PASSAGES @ query
    assert len(rows) == len(scores) == min(k, N)
    assert rows.tolist() == np.argsort(-cosines)[:k].tolist()
    assert scores == pytest.approx(cosines[rows], abs=1e-5)


@pytest.mark.slow
@fast
@given(queries, st.integers(0, 2 * N), row_sets)
def test_search_among_rows_is_exact(vectors: VectorIndex, query: Floats, k: int, among: npt.NDArray[np.int64]) -> None:
    rows, scores = vectors.search(query, k, among)
    cosines = PASSAGES @ query
    assert rows.tolist() == sorted(among.tolist(), key=lambda row: -cosines[row])[:k]
    assert scores == pytest.approx(cosines[rows], abs=1e-5)


def test_more_than_there_is_gives_all_and_no_padding(vectors: VectorIndex) -> None:
    rows, _ = vectors.search(PASSAGES[0], 10 * N)
    assert sorted(rows.tolist()) == list(range(N))
    rows, _ = vectors.search(PASSAGES[0], 10 * N, np.array([3, 7]))
    assert sorted(rows.tolist()) == [3, 7]


def test_query_that_is_not_a_number_finds_nothing(vectors: VectorIndex) -> None:
    rows, scores = vectors.search(np.full(DIM, np.nan, np.float32), 5)
    assert len(rows) == len(scores) == 0


@fast
@given(queries, row_sets)
def test_scores_are_the_cosines_of_the_rows_asked_for(
    vectors: VectorIndex, query: Floats, rows: npt.NDArray[np.int64]
) -> None:
    assert vectors.scores(query, rows) == pytest.approx(PASSAGES[rows] @ query, abs=1e-5)


@pytest.mark.parametrize("row", range(6))
def test_sentences_of_a_passage_are_its_own(vectors: VectorIndex, row: int) -> None:
    found = vectors.sentences(row)
    assert found.shape == (len(SENTENCES[row]), DIM)
    assert found.dtype == np.float32
    assert found == pytest.approx(SENTENCES[row], abs=5e-3)


@fast
@given(queries, st.integers(0, N - 1))
def test_sentence_scores_are_those_of_the_passage_asked_for(vectors: VectorIndex, query: Floats, row: int) -> None:
    (scores,) = vectors.sentence_scores(query, np.array([row]))
    assert len(scores) == len(SENTENCES[row])
    assert scores == pytest.approx(SENTENCES[row] @ query, abs=1e-2)


@fast
@given(queries, row_sets)
def test_token_scores_are_the_weighted_best_cosines_of_the_signs(
    vectors: VectorIndex, query: Floats, rows: npt.NDArray[np.int64]
) -> None:
    question = Tokens(np.stack([query, -query]), ((0, 1), (1, 2)))
    found = vectors.token_scores(question, np.array([1, 3], np.float32), rows)
    for row, score in zip(rows.tolist(), found.tolist(), strict=True):
        cosines = question.vectors @ (np.where(TOKENS[row] > 0, 1, -1) / np.sqrt(DIM)).T
        expected = (cosines[0].max() + 3 * cosines[1].max()) / 4 if len(TOKENS[row]) else 0
        assert score == pytest.approx(expected, abs=1e-5)


@fast
@given(queries)
def test_unit_has_the_mean_cosine_of_its_passages(vectors: VectorIndex, query: npt.NDArray[np.float32]) -> None:
    cosines = vectors.scores(query, np.arange(N))
    for unit in range(UNITS[-1] + 1):
        assert vectors.unit_scores(query, np.array([unit]))[0] == pytest.approx(cosines[unit == UNITS].mean(), abs=2e-3)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("broken", [None, b"", b"no such file"])
def test_broken_file_is_one_clear_error(tmp_path: Path, name: str, broken: bytes | None) -> None:
    written(tmp_path, N)
    (tmp_path / name).unlink()
    if broken is not None:
        (tmp_path / name).write_bytes(broken)
    with pytest.raises(IndexUnavailable, match='Run "reportqa index --rebuild"'):
        VectorIndex.open(tmp_path)


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_files_are_the_same_however_many_come_at_once(tmp_path: Path, at_once: int) -> None:
    folders = [tmp_path / "whole", tmp_path / "parts"]
    for folder, size in zip(folders, (N, at_once), strict=True):
        folder.mkdir()
        written(folder, size)
    whole, parts = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert whole == parts


@pytest.mark.parametrize("units", [[1], [0, 2], [0, 1, 0]])
def test_units_that_do_not_follow_each_other_are_refused(tmp_path: Path, units: list[int]) -> None:
    with pytest.raises(ValueError, match="follows unit"), VectorWriter(tmp_path, DIM) as writer:
        writer.add(PASSAGES[: len(units)], SENTENCES[: len(units)], SIGNS[: len(units)], np.array(units))


def test_index_without_sentences_or_without_passages_opens(tmp_path: Path) -> None:
    for count in (0, 1):
        folder = tmp_path / str(count)
        folder.mkdir()
        with VectorWriter(folder, DIM) as writer:
            writer.add(PASSAGES[:count], SENTENCES[:count], SIGNS[:count], UNITS[:count])
        vectors = VectorIndex.open(folder)
        assert len(vectors) == len(vectors.search(PASSAGES[0], 5)[0]) == count
        assert vectors.problems([0] * count, count) == []
