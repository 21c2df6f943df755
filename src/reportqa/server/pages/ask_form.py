"""The question form with the chips of active filters, and the addresses of questions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from reportqa.answering import GROUPS, SORTS, Query
from reportqa.index import DATE_NAMES, Facets
from reportqa.server.pages.filter_fields import Field, filter_fields, shown_filter
from reportqa.settings import DEFAULT_K

MAX_CARRIED = 300
"""The longest question that links into documents carry, in characters."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, the address of the question without it, and the name of the collection that it is."""

    label: str
    value: str
    address: str
    collection: str = ""


@dataclass(frozen=True, slots=True)
class AskForm:
    """The question form: its question, filter fields, hidden fields and chips.

    `savable` are the query parameters to send with the name of a new collection, empty without filters to save.
    """

    question: str = ""
    fields: tuple[Field, ...] = ()
    dates: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    chips: tuple[Chip, ...] = ()
    savable: Mapping[str, Any] = dataclass_field(default_factory=dict)

    @classmethod
    def of(cls, query: Query, facets: Facets, endpoint: str = "pages.ask") -> "AskForm":
        """Return the form with all filter fields.

        :param endpoint: the page that shows the question without one of its filters
        """
        query = replace(query, filters=facets.canonical(query.filters))
        values = query.filters.values()
        fields = filter_fields(query.filters, facets)
        shown = {(field.name, option.value) for field in fields for option in field.options if option.chosen}
        return cls(
            question=query.question,
            fields=tuple(field for field in fields if field.name not in DATE_NAMES),
            dates=tuple(field for field in fields if field.name in DATE_NAMES),
            hidden=(
                *((name, value) for name, given in values.items() for value in given if (name, value) not in shown),
                *arrangement(query).items(),
            ),
            chips=tuple(
                Chip(
                    *shown_filter(name, value, facets),
                    ask_address(query, endpoint, filters=query.filters.without(name, value)),
                    value if name == "collection" else "",
                )
                for name, given in values.items()
                for value in given
            ),
            savable=query_values(query) if values and not query.filters.collections else {},
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
    return {"q": query.question or None, "after": query.after, "k": k, **query.filters.values(), **arrangement(query)}


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
