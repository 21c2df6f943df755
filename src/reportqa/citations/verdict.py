"""Verdicts on citations: unchanged, moved, changed or withdrawn; as a sentence and as a JSON object."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportqa.answer import Citation
from reportqa.citations.plain_reference import format_pages
from reportqa.citations.quote_matching import MatchPart
from reportqa.citations.record import Anchor
from reportqa.document import Page


class Standing(StrEnum):
    """Whether the words of a citation are still in its document."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The place in another document of the words of a withdrawn citation."""

    doc_id: str
    start: int
    end: int
    pages: tuple[Page, ...]

    def to_dict(self) -> dict[str, Any]:
        pages = [page.to_dict() for page in self.pages]
        return {"doc_id": self.doc_id, "start": self.start, "end": self.end, "pages": pages}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The standing of a citation and the current place of its words; `doc_id` is None when withdrawn.

    `missing_document`: the cited document no longer exists. `parts`: for changed words, the citation aligned with the
    document. `incomplete`: some words of the citation are unknown, so that `parts` may miss differences.
    `elsewhere`: the place of withdrawn words in another document, if known.
    """

    standing: Standing
    doc_id: str | None
    start: int
    end: int
    pages: tuple[Page, ...]
    parts: tuple[MatchPart, ...] = ()
    incomplete: bool = False
    missing_document: bool = False
    elsewhere: Elsewhere | None = None

    @property
    def changes_figure(self) -> bool:
        """Whether a number or a sign changed."""
        return any(part.figure for part in self.parts)

    def to_dict(self) -> dict[str, Any]:
        found = self.doc_id is not None
        return {
            "state": str(self.standing),
            "doc_id": self.doc_id,
            "start": self.start if found else None,
            "end": self.end if found else None,
            "pages": [page.to_dict() for page in self.pages],
            "differences": [part.to_dict() for part in self.parts if not part.same],
            "figure": self.changes_figure,
            "elsewhere": self.elsewhere and self.elsewhere.to_dict(),
        }


def sentence(verdict: Verdict, anchor: Anchor) -> str:
    """Return the verdict in a sentence for the user."""
    page, before = format_pages(verdict.pages), format_pages(anchor.pages)
    if verdict.standing is Standing.UNCHANGED:
        return f"Verified: found word for word{f', on {page}' if page else ''}."
    if verdict.standing is Standing.MOVED:
        if verdict.doc_id != anchor.doc_id:
            return f"Moved: these words are now in {_place(verdict.doc_id, verdict.pages)}."
        return f"Moved: these words are now on {page}{f', no longer on {before}' if before else ''}."
    if verdict.standing is Standing.CHANGED:
        place = page if verdict.doc_id == anchor.doc_id else _place(verdict.doc_id, verdict.pages)
        what = "a number or a sign differs" if verdict.changes_figure else "the words differ"
        rest = " Only the beginning and the end of the quote can be compared." if verdict.incomplete else ""
        return f"Changed: {what}{f', {place}' if place else ''}.{rest}"
    other = verdict.elsewhere
    pointer = f" Found in {_place(other.doc_id, other.pages)}." if other else ""
    if verdict.missing_document:
        return f"Withdrawn: {anchor.doc_id} is no longer among the documents.{pointer}"
    return f"Withdrawn: the document no longer has these words.{pointer}"


def verdict_dict(verdict: Verdict, anchor: Anchor, now: Citation | None) -> dict[str, Any]:
    """Return the JSON object of a verdict, with the quote and the link as they are `now`."""
    return {
        **verdict.to_dict(),
        "wording": [{"quoted": part.quoted, "stands": part.current, "same": part.same} for part in verdict.parts],
        "sentence": sentence(verdict, anchor),
        "cited": anchor.quote or None,
        "quote": now.quote if now else None,
        "link": now.link if now else None,
    }


def _place(doc_id: str | None, pages: Sequence[Page]) -> str:
    return ", ".join(filter(None, (doc_id, format_pages(pages))))
