"""Turns a corpus folder into a new generation of the index: parse, chunk, embed, build, check, switch."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from logging import getLogger
from operator import attrgetter
from pathlib import Path
from typing import Protocol

import numpy as np

from reportqa import chunker, generations, parsing
from reportqa.abbreviations import find_abbreviations, merge
from reportqa.bibliography import Bibliography, find_bibliographies
from reportqa.corpus import file_size, find_copies, find_files, hash_inputs, nothing_to_read, read_questions
from reportqa.datatypes import Document, Passage
from reportqa.duplicates import find_duplicates
from reportqa.embedder import Embedder, identify, load_embedder
from reportqa.errors import CorpusError, IndexUnavailable, ParseError
from reportqa.lexical import WordIndex
from reportqa.library import Library
from reportqa.parsing.ocr import check_ocr
from reportqa.reading import read_document
from reportqa.retriever import PASSAGE_WORDS, UNIT_WORDS, Retriever
from reportqa.settings import Settings
from reportqa.terms import terms
from reportqa.vectors import VectorIndex
from reportqa.workers import run

_log = getLogger(__name__)

_WORD = re.compile(r"[^\W\d_]+")

Parsed = list[tuple[Document, list[Passage]]]


class Progress(Protocol):
    """Whatever shows the user how far a build is."""

    def stage(self, name: str, total: int) -> Callable[[int], None]:
        """Begin a stage of `total` steps; call what comes back with each number of steps done."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did. `skipped` gives the reason for each file left out, `warnings` for each part."""

    generation: str
    built: bool
    files: int
    pages: int
    passages: int
    seconds: float
    skipped: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def index(settings: Settings, progress: Progress, *, rebuild: bool = False) -> Summary:
    """Build the index of the corpus; leave it as it is when nothing has changed, unless `rebuild`.

    Whatever happens before the switch, the generation in use stays in use.
    :raises CorpusError: when the corpus is missing or holds nothing that can be read.
    :raises InputError: when pictures are to be read and Tesseract is missing.
    :raises ModelError: when the model cannot be loaded.
    :raises IndexUnavailable: when the index folder cannot be written.
    """
    started = time.perf_counter()
    if settings.ocr:
        check_ocr()
    paths, skipped = find_files(settings.corpus_dir)
    libraries = find_bibliographies(settings.corpus_dir)
    for name in libraries:
        skipped.pop(name, None)
    inputs = hash_inputs(settings, paths, libraries, skipped)
    copies = find_copies(paths, inputs, skipped)
    embedder = None
    identity = identify(settings.model)
    if identity is None:
        embedder = load_embedder(settings.model)
        identity = embedder.name, embedder.sha256
    if not rebuild and (manifest := _up_to_date(settings, inputs, identity)):
        return Summary(
            manifest.generation, False, manifest.counts["files"], manifest.counts["pages"],
            manifest.counts["passages"], time.perf_counter() - started, {**skipped, **manifest.skipped},
        )  # fmt: skip
    embedder = embedder or load_embedder(settings.model)
    with generations.building(settings.index_dir) as build:
        library = Bibliography.load(settings.corpus_dir, libraries, paths)
        skipped.update(library.skipped)
        parsed = _parse(settings, paths, library, copies, embedder, progress, skipped)
        if not parsed:
            raise CorpusError(nothing_to_read(settings.corpus_dir, skipped))
        _write(build, parsed, embedder, progress)
        manifest = generations.Manifest(
            format=generations.FORMAT,
            generation=generations.generation_id(build),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=embedder.name,
            model_sha256=embedder.sha256,
            dim=embedder.dim,
            settings=shaping_settings(settings),
            counts={
                "files": len(parsed),
                "pages": sum(len(document.pages) for document, _ in parsed),
                "passages": sum(len(passages) for _, passages in parsed),
            },
            inputs=inputs,
            skipped=skipped,
            sample_questions=read_questions(settings.corpus_dir),
        )
        _check(build, parsed, embedder)
        generations.switch(settings.index_dir, build, manifest)
    return Summary(
        manifest.generation, True, manifest.counts["files"], manifest.counts["pages"], manifest.counts["passages"],
        time.perf_counter() - started, skipped,
        {**library.warnings, **{document.doc_id: document.warnings for document, _ in parsed if document.warnings}},
    )  # fmt: skip


def shaping_settings(settings: Settings) -> dict[str, int]:
    """Give the settings that shape documents and passages, as they stand in a manifest."""
    return {
        "parser_version": parsing.VERSION,
        "max_tokens": chunker.MAX_TOKENS,
        "ocr": int(settings.ocr),
        **asdict(settings.limits),
    }


