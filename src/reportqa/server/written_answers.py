"""Paragraphs that the server's language model writes on request."""

from threading import BoundedSemaphore

from reportqa.answer import Answer
from reportqa.answering import Engine
from reportqa.errors import InputError, LanguageModelError
from reportqa.writing import WrittenParagraph, write_paragraph

_writing = BoundedSemaphore(2)
"""Requests that wait for the model at the same time; each takes a thread of the server for up to a minute."""


def write_answer(engine: Engine, answer: Answer) -> WrittenParagraph:
    """Return the paragraph that the language model writes from the passages of an answer.

    :raises InputError: when the server has no model.
    :raises LanguageModelError: when the model fails, or writes for two others already.
    """
    if (model := engine.language_model) is None:
        raise InputError("This server has no language model. Set REPORTQA_LLM_URL where it is started.")
    if not _writing.acquire(blocking=False):
        raise LanguageModelError("The language model is busy with other questions. Try again in a minute.")
    try:
        citations = answer.citations if answer.answerable else ()
        return write_paragraph(answer.asked, citations, model.for_question())
    finally:
        _writing.release()
