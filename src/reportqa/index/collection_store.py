"""Named collections of documents, kept in one file of the index folder that builds leave alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from filelock import FileLock

from reportqa.errors import Conflict, InputError, NoDocumentFits
from reportqa.index.filters import Filters
from reportqa.settings import MAX_VALUES
from reportqa.storage import replace_text
from reportqa.text import fold_case

COLLECTIONS_FILE = "collections.json"
MAX_COLLECTIONS = 100
MAX_COLLECTION_NAME = 80
"""Characters of a name."""
MAX_COLLECTED = 5_000
"""Documents that a collection names."""
_MAX_BYTES = 4 * 1024**2
"""The size of the file."""
_SHOWN = 5
"""Names listed in an error."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of documents: those that match its filters. One chosen by hand has only ids in its filters."""

    name: str
    filters: Filters

    @property
    def is_by_hand(self) -> bool:
        """Whether its documents are listed, and documents can be added."""
        return self.filters == Filters(doc_ids=self.filters.doc_ids)


class Collections(Protocol):
    """The collections that filters may name."""

    def all(self) -> list[Collection]:
        """Return all collections, sorted by name."""
        ...

    def find(self, name: str) -> Collection:
        """Return the collection of that name, in any case.

        :raises NoDocumentFits: when there is none.
        """
        ...


class FixedCollections:
    """Collections that do not change."""

    def __init__(self, collections: Sequence[Collection]) -> None:
        self._kept = {fold_case(one.name): one for one in collections}

    def all(self) -> list[Collection]:
        return [self._kept[key] for key in sorted(self._kept)]

    def find(self, name: str) -> Collection:
        return _found(name, self._kept)


class CollectionStore:
    """The collections of an index folder; names are the same in any case.

    Safe to use from several threads and processes.
    """

    def __init__(self, index_dir: Path) -> None:
        self.path = index_dir / COLLECTIONS_FILE
        self._lock = Lock()
        self._read: tuple[tuple[int, ...], Mapping[str, Collection]] | None = None

    def all(self) -> list[Collection]:
        """Return all collections, sorted by name.

        :raises InputError: when the file cannot be read.
        """
        kept = self._collections()
        return [kept[key] for key in sorted(kept)]

    def version(self) -> tuple[int, ...]:
        """Return what changes whenever the file does; empty without a file."""
        try:
            stat = self.path.stat()
        except OSError:
            return ()
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def find(self, name: str) -> Collection:
        """Return the collection of that name.

        :raises NoDocumentFits: when there is none.
        :raises InputError: when the file cannot be read.
        """
        return _found(name, self._collections())

    def save(self, name: str, filters: Filters) -> Collection:
        """Add a collection of the documents that match filters.

        :raises Conflict: when the name is taken.
        :raises InputError: for an invalid name, filters that are empty or have a collection, or beyond a limit.
        """
        made = Collection(_checked_name(name), filters)
        with self._changing() as kept:
            _check_free(made.name, kept)
            _put(made, kept)
        return made

    def add(self, name: str, doc_ids: Sequence[str]) -> Collection:
        """Add documents to a collection; one that does not exist is made.

        :raises InputError: when its documents are those that match filters, or as `save` does.
        """
        with self._changing() as kept:
            before = kept.get(fold_case(name)) or Collection(_checked_name(name), Filters())
            _check_by_hand(before)
            ids = tuple(dict.fromkeys((*before.filters.doc_ids, *doc_ids)))
            after = replace(before, filters=Filters(doc_ids=ids))
            _put(after, kept)
        return after

    def remove(self, name: str, doc_ids: Sequence[str]) -> Collection:
        """Remove documents from a collection; its last one cannot be removed.

        :raises NoDocumentFits: when there is no such collection.
        :raises InputError: when no document would be left, or its documents are those that match filters.
        """
        with self._changing() as kept:
            before = _found(name, kept)
            _check_by_hand(before)
            left = tuple(one for one in before.filters.doc_ids if one not in set(doc_ids))
            if not left:
                raise InputError(f'"{before.name}" would have no document. Delete the collection instead.')
            after = replace(before, filters=replace(before.filters, doc_ids=left))
            _put(after, kept)
        return after

    def rename(self, name: str, new_name: str) -> Collection:
        """Rename a collection.

        :raises NoDocumentFits: when there is no such collection.
        :raises Conflict: when the new name is taken.
        :raises InputError: for an invalid name.
        """
        new_name = _checked_name(new_name)
        with self._changing() as kept:
            before = _found(name, kept)
            del kept[fold_case(name)]
            _check_free(new_name, kept)
            after = replace(before, name=new_name)
            _put(after, kept)
        return after

    def delete(self, name: str) -> None:
        """Delete a collection; its documents stay in the index.

        :raises NoDocumentFits: when there is none of that name.
        """
        with self._changing() as kept:
            _found(name, kept)
            del kept[fold_case(name)]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Collection]]:
        """Yield the collections by folded name to change them; write them afterwards."""
        try:
            with self._lock, FileLock(self.path.with_suffix(".lock")):
                kept = dict(self._collections())
                yield kept
                text = json.dumps([_row(one) for one in kept.values()], indent=1)
                if len(text) > _MAX_BYTES:
                    raise InputError("The collections name too many documents. Use filters, or delete some.")
                replace_text(self.path, f"{text}\n")
        except OSError as error:
            raise InputError(f"{self.path} cannot be written ({error.strerror}), so nothing was saved.") from error

    def _collections(self) -> Mapping[str, Collection]:
        """Return the collections by folded name; the file is read again only when it has changed."""
        try:
            version = self.version()
            read = self._read
            if read is None or not version or read[0] != version:
                rows = [_collection(row) for row in json.loads(self.path.read_text(encoding="utf-8"))]
                self._read = read = version, {fold_case(one.name): one for one in rows}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, InputError) as error:
            raise InputError(f"{self.path} cannot be read. Repair it or move it away.") from error
        return read[1]


