"""What a user may see of an index, by the groups that collections are shared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportqa.errors import IndexUnavailable
from reportqa.index.collection_store import Collection
from reportqa.index.facets import Facets
from reportqa.index.filters import Filters
from reportqa.text import fold_case

EVERYONE = "everyone"
"""The group of everybody who signs in."""
NOBODY = "nobody"
"""A group without members: only administrators see what is shared with it alone."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a user may see, and the collections whose names the user may know, each of them by hand."""

    doc_ids: frozenset[str]
    collections: tuple[Collection, ...]


def scope_of(
    facets: Facets,
    collections: Sequence[Collection],
    shares: Mapping[str, frozenset[str]],
    groups: frozenset[str],
    *,
    unshared_too: bool,
) -> Scope | None:
    """Return what the members of some groups may see; None for everything.

    As long as no collection is shared, everybody sees everything.

    :param facets: those of the whole index, because the filters of a collection select from all documents
    :param shares: the groups of each collection that has any, by its folded name
    :param unshared_too: whether everybody sees the documents that are in no shared collection
    :raises IndexUnavailable: when a shared collection does not exist, so that its documents are not known.
    """
    if not shares:
        return None
    if shares.keys() - {fold_case(one.name) for one in collections}:
        raise IndexUnavailable(
            "A collection that is shared with groups does not exist any more, so what you may see is not known. Ask an"
            ' administrator to run "reportqa collections".'
        )
    groups = (groups | {EVERYONE}) - {NOBODY}
    members = {one.name: facets.members(one) for one in collections}
    granted = [one for one in collections if not groups.isdisjoint(shares.get(fold_case(one.name), ()))]
    visible = frozenset().union(*(members[one.name] for one in granted))
    if unshared_too:
        shared = frozenset().union(*(members[one.name] for one in collections if fold_case(one.name) in shares))
        visible |= facets.select(Filters()) - shared
        granted += [one for one in collections if fold_case(one.name) not in shares]
        if len(granted) == len(collections) and visible == facets.select(Filters()):
            return None
    seen = ((one, members[one.name] & visible) for one in sorted(granted, key=lambda one: fold_case(one.name)))
    return Scope(visible, tuple(replace(one, filters=Filters(doc_ids=tuple(sorted(ids)))) for one, ids in seen if ids))
