import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.index.forward import ForwardIndex, ForwardWriter, TermRows
from support.strategies import fast

words = st.sampled_from("the patients of modality naïve 漢字 87,556 nhs".split())
all_texts = st.lists(st.lists(words, max_size=40), min_size=1, max_size=8)
weights = st.dictionaries(words | st.just("unknown"), st.floats(0.5, 20), max_size=6)


def written(folder: Path, texts: list[list[str]]) -> ForwardIndex:
    with ForwardWriter(folder) as writer:
        half = len(texts) // 2
        for part in texts[:half], texts[half:]:
            rows = TermRows.of([" ".join(text) for text in part])
            writer.add(TermRows.from_bytes(rows.to_bytes(), len(part)))
    return ForwardIndex.open(folder)


@fast
@given(all_texts, st.lists(weights, min_size=1, max_size=3), st.data())
def test_sums_are_those_of_bm25(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[list[str]],
    questions: list[dict[str, float]],
    data: st.DataObject,
) -> None:
    index = written(tmp_path_factory.mktemp("forward"), texts)
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1)))
    mean = max(1.0, math.fsum(map(len, texts)) / len(texts))
    sums = index.bm25(questions, np.array(rows, dtype=np.int64))
    assert sums.shape == (len(questions), len(rows))
    for question, of_question in zip(questions, sums.tolist(), strict=True):
        for row, found in zip(rows, of_question, strict=True):
            times, length = Counter(texts[row]), len(texts[row])
            expected = sum(
                weight * times[term] * 2.2 / (times[term] + 1.2 * (0.25 + 0.75 * length / mean))
                for term, weight in question.items()
            )
            assert found == pytest.approx(expected, rel=1e-5)


def test_term_that_a_text_has_very_often_counts_nearly_the_most_it_can(tmp_path: Path) -> None:
    index = written(tmp_path, [["nhs"] * 100_000, ["nhs"]])
    often, once = index.bm25([{"nhs": 1.0}], np.array([0, 1]))[0].tolist()
    assert once < often <= 2.2


@pytest.mark.parametrize("name", ["forward_terms.npy", "forward_offsets.npy", "forward_lengths.npy"])
def test_file_of_another_index_is_refused(tmp_path: Path, name: str) -> None:
    for folder, count in ("one", 2), ("other", 3):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder, [["nhs"]] * count)
    (tmp_path / "other" / name).replace(tmp_path / "one" / name)
    with pytest.raises(ValueError, match="do not belong together"):
        ForwardIndex.open(tmp_path / "one")
