"""Answers a file of questions, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator, Sequence

from reportqa.asking import Asker
from reportqa.datatypes import Answer
from reportqa.errors import InputError, ReportQAError
from reportqa.queries import Query


def answer_lines(asker: Asker, lines: Iterable[bytes], k: int, doc_ids: Sequence[str]) -> Iterator[Answer]:
    """Give the answer to each line's question, in order; empty lines are passed over.

    A line's own "k" and "document" go before the ones given here.
    :raises InputError: with the line's number, when a line cannot be used.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            query = _read(line, k, doc_ids)
            yield asker.ask(query.question, k=query.k, doc_ids=query.doc_ids, id=query.id)
        except ReportQAError as error:
            raise InputError(f"Line {number} of the batch: {error}") from error


def _read(line: bytes, k: int, doc_ids: Sequence[str]) -> Query:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError('It is not JSON. Write one object a line, such as {"question": "…"}.') from error
    if not isinstance(request, dict):
        raise InputError('It is not a JSON object. Write one a line, such as {"question": "…"}.')
    given = {name: value for name, value in request.items() if value is not None}
    return Query.from_object({"k": k, "document": list(doc_ids), **given})
