"""The question form: its filter fields, the chips of active filters, and the addresses of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from reportqa.answering import GROUPS, SORTS, Query
from reportqa.index import DATE_NAMES, Facets
from reportqa.settings import DEFAULT_K
from reportqa.text import language_name

MAX_CARRIED = 300
"""The longest question that links into documents carry, in characters."""
MAX_BOXES = 100
"""The maximum number of checkboxes of a field; beyond it, names are typed and documents chosen elsewhere."""

_LABELS = {
    "collection": ("Collection", "Collections"),
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
"""Fields whose values are shown by display names, in their order."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter; `count` is the number of its documents that match the other filters, if useful."""

    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A filter field: checkboxes, a text field if it has no options, or, for dates, a list."""

    name: str
    label: str
    options: tuple[Option, ...]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address of the question without it."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class AskForm:
    """The question form: its question, filter fields, hidden fields and chips."""

    question: str = ""
    fields: tuple[Field, ...] = ()
    dates: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    chips: tuple[Chip, ...] = ()

    @classmethod
    def of(cls, query: Query, facets: Facets) -> "AskForm":
        """Return the form with the collections, and a field for each filter with several values."""
        query = replace(query, filters=facets.canonical(query.filters))
        values = query.filters.values()
        counts = facets.counts(query.filters)
        fields = [
            _field(name, values.get(name, ()), facets, counts[name])
            for name in _LABELS
            if len(facets.choices(name)) > (name != "collection")
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
            chips=_chips(query, facets),
        )

    @classmethod
    def within(cls, doc_id: str) -> "AskForm":
        """Return the form that asks one document."""
        return cls(hidden=(("document", doc_id),))


def ask_address(query: Query, endpoint: str = "pages.ask", **changes: Any) -> str:
    """Return the address of a question, with some of its fields replaced."""
    return url_for(endpoint, **query_values(replace(query, **changes)))


def query_values(query: Query) -> dict[str, Any]:
    """Return the query parameters of a question; defaults are omitted."""
    k = None if query.k == DEFAULT_K else query.k
    return {"q": query.question, "after": query.after, "k": k, **query.filters.values(), **arrangement(query)}


def arrangement(query: Query) -> dict[str, str]:
    """Return the sort, group and llm parameters that are not defaults."""
    chosen = {"sort": (query.sort, SORTS), "group": (query.group, GROUPS), "llm": ("01"[query.llm], "1")}
    return {name: value for name, (value, usual) in chosen.items() if value != usual[0]}


def explain_address(query: Query) -> str:
    """Return the address of the explanation of an answer."""
    return ask_address(query, endpoint="pages.explain")


def source_address(link: str, question: str) -> str:
    """Return a link to a cited place with the question added, so that its other matches are highlighted too."""
    if not question or len(question) > MAX_CARRIED:
        return link
    path, _, anchor = link.partition("#")
    return f"{path}&{urlencode({'q': question})}#{anchor}"


def only_address(query: Query, doc_id: str) -> str:
    """Return the address of a question restricted to one document."""
    return ask_address(query, k=DEFAULT_K, filters=replace(query.filters, doc_ids=(doc_id,)))


def _field(name: str, given: Sequence[str], facets: Facets, counts: Mapping[str, int]) -> Field | None:
    """Return the field of a filter; None if it has too many values and cannot be typed."""
    choices, label = facets.choices(name), _LABELS[name][name not in DATE_NAMES]
    if len(choices) > MAX_BOXES and name not in DATE_NAMES:
        return Field(name, label, (), given[0] if given else "") if name in _TYPED else None
    # A value from an address can be part of a name; it gets an option too.
    options = [Option(value, _shown(name, value, facets), chosen=True) for value in given if value not in choices]
    for value in choices:
        count = counts.get(value, 0)
        # For a document, only "does not match" is worth showing.
        shown_count = None if name == "document" and count else count
        options.append(Option(value, _shown(name, value, facets), value in given, shown_count))
    if name in _NAMED:
        options.sort(key=lambda option: option.label.casefold())
    return Field(name, label, tuple(options))


def _kept(one: Field) -> set[str]:
    """Return the values that a field submits."""
    return {option.value for option in one.options if option.chosen} | {one.typed}


def _chips(query: Query, facets: Facets) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            _LABELS[name][0],
            _shown(name, value, facets),
            ask_address(query, filters=query.filters.without(name, value)),
        )
        for name, given in query.filters.values().items()
        for value in given
    )


def _shown(name: str, value: str, facets: Facets) -> str:
    """Return the display name of a value: a document's title, the name of a language."""
    match name:
        case "document":
            return facets.labels.get(value, value)
        case "language":
            return language_name(value.lower())
        case "type":
            return value.removeprefix(".").upper() if len(value) <= 5 else value
    return value
