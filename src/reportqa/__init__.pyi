"""The types of what the package exports; a program that checks types reads these instead of `__init__.py`."""

from reportqa import errors as errors
from reportqa.answer import Answer, AnswerSentence, Citation, Difference, Fact, ModelUse, State
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
    "DocumentList",
    "DocumentSummary",
    "Fact",
    "FilterOptions",
    "ModelUse",
    "Page",
    "Record",
    "Section",
    "State",
    "Summary",
    "Table",
    "WrittenBriefing",
    "errors",
    "index",
    "open",
]
