"""Gives pictures and characters of the pages of PDF documents, made in a process of its own and kept for a while."""

import os
from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from reportqa.document import Document
from reportqa.errors import PageUnavailable, ParseError, ReadingStopped
from reportqa.sandbox import Standby
from reportqa.server.viewer.glyphs import PageLayer
from reportqa.server.viewer.overlay import Overlay
from reportqa.server.viewer.page_renderer import Picture, Wanted, produce
from reportqa.settings import Settings

PDF = "application/pdf"
_LAYERS_KEPT = 64
_DOCUMENTS_KEPT = 8


class Painter:
    """The pages of an index's PDF documents as they look. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._corpus_dir = settings.corpus_dir
        self._worker = Standby(produce, replace(settings.limits, seconds=settings.page_seconds), settings.page_seconds)
        self._seconds = settings.page_seconds
        self._pictures = _Kept(settings.pictures_mib * 1024**2)
        self._layer = lru_cache(maxsize=_LAYERS_KEPT)(self._read_layer)
        self._overlays: OrderedDict[tuple[str, str], Overlay] = OrderedDict()
        self._lock = Lock()

    def picture(self, document: Document, physical: int, width: int) -> Picture:
        """Give the picture of a page, `width` pixels wide.

        :raises PageUnavailable: when there is none: the file is gone, changed or damaged, or drawing takes too long.
        """
        key = document.sha256, physical, width
        picture = self._pictures.get(key)
        if picture is None:
            made = self._produce(document, physical, width)
            if not isinstance(made, Picture):
                raise TypeError("A width makes a picture.")
            picture = made
            self._pictures.put(key, picture)
        return picture

    def overlay(self, document: Document) -> Overlay:
        """Give the text of a document laid over its pages."""
        key = document.doc_id, document.sha256
        with self._lock:
            overlay = self._overlays.pop(key, None) or Overlay(
                document, lambda physical: self._layer(self._paths(document), document.sha256, physical)
            )
            self._overlays[key] = overlay
            if len(self._overlays) > _DOCUMENTS_KEPT:
                self._overlays.popitem(last=False)
        return overlay

    def close(self) -> None:
        """End the process that draws."""
        self._worker.close()

    def _paths(self, document: Document) -> tuple[str, ...]:
        return (document.doc_id, *document.also)

    def _read_layer(self, doc_ids: tuple[str, ...], sha256: str, physical: int) -> PageLayer:
        made = self._ask(doc_ids, sha256, physical, None)
        if not isinstance(made, PageLayer):
            raise TypeError("Without a width there is no picture.")
        return made

    def _produce(self, document: Document, physical: int, width: int) -> Picture | PageLayer:
        return self._ask(self._paths(document), document.sha256, physical, width)

    def _ask(self, doc_ids: tuple[str, ...], sha256: str, physical: int, width: int | None) -> Picture | PageLayer:
        path = self._find(doc_ids)
        try:
            return self._worker.call(Wanted(str(path), sha256, physical, width).to_json())
        except ReadingStopped as error:
            raise PageUnavailable(self._why_stopped(error, doc_ids[0], physical)) from error
        except ParseError as error:
            raise PageUnavailable(f"{doc_ids[0]} {error}") from error

    def _find(self, doc_ids: tuple[str, ...]) -> Path:
        """Find a file of the corpus, at the first of its paths where it lies.

        :raises PageUnavailable: when it is gone, or a link out of the corpus stands in its place.
        """
        root = Path(os.path.realpath(self._corpus_dir))
        for doc_id in doc_ids:
            path = Path(os.path.realpath(root / doc_id))
            if path.is_relative_to(root) and path.is_file():
                return path
        raise PageUnavailable(
            f"{doc_ids[0]} is not in the corpus folder any more, so its pages are not shown; the text view shows what"
            " was indexed."
        )

    def _why_stopped(self, error: ReadingStopped, doc_id: str, physical: int) -> str:
        if error.cause == "time":
            return (
                f"Page {physical} of {doc_id} takes longer than {self._seconds} seconds to draw. Read its text instead,"
                " or raise REPORTQA_PAGE_SECONDS."
            )
        if error.cause == "busy":
            return f"Page {physical} of {doc_id} is not drawn yet because others are being drawn. Load the page again."
        return f"Page {physical} of {doc_id} cannot be drawn: it is damaged or too large. Read its text instead."


class _Kept:
    """Pictures up to a number of bytes; those not asked for longest go first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._pictures: OrderedDict[tuple[str, int, int], Picture] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, int, int]) -> Picture | None:
        with self._lock:
            picture = self._pictures.get(key)
            if picture:
                self._pictures.move_to_end(key)
            return picture

    def put(self, key: tuple[str, int, int], picture: Picture) -> None:
        with self._lock:
            before = self._pictures.pop(key, None)
            self._pictures[key] = picture
            self._size += len(picture.data) - (len(before.data) if before else 0)
            while self._size > self._limit:
                _, gone = self._pictures.popitem(last=False)
                self._size -= len(gone.data)
