from pathlib import Path

import numpy as np
import pytest

from reportqa.embedding import Embedder
from reportqa.index import PassageStore, generations
from reportqa.ingest.build import Summary
from reportqa.search.fusion import NAMES, PARTS, Floats, Signals
from reportqa.search.named_documents import NOTHING_NAMED, Naming
from reportqa.search.preferences import (
    LATE_CANDIDATES,
    NAMED_WEIGHT,
    PAGE_ENDS,
    PHRASE_WEIGHT,
    YEAR_WEIGHT,
    Preferences,
    with_variety,
)
from reportqa.search.vocabulary import Vocabulary
from reportqa.settings import Settings
from support.answers import QUESTION


@pytest.fixture(scope="module")
def store(settings: Settings, built: Summary) -> PassageStore:
    folder: Path = generations.folder(settings.index_dir, built.generation)
    return PassageStore.open(folder)


@pytest.fixture(scope="module")
def preferences(store: PassageStore, embedder: Embedder) -> Preferences:
    vocabulary = Vocabulary(store.library, store.passage_words)
    return Preferences(store, store.library.layout(), store.library.summaries(), embedder, vocabulary)


def signals_of(documents: list[int]) -> Signals:
    rows = np.arange(len(documents))
    return Signals(rows, rows, np.array(documents), np.zeros((len(documents), len(NAMES)), np.float32))


def added(
    preferences: Preferences,
    store: PassageStore,
    question: str,
    naming: Naming = NOTHING_NAMED,
    favoured: tuple[set[int], ...] = (),
) -> Floats:
    """Return the parts after preferences were added to candidates that are all passages, with equal scores."""
    signals = signals_of(store.library.layout().documents.tolist())
    parts = np.zeros((len(signals), len(PARTS)), np.float32)
    preferences.add(question, signals, parts, None, naming, favoured)
    return parts


def column(parts: Floats, name: str) -> list[float]:
    return [float(value) for value in parts[:, PARTS.index(name)]]


def test_nothing_but_late_interaction_is_added_to_a_plain_question(
    preferences: Preferences, store: PassageStore
) -> None:
    parts = added(preferences, store, QUESTION)
    late = np.array(column(parts, "late"))
    assert (late > 0).sum() == LATE_CANDIDATES - 1  # The farthest of them gets nothing.
    assert parts.sum() == pytest.approx(late.sum())


def test_passages_with_quoted_words_are_preferred_by_the_share_that_they_have(
    preferences: Preferences, store: PassageStore
) -> None:
    phrase = column(added(preferences, store, QUESTION, favoured=({0, 1}, {1})), "phrase")
    assert phrase[:3] == pytest.approx([PHRASE_WEIGHT / 2, PHRASE_WEIGHT, 0.0])


def test_all_passages_of_a_document_that_is_named_are_preferred(preferences: Preferences, store: PassageStore) -> None:
    layout = store.library.layout()
    naming = Naming(favours={layout.doc_ids[1]: 0.5})
    named = np.array(column(added(preferences, store, QUESTION, naming), "named"))
    assert named == pytest.approx(np.where(layout.documents == 1, 0.5 * NAMED_WEIGHT, 0.0))


def test_title_with_the_year_of_the_question_is_preferred(preferences: Preferences, store: PassageStore) -> None:
    titles = store.library.layout().titles
    assert set(column(added(preferences, store, QUESTION), "year")) == {0.0}
    year = added(preferences, store, "What was found in 2016?")
    expected = [YEAR_WEIGHT * ("2016" in titles[document]) for document in store.library.layout().documents]
    assert column(year, "year") == pytest.approx(expected)


def test_another_document_ends_the_first_page_where_it_comes_near() -> None:
    end = PAGE_ENDS[0]
    signals = signals_of([*([0] * end), 1])
    parts = np.zeros((end + 1, len(PARTS)), np.float32)
    parts[:, 0] = np.linspace(1.0, 0.9, end + 1)
    varied = with_variety(range(end + 1), signals, parts)
    assert varied[end - 1] == end
    assert parts[end].sum() == pytest.approx(parts[end - 1].sum())
    parts[:, 0] = [*([1.0] * end), 0.5]
    parts[:, PARTS.index("variety")] = 0.0
    assert with_variety(range(end + 1), signals, parts) == list(range(end + 1))


def test_no_variety_where_a_title_answers_to_the_question() -> None:
    signals = signals_of([0, 0, 0, 0, 0, 1])
    signals.values[0, NAMES.index("title")] = 0.5
    parts = np.ones((6, len(PARTS)), np.float32)
    assert with_variety(range(6), signals, parts) == list(range(6))
