"""The answer of each document to a question, for a table of documents and quotes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reportqa.answer import Answer, Citation, State
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.csl import item_year
from reportqa.document import DocumentSummary
from reportqa.index import EVERYTHING, Filters


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """What one document says about a question.

    `citation` has the quote that answers, or that may answer if the state is related; None if there is nothing.
    """

    document: DocumentSummary
    answer: Answer
    citation: Citation | None

    @property
    def state(self) -> State:
        return self.answer.state

    def to_dict(self) -> dict[str, Any]:
        """Return the object that the command line prints for a document."""
        return {
            "doc_id": self.document.doc_id,
            "title": self.document.title,
            "year": item_year(self.document.item),
            "question": self.answer.question,
            "state": str(self.state),
            "confidence": round(self.answer.confidence, 4),
            "quote": self.citation.quote if self.citation else None,
            "citation": self.citation.to_dict() if self.citation else None,
        }


def answer_each(
    engine: Engine, question: str, filters: Filters = EVERYTHING, *, llm: bool = False
) -> Iterator[DocumentAnswer]:
    """Yield what each document that matches the filters says about a question, by document id.

    :param llm: whether the language model of the settings, if any, reads the passages of each document

    :raises ReportQAError: as `Engine.ask` does.
    """
    selected = engine.facets.select(filters)
    for document in engine.documents():
        if document.doc_id in selected:
            answer = engine.ask(question, k=1, filters=replace(filters, doc_ids=(document.doc_id,)), llm=llm)
            yield DocumentAnswer(document, answer, _quoted(engine, answer))


def _quoted(engine: Engine, answer: Answer) -> Citation | None:
    """Return a citation of the first quote of an answer."""
    for quote in quotes_of(answer):
        return engine.cite(answer.citations[quote.number - 1].doc_id, quote.start, quote.end)
    return None
