"""reportqa: answers from your own reports, each sentence with an exact citation.

`reportqa.index(folder)` builds an index, `reportqa.open()` opens it. What `__all__` lists is public and stable; it is
imported at its first use, since it takes a second. `__init__.pyi` has the types.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.2.0"

_SOURCES = {
    "Answer": "answer",
    "AnswerSentence": "answer",
    "CheckResult": "corpus",
    "Citation": "answer",
    "CitationList": "corpus",
    "Corpus": "corpus",
    "Difference": "answer",
    "Document": "document",
    "DocumentAnswer": "answering",
    "DocumentList": "corpus",
    "DocumentSummary": "document",
    "Fact": "answer",
    "FilterOptions": "corpus",
    "ModelUse": "answer",
    "NumberedSentence": "writing",
    "Page": "document",
    "Record": "citations",
    "Section": "document",
    "SectionSummary": "writing",
    "State": "answer",
    "Summariser": "writing",
    "Summary": "ingest",
    "Table": "document",
    "WrittenBriefing": "corpus",
    "WrittenParagraph": "writing",
    "WrittenSentence": "writing",
}
"""The module of each public class."""
_FUNCTIONS = {"index": "build_index", "open": "open_corpus"}
"""The name in `reportqa.corpus` of each public function."""

__all__ = [*_SOURCES, "errors", *_FUNCTIONS]  # noqa: PLE0604, these are strings


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("reportqa.errors")
    if name in _FUNCTIONS:
        return getattr(import_module("reportqa.corpus"), _FUNCTIONS[name])
    if name in _SOURCES:
        return getattr(import_module(f"reportqa.{_SOURCES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This package, in which `index` is the function, not the package `reportqa.index` that imports would put there."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _FUNCTIONS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
