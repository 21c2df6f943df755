"""What each document says about a question, found while the response is sent; it ends when the client leaves."""

from collections.abc import Iterator
from itertools import chain
from threading import BoundedSemaphore

from reportqa.answering import DocumentAnswer, Engine, Query, answer_each
from reportqa.errors import InputError, ServerBusy
from reportqa.server.observability.exchange import note_answer

MAX_DOCUMENTS = 1_000
"""Documents that one request may ask."""
_tables = BoundedSemaphore(2)
"""Requests that ask all documents at the same time; each takes a thread of the server for seconds to minutes."""


def each_answers(engine: Engine, query: Query, *, llm: bool) -> Iterator[DocumentAnswer]:
    """Yield what each document that matches the filters says; the first one is found before this returns.

    :param llm: whether the language model of the server reads each document
    :raises InputError: when more than MAX_DOCUMENTS match, or the question cannot be asked.
    :raises ServerBusy: when two other requests ask all documents.
    """
    note_answer(query.question, "each")
    documents = len(engine.facets.select(query.filters))
    if documents > MAX_DOCUMENTS:
        raise InputError(
            f"{documents:,} documents match; at most {MAX_DOCUMENTS:,} can be asked at once. Narrow them with filters."
        )
    if not _tables.acquire(blocking=False):
        raise ServerBusy("Two other requests ask all documents. Try again in a moment.")
    found = _released(engine, query, llm=llm)
    # An iterator that was never started would not release its place.
    first = next(found, None)
    return chain([first] if first else [], found)


def _released(engine: Engine, query: Query, *, llm: bool) -> Iterator[DocumentAnswer]:
    try:
        yield from answer_each(engine, query.question, query.filters, llm=llm)
    finally:
        _tables.release()
