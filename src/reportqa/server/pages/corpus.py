"""The documents page: what is indexed, what has changed in the corpus folder, which files were skipped."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask, current_app, render_template, request

from reportqa.answering import Engine
from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.index import Filters, Manifest, generations
from reportqa.ingest import Changes, FileHashes, ParseReport, audit, corpus_changes
from reportqa.server.background import Background
from reportqa.server.current_index import current_engine, sees_everything
from reportqa.server.pages.ask import bp
from reportqa.server.pages.document_table import ORDERS, SORTS, DocumentRow, TableOrder, document_rows, table_page
from reportqa.settings import Settings

PATIENCE_SECONDS = 1.0
"""How long a page waits for a slow check of a large corpus; later requests show its result."""
NAMED = 200
"""The maximum number of files listed by name."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """The changes in the corpus folder since the index was built, or the problem that prevents comparing.

    Both are None while the folder is being compared. `is_another` means that it has none of the indexed files.
    """

    path: Path
    changes: Changes | None = None
    problem: str | None = None
    is_another: bool = False


class CorpusView:
    """Facts about the corpus and its index, computed in the background if slow."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.corpus_dir = settings.corpus_dir
        self.sums = FileHashes()
        self._reports = Background[str, list[ParseReport]](partial(audit, settings), lasting=True)
        self._changes = Background[str, Changes](partial(corpus_changes, settings, sums=self.sums), lasting=False)

    @property
    def has_index(self) -> bool:
        """Whether an index was ever built."""
        return (self._settings.index_dir / generations.CURRENT).exists()

    def problems(self, generation: str) -> dict[str, tuple[str, ...]] | None:
        """Return the problems of each parsed document by id; None while they are being computed."""
        reports = self._reports.get(generation, PATIENCE_SECONDS)
        return None if reports is None else {one.doc_id: one.problems for one in reports if not one.skipped}

    def folder(self, manifest: Manifest, *, whole: bool = True) -> FolderState:
        """Return how the corpus folder differs from a generation.

        :param whole: whether files that the manifest does not name, and problems of the folder, are told
        """
        path = self.corpus_dir
        try:
            changes = self._changes.get(manifest.generation, PATIENCE_SECONDS)
        except (CorpusError, IndexUnavailable) as error:
            return FolderState(path, problem=str(error) if whole else None)
        if changes is not None and not whole:
            changes = changes.among(manifest.inputs)
        return FolderState(path, changes, is_another=changes is not None and self.is_another(manifest))

    def is_another(self, manifest: Manifest) -> bool:
        """Return whether the corpus folder has none of the files of a generation."""
        inputs = manifest.inputs
        return bool(inputs) and not any((self.corpus_dir / name).is_file() for name in inputs)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the corpus view to an application."""
    app.extensions["reportqa-corpus"] = CorpusView(settings)


def corpus_view() -> CorpusView:
    """Return the corpus view of the current application."""
    view: CorpusView = current_app.extensions["reportqa-corpus"]
    return view


def rows_of(engine: Engine) -> tuple[list[DocumentRow], FolderState]:
    """Return the rows of all documents, and the state of the corpus folder."""
    view = corpus_view()
    folder = view.folder(engine.manifest, whole=sees_everything())
    known = None if folder.is_another else folder.changes
    return document_rows(engine.documents(), view.problems(engine.generation), known), folder


@bp.get("/documents/")
def documents() -> str:
    """Show the indexed documents in a table, and what has changed in the folder since."""
    engine = current_engine()
    order = TableOrder.from_args(request.args)
    filters = engine.facets.canonical(Filters(collections=(order.collection,) if order.collection else ()))
    collected = engine.facets.select(filters)
    collections = engine.facets.collections()
    rows, folder = rows_of(engine)
    manifest = engine.manifest
    copies = {name for row in rows for name in row.summary.also}
    return render_template(
        "documents.html",
        rows=rows,
        table=table_page([row for row in rows if row.summary.doc_id in collected], order),
        collections=collections,
        collection=next((one for one in collections if (one.name,) == filters.collections), None),
        folder=folder,
        manifest=manifest,
        skipped={name: reason for name, reason in sorted(manifest.skipped.items()) if name not in copies},
        sorts=SORTS,
        orders=ORDERS,
        named=NAMED,
    )
