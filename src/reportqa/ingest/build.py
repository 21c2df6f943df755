"""Turns a corpus folder into a new generation of the index: parse, chunk, embed, build, check, switch."""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reportqa.embedding import (
    encoder_for,
    export_problem,
    identify,
    load_embedder,
    prepare_embedder,
    remove_unused_exports,
)
from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.index import FORMAT, Manifest, check_findable, generations, open_generation
from reportqa.index import generation_writer as switching
from reportqa.ingest.cache import Cache
from reportqa.ingest.corpus import find_copies, find_files, hash_inputs, nothing_to_read, read_questions
from reportqa.ingest.index_writer import writing_parts
from reportqa.ingest.pipeline import Intake
from reportqa.ingest.rebuild_reasons import outlook, shaping_settings
from reportqa.ingest.references.sidecar_files import Bibliography, find_bibliographies
from reportqa.parsing import check_ocr
from reportqa.progress import Progress
from reportqa.settings import Settings


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
    identity = identify(settings.model)
    if identity is None:
        loaded = load_embedder(settings.model)
        identity = loaded.name, loaded.sha256
    if not rebuild and (manifest := _up_to_date(settings, inputs, identity)):
        switching.tidy(settings.index_dir)
        if export_problem(settings.index_dir, manifest.model_sha256, manifest.encoder):
            with switching.building(settings.index_dir):
                prepare_embedder(settings.index_dir, settings.model, settings.encoder)
        return Summary(
            manifest.generation, False, manifest.counts["files"], manifest.counts["pages"],
            manifest.counts["passages"], time.perf_counter() - started, {**skipped, **manifest.skipped},
        )  # fmt: skip
    # The cache and the exported model have one writer at a time because the build has.
    with switching.building(settings.index_dir) as build, Cache.open(settings.index_dir, ignored=rebuild) as cache:
        library = Bibliography.load(settings.corpus_dir, libraries, paths)
        skipped.update(library.skipped)
        files = {doc_id: inputs[doc_id] for doc_id in paths if doc_id not in skipped}
        model = (*identity, encoder_for(settings.index_dir, identity[1], settings.encoder))
        for sentence in outlook(settings, files, model, cache, rebuild=rebuild):
            progress.say(sentence)
        embedder = prepare_embedder(settings.index_dir, settings.model, settings.encoder, anew=rebuild)
        intake = Intake(settings, files, library, copies, embedder, cache, progress)
        with writing_parts(build, embedder, cache) as parts:
            advance = progress.stage("Indexing", len(files))
            with closing(intake.documents()) as documents:
                for taken in documents:
                    parts.add(taken)
                    advance(1, taken.document.doc_id)
            skipped.update({doc_id: intake.refused[doc_id] for doc_id in files if doc_id in intake.refused})
            if not parts.files:
                raise CorpusError(nothing_to_read(settings.corpus_dir, skipped))
            parts.finish(progress, {} if rebuild else _keys_before(settings))
        manifest = Manifest(
            format=FORMAT,
            generation=switching.generation_id(build),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=embedder.name,
            model_sha256=embedder.sha256,
            dim=embedder.dim,
            settings=shaping_settings(settings),
            counts={"files": parts.files, "pages": parts.pages, "passages": parts.passages},
            inputs=inputs,
            skipped=skipped,
            sample_questions=read_questions(settings.corpus_dir),
            encoder=embedder.encoder,
        )
        check_findable(build, parts.sample, embedder)
        switching.switch(settings.index_dir, build, manifest)
        cache.settle(manifest.generation, generations.kept(settings.index_dir))
        remove_unused_exports(settings.index_dir, generations.models(settings.index_dir))
    return Summary(
        manifest.generation, True, manifest.counts["files"], manifest.counts["pages"], manifest.counts["passages"],
        time.perf_counter() - started, skipped,
        {**library.warnings, **parts.warnings}, intake.read, parts.embedded,
    )  # fmt: skip


def _up_to_date(settings: Settings, inputs: Mapping[str, str], identity: tuple[str, str]) -> Manifest | None:
    """Give the current generation's manifest when a build would make the same again."""
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
    """Give the keys of the current generation by id and by sha256, so that a document keeps its own, also renamed."""
    try:
        generation = open_generation(settings.index_dir)
        with generation.guard, closing(generation.store.library) as library:
            keys = library.keys()
    except IndexUnavailable:
        return {}
    return dict(keys.values()) | {doc_id: key for doc_id, (_, key) in keys.items()}
