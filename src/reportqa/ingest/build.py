"""The index flow: a corpus folder becomes a new generation. Scan, parse, chunk, embed, write, check, publish."""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reportqa.corpus_memory import remember_corpus
from reportqa.embedding import (
    encoder_for,
    export_problem,
    identify,
    load_embedder,
    prepare_embedder,
    remove_unused_exports,
)
from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.index import (
    FORMAT,
    Manifest,
    building,
    check_findable,
    generation_id,
    generations,
    open_generation,
    publish,
    remove_leftovers,
)
from reportqa.ingest.cache import Cache
from reportqa.ingest.corpus import nothing_to_read, read_questions, scan_corpus
from reportqa.ingest.index_writer import open_index_writer
from reportqa.ingest.pipeline import DocumentPipeline
from reportqa.ingest.rebuild_reasons import explain_rebuild, shaping_settings
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.progress import Progress
from reportqa.settings import Settings


@dataclass(frozen=True, slots=True)
class Summary:
    """Result of a build: `skipped` has the reason for each file that is not in the index.

    `read` files were parsed and `embedded` passages embedded in this build; the others came from the cache. `left_out`
    counts what is not in the text of the files by kind, most frequent first.
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
    left_out: Mapping[str, int] = field(default_factory=dict)


def index(settings: Settings, progress: Progress, *, rebuild: bool = False) -> Summary:
    """Build a new generation of the index and publish it, unless nothing has changed since the current one.

    Only what the cache lacks is parsed and embedded. Any failure leaves the current generation in use.

    :param rebuild: build even if nothing has changed, and ignore the cache.
    :raises CorpusError: when the corpus is missing or holds nothing that can be read.
    :raises InputError: when pictures are to be read and Tesseract is missing.
    :raises ModelError: when the model cannot be loaded.
    :raises IndexUnavailable: when the index folder cannot be written.
    """
    started = time.perf_counter()
    if settings.ocr:
        from reportqa.parsing.pdf import check_ocr

        check_ocr()
    corpus = scan_corpus(settings)
    skipped = corpus.skipped
    identity = identify(settings.model)
    if identity is None:
        loaded = load_embedder(settings.model)
        identity = loaded.name, loaded.sha256
    if not rebuild and (manifest := _up_to_date(settings, corpus.inputs, identity)):
        remove_leftovers(settings.index_dir)
        remember_corpus(settings.index_dir, settings.corpus_dir)
        if export_problem(settings.index_dir, manifest.model_sha256, manifest.encoder):
            with building(settings.index_dir):
                prepare_embedder(settings.index_dir, settings.model, settings.encoder)
        return Summary(
            manifest.generation, False, manifest.counts["files"], manifest.counts["pages"],
            manifest.counts["passages"], time.perf_counter() - started, {**skipped, **manifest.skipped},
        )  # fmt: skip
    # Only one process builds at a time, so the cache and the exported model have one writer at a time.
    with building(settings.index_dir) as build_dir, Cache.open(settings.index_dir, ignored=rebuild) as cache:
        library = Bibliography.load(settings.corpus_dir, corpus.libraries, corpus.paths)
        skipped.update(library.skipped)
        files = {doc_id: corpus.inputs[doc_id] for doc_id in corpus.paths if doc_id not in skipped}
        model = (*identity, encoder_for(settings.index_dir, identity[1], settings.encoder))
        for sentence in explain_rebuild(settings, files, model, cache, rebuild=rebuild):
            progress.say(sentence)
        embedder = prepare_embedder(settings.index_dir, settings.model, settings.encoder, anew=rebuild)
        pipeline = DocumentPipeline(settings, files, library, corpus.copies, embedder, cache, progress)
        with open_index_writer(build_dir, embedder, cache) as writer:
            advance = progress.stage("Indexing", len(files))
            with closing(pipeline.documents()) as documents:
                for document, entry in documents:
                    writer.add(document, entry)
                    advance(1, document.doc_id)
            skipped.update({doc_id: pipeline.refused[doc_id] for doc_id in files if doc_id in pipeline.refused})
            if not writer.files:
                raise CorpusError(nothing_to_read(settings.corpus_dir, skipped))
            writer.finish(progress, {} if rebuild else _keys_before(settings))
        manifest = Manifest(
            format=FORMAT,
            generation=generation_id(build_dir),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=embedder.name,
            model_sha256=embedder.sha256,
            dim=embedder.dim,
            settings=shaping_settings(settings),
            counts={"files": writer.files, "pages": writer.pages, "passages": writer.passages},
            inputs=corpus.inputs,
            skipped=skipped,
            sample_questions=read_questions(settings.corpus_dir),
            encoder=embedder.encoder,
        )
        check_findable(build_dir, writer.sample, embedder)
        publish(settings.index_dir, build_dir, manifest)
        remember_corpus(settings.index_dir, settings.corpus_dir)
        cache.settle(manifest.generation, generations.kept(settings.index_dir))
        remove_unused_exports(settings.index_dir, generations.models(settings.index_dir))
    return Summary(
        manifest.generation, True, writer.files, writer.pages, writer.passages, time.perf_counter() - started, skipped,
        {**library.warnings, **writer.warnings}, pipeline.read, writer.embedded,
        dict(writer.left_out.most_common()),
    )  # fmt: skip


def _up_to_date(settings: Settings, inputs: Mapping[str, str], identity: tuple[str, str]) -> Manifest | None:
    """Return the manifest of the current generation if a build would produce the same again, else None."""
    try:
        generation = generations.current(settings.index_dir)
        manifest = generations.checked_manifest(settings.index_dir, generation, whole=True)
    except IndexUnavailable:
        return None
    same = (
        manifest.inputs == inputs
        and manifest.settings == shaping_settings(settings)
        and (manifest.model, manifest.model_sha256) == identity
        and manifest.encoder == encoder_for(settings.index_dir, manifest.model_sha256, settings.encoder)
    )
    return manifest if same else None


def _keys_before(settings: Settings) -> dict[str, str]:
    """Return the citation keys of the current generation by id and by sha256; a renamed document keeps its key."""
    try:
        generation = open_generation(settings.index_dir)
        with generation.guard, closing(generation.store.library) as library:
            keys = library.keys()
    except IndexUnavailable:
        return {}
    return dict(keys.values()) | {doc_id: key for doc_id, (_, key) in keys.items()}
