from pathlib import Path

import numpy as np
import pytest

from reportqa.embedding import Embedder
from reportqa.index import PassageStore, generations
from reportqa.ingest.build import Summary
from reportqa.search.candidates import CANDIDATES, CandidateFinder
from reportqa.search.fusion import NAMES
from reportqa.search.vocabulary import Vocabulary
from reportqa.settings import Settings
from support.answers import QUESTION


@pytest.fixture(scope="module")
def finder(settings: Settings, built: Summary, embedder: Embedder) -> CandidateFinder:
    folder: Path = generations.folder(settings.index_dir, built.generation)
    store = PassageStore.open(folder)
    return CandidateFinder(store, store.library.layout(), embedder, Vocabulary(store.library, store.passage_words))


def test_candidates_are_rows_in_order_each_with_its_signals(finder: CandidateFinder, built: Summary) -> None:
    found = finder.find([QUESTION], None).signals
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))
    assert 0 < len(found) <= min(built.passages, 3 * CANDIDATES)
    assert found.values.min() >= -1.01
    assert found.values.max() <= 1.01


def test_only_the_rows_allowed_are_candidates(finder: CandidateFinder) -> None:
    allowed = np.arange(10, 30)
    assert set(finder.find([QUESTION], allowed).signals.rows.tolist()) <= set(allowed.tolist())


def test_signal_of_several_wordings_is_the_highest(finder: CandidateFinder) -> None:
    texts = ["What is an STP?", "What is a Sustainability and Transformation Partnership?"]
    both = finder.find(texts, None).signals
    for text in texts:
        one = finder.find([text], None).signals
        at = np.searchsorted(both.rows, one.rows)
        # Titles and headings do not match a wording by a few of the words that it adds.
        own = [number for number, name in enumerate(NAMES) if name not in {"title", "heading"}]
        assert (both.values[at][:, own] >= one.values[:, own] - 1e-6).all()


def test_further_rows_get_the_signals_that_a_search_would_give_them(finder: CandidateFinder, built: Summary) -> None:
    found = finder.find([QUESTION], np.arange(5))
    added = finder.with_rows(found, [built.passages - 1]).signals
    assert added.rows.tolist() == [*found.signals.rows.tolist(), built.passages - 1]
    assert added.values[:-1] == pytest.approx(found.signals.values)
