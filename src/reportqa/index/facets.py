"""Facets of the documents of an index: which match the filters, and which values there are to choose from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from reportqa.document import DocumentSummary
from reportqa.errors import DocumentNotFound, InputError, NoDocumentFits
from reportqa.index.collection_store import MAX_COLLECTIONS, Collection, Collections
from reportqa.index.filters import DATE_NAMES, NAMES, TRAIT_NAMES, Filters, Traits
from reportqa.text import fold_case

_SHOWN = 5
"""Values listed in an error."""
_NOUNS = {"publisher": "publisher", "author": "author", "language": "language", "type": "file type"}


class Facets:
    """The filterable metadata of all documents.

    `titles`, `differences` (what tells a document apart from those with the same title, without the others), `labels`
    (titles, with the difference behind equal ones), `languages` (None if unknown) and `published` (first and last day,
    None without a date) are by document id; `names` are all titles, publishers and authors.
    Collections are resolved here, and only here.
    """

    def __init__(self, summaries: Iterable[DocumentSummary], collections: Collections | None = None) -> None:
        self._collections = collections
        self._members: dict[Filters, frozenset[str]] = {}
        self.documents = tuple(Traits.of(summary) for summary in summaries)
        self.titles = {traits.doc_id: traits.title for traits in self.documents}
        self.differences = _differences(self.documents)
        self.labels = {
            doc_id: f"{title} ({self.differences[doc_id]})" if doc_id in self.differences else title
            for doc_id, title in self.titles.items()
        }
        makers = (name for traits in self.documents for name in (traits.publisher, *traits.authors) if name)
        self.names = tuple(dict.fromkeys((*self.titles.values(), *makers)))
        self._by_id = {traits.doc_id: traits for traits in self.documents}
        self._ids = frozenset(self.titles)
        self.languages = {traits.doc_id: traits.language for traits in self.documents}
        self.published = {traits.doc_id: traits.published for traits in self.documents}
        self._values = {
            name: tuple(tuple(dict.fromkeys(_values(name, traits))) for traits in self.documents)
            for name in (*TRAIT_NAMES, *DATE_NAMES)
        }
        self._counts = {name: Counter(chain.from_iterable(values)) for name, values in self._values.items()}
        self._choices = {
            name: tuple(sorted(counts, key=lambda value: (value.casefold(), value)))
            for name, counts in self._counts.items()
        }

    def select(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the documents that match the filters.

        :raises DocumentNotFound: for an id that is not in the index.
        :raises NoDocumentFits: when a value, or all fields together, match no document.
        """
        if not filters:
            return self._ids
        values = filters.values()
        collected = self._collected(filters)
        for doc_id in filters.doc_ids:
            if doc_id not in self._ids:
                raise DocumentNotFound(doc_id)
        for name in TRAIT_NAMES[1:]:
            for value in values.get(name, ()):
                if not any(traits.fits(name, value) for traits in self.documents):
                    raise NoDocumentFits(self._unknown(name, value))
        if not any(filters.covers(traits.published) for traits in self.documents):
            raise NoDocumentFits(self._undated(filters))
        found = frozenset(doc_id for doc_id in collected if filters.matches(self._by_id[doc_id]))
        if not found:
            raise NoDocumentFits(f"No document matches all of these: {_listed(values)}. Remove one of them.")
        return found

    def members(self, collection: Collection) -> frozenset[str]:
        """Return the ids of the documents of a collection that are in the index; there may be none."""
        rule = collection.filters
        found = self._members.get(rule)
        if found is None:
            among = [self._by_id[one] for one in rule.doc_ids if one in self._ids] if rule.doc_ids else self.documents
            rest = replace(rule, doc_ids=())
            found = frozenset(traits.doc_id for traits in among if rest.matches(traits))
            kept = self._members if len(self._members) < MAX_COLLECTIONS else {}
            self._members = {**kept, rule: found}
        return found

    def missing(self, collection: Collection) -> list[str]:
        """Return the ids that a collection names and the index no longer has, sorted."""
        return sorted(set(collection.filters.doc_ids) - self._ids)

    def describe(self, collection: Collection) -> dict[str, Any]:
        """Return a collection as a JSON object: its name, number of documents, missing ids and filters."""
        return {
            "name": collection.name,
            "documents": len(self.members(collection)),
            "missing": self.missing(collection),
            "filters": collection.filters.to_dict(),
        }

    def collections(self) -> list[Collection]:
        """Return the collections, sorted by name; none while their file cannot be read."""
        with suppress(InputError):
            return self.all_collections()
        return []

    def all_collections(self) -> list[Collection]:
        """Return the collections, sorted by name.

        :raises InputError: when their file cannot be read.
        """
        return self._collections.all() if self._collections else []

    def canonical(self, filters: Filters) -> Filters:
        """Return filters with the names of known collections as they were given, whatever the case."""
        names = {fold_case(one.name): one.name for one in self.collections()} if filters.collections else {}
        return replace(filters, collections=tuple(names.get(fold_case(one), one) for one in filters.collections))

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the distinct values of a field, sorted; for dates the years, and only collections with documents."""
        if name == "collection":
            return tuple(one.name for one in self.collections() if self.members(one))
        return self._choices[name]

    def counts(self, filters: Filters) -> Mapping[str, Mapping[str, int]]:
        """Return by field and value how many of the documents that match the filters of all other fields have it.

        The range of dates is one field, whose values are years. Values without documents are left out.
        """
        if not filters:
            return {**self._counts, "collection": self._collection_counts(self._ids)}
        collected = self._collected(filters)
        rows: dict[str, list[int]] = {name: [] for name in NAMES}
        for row, traits in enumerate(self.documents):
            missed = chain(() if traits.doc_id in collected else ("collection",), filters.misfits(traits))
            match list(islice(missed, 2)):
                case []:
                    names: Sequence[str] = NAMES
                case ["from"]:
                    names = DATE_NAMES
                case [name]:
                    names = (name,)
                case _:
                    continue
            for name in names:
                rows[name].append(row)
        others = frozenset(self.documents[row].doc_id for row in rows["collection"])
        return {
            name: Counter(chain.from_iterable(map(values.__getitem__, rows[name])))
            for name, values in self._values.items()
        } | {"collection": self._collection_counts(others)}

    def _collected(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the documents of any of the collections that the filters name; without one, all ids.

        :raises NoDocumentFits: for an unknown collection, or one whose documents have left the index.
        """
        if not filters.collections:
            return self._ids
        if self._collections is None:
            raise NoDocumentFits(f'There is no collection "{filters.collections[0]}". Remove this filter.')
        # A name may be given in several cases.
        named = {one.name: one for one in map(self._collections.find, filters.collections)}
        if empty := next((one for one in named.values() if not self.members(one)), None):
            raise NoDocumentFits(f'No document of the collection "{empty.name}" is in the index. Remove this filter.')
        return frozenset().union(*map(self.members, named.values()))

    def _collection_counts(self, ids: frozenset[str]) -> Counter[str]:
        """Return by collection how many of some documents are in it."""
        return +Counter({one.name: len(self.members(one) & ids) for one in self.collections()})

    def _unknown(self, name: str, value: str) -> str:
        noun, there = _NOUNS[name], self.choices(name)
        if not there:
            return f'No document has the {noun} "{value}": none of the documents has one recorded. Remove this filter.'
        return f'No document has the {noun} "{value}". {noun.capitalize()}s here: {_some(there)}.'

    def _undated(self, filters: Filters) -> str:
        first, last = filters.published_from, filters.published_to
        dated = f"from {first} to {last}" if first and last else f"{first} or later" if first else f"{last} or earlier"
        years = self.choices("from")
        if not years:
            return f"No document is dated {dated}: none of the documents has a date recorded. Remove this filter."
        return f"No document is dated {dated}. Years here: {years[0]}" + (
            f" to {years[-1]}." if len(years) > 1 else "."
        )


