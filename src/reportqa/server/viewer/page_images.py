"""Pictures of the pages of PDF documents, drawn in a process of its own and kept for a while."""

import json
import os
from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from reportqa.document import Document
from reportqa.errors import CorpusError, PageUnavailable, ParseError, ReadingStopped
from reportqa.sandbox import Standby
from reportqa.server.viewer.page_renderer import PageSize, Picture, produce
from reportqa.settings import Settings

PDF = "application/pdf"
_SIZES_KEPT = 256


class Painter:
    """Draws the pages of an index's PDF documents. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._corpus_dir = settings.corpus_dir
        self._worker = Standby(produce, replace(settings.limits, seconds=settings.page_seconds), settings.page_seconds)
        self._seconds = settings.page_seconds
        self._pictures = _PictureCache(settings.pictures_mib * 1024**2)
        self._size = lru_cache(maxsize=_SIZES_KEPT)(self._ask)

    def picture(self, document: Document, physical: int, width: int) -> Picture:
        """Return the picture of a page, `width` pixels wide.

        :raises PageUnavailable: when there is none: the file is gone, changed or damaged, or drawing takes too long.
        """
        key = document.sha256, physical, width
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._ask(self._paths(document), *key)
            self._pictures.put(key, picture)
        return picture

    def size(self, document: Document, physical: int) -> PageSize:
        """Return the size of a page.

        :raises PageUnavailable: as `picture`.
        """
        size: PageSize = self._size(self._paths(document), document.sha256, physical)
        return size

    def problem(self) -> str:
        """Return why no page can be drawn now; "" if pages can."""
        try:
            # No file: the process says so.
            self._worker.call(json.dumps(["", "", 0, None]), patience=0)
        except ReadingStopped as error:
            return "" if error.cause == "busy" else f"The process that draws pages {error}"
        except ParseError:
            return ""
        except CorpusError as error:
            return str(error)
        return ""

    def close(self) -> None:
        """End the process that draws."""
        self._worker.close()

    def _paths(self, document: Document) -> tuple[str, ...]:
        return (document.doc_id, *document.also)

    def _ask(self, doc_ids: tuple[str, ...], sha256: str, physical: int, width: int | None = None) -> Any:
        """Return a picture, or without a width the size of a page."""
        path = self._find(doc_ids)
        try:
            return self._worker.call(json.dumps([str(path), sha256, physical, width]))
        except ReadingStopped as error:
            raise PageUnavailable(self._why_stopped(error, doc_ids[0], physical)) from error
        except ParseError as error:
            raise PageUnavailable(f"{doc_ids[0]} {error}") from error

    def _find(self, doc_ids: tuple[str, ...]) -> Path:
        """Return the first of a file's paths in the corpus at which it still is.

        :raises PageUnavailable: when it is gone, or replaced by a link out of the corpus.
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


class _PictureCache:
    """Pictures up to a number of bytes; those used longest ago are dropped first."""

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
