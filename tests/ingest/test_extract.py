"""An extract of an index against an index that was built of the same documents only."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import Embedder
from reportqa.errors import DocumentNotFound, IndexUnavailable
from reportqa.index import EVERYTHING, FixedCollections, open_generation, verify
from reportqa.index.generation_writer import building
from reportqa.ingest.build import Summary, index
from reportqa.ingest.extract import extract
from reportqa.settings import Settings
from support.corpora import index_corpus

KEPT = ("case-study-notes.txt", "large-scale-general-practice-digest.pdf", "press-release.html")
QUESTIONS = (
    "How many general practices are part of large-scale organisations?",
    "What are the main benefits of scale?",
    "What does the press release say about patients?",
    "Which reports are there?",
    "What is the newest report?",
    "How many documents are there?",
    "Who wrote the digest?",
    "What does the survey briefing say about GPs?",
    "What is the budget of NASA?",
    "STP",
    "How many pactices are there?",
    "What is on page 2?",
    "What is working at scale and what does it cost?",
)
QUIET = LineProgress(Console(quiet=True))


@pytest.fixture(scope="module")
def subset(
    settings: Settings, built: Summary, exports: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, Settings]:
    """Settings of an extract of the sample's index, and of an index built of these documents only."""
    folder = tmp_path_factory.mktemp("subset")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in (*KEPT, "library.json"):
        shutil.copy2(settings.corpus_dir / name, corpus)
    extracted = replace(settings, index_dir=folder / "extract")
    extract(open_generation(settings.index_dir), KEPT, extracted.index_dir, QUIET)
    smaller = replace(settings, corpus_dir=corpus, index_dir=folder / "index")
    index(smaller, QUIET)
    return extracted, smaller


@pytest.fixture(scope="module")
def extracted(subset: tuple[Settings, Settings], engine: Engine) -> Engine:
    return engine.restricted(subset[0].index_dir, FixedCollections(()))


@pytest.fixture(scope="module")
def smaller(subset: tuple[Settings, Settings], embedder: Embedder) -> Engine:
    return Engine.open(subset[1], embedder)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_extract_answers_as_an_index_of_these_documents_does(
    extracted: Engine, smaller: Engine, question: str
) -> None:
    found, expected = extracted.explain(question, llm=False), smaller.explain(question, llm=False)
    assert differences(found.to_dict(), expected.to_dict()) == []


def differences(found: Any, expected: Any, place: str = "") -> list[str]:
    """Return where two JSON values differ, numbers by more than 0.001."""
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = (found.keys() | expected.keys()) - {"milliseconds", "generation"}
        return [one for key in sorted(keys) for one in differences(found.get(key), expected.get(key), f"{place}/{key}")]
    if isinstance(found, list | tuple) and isinstance(expected, list | tuple) and len(found) == len(expected):
        pairs = enumerate(zip(found, expected, strict=True))
        return [one for at, (here, there) in pairs for one in differences(here, there, f"{place}/{at}")]
    if isinstance(found, float) and isinstance(expected, float):
        return [] if abs(found - expected) <= 1e-3 else [f"{place}: {found} {expected}"]
    return [] if found == expected else [f"{place}: {found!r} {expected!r}"]


def test_an_extract_has_the_words_names_and_values_of_its_documents(extracted: Engine, smaller: Engine) -> None:
    here, there = extracted.searcher, smaller.searcher
    assert here.vocabulary.counts == there.vocabulary.counts
    assert here.vocabulary.abbreviations == there.vocabulary.abbreviations
    assert here.newer_editions == there.newer_editions
    assert extracted.facets.names == smaller.facets.names
    assert extracted.facets.counts(EVERYTHING) == smaller.facets.counts(EVERYTHING)
    assert extracted.catalogue.works() == smaller.catalogue.works()
    assert [extracted.suggest(typed) for typed in ("gen", "summ", "pri", "comm")] == [
        smaller.suggest(typed) for typed in ("gen", "summ", "pri", "comm")
    ]
    assert [one.to_dict() for one in extracted.documents()] == [one.to_dict() for one in smaller.documents()]


def test_an_extract_has_the_documents_with_the_places_of_their_words(extracted: Engine, engine: Engine) -> None:
    for doc_id in KEPT:
        document = extracted.document(doc_id)
        assert document == engine.document(doc_id)
        for page in document.pages:
            boxes = extracted.catalogue.word_boxes(doc_id, page.physical)
            assert boxes == engine.catalogue.word_boxes(doc_id, page.physical)
            assert boxes


def test_an_extract_is_sound_and_says_nothing_of_other_documents(
    subset: tuple[Settings, Settings], extracted: Engine, engine: Engine
) -> None:
    # The model is that of the index from which it was taken.
    assert verify(subset[0]).problems == ("the exported model is missing",)
    assert extracted.generation == engine.generation
    assert set(extracted.manifest.inputs) == set(KEPT)
    assert extracted.manifest.counts["files"] == len(KEPT)
    assert (extracted.manifest.skipped, extracted.sample_questions) == ({}, ())
    hidden = {one.doc_id for one in engine.documents()} - set(KEPT)
    held = b"".join(path.read_bytes() for path in subset[0].index_dir.rglob("*") if path.is_file())
    for doc_id in hidden:
        assert doc_id.encode() not in held
        with pytest.raises(DocumentNotFound):
            extracted.document(doc_id)
    assert KEPT[0].encode() in held


def test_an_extract_leaves_out_the_paths_of_copies(
    tmp_path: Path, settings: Settings, exports: Path, embedder: Embedder
) -> None:
    copied = index_corpus(tmp_path, {"plan.txt": "The plan is public.", "secret.txt": "The plan is public."}, settings)
    generation = open_generation(copied.index_dir)
    assert generation.store.library.document("plan.txt").also == ("secret.txt",)
    extract(generation, ["plan.txt"], tmp_path / "extract", QUIET)
    library = open_generation(tmp_path / "extract").store.library
    assert library.document("plan.txt").also == ()
    assert library.copied("secret.txt") is None


def test_an_extract_of_no_document_can_be_opened(tmp_path: Path, settings: Settings, engine: Engine) -> None:
    extract(open_generation(settings.index_dir), (), tmp_path / "extract", QUIET)
    empty = engine.restricted(tmp_path / "extract", FixedCollections(()))
    assert empty.documents() == []
    assert not empty.ask("How many practices are there?").citations


def test_a_folder_that_another_process_writes_is_refused(tmp_path: Path, settings: Settings, built: Summary) -> None:
    with building(tmp_path), pytest.raises(IndexUnavailable, match="Wait until it has finished"):
        extract(open_generation(settings.index_dir), KEPT, tmp_path, QUIET)
