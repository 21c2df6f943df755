from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import IndexUnavailable
from reportqa.index.lexical import WordIndex, WordWriter
from support.strategies import fast

TEXTS = [
    ["modality", "had", "87556", "patients"],
    ["the", "patients", "of", "modality", "modality", "modality"],
    ["the", "list", "of", "at", "medics"],
    [],
    ["the"] * 30,
    ["naïve", "漢字", "the"],
]
ALL = np.arange(len(TEXTS))
COPIES = 1_000


def written(folder: Path, texts: list[list[str]]) -> WordIndex:
    with WordWriter(folder) as writer:
        writer.add([" ".join(text) for text in texts])
    return WordIndex.open(folder)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder = tmp_path_factory.mktemp("words") / "lexical"
    return written(folder, TEXTS)


known = sorted({term for text in TEXTS for term in text})
questions = st.lists(st.sampled_from([*known, "unknown", "zzz"]), max_size=8)
row_sets = st.sets(st.integers(0, len(TEXTS) - 1)).map(lambda rows: np.array(sorted(rows), dtype=np.int64))


def test_opened_index_counts_texts_without_terms_too(words: WordIndex) -> None:
    assert len(words) == len(TEXTS)


@fast
@given(questions)
def test_scores_lie_between_0_and_1(words: WordIndex, question: list[str]) -> None:
    scores = words.scores([question], ALL)[0]
    assert ((scores >= 0) & (scores <= 1)).all()


@fast
@given(questions, st.integers(0, 10))
def test_search_gives_the_texts_that_have_a_term_best_first(words: WordIndex, question: list[str], k: int) -> None:
    rows, scores = words.search(question, k)
    with_term = {row for row, text in enumerate(TEXTS) if set(text) & set(question)}
    assert set(rows.tolist()) <= with_term
    assert len(rows) == min(k, len(with_term))
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    assert (scores > 0).all()


@fast
@given(questions, st.integers(0, 10), row_sets)
def test_search_among_rows_gives_the_same_scores_and_no_other_row(
    words: WordIndex, question: list[str], k: int, among: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> None:
    rows, scores = words.search(question, k, among)
    everywhere = dict(enumerate(words.scores([question], ALL)[0].tolist()))
    assert set(rows.tolist()) <= set(among.tolist())
    assert scores.tolist() == pytest.approx([everywhere[row] for row in rows.tolist()], abs=1e-6)
    assert len(rows) == min(k, sum(everywhere[row] > 0 for row in among.tolist()))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder = tmp_path_factory.mktemp("many") / "lexical"
    return written(folder, TEXTS * COPIES)


@pytest.mark.slow
@fast
@given(
    questions,
    st.integers(1, 60),
    st.sampled_from([1, 33, len(TEXTS) * COPIES // 101, len(TEXTS) * COPIES // 99, len(TEXTS) * COPIES - 1]),
    st.randoms(use_true_random=False),
)
def test_search_among_few_rows_and_among_many_is_exact(
    many: WordIndex, question: list[str], k: int, size: int, random: Random
) -> None:
    among = np.array(sorted(random.sample(range(len(many)), size)))
    rows, scores = many.search(question, k, among)
    everywhere = dict(zip(*(found.tolist() for found in many.search(question, len(many))), strict=True))
    allowed = sorted((everywhere.get(row, 0.0) for row in among.tolist()), reverse=True)
    assert set(rows.tolist()) <= set(among.tolist())
    assert scores.tolist() == pytest.approx([score for score in allowed if score > 0][:k], abs=1e-6)


@fast
@given(st.lists(questions, min_size=1, max_size=4), row_sets)
def test_questions_scored_together_have_the_scores_that_each_finds_alone(
    words: WordIndex, asked: list[list[str]], rows: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> None:
    together = words.scores(asked, rows)
    for question, scores in zip(asked, together, strict=True):
        alone = dict(zip(*(column.tolist() for column in words.search(question, len(TEXTS))), strict=True))
        assert scores.tolist() == pytest.approx([alone.get(row, 0.0) for row in rows.tolist()], abs=1e-6)


@fast
@given(questions, st.integers(0, 10), st.none() | row_sets)
def test_rows_with_terms_have_every_one_of_them(
    words: WordIndex, question: list[str], k: int, among: np.ndarray[tuple[int], np.dtype[np.int64]] | None
) -> None:
    found = words.rows_with(question, k, among).tolist()
    allowed = range(len(TEXTS)) if among is None else among.tolist()
    having = {row for row in allowed if question and set(question) <= set(TEXTS[row])}
    assert set(found) <= having
    assert len(found) == min(k, len(having))
    assert found == sorted(found)


def test_index_knows_the_terms_of_its_texts(words: WordIndex) -> None:
    for term in [*known, "unknown", "", "modality had", "MODALITY"]:
        assert words.frequency(term) == sum(term in text for text in TEXTS)


def test_rarer_term_weighs_more_and_an_unknown_one_most(words: WordIndex) -> None:
    assert words.idf("the") < words.idf("modality") < words.idf("87556") < words.idf("unknown")
    assert all(words.idf("unknown") >= words.idf(term) > 0 for term in known)


def test_unknown_term_lowers_the_score_of_all_texts(words: WordIndex) -> None:
    alone, beside = words.scores([["modality"], ["modality", "unknown"]], ALL)
    assert (beside[:2] < alone[:2]).all()


def test_score_is_bm25_over_the_most_that_the_question_could_reach(words: WordIndex) -> None:
    length, average = len(TEXTS[0]), sum(map(len, TEXTS)) / len(TEXTS)
    share = 1 / (1 + 1.2 * (0.25 + 0.75 * length / average))
    assert words.scores([["87556"]], ALL)[0][0] == pytest.approx(share, abs=1e-4)


def test_question_without_terms_finds_nothing(words: WordIndex) -> None:
    rows, scores = words.search([], 5)
    assert len(rows) == len(scores) == 0
    assert words.scores([[]], ALL)[0].tolist() == [0.0] * len(TEXTS)


def test_parts_of_two_indexes_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "one", TEXTS)
    written(tmp_path / "other", TEXTS[:-1])
    for path in (tmp_path / "other").glob("forward_*"):
        path.replace(tmp_path / "one" / path.name)
    with pytest.raises(IndexUnavailable, match="has 6 texts, and 5 beside it"):
        WordIndex.open(tmp_path / "one")


@pytest.mark.parametrize("name", ["meta.json", "forward_terms.npy", None])
def test_broken_index_is_one_clear_error(tmp_path: Path, name: str | None) -> None:
    folder = tmp_path / "lexical"
    if name:
        written(folder, TEXTS)
        (folder / name).write_bytes(b"{")
    with pytest.raises(IndexUnavailable, match='Run "reportqa index --rebuild"'):
        WordIndex.open(folder)
