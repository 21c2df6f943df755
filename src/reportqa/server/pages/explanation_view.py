"""How an answer was found, in words: the documents, the words of the question that each has, and what they match by."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportqa.answering import SIGNAL_NAMES, ExplainedPassage, PartExplanation
from reportqa.text import listing, terms

MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document with its passages, best first.

    `found` and `lacking` are the words of the question that the best passage, with its title and headings, has and
    lacks. `reasons` name what most of its score is from.
    """

    title: str
    doc_id: str
    passages: tuple[ExplainedPassage, ...]
    found: tuple[str, ...]
    lacking: tuple[str, ...]
    reasons: str


def found_documents(search: PartExplanation) -> list[FoundDocument]:
    """Return the documents in which the passages for one part of a question were found, best first."""
    by_document: dict[str, list[ExplainedPassage]] = {}
    for passage in search.passages:
        by_document.setdefault(passage.citation.doc_id, []).append(passage)
    return [_document(tuple(passages), search) for passages in by_document.values()]


def _document(passages: tuple[ExplainedPassage, ...], search: PartExplanation) -> FoundDocument:
    best = passages[0]
    citation = best.citation
    held = {*terms(citation.title), *terms(" ".join(citation.section)), *terms(citation.quote)}
    return FoundDocument(
        citation.title,
        citation.doc_id,
        passages,
        tuple(word.word for word in search.words if word.term in held),
        tuple(word.word for word in search.words if word.term not in held),
        listing([SIGNAL_NAMES[name] for name in _largest(best)]),
    )


def _largest(passage: ExplainedPassage) -> list[str]:
    """Return the names of the largest parts of a score that raise it."""
    parts: Mapping[str, float] = {share.name: share.share for share in passage.shares} | dict(passage.others)
    return [name for name in sorted(parts, key=lambda name: -parts[name]) if parts[name] > 0][:MAX_REASONS]
