"""Answers to a file of questions, one JSON object per line."""

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
    """Yield the answer to each line's question in order, explained on request; empty lines are skipped.

    "k", "explain" and each filter of a line override those given here.
    :raises InputError: with the number of the line, when a line cannot be used.
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
        raise InputError('Not valid JSON. Write one object per line, such as {"question": "…"}.') from error
    if not isinstance(request, dict):
        raise InputError('Not a JSON object. Write one per line, such as {"question": "…"}.')
    given = {name: value for name, value in request.items() if value is not None}
    return Query.from_object({**defaults, **given})
