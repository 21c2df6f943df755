"""Turns a question and what an index holds into what the pages show: the form with its filters, and the chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from reportqa.answering import GROUPS, SORTS, Query
from reportqa.index import DATE_NAMES, Filters, Shelf
from reportqa.settings import DEFAULT_K
from reportqa.text import language_name

MAX_CARRIED = 300
"""Characters of a question that goes with every link into a document; a longer one would fill the page."""
MAX_BOXES = 100
"""Values of a field for which there is a box each; names beyond that are typed, documents chosen elsewhere."""

_LABELS = {
    "document": ("Document", "Documents"),
    "publisher": ("Publisher", "Publishers"),
    "author": ("Author", "Authors"),
    "language": ("Language", "Languages"),
    "type": ("File type", "File types"),
    "from": ("From", "From"),
    "to": ("To", "To"),
}
_TYPED = ("publisher", "author")
_NAMED = ("document", "language")
"""Fields whose values are shown by other names, and in the order of those."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen, whether it is, and how many documents have it; None where that says nothing.

    They are counted among those that fit what is chosen in the other fields.
    """

    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A filter that can be set: by boxes, by typing when there are no options, or, for dates, from a list."""

    name: str
    label: str
    options: tuple[Option, ...]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the address of the same question without it."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class AskForm:
    """A form to ask with: the fields to choose in, and by name what it sends besides."""

    question: str = ""
    fields: tuple[Field, ...] = ()
    dates: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    chips: tuple[Chip, ...] = ()

    @classmethod
    def of(cls, query: Query, shelf: Shelf) -> "AskForm":
        """Give the form with a field for each filter of which the documents have several values."""
        values = query.filters.values()
        counts = shelf.counts(query.filters)
        fields = [
            _field(name, values.get(name, ()), shelf, counts[name]) for name in _LABELS if len(shelf.choices(name)) > 1
        ]
        shown = {(one.name, value) for one in fields if one for value in _kept(one)}
        return cls(
            question=query.question,
            fields=tuple(one for one in fields if one and one.name not in DATE_NAMES),
            dates=tuple(one for one in fields if one and one.name in DATE_NAMES),
            hidden=(
                *((name, value) for name, given in values.items() for value in given if (name, value) not in shown),
                *arrangement(query).items(),
            ),
            chips=_chips(query, shelf),
        )

    @classmethod
    def within(cls, doc_id: str) -> "AskForm":
        """Give the form that asks one document."""
        return cls(hidden=(("document", doc_id),))


def ask_address(
    query: Query,
    *,
    k: int | None = None,
    filters: Filters | None = None,
    sort: str | None = None,
    group: str | None = None,
    endpoint: str = "pages.ask",
) -> str:
    """Give the address of a question, with another k, other filters or another arrangement where there are any."""
    asked = replace(
        query,
        k=query.k if k is None else k,
        filters=query.filters if filters is None else filters,
        sort=sort or query.sort,
        group=group or query.group,
    )
    return url_for(endpoint, **asked_values(asked))


def asked_values(query: Query) -> dict[str, Any]:
    """Give what an address says of a question; what is as usual is left out."""
    k = None if query.k == DEFAULT_K else query.k
    return {"q": query.question, "k": k, **query.filters.values(), **arrangement(query)}


def arrangement(query: Query) -> dict[str, str]:
    """Give how the passages are arranged, as far as that is not as usual."""
    chosen = {"sort": (query.sort, SORTS), "group": (query.group, GROUPS)}
    return {name: value for name, (value, usual) in chosen.items() if value != usual[0]}


def explain_address(query: Query) -> str:
    """Give the address of the page that says how a question was answered."""
    return ask_address(query, endpoint="pages.explain")


def source_address(link: str, question: str) -> str:
    """Give the address of a cited place with the question, so that the document shows what else it finds there."""
    if not question or len(question) > MAX_CARRIED:
        return link
    path, _, anchor = link.partition("#")
    return f"{path}&{urlencode({'q': question})}#{anchor}"


def only_address(query: Query, doc_id: str) -> str:
    """Give the address of a question to one document."""
    return ask_address(query, k=DEFAULT_K, filters=replace(query.filters, doc_ids=(doc_id,)))


def _field(name: str, given: Sequence[str], shelf: Shelf, counts: Mapping[str, int]) -> Field | None:
    """Give the field of a filter, None for one with too many values that are not words."""
    choices, label = shelf.choices(name), _LABELS[name][name not in DATE_NAMES]
    if len(choices) > MAX_BOXES and name not in DATE_NAMES:
        return Field(name, label, (), given[0] if given else "") if name in _TYPED else None
    # What came with an address, as a part of a name, has an option too.
    parts = [Option(value, _shown(name, value, shelf), chosen=True) for value in given if value not in choices]
    there = [
        Option(value, _shown(name, value, shelf), value in given, _count(name, counts.get(value, 0)))
        for value in choices
    ]
    options = [*parts, *there]
    if name in _NAMED:
        options.sort(key=lambda option: option.label.casefold())
    return Field(name, label, tuple(options))


def _count(name: str, count: int) -> int | None:
    """Give what is told of a count: of a document only that it does not fit."""
    return None if name == "document" and count else count


def _kept(one: Field) -> set[str]:
    """Give the values that a field sends."""
    return {option.value for option in one.options if option.chosen} | {one.typed}


def _chips(query: Query, shelf: Shelf) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            _LABELS[name][0],
            _shown(name, value, shelf),
            ask_address(query, filters=query.filters.without(name, value)),
        )
        for name, given in query.filters.values().items()
        for value in given
    )


def _shown(name: str, value: str, shelf: Shelf) -> str:
    """Give a value as people read it: a document's title, the name of a language."""
    match name:
        case "document":
            return shelf.titles.get(value, value)
        case "language":
            return language_name(value.lower())
        case "type":
            return value.removeprefix(".").upper() if len(value) <= 5 else value
    return value
