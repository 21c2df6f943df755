"""Turns a corpus folder into a new generation of the index: parse, chunk, embed, build, check, switch."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import numpy as np

from reportqa import chunker, generations, parsing
from reportqa.abbreviations import find_abbreviations, merge
from reportqa.bibliography import Bibliography, find_bibliographies
from reportqa.cache import Cache
from reportqa.corpus import find_copies, find_files, hash_inputs, nothing_to_read, read_questions
from reportqa.duplicates import find_duplicates
from reportqa.embedder import Embedder, identify, load_embedder
from reportqa.encoding import encode
from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.intake import Parsed, take_in
from reportqa.lexical import WordIndex
from reportqa.library import Library
from reportqa.parsing.ocr import check_ocr
from reportqa.retriever import PASSAGE_WORDS, UNIT_WORDS, Retriever
from reportqa.settings import Settings
from reportqa.stages import Progress
from reportqa.terms import terms
from reportqa.vectors import VectorIndex
from reportqa.works import assign_keys

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did. `skipped` gives the reason for each file left out, `warnings` for each part.

    `read` files were parsed and `embedded` passages embedded in this build; all others were found in the cache.
    """

    generation: str
    built: bool
    files: int
    pages: int
    passages: int
    seconds: float
    skipped: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read: int = 0
    embedded: int = 0


def index(settings: Settings, progress: Progress, *, rebuild: bool = False) -> Summary:
    """Build the index of the corpus; leave it as it is when nothing has changed, unless `rebuild`.

    Files are read and passages embedded that the cache lacks; with `rebuild` all are.
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
    # The cache has one writer at a time because the build has.
    with generations.building(settings.index_dir) as build, Cache.open(settings.index_dir, ignored=rebuild) as cache:
        library = Bibliography.load(settings.corpus_dir, libraries, paths)
        skipped.update(library.skipped)
        files = {doc_id: inputs[doc_id] for doc_id in paths if doc_id not in skipped}
        intake = take_in(settings, files, library, copies, embedder, cache, progress)
        parsed = intake.parsed
        skipped.update(intake.refused)
        if not parsed:
            raise CorpusError(nothing_to_read(settings.corpus_dir, skipped))
        keys = assign_keys(
            ((document.doc_id, document.sha256, document.item) for document, _ in parsed),
            {} if rebuild else _keys_before(settings),
        )
        embedded = _write(build, parsed, keys, embedder, cache, progress)
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
        cache.settle(manifest.generation, generations.kept(settings.index_dir))
    return Summary(
        manifest.generation, True, manifest.counts["files"], manifest.counts["pages"], manifest.counts["passages"],
        time.perf_counter() - started, skipped,
        {**library.warnings, **{document.doc_id: document.warnings for document, _ in parsed if document.warnings}},
        intake.read, embedded,
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


def _keys_before(settings: Settings) -> dict[str, str]:
    """Give the keys of the current generation by id and by sha256, so that a document keeps its own, also renamed."""
    try:
        generation = generations.current(settings.index_dir)
        generations.checked_manifest(settings.index_dir, generation)
        library = Library.open(generations.folder(settings.index_dir, generation))
    except IndexUnavailable:
        return {}
    with closing(library):
        keys = library.keys()
    return dict(keys.values()) | {doc_id: key for doc_id, (_, key) in keys.items()}


def _write(
    build: Path, parsed: Parsed, keys: Mapping[str, str], embedder: Embedder, cache: Cache, progress: Progress
) -> int:
    """Write the parts of a generation; give how many passages were embedded anew."""
    texts, spans = [], []
    for document, passages in parsed:
        for passage in passages:
            texts.append(passage.prefix + document.text[passage.start : passage.end])
            shift = len(passage.prefix) - passage.start
            spans.append([(s.start + shift, s.end + shift) for s in passage.sentences])
    encoding = encode(texts, spans, embedder, cache, progress)
    advance = progress.stage("Writing", 4)
    units = np.repeat(np.arange(len(sizes := _unit_sizes(parsed))), sizes)
    VectorIndex.build(build, encoding.passages, encoding.sentences, units)
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
    Library.build(build, parsed, find_duplicates(bare, documents), words, abbreviations, keys)
    advance(1)
    return encoding.embedded


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
