"""A checked question with its options, from a query string or a JSON object."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reportqa.errors import InputError
from reportqa.index import DATE_NAMES, EVERYTHING, NAMES, Filters
from reportqa.settings import DEFAULT_K, MAX_K, MAX_THREAD

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

FIELDS = ("question", "id", "k", "explain", "llm", "after", *NAMES)
SORTS = ("relevance", "date")
"""Orders of the passages on a page, the default first."""
GROUPS = ("passage", "document")
"""Groups of the passages on a page, the default first."""
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Query:
    """A question, the number of passages, the documents to search, an id, and whether to explain the answer.

    `llm`: whether the language model that the settings name, if any, reads the passages. `after`: the questions
    before it in its thread, from the first to the last. `sort` and `group` arrange the passages on a page; in JSON they
    are always best first.
    """

    question: str
    k: int = DEFAULT_K
    filters: Filters = EVERYTHING
    id: str | int | None = None
    explain: bool = False
    sort: str = SORTS[0]
    group: str = GROUPS[0]
    llm: bool = True
    after: tuple[str, ...] = ()

    @property
    def thread(self) -> "tuple[Query, ...]":
        """The questions of its thread, each with those before it; this one is the last."""
        asked = (*self.after, self.question)
        return tuple(replace(self, question=one, after=asked[:row]) for row, one in enumerate(asked))

    @classmethod
    def from_args(cls, args: "MultiDict[str, str]") -> "Query":
        """Read q, after, k, explain, llm, sort, group and the filters of a query string; empty filters are ignored.

        :raises InputError: when k is not a whole number from 1 to MAX_K, or another value is not allowed.
        """
        k = args.get("k", str(DEFAULT_K))
        return cls(
            args.get("q") or "",
            _check_k(int(k) if k.isascii() and k.isdigit() and len(k) < 10 else 0),
            Filters.of({name: [value for value in args.getlist(name) if value.strip()] for name in NAMES}),
            explain=_one_of("explain", args.get("explain"), ("0", "1")) == "1",
            sort=_one_of("sort", args.get("sort"), SORTS),
            group=_one_of("group", args.get("group"), GROUPS),
            llm=_one_of("llm", args.get("llm"), ("1", "0")) == "1",
            after=check_thread(args.getlist("after")),
        )

    @classmethod
    def from_json(cls, data: bytes | str) -> "Query":
        """Read a JSON object (see `from_object`).

        :raises InputError: when it is not such an object.
        """
        try:
            body = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise InputError('Not valid JSON. Send an object such as {"question": "…"}.') from error
        if not isinstance(body, dict):
            raise InputError('Send a JSON object such as {"question": "…"}.')
        return cls.from_object(body)

    @classmethod
    def from_object(cls, body: Mapping[str, Any]) -> "Query":
        """Read {"question": …, "id"?, "k"?, "explain"?, "llm"?, "after"?, "document"?, …}; null counts as left out.

        "after" and a filter are a string or a list of strings, a date one string.

        :raises InputError: for a wrong type, a k out of range, a date that cannot be read or an unknown field.
        """
        if unknown := [name for name in body if name not in FIELDS]:
            raise InputError(f'Unknown field "{unknown[0]}". Known are: {", ".join(FIELDS)}.')
        question, id, k, explain, llm = (body.get(name) for name in FIELDS[:5])  # noqa: A001
        if not isinstance(question, str):
            raise InputError('"question" is missing or not a string.')
        if id is not None and not _is(id, str, int):
            raise InputError('"id" must be a string, a whole number or null.')
        if k is not None and not _is(k, int):
            raise InputError(f'"k" must be a whole number from 1 to {MAX_K}.')
        if explain is not None and not isinstance(explain, bool):
            raise InputError('"explain" must be true or false.')
        if llm is not None and not isinstance(llm, bool):
            raise InputError('"llm" must be true or false.')
        filters = Filters.of({name: _values(name, body.get(name)) for name in NAMES})
        return cls(
            _printable(question), DEFAULT_K if k is None else _check_k(k), filters, id, bool(explain),
            llm=llm is not False, after=check_thread(_values("after", body.get("after"))),
        )  # fmt: skip


def _printable(text: str) -> str:
    """Return a text with "�" for lone surrogates, which JSON allows but UTF-8 cannot encode."""
    return SURROGATE.sub("\ufffd", text)


def check_thread(after: Sequence[str]) -> tuple[str, ...]:
    """Return the questions before a follow-up, without empty ones.

    :raises InputError: when there are more than MAX_THREAD.
    """
    if len(after) > MAX_THREAD:
        raise InputError(f"A follow-up can have at most {MAX_THREAD} questions before it. Ask a new question.")
    return tuple(question for question in after if question.strip())


def _values(name: str, value: object) -> list[str]:
    """Return the values of a field that may be a list, in a JSON object."""
    if value is None:
        return []
    if name in DATE_NAMES:
        if not _is(value, str, int):
            raise InputError(f'"{name}" must be a date: a string such as "2016-07", or a year.')
        return [_printable(str(value))]
    values = value if isinstance(value, list) else [value]
    strings = [_printable(one) for one in values if isinstance(one, str)]
    if len(strings) < len(values):
        raise InputError(f'"{name}" must be a string or a list of strings.')
    return strings


def _one_of(name: str, value: str | None, allowed: Sequence[str]) -> str:
    """Return a value that is allowed; the first one where there is none."""
    if value and value not in allowed:
        raise InputError(f"{name} must be {' or '.join(allowed)}.")
    return value or allowed[0]


def _check_k(k: int) -> int:
    if not 1 <= k <= MAX_K:
        raise InputError(f"k must be a whole number from 1 to {MAX_K}.")
    return k


def _is(value: object, *types: type) -> bool:
    """Return whether a JSON value has one of the types; true and false are not numbers."""
    return isinstance(value, types) and not isinstance(value, bool)
