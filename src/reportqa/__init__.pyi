"""The types of what the package exports; a program that checks types reads these instead of `__init__.py`."""

from reportqa import errors as errors
from reportqa.answer import Answer, AnswerSentence, Citation, Difference, Fact, ModelUse, State
from reportqa.answering import DocumentAnswer
from reportqa.citations import Record
from reportqa.corpus import (
    CheckResult,
    CitationList,
    Corpus,
    DocumentList,
    FilterOptions,
    WrittenBriefing,
)
from reportqa.corpus import build_index as index
from reportqa.corpus import open_corpus as open  # noqa: A004
from reportqa.document import Document, DocumentSummary, Page, Section, Table
from reportqa.ingest import Summary
from reportqa.writing import NumberedSentence, SectionSummary, Summariser, WrittenParagraph, WrittenSentence

__version__: str

__all__ = [
    "Answer",
    "AnswerSentence",
    "CheckResult",
    "Citation",
    "CitationList",
    "Corpus",
    "Difference",
    "Document",
    "DocumentAnswer",
    "DocumentList",
    "DocumentSummary",
    "Fact",
    "FilterOptions",
    "ModelUse",
    "NumberedSentence",
    "Page",
    "Record",
    "Section",
    "SectionSummary",
    "State",
    "Summariser",
    "Summary",
    "Table",
    "WrittenBriefing",
    "WrittenParagraph",
    "WrittenSentence",
    "errors",
    "index",
    "open",
]
