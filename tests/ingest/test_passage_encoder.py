from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportqa.document import Document, Passage, Sentence
from reportqa.embedding import Embedded, Embedder, Span
from reportqa.embedding.late_interaction import signs_of
from reportqa.embedding.transformer import SentenceTransformerEmbedder
from reportqa.index.vectors import VectorIndex, VectorWriter
from reportqa.ingest.cache import Cache
from reportqa.ingest.passage_encoder import WINDOW, PassageEncoder

TEXTS = ["Modality had 87,556 patients. It grew.", "AT Medics works in London.", "Nobody counted."]
SENTENCES = [(Sentence(0, 29), Sentence(30, 38)), (Sentence(0, 26),), (Sentence(0, 15),)]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache.open(tmp_path) as cache:
        yield cache


def document_of(row: int) -> tuple[Document, list[Passage]]:
    """Return a document of one of the texts, with its one passage."""
    document = Document(f"{row}.txt", "0" * 64, "text/plain", {"title": "Size"}, TEXTS[row])
    return document, [Passage(document.doc_id, 0, len(TEXTS[row]), 0, "", "Size. ", SENTENCES[row])]


def encode(folder: Path, embedder: Embedder, cache: Cache, *rows: int) -> tuple[int, VectorIndex]:
    """Return how many of the texts were embedded, and all their vectors."""
    folder.mkdir(exist_ok=True)
    with VectorWriter(folder, embedder.dim) as writer, PassageEncoder(embedder, cache, writer) as encoder:
        for row in rows:
            encoder.add(*document_of(row))
    return encoder.embedded, VectorIndex.open(folder)


def own(vectors: VectorIndex) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return the first three values of each passage's vector."""
    return np.array([vectors.scores(axis, np.arange(len(vectors))) for axis in np.eye(vectors.dim)[:3]]).T


@pytest.mark.slow
def test_vectors_are_the_same_from_the_cache(embedder: Embedder, cache: Cache, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    counts = [encode(folder, embedder, cache, 0, 1, 2)[0] for folder in folders]
    assert counts == [3, 0]
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second


@pytest.mark.slow
def test_only_new_texts_are_embedded_each_in_its_row(embedder: Embedder, cache: Cache, tmp_path: Path) -> None:
    _, whole = encode(tmp_path / "whole", embedder, cache, 0, 2)
    count, mixed = encode(tmp_path / "mixed", embedder, cache, 2, 1, 0)
    assert count == 1
    assert np.array_equal(own(mixed)[[2, 0]], own(whole))
    document, (passage,) = document_of(1)
    (alone,) = embedder.embed_passages([passage.prefix + document.text], [[(6, 32)]])
    assert np.allclose(own(mixed)[1], alone.vector[:3], atol=1e-3)
    assert np.allclose(mixed.sentences(1), alone.sentences, atol=1e-3)


@pytest.mark.slow
def test_text_that_stands_there_twice_is_embedded_once(embedder: Embedder, cache: Cache, tmp_path: Path) -> None:
    count, twice = encode(tmp_path / "twice", embedder, cache, 0, 1, 0)
    assert count == 2
    assert np.array_equal(own(twice)[0], own(twice)[2])


@pytest.mark.slow
def test_other_sentences_of_the_same_text_are_embedded_anew(embedder: Embedder, cache: Cache, tmp_path: Path) -> None:
    encode(tmp_path / "first", embedder, cache, 0)
    document, (passage,) = document_of(0)
    with VectorWriter(tmp_path, embedder.dim) as writer, PassageEncoder(embedder, cache, writer) as encoder:
        encoder.add(document, [replace(passage, sentences=(Sentence(0, 38),))])
    assert encoder.embedded == 1
    assert VectorIndex.open(tmp_path).sentences(0).shape == (1, embedder.dim)


@pytest.mark.slow
def test_other_model_finds_nothing_of_the_first(
    transformer: SentenceTransformerEmbedder, cache: Cache, tmp_path: Path
) -> None:
    encode(tmp_path / "a", transformer, cache, 0)
    same = transformer.model
    for name, sha256 in ((transformer.name, "another"), ("another", transformer.sha256)):
        assert encode(tmp_path / "b", SentenceTransformerEmbedder(same, name, sha256), cache, 0)[0] == 1
    assert encode(tmp_path / "c", transformer, cache, 0)[0] == 0


class Lengths:
    """An embedder whose vectors tell of a text how long it is; fails at a text that says so."""

    name, sha256, encoder, dim = "lengths", "0" * 64, "none", 2

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        assert list(texts) == sorted(texts, key=len)
        for text, its in zip(texts, spans, strict=True):
            if "fail" in text:
                raise MemoryError
            vector = np.array([len(text), 0], np.float32)
            yield Embedded(vector, np.tile(vector, (len(its), 1)), signs_of(vector[np.newaxis]))


def long_document(count: int) -> tuple[Document, list[Passage]]:
    """Return a document of passages of different lengths, three to a page."""
    lengths = [1 + (7 * number) % 50 for number in range(count)]
    ends = np.cumsum(lengths).tolist()
    text = "".join(chr(97 + number % 26) * length for number, length in enumerate(lengths))
    document = Document("a.txt", "0" * 64, "text/plain", {"title": "A"}, text)
    return document, [
        Passage("a.txt", end - length, end, number // 3, "", "", (Sentence(end - length, end),))
        for number, (length, end) in enumerate(zip(lengths, ends, strict=True))
    ]


@pytest.mark.parametrize("counts", [[1], [WINDOW], [5, 0, WINDOW + 1], [3 * WINDOW + 2, 7]])
def test_rows_keep_their_order_over_windows_and_units_count_on(cache: Cache, tmp_path: Path, counts: list[int]) -> None:
    documents = [long_document(count) for count in counts]
    with VectorWriter(tmp_path, 2) as writer, PassageEncoder(Lengths(), cache, writer) as encoder:  # type: ignore[arg-type]  # the rest is not asked
        for document, passages in documents:
            encoder.add(document, passages)
    lengths = [passage.end - passage.start for _, passages in documents for passage in passages]
    vectors = VectorIndex.open(tmp_path)
    assert vectors.scores(np.array([1, 0], np.float32), np.arange(len(vectors))).tolist() == lengths
    assert vectors.problems([1] * len(lengths), sum(-(-count // 3) for count in counts)) == []


def test_error_of_the_thread_comes_out_and_nothing_hangs(cache: Cache, tmp_path: Path) -> None:
    document, passages = long_document(5 * WINDOW)
    failing = replace(passages[9], prefix="fail ")
    writer = VectorWriter(tmp_path, 2)

    def write() -> None:
        with writer, PassageEncoder(Lengths(), cache, writer) as encoder:  # type: ignore[arg-type]
            encoder.add(document, [*passages[:9], failing, *passages[10:]])

    with pytest.raises(MemoryError):
        write()