def _row(one: Collection) -> dict[str, Any]:
    return {"name": one.name, "filters": one.filters.to_dict()}


def _collection(row: Mapping[str, Any]) -> Collection:
    values = {name: [given] if isinstance(given, str) else given for name, given in row["filters"].items()}
    return Collection(row["name"], Filters.of(values))


def _found(name: str, kept: Mapping[str, Collection]) -> Collection:
    """Return the collection of a name.

    :raises NoDocumentFits: when there is none.
    """
    if found := kept.get(fold_case(name)):
        return found
    if not kept:
        raise NoDocumentFits(f'There is no collection "{name}", and no other. Remove this filter.')
    names = [kept[key].name for key in sorted(kept)]
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    raise NoDocumentFits(f'There is no collection "{name}". Collections here: {", ".join(names[:_SHOWN])}{more}.')


def _checked_name(name: str) -> str:
    """Return a name with single spaces.

    :raises InputError: when it is empty, too long or has characters that cannot be shown.
    """
    name = " ".join(name.split())
    if not name or len(name) > MAX_COLLECTION_NAME or not name.isprintable():
        raise InputError(f"The name of a collection has 1 to {MAX_COLLECTION_NAME} characters. Choose another name.")
    return name


def _check_by_hand(one: Collection) -> None:
    """Check that the documents of a collection can be changed.

    :raises InputError: when they are those that match filters.
    """
    if not one.is_by_hand:
        raise InputError(
            f'The documents of "{one.name}" are those that match its filters, so none can be added or removed by hand.'
            " Choose another collection."
        )


def _check_free(name: str, kept: Mapping[str, Collection]) -> None:
    """Check that no collection has a name.

    :raises Conflict: when one has.
    """
    if taken := kept.get(fold_case(name)):
        raise Conflict(f'There is a collection "{taken.name}" already. Choose another name.')


def _put(one: Collection, kept: dict[str, Collection]) -> None:
    """Add or replace a collection.

    :raises InputError: when it is empty, has a collection among its filters, or is beyond a limit.
    """
    values = one.filters.values()
    if not values:
        raise InputError("The collection would be empty. Choose documents or filters first.")
    if one.filters.collections:
        raise InputError("A collection cannot be part of another. Remove the filter for a collection first.")
    if len(values.pop("document", ())) > MAX_COLLECTED:
        raise InputError(f"A collection names up to {MAX_COLLECTED:,} documents. Use filters, or choose fewer.")
    if any(len(given) > MAX_VALUES for given in values.values()):
        raise InputError(f"A collection has up to {MAX_VALUES} values of a filter. Choose fewer.")
    key = fold_case(one.name)
    if key not in kept and len(kept) >= MAX_COLLECTIONS:
        raise InputError(f"There are {MAX_COLLECTIONS} collections, the most possible. Delete one first.")
    kept[key] = one
