"""The descriptions that a user has made of documents, in the library.json of the corpus, and their undoing."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportqa.document import DocumentSummary
from reportqa.errors import InputError, ParseError
from reportqa.ingest.references.json_list import JsonList
from reportqa.ingest.references.metadata import FALLBACKS
from reportqa.ingest.references.reference_import import UNDO, Reference, named_file, read_csl_json
from reportqa.ingest.references.sidecar_files import LIBRARY_JSON, ReportFiles, squeezed_title

_MAX_UNDO = 20
"""Changes of a document that can be undone."""

Item = dict[str, Any]


class LibraryFile:
    """The library.json of a corpus folder; missing is empty. A change leaves the text of other items as it is.

    A change keeps what was there before under `custom` of its item: the earlier value of each field in a list, or an
    empty list for a field that was not there, or null if the whole item is new.
    """

    def __init__(self, corpus_dir: Path) -> None:
        """Read the file.

        :raises InputError: when it cannot be read or is not a CSL-JSON list.
        """
        self._path = corpus_dir / LIBRARY_JSON
        try:
            data = self._path.read_bytes() if self._path.exists() else b"[]"
            self._items = read_csl_json(data)
        except (OSError, ParseError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise InputError(f"{self._path} cannot be changed: it {reason or 'cannot be read'}") from error
        self._list = JsonList(data.decode(json.detect_encoding(data)), self._items)

    def fields(self, document: DocumentSummary) -> Mapping[str, Any]:
        """Return the fields of the item of a document; none if it has no item."""
        item = self._find(document)
        return {name: value for name, value in item.items() if name != "custom"} if item else {}

    def describe(self, document: DocumentSummary, fields: Mapping[str, Any], key: str) -> None:
        """Write fields of a document; None for a field that the document does not have.

        A new item has the `key`, and the fields that the document has from other bibliographies.

        :raises InputError: when the file cannot be written.
        """
        item = self._find(document)
        before: Item | None = None
        if item is None:
            known = {
                name: value
                for name, value in document.item.items()
                if name not in {"id", "type", "custom"} and document.origins.get(name) not in FALLBACKS
            }
            item = {"id": key, "type": document.item["type"], **known, "custom": {"file": document.doc_id}}
            self._items.append(item)
        else:
            before = {name: [item[name]] if name in item else [] for name in fields}
        item.update(fields)
        custom = item["custom"] = dict(item["custom"]) if isinstance(item.get("custom"), dict) else {}
        custom[UNDO] = [*(custom.get(UNDO) or []), before][-_MAX_UNDO:]
        self._write()

    def can_undo(self, document: DocumentSummary) -> bool:
        """Return whether a change of a document can be undone."""
        return bool(_changes(self._find(document)))

    def undo(self, document: DocumentSummary) -> None:
        """Undo the last change of a document that can be undone.

        :raises InputError: when there is none, or the file cannot be written.
        """
        item = self._find(document)
        changes = _changes(item)
        if item is None or not changes:
            raise InputError(f'There is nothing to undo for "{document.doc_id}".')
        before = changes.pop()
        if not isinstance(before, dict):
            self._items.remove(item)
        else:
            for name, value in before.items():
                item.pop(name, None)
                if isinstance(value, list) and value:
                    item[name] = value[0]
        if not changes:
            del item["custom"][UNDO]
        self._write()

    def _find(self, document: DocumentSummary) -> Item | None:
        """Return the item that names the document, else the one with its title that names no file."""
        files = ReportFiles([document.doc_id, *document.also])
        pairs = [(item, Reference(LIBRARY_JSON, item, named_file(item))) for item in self._items]
        named = (item for item, reference in pairs if files.find(reference, ""))
        title = squeezed_title(document.title)
        titled = (
            item
            for item, reference in pairs
            if not reference.files and squeezed_title(str(item.get("title") or "")) == title
        )
        return next(named, None) or next(titled, None)

    def _write(self) -> None:
        written = self._path.with_name(f".{LIBRARY_JSON}.new")
        try:
            written.write_text(self._list.written(self._items), encoding="utf-8", newline="")
            os.replace(written, self._path)
        except OSError as error:
            raise InputError(
                f"{self._path} cannot be written ({error.strerror}). Make the corpus folder writable."
            ) from error


def _changes(item: Item | None) -> list[Any]:
    """Return the changes of an item that can be undone, the last one last."""
    custom = item.get("custom") if item else None
    changes = custom.get(UNDO) if isinstance(custom, dict) else None
    return changes if isinstance(changes, list) else []
