"""Filters on documents: collection, publisher, author, date, language, file type."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from reportqa.citations import Interval, item_interval, read_range
from reportqa.csl import item_authors, item_text
from reportqa.document import DocumentSummary
from reportqa.errors import InputError
from reportqa.text import fold

TRAIT_NAMES = ("document", "publisher", "author", "language", "type")
"""Fields whose values the metadata of a document have."""
LIST_NAMES = ("collection", *TRAIT_NAMES)
"""Fields that accept several values, any of which may match."""
DATE_NAMES = ("from", "to")
NAMES = (*LIST_NAMES, *DATE_NAMES)

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Traits:
    """The filterable metadata of one document.

    `published` is the first and last day of its date, None without a readable one. `file_types` are its suffix
    without the dot, its media type and the subtype.
    """

    doc_id: str
    title: str
    publisher: str | None
    authors: tuple[str, ...]
    published: Interval | None
    language: str | None
    suffix: str
    file_types: frozenset[str]

    @classmethod
    def of(cls, summary: DocumentSummary) -> "Traits":
        """Return the traits of a document; a language not detected in the text is taken from the CSL item."""
        suffix = PurePosixPath(summary.doc_id).suffix.lower().removeprefix(".")
        said = (item_text(summary.item, "language") or "").lower().replace("_", "-").partition("-")[0]
        return cls(
            doc_id=summary.doc_id,
            title=summary.title,
            publisher=item_text(summary.item, "publisher"),
            authors=item_authors(summary.item),
            published=item_interval(summary.item),
            language=summary.language or (said if len(said) == 2 else None),
            suffix=suffix,
            file_types=frozenset({suffix, summary.media_type, summary.media_type.partition("/")[2]}),
        )

    def fits(self, name: str, value: str) -> bool:
        """Return whether the document has a value of one of TRAIT_NAMES."""
        match name:
            case "document":
                return value == self.doc_id
            case "publisher":
                return _named(value, self.publisher or "")
            case "author":
                return any(_named(value, author) for author in self.authors)
            case "language":
                return value.strip().lower() == self.language
            case _:
                return value.strip().lower().removeprefix(".") in self.file_types


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters on documents: any value of a field may match, and all fields with values must match.

    A publisher or author matches if all words of the value are in the name, in any order, ignoring case and accents.
    Dates are "2016", "2016-07" or "2016-07-19". A document matches a range if its date may be in it: one dated
    "2016" matches any range with a day of that year, one without a date matches none. `collections` are names, which
    `Facets` resolves.
    """

    collections: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    file_types: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None

    def __post_init__(self) -> None:
        first, last = self.interval
        if first > last:
            raise InputError(f'"from" is {self.published_from}, which is after "to", {self.published_to}. Swap them.')

    @classmethod
    def of(cls, values: Mapping[str, Sequence[str]]) -> "Filters":
        """Return filters from lists of values by NAMES, without duplicates.

        :raises InputError: for an invalid or repeated date, or a range that ends before it begins.
        """
        lists = {name: tuple(dict.fromkeys(values.get(name, ()))) for name in LIST_NAMES}
        first, last = (_only(name, values.get(name, ())) for name in DATE_NAMES)
        return cls(
            lists["collection"], lists["document"], lists["publisher"], lists["author"], lists["language"],
            lists["type"], first, last,
        )  # fmt: skip

    def __bool__(self) -> bool:
        return self != EVERYTHING

    @property
    def interval(self) -> Interval:
        """The first and the last day of the range of dates."""
        return read_range(self.published_from, self.published_to)

    def values(self) -> dict[str, tuple[str, ...]]:
        """Return the values of each field with values, by NAMES."""
        dates = tuple((date,) if date is not None else () for date in (self.published_from, self.published_to))
        lists = (self.collections, self.doc_ids, self.publishers, self.authors, self.languages, self.file_types)
        return {name: values for name, values in zip(NAMES, (*lists, *dates), strict=True) if values}

    def to_dict(self) -> dict[str, Any]:
        """Return the values as a JSON object: lists, and a string for each date."""
        return {name: values[0] if name in DATE_NAMES else list(values) for name, values in self.values().items()}

    def without(self, name: str, value: str) -> "Filters":
        """Return the filters without one value of one field."""
        left = self.values()
        left[name] = tuple(other for other in left[name] if other != value)
        return Filters.of(left)

    def matches(self, traits: Traits) -> bool:
        """Return whether a document matches all filters but `collections`."""
        return next(self.misfits(traits), None) is None

    def misfits(self, traits: Traits) -> Iterator[str]:
        """Yield the fields that a document does not match, without `collections`; the dates are one field, "from"."""
        if self.doc_ids and traits.doc_id not in self.doc_ids:
            yield "document"
        if not self.covers(traits.published):
            yield "from"
        for name, values in (
            ("publisher", self.publishers),
            ("author", self.authors),
            ("language", self.languages),
            ("type", self.file_types),
        ):
            if values and not any(traits.fits(name, value) for value in values):
                yield name

    def covers(self, published: Interval | None) -> bool:
        """Return whether a date may be in the range; without a range always true, also for no date."""
        if self.published_from is None and self.published_to is None:
            return True
        first, last = self.interval
        return published is not None and published[0] <= last and first <= published[1]


EVERYTHING = Filters()


def _only(name: str, values: Sequence[str]) -> str | None:
    if len(set(values)) > 1:
        raise InputError(f'"{name}" is given {len(values)} times. Use one date.')
    return values[0] if values else None


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    """Return the words of a name without case and accents.

    >>> sorted(_words("Société d’Économie"))
    ['d', 'economie', 'societe']
    """
    return frozenset(_WORD.findall(fold(text)))


def _named(value: str, name: str) -> bool:
    wanted = _words(value)
    return bool(wanted) and wanted <= _words(name)
