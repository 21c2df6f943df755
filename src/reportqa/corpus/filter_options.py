"""Filters on documents as keyword arguments."""

from collections.abc import Sequence
from typing import Any, TypedDict

from reportqa.errors import InputError
from reportqa.index import Filters

_NAMES = {
    "collection": "collection",
    "document": "document",
    "publisher": "publisher",
    "author": "author",
    "language": "language",
    "file_type": "type",
    "published_from": "from",
    "published_to": "to",
}
"""The name in `Filters.of` of each keyword argument but `year`."""


class FilterOptions(TypedDict, total=False):
    """Filters on documents; any value of one may match, and all that are given must match.

    - `collection`: names of collections; `document`: ids
    - `publisher`, `author`: words of the name, in any order, whatever the case and accents
    - `language`: ISO 639-1 codes ("en"); `file_type`: suffixes or media types ("pdf")
    - `year`: the year of publication; `published_from`, `published_to`: "2016", "2016-07" or "2016-07-19"
    """

    collection: str | Sequence[str] | None
    document: str | Sequence[str] | None
    publisher: str | Sequence[str] | None
    author: str | Sequence[str] | None
    language: str | Sequence[str] | None
    file_type: str | Sequence[str] | None
    year: int | str | None
    published_from: int | str | None
    published_to: int | str | None


def filters_of(options: FilterOptions) -> Filters:
    """Return the filters of keyword arguments; None counts as left out.

    :raises InputError: for an unknown name, a value of the wrong type or an invalid date.
    """
    given = {name: value for name, value in options.items() if value is not None}
    if "year" in given:
        if given.keys() & {"published_from", "published_to"}:
            raise InputError('"year" cannot be combined with "published_from" or "published_to". Use one of them.')
        year = given.pop("year")
        given |= {"published_from": year, "published_to": year}
    if unknown := [name for name in given if name not in _NAMES]:
        raise InputError(f'Unknown filter "{unknown[0]}". Known are: {", ".join([*_NAMES, "year"])}.')
    return Filters.of({_NAMES[name]: _values(name, value) for name, value in given.items()})


def _values(name: str, value: Any) -> list[str]:
    is_date = name.startswith("published")
    if isinstance(value, str) or (is_date and isinstance(value, int) and not isinstance(value, bool)):
        return [str(value)]
    if is_date or not isinstance(value, Sequence) or not all(isinstance(one, str) for one in value):
        kind = 'a date such as "2016-07", or a year' if is_date else "a string or a list of strings"
        raise InputError(f'"{name}" must be {kind}.')
    return list(value)
