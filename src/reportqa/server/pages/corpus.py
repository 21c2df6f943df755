"""The page of what is indexed: its documents, how they stand against the folder, what was not read."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, render_template, request

from reportqa.answering import Engine
from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.index import Manifest, generations
from reportqa.ingest import Account, Changes, Sums, audit
from reportqa.ingest.drift import drift
from reportqa.server.background import Background
from reportqa.server.current_index import current_engine
from reportqa.server.pages.ask import bp
from reportqa.server.pages.document_table import ORDERS, SORTS, Holding, Order, arrange, holdings
from reportqa.settings import Settings

PATIENCE_SECONDS = 1.0
"""How long a page waits for what takes time in a large corpus; it says so then, and has it when it is asked again."""
NAMED = 200
"""How many files of one kind the page names."""


@dataclass(frozen=True, slots=True)
class Folder:
    """How the corpus folder stands against the index: what has changed, or why that cannot be told.

    Both are None while it is being compared. `is_another` says that none of the files of the index is in it.
    """

    path: Path
    changes: Changes | None = None
    problem: str | None = None
    is_another: bool = False


class CorpusView:
    """What pages tell of the corpus and the index beside the documents; slow things are done in the background."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.sums = Sums()
        self._accounts = Background[str, list[Account]](self._audit, lasting=True)
        self._changes = Background[str, Changes](self._compare, lasting=False)

    def manifest(self, generation: str) -> Manifest:
        """Read the manifest of a generation.

        :raises IndexUnavailable: when the generation is gone.
        """
        return generations.read_manifest(self._settings.index_dir, generation)

    def problems(self, generation: str) -> dict[str, tuple[str, ...]] | None:
        """Give the problems of each document that was read, by id; None while they are being counted."""
        accounts = self._accounts.get(generation, PATIENCE_SECONDS)
        if accounts is None:
            return None
        return {account.doc_id: account.problems for account in accounts if not account.skipped}

    def folder(self, generation: str) -> Folder:
        """Compare the corpus folder with a generation."""
        path = self._settings.corpus_dir
        try:
            changes = self._changes.get(generation, PATIENCE_SECONDS)
        except (CorpusError, IndexUnavailable) as error:
            return Folder(path, problem=str(error))
        return Folder(path, changes, is_another=changes is not None and self.is_another(generation))

    def is_another(self, generation: str) -> bool:
        """Tell whether none of the files that a generation was built of lies in the corpus folder."""
        inputs = self.manifest(generation).inputs
        return bool(inputs) and not any((self._settings.corpus_dir / name).is_file() for name in inputs)

    def _audit(self, generation: str) -> list[Account]:
        return audit(self._settings, generation)

    def _compare(self, generation: str) -> Changes:
        return drift(self._settings, generation, self.sums)


def init_app(app: Flask, settings: Settings) -> None:
    """Give an application what these pages need."""
    app.extensions["reportqa-corpus"] = CorpusView(settings)


def corpus_view() -> CorpusView:
    """Give the view of the corpus for the request in progress."""
    view: CorpusView = current_app.extensions["reportqa-corpus"]
    return view


def holdings_of(engine: Engine) -> tuple[list[Holding], Folder]:
    """Give the documents of an index with their problems and states, and how the folder stands."""
    view = corpus_view()
    folder = view.folder(engine.generation)
    known = None if folder.is_another else folder.changes
    return holdings(engine.documents(), view.problems(engine.generation), known), folder


@bp.get("/documents/")
def documents() -> str:
    """Show what is in the index, and how it stands against the folder."""
    engine = current_engine()
    rows, folder = holdings_of(engine)
    manifest = corpus_view().manifest(engine.generation)
    copies = {name for row in rows for name in row.summary.also}
    return render_template(
        "documents.html",
        holdings=rows,
        listing=arrange(rows, Order.from_args(request.args)),
        folder=folder,
        manifest=manifest,
        skipped={name: reason for name, reason in sorted(manifest.skipped.items()) if name not in copies},
        sorts=SORTS,
        orders=ORDERS,
        named=NAMED,
    )
