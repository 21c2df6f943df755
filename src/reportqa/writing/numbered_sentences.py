"""The sentences of passages with numbers, by which a language model cites them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportqa.answer import Citation
from reportqa.document import Page
from reportqa.text import split_sentences

MAX_SENTENCES = 80
"""Sentences that a model is given at once."""
MAX_CHARACTERS = 1500
"""Characters of a sentence that a model is given; a longer one, such as a row of a table, is left out."""

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b|\bas an ai\b|^\W*(?:system|assistant|developer|user)\W*:"
    r"|\b(?:respond|reply|answer|output|print|repeat|return|write|say|append|insert|include)\b[^.]{0,30}"
    r"\b(?:exactly|verbatim|only with|the following (?:text|sentence|link|words?))\b"
    r"|\b(?:respond|reply|write|say)\b[^.\d]{0,20}(?::|[{\[<])"
    r"|<\|?/?(?:im_start|im_end|system|inst|user|assistant)|\[/?inst\]|[{]\s*[\"“]|\btool_?calls?\b|!\[|\]\(",
    re.IGNORECASE,
)
"""Text that is written for a language model rather than for readers."""


@dataclass(frozen=True, slots=True)
class NumberedSentence:
    """A sentence of a passage; its number counts from 1, and `citation` is that of its passage."""

    number: int
    citation: int
    doc_id: str
    title: str
    pages: tuple[Page, ...]
    start: int
    end: int
    text: str
    document_sha256: str

    @property
    def place(self) -> str:
        """The place as `reportqa cite` reads it."""
        return f"{self.doc_id}#{self.start}-{self.end}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "citation": self.citation,
            "doc_id": self.doc_id,
            "title": self.title,
            "pages": [page.to_dict() for page in self.pages],
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "document_sha256": self.document_sha256,
        }


def number_sentences(citations: Iterable[Citation]) -> list[NumberedSentence]:
    """Return the sentences of passages in order, each part of a document once, at most MAX_SENTENCES.

    Sentences that look like instructions to a language model are left out.
    """
    found: list[NumberedSentence] = []
    seen: set[tuple[str, int]] = set()
    for citation in citations:
        for one in split_sentences(citation.quote):
            start, end = citation.start + one.start, citation.start + one.end
            if (citation.doc_id, start) in seen or one.end - one.start > MAX_CHARACTERS:
                continue
            if _INSTRUCTION.search(citation.quote[one.start : one.end]):
                continue
            if len(found) == MAX_SENTENCES:
                return found
            seen.add((citation.doc_id, start))
            pages = tuple(page for page in citation.pages if page.start < end and start < page.end) or citation.pages
            place = citation.doc_id, citation.title, pages, start, end
            text = citation.quote[one.start : one.end]
            found.append(NumberedSentence(len(found) + 1, citation.number, *place, text, citation.document_sha256))
    return found
