"""Turns what came in, a web address or a JSON object, into a question to ask, checked."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportqa.errors import InputError
from reportqa.index import DATE_NAMES, EVERYTHING, NAMES, Filters
from reportqa.settings import DEFAULT_K, MAX_K

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

FIELDS = ("question", "id", "k", "explain", *NAMES)
SORTS = ("relevance", "date")
GROUPS = ("passage", "document")
"""How a page may arrange passages; the first is as usual."""
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Query:
    """A question, how many passages to show, which documents to look in, its id, whether to explain the answer.

    `sort` and `group` are how a page arranges the passages; in JSON they are always the best first.
    """

    question: str
    k: int = DEFAULT_K
    filters: Filters = EVERYTHING
    id: str | int | None = None
    explain: bool = False
    sort: str = SORTS[0]
    group: str = GROUPS[0]

    @classmethod
    def from_args(cls, args: "MultiDict[str, str]") -> "Query":
        """Read q, k, explain, sort, group and the filters of a query string; a filter without a value is none.

        :raises InputError: when k is not a whole number from 1 to MAX_K, another not one of its values, or a date none.
        """
        text = args.get("k")
        k = DEFAULT_K if text is None else _parse_k(text)
        filters = Filters.of({name: [value for value in args.getlist(name) if value.strip()] for name in NAMES})
        explain = args.get("explain", "0")
        if explain not in {"0", "1"}:
            raise InputError("explain must be 0 or 1.")
        sort, group = _one_of("sort", args.get("sort"), SORTS), _one_of("group", args.get("group"), GROUPS)
        return cls(args.get("q") or "", k, filters, explain=explain == "1", sort=sort, group=group)

    @classmethod
    def from_json(cls, data: bytes | str) -> "Query":
        """Read {"question": …, "id"?, "k"?, "explain"?, "document"?, …}.

        A filter is a string or a list of them, a date one string.

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
        """Check a parsed JSON object; null stands for left out.

        :raises InputError: for a wrong type, a k out of range, a date that is none or an unknown field.
        """
        unknown = [name for name in body if name not in FIELDS]
        if unknown:
            raise InputError(f'Unknown field "{unknown[0]}". Known are: {", ".join(FIELDS)}.')
        question, id, k = body.get("question"), body.get("id"), body.get("k")  # noqa: A001
        if not isinstance(question, str):
            raise InputError('"question" is missing or not a string.')
        if id is not None and not _is(id, str, int):
            raise InputError('"id" must be a string, a whole number or null.')
        if k is not None and not _is(k, int):
            raise InputError(f'"k" must be a whole number from 1 to {MAX_K}.')
        explain = body.get("explain")
        if explain is not None and not isinstance(explain, bool):
            raise InputError('"explain" must be true or false.')
        filters = Filters.of({name: _values(name, body.get(name)) for name in NAMES})
        return cls(replace_surrogates(question), DEFAULT_K if k is None else _check_k(k), filters, id, bool(explain))


def replace_surrogates(text: str) -> str:
    """Give the text with "�" for halves of characters, which JSON allows but UTF-8 cannot hold."""
    return SURROGATE.sub("\ufffd", text)


def _values(name: str, value: object) -> list[str]:
    """Give the values of a filter in a JSON object."""
    if name in DATE_NAMES:
        if value is not None and not _is(value, str, int):
            raise InputError(f'"{name}" must be a date: a string such as "2016-07", or a year.')
        return [] if value is None else [replace_surrogates(str(value))]
    values = [] if value is None else value if isinstance(value, list) else [value]
    strings = [replace_surrogates(one) for one in values if isinstance(one, str)]
    if len(strings) < len(values):
        raise InputError(f'"{name}" must be a string or a list of strings.')
    return strings


def _one_of(name: str, value: str | None, known: Sequence[str]) -> str:
    """Give a value that is one of those known; the first where there is none."""
    if value and value not in known:
        raise InputError(f"{name} must be {' or '.join(known)}.")
    return value or known[0]


def _parse_k(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputError(f"k must be a whole number from 1 to {MAX_K}.")
    return _check_k(int(text))


def _check_k(k: int) -> int:
    if not 1 <= k <= MAX_K:
        raise InputError(f"k must be a whole number from 1 to {MAX_K}.")
    return k


def _is(value: object, *types: type) -> bool:
    """Tell whether a JSON value has one of the types; true and false are no numbers."""
    return isinstance(value, types) and not isinstance(value, bool)
