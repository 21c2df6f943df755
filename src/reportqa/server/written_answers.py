"""Paragraphs and summaries that the server's language model writes on request."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from flask import current_app

from reportqa.answer import Answer
from reportqa.answering import Engine
from reportqa.errors import InputError, LanguageModelError
from reportqa.llm import LanguageModel
from reportqa.writing import KeptReplies, SectionSummary, Summariser, WrittenParagraph, write_paragraph

REPLIES = "reportqa.replies"
"""The extension of the application that keeps the replies about sections."""
_writing = BoundedSemaphore(2)
"""Requests that wait for the model at the same time; each takes a thread of the server for up to a minute."""


def write_answer(engine: Engine, answer: Answer) -> WrittenParagraph:
    """Return the paragraph that the language model writes from the passages of an answer.

    :raises InputError: when the server has no model.
    :raises LanguageModelError: when the model fails, or writes for two others already.
    """
    model = _model_of(engine)
    with _place():
        return write_paragraph(answer.asked, answer.citations if answer.answerable else (), model.for_question())


def summariser_of(engine: Engine, doc_id: str) -> Summariser:
    """Return the sections of a document to summarise, and what that costs.

    :raises InputError: when the server has no model.
    :raises DocumentNotFound: for an unknown id.
    """
    replies: KeptReplies = current_app.extensions[REPLIES]
    return Summariser(engine.catalogue, doc_id, _model_of(engine), replies)


def write_summary(engine: Engine, doc_id: str) -> list[SectionSummary]:
    """Return the summary of each section; replies are kept, so that a request that failed can be repeated.

    :raises InputError: when the server has no model.
    :raises DocumentNotFound: for an unknown id.
    :raises LanguageModelError: when the model fails, or writes for two others already.
    """
    summariser = summariser_of(engine, doc_id)
    with _place():
        return list(summariser.summaries())


def _model_of(engine: Engine) -> LanguageModel:
    if (model := engine.language_model) is None:
        raise InputError("This server has no language model. Set REPORTQA_LLM_URL where it is started.")
    return model


@contextmanager
def _place() -> Iterator[None]:
    """Hold one of the places of requests that write."""
    if not _writing.acquire(blocking=False):
        raise LanguageModelError("The language model is busy with other questions. Try again in a minute.")
    try:
        yield
    finally:
        _writing.release()