def _differences(documents: Sequence[Traits]) -> dict[str, str]:
    """Return the publisher, year or file that differs, by document id, for documents with equal titles."""
    groups: dict[str, list[Traits]] = {}
    for traits in documents:
        groups.setdefault(traits.title.casefold(), []).append(traits)
    differences: dict[str, str] = {}
    for group in groups.values():
        if len(group) == 1:
            continue
        years = [str(traits.published[0][0]) if traits.published else None for traits in group]
        details = ([traits.publisher for traits in group], years, [traits.doc_id for traits in group])
        told = next(values for values in details if None not in values and len(set(values)) == len(group))
        differences.update((traits.doc_id, value) for traits, value in zip(group, told, strict=True) if value)
    return differences


def _values(name: str, traits: Traits) -> Iterator[str]:
    """Yield the values of a document in a field."""
    match name:
        case "document":
            yield traits.doc_id
        case "publisher" if traits.publisher:
            yield traits.publisher
        case "author":
            yield from traits.authors
        case "language" if traits.language:
            yield traits.language
        case "type":
            yield traits.suffix
        case "from" | "to" if traits.published:
            yield from (f"{day[0]:04d}" for day in traits.published)


def _some(values: Sequence[str]) -> str:
    more = len(values) - _SHOWN
    return ", ".join(values[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _listed(values: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f'{name} "{value}"' for name, given in values.items() for value in given)
