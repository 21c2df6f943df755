"""Collections with the groups that they are shared with."""

from collections.abc import Collection as Names
from collections.abc import Mapping
from typing import Protocol

from reportqa.errors import Conflict, InputError
from reportqa.index.collection_store import Collection, CollectionStore
from reportqa.index.scope import NOBODY
from reportqa.text import fold_case


class Grants(Protocol):
    """Storage of the groups of collections, by their folded names."""

    def all(self) -> Mapping[str, frozenset[str]]:
        """Return the groups of each collection that has any."""
        ...

    def set(self, collection: str, groups: Names[str]) -> None:
        """Set the groups of a collection, none to remove it."""
        ...

    def rename(self, collection: str, new_name: str) -> None:
        """Move the groups of a collection to its new name."""
        ...


class _NoGrants:
    """Storage where there is none: no collection has groups."""

    def all(self) -> Mapping[str, frozenset[str]]:
        return {}

    def set(self, collection: str, groups: Names[str]) -> None:
        """Change nothing."""

    def rename(self, collection: str, new_name: str) -> None:
        """Change nothing."""


class SharedCollections:
    """The collections of an index folder, which decide what groups see once one of them is shared."""

    def __init__(self, store: CollectionStore, grants: Grants | None = None) -> None:
        """Share the collections of a store; without `grants`, none is shared."""
        self._store = store
        self._grants = grants or _NoGrants()

    def any(self) -> bool:
        """Return whether any collection is shared."""
        return bool(self._grants.all())

    def groups(self, name: str) -> frozenset[str]:
        """Return the groups that a collection is shared with; none if it is not shared."""
        return self._grants.all().get(fold_case(name), frozenset())

    def grant(self, name: str, groups: Names[str]) -> Collection:
        """Share a collection with more groups.

        :raises NoDocumentFits: when there is no such collection.
        :raises InputError: when no group is named, or the name of one is invalid.
        """
        found = self._store.find(name)
        if not (named := {group.strip() for group in groups} - {""}):
            raise InputError("No group is named. Name one or more groups.")
        self._grants.set(found.name, self.groups(found.name) | named)
        return found

    def share(self, name: str, groups: Names[str]) -> Collection:
        """Share a collection with these groups only.

        :raises ReportQAError: as `grant` does.
        """
        found = self.grant(name, groups)
        self._grants.set(found.name, {group.strip() for group in groups} - {""})
        return found

    def revoke(self, name: str, groups: Names[str] = ()) -> Collection:
        """Stop sharing a collection with some groups, which are not its last ones, or with all when none is named.

        :raises NoDocumentFits: when there is no such collection.
        :raises InputError: when it is not shared with one of the groups, or no group would be left.
        """
        found = self._store.find(name)
        before = self.groups(found.name)
        if unknown := sorted(set(groups) - before):
            raise InputError(f'"{found.name}" is not shared with the group "{unknown[0]}".')
        if groups and before == set(groups):
            raise InputError(
                f'"{found.name}" would have no group. Share it with the group "{NOBODY}" first, so that only'
                " administrators see it, or stop sharing it."
            )
        self._grants.set(found.name, before - set(groups) if groups else ())
        return found

    def rename(self, name: str, new_name: str) -> Collection:
        """Rename a collection, which keeps its groups.

        :raises ReportQAError: as `CollectionStore.rename` does.
        """
        before = self._store.find(name)
        after = self._store.rename(name, new_name)
        # Until this is done, users who may not see everything see nothing.
        self._grants.rename(before.name, after.name)
        return after

    def delete(self, name: str) -> None:
        """Delete a collection that is not shared.

        :raises NoDocumentFits: when there is no such collection.
        :raises Conflict: when it is shared.
        """
        if self.groups(found := self._store.find(name).name):
            raise Conflict(f'"{found}" is shared with groups. Stop sharing it first.')
        self._store.delete(name)
