"""Answers a file of questions, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reportqa.answer import Answer
from reportqa.answering import Engine, Explanation, Query
from reportqa.errors import InputError, ReportQAError
from reportqa.index import EVERYTHING, Filters


def answer_lines(
    engine: Engine, lines: Iterable[bytes], k: int, filters: Filters = EVERYTHING, *, explain: bool = False
) -> Iterator[Answer | Explanation]:
    """Give the answer to each line's question, in order, explained where asked for; empty lines are passed over.

    A line's own "k", "explain" and filters go before the ones given here, each before that of its name.
    :raises InputError: with the line's number, when a line cannot be used.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            query = _read(line, {"k": k, "explain": explain, **filters.to_dict()})
            answer = engine.explain if query.explain else engine.ask
            yield answer(query.question, k=query.k, filters=query.filters, id=query.id)
        except ReportQAError as error:
            raise InputError(f"Line {number} of the batch: {error}") from error


def _read(line: bytes, defaults: Mapping[str, Any]) -> Query:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError('It is not JSON. Write one object a line, such as {"question": "…"}.') from error
    if not isinstance(request, dict):
        raise InputError('It is not a JSON object. Write one a line, such as {"question": "…"}.')
    given = {name: value for name, value in request.items() if value is not None}
    return Query.from_object({**defaults, **given})