def _up_to_date(
    settings: Settings, inputs: Mapping[str, str], identity: tuple[str, str]
) -> generations.Manifest | None:
    """Give the current generation's manifest when a build would make the same again."""
    try:
        manifest = generations.checked_manifest(settings.index_dir, generations.current(settings.index_dir))
    except IndexUnavailable:
        return None
    same = (
        manifest.inputs == inputs
        and manifest.settings == shaping_settings(settings)
        and (manifest.model, manifest.model_sha256) == identity
    )
    return manifest if same else None


def _parse(
    settings: Settings,
    paths: Iterable[str],
    library: Bibliography,
    copies: Mapping[str, tuple[str, ...]],
    embedder: Embedder,
    progress: Progress,
    skipped: dict[str, str],
) -> Parsed:
    """Read and chunk the files, in worker processes; put what cannot be read into `skipped`."""
    names = [doc_id for doc_id in paths if doc_id not in skipped]
    advance = progress.stage("Reading", len(names))
    parsed: dict[str, tuple[Document, list[Passage]]] = {}
    refused: dict[str, str] = {}
    read = partial(read_document, settings.corpus_dir, library=library, copies=copies, ocr=settings.ocr)
    largest_first = sorted(names, key=partial(file_size, settings.corpus_dir), reverse=True)
    with closing(run(read, largest_first, settings.limits, settings.processes)) as results:
        for finished in results:
            if isinstance(finished.outcome, ParseError):
                refused[finished.name] = str(finished.outcome)
                _log.info("%s %s", finished.name, getattr(finished.outcome, "details", ""))
            else:
                parsed[finished.name] = finished.outcome, chunker.chunk(finished.outcome, embedder.count_tokens)
            advance(1)
    skipped.update({doc_id: refused[doc_id] for doc_id in names if doc_id in refused})
    return [parsed[doc_id] for doc_id in names if doc_id in parsed]


def _write(build: Path, parsed: Parsed, embedder: Embedder, progress: Progress) -> None:
    texts, spans = [], []
    for document, passages in parsed:
        for passage in passages:
            texts.append(passage.prefix + document.text[passage.start : passage.end])
            shift = len(passage.prefix) - passage.start
            spans.append([(s.start + shift, s.end + shift) for s in passage.sentences])
    advance = progress.stage("Embedding", len(texts))
    vectors = np.empty((len(texts), embedder.dim), dtype=np.float32)
    sentence_vectors = []
    for row, embedded in enumerate(embedder.embed_passages(texts, spans)):
        vectors[row] = embedded.vector
        sentence_vectors.append(embedded.sentences)
        advance(1)
    advance = progress.stage("Writing", 4)
    units = np.repeat(np.arange(len(sizes := _unit_sizes(parsed))), sizes)
    VectorIndex.build(build, vectors, sentence_vectors, units)
    advance(1)
    named = (document.file_words for document, passages in parsed for _ in passages)
    WordIndex.build(build / PASSAGE_WORDS, (terms(f"{name} {text}") for name, text in zip(named, texts, strict=True)))
    advance(1)
    WordIndex.build(build / UNIT_WORDS, (terms(text) for text in _unit_texts(parsed)))
    advance(1)
    documents = [number for number, (_, passages) in enumerate(parsed) for _ in passages]
    bare = [document.text[passage.start : passage.end] for document, passages in parsed for passage in passages]
    words = Counter(word for text in bare for word in set(_WORD.findall(text.lower())))
    abbreviations = merge(find_abbreviations(document.text) for document, _ in parsed)
    Library.build(build, parsed, find_duplicates(bare, documents), words, abbreviations)
    advance(1)


def _unit_sizes(parsed: Parsed) -> list[int]:
    """Give how many passages each page or section has, in the order of their numbers."""
    by_unit = attrgetter("unit")
    return [len(list(members)) for _, passages in parsed for _, members in groupby(passages, key=by_unit)]


def _unit_texts(parsed: Parsed) -> Iterable[str]:
    """Give the text of each page or section, with its title, in the order of their numbers."""
    for document, passages in parsed:
        for _, members in groupby(passages, key=attrgetter("unit")):
            group = list(members)
            headings = dict.fromkeys(passage.prefix for passage in group)
            yield " ".join([document.file_words, *headings, document.text[group[0].start : group[-1].end]])


def _check(build: Path, parsed: Parsed, embedder: Embedder) -> None:
    """Open what was written and ask it for a passage that it must have.

    :raises IndexUnavailable: when the parts do not belong together or it finds nothing.
    """
    retriever = Retriever.open(build, embedder)
    document, passages = next((pair for pair in parsed if pair[1]), parsed[0])
    if not passages or not retriever.retrieve(document.text[passages[0].start : passages[0].end], 1):
        raise IndexUnavailable("The new index does not find its own text; the one before stays in use.")
    retriever.library.close()
