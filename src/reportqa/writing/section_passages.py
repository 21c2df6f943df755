"""The sections of a document as passages for a model: whole sections, and parts of long ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportqa.document import Document
from reportqa.text import split_sentences

MAX_CHARACTERS = 6000
"""Characters of a passage; longer sections are split at sentences."""
MIN_WORDS = 12
"""Words below which a passage, such as a title page, is not summarised."""


@dataclass(frozen=True, slots=True)
class SectionPassage:
    """A range of a document under one heading; `headings` are those above it, outermost first."""

    headings: tuple[str, ...]
    start: int
    end: int


def section_passages(document: Document) -> list[SectionPassage]:
    """Return the sections of a document in order, without their headings, in parts of at most MAX_CHARACTERS."""
    headings = {section.start: len(section.heading) for section in document.sections}
    found = []
    for start, end in pairwise(sorted({0, *headings, len(document.text)})):
        for first, last in _parts(document.text, start + headings.get(start, 0), end):
            if len(document.text[first:last].split()) >= MIN_WORDS:
                found.append(SectionPassage(document.section_path(first), first, last))
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of whole sentences between two offsets, each of at most MAX_CHARACTERS if its sentences allow it."""
    first = last = -1
    for sentence in split_sentences(text, start, end):
        if first >= 0 and sentence.end - first > MAX_CHARACTERS:
            yield first, last
            first = -1
        first = sentence.start if first < 0 else first
        last = sentence.end
    if first >= 0:
        yield first, last
