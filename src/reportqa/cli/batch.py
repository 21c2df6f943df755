"""Answers to a file of questions, one JSON object per line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reportqa.answer import Answer
from reportqa.answering import Engine, Explanation, Query
from reportqa.errors import DocumentNotFound, InputError, NoDocumentFits
from reportqa.index import EVERYTHING, Filters


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A line that cannot be answered, counted from 1, with the id of its question if it has one."""

    id: str | int | None
    line: int
    error: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def answer_lines(
    engine: Engine,
    lines: Iterable[bytes],
    k: int,
    filters: Filters = EVERYTHING,
    *,
    explain: bool = False,
    llm: bool = True,
) -> Iterator[Answer | Explanation | FailedLine]:
    """Yield the answer to each line's question in order, explained on request; empty lines are skipped.

    "k", "explain", "llm" and each filter of a line override those given here. A line that cannot be answered yields a
    FailedLine, and the next ones are answered.

    :raises IndexUnavailable: when the index is damaged.
    """
    defaults = {"k": k, "explain": explain, "llm": llm, **filters.to_dict()}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        request: Mapping[str, Any] = {}
        try:
            request = _read(line)
            query = Query.from_object({**defaults, **request})
            answer = engine.explain if query.explain else engine.ask
            yield answer(
                query.question, k=query.k, filters=query.filters, id=query.id, llm=query.llm, after=query.after
            )
        except (InputError, DocumentNotFound, NoDocumentFits) as error:
            yield FailedLine(_id_of(request), number, str(error))


def _read(line: bytes) -> Mapping[str, Any]:
    """Return the fields of a line that are not null."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError('Not valid JSON. Write one object per line, such as {"question": "…"}.') from error
    if not isinstance(request, dict):
        raise InputError('Not a JSON object. Write one per line, such as {"question": "…"}.')
    return {name: value for name, value in request.items() if value is not None}


def _id_of(request: Mapping[str, Any]) -> str | int | None:
    found = request.get("id")
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
