"""Paragraphs of a document with the headings above them, read by section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportqa.answering.lists import paragraphs_of
from reportqa.document import Outline, Sentence
from reportqa.index import Catalogue

AROUND = 3000
"""Characters around a place in which its paragraph is looked for."""
LONG = 12
"""Sentences of the longest paragraph, or items of the longest list, that is read as one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph, or the items of a list with what announces it, and their texts.

    `section` is the position of its section in the outline, -1 before the first; `headings` are outermost first.
    """

    doc_id: str
    title: str
    section: int
    headings: tuple[str, ...]
    items: tuple[Sentence, ...]
    texts: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The innermost heading, empty where there is none."""
        return self.headings[-1] if self.headings else ""


def read_section(
    catalogue: Catalogue, outline: Outline, number: int, around: tuple[int, int] | None = None
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a section, only those that overlap a range where one is given.

    Longer ones than LONG are divided; of those only the sentences of the range, and the ones beside them, are read.
    """
    first, last = section_range(outline, number)
    start, end = (max(first, around[0] - AROUND), min(last, around[1] + AROUND)) if around else (first, last)
    text = catalogue.text(outline.doc_id, start, end) if start < end else ""
    headings = section_headings(outline, number)
    for items in paragraphs_of(text):
        moved = [Sentence(one.start + start, one.end + start) for one in items]
        # A sentence at the edge of what was read may be cut.
        whole = [
            one for one in moved if (start == first or one.start > start) and (end == last or one.end < end)
        ]  # fmt: skip
        for run in _runs(whole, around):
            texts = tuple(text[one.start - start : one.end - start] for one in run)
            yield Paragraph(outline.doc_id, outline.title, number, headings, tuple(run), texts)


def _runs(items: Sequence[Sentence], around: tuple[int, int] | None) -> Iterator[Sequence[Sentence]]:
    """Yield a paragraph as it is, a long one in parts; only what overlaps a range where one is given."""
    inside = [n for n, one in enumerate(items) if not around or (one.start < around[1] and around[0] < one.end)]
    if not inside:
        return
    if len(items) <= LONG:
        yield items
    elif around:
        yield items[max(inside[0] - 1, 0) : inside[-1] + 2]
    else:
        yield from (items[first : first + LONG] for first in range(0, len(items), LONG))


def read_range(catalogue: Catalogue, outline: Outline, start: int, end: int) -> Iterator[Paragraph]:
    """Yield the paragraphs that overlap a range."""
    for number in range(-1, len(outline.sections)):
        own, until = section_range(outline, number)
        if own < end and start < until:
            yield from read_section(catalogue, outline, number, (start, end))


def read_matches(catalogue: Catalogue, outline: Outline, pattern: re.Pattern[str], length: int) -> Iterator[Paragraph]:
    """Yield the paragraphs among the first `length` characters of a document that match a pattern."""
    end = 0
    for match in pattern.finditer(catalogue.text(outline.doc_id, 0, min(length, outline.length))):
        if match.start() >= end:
            for one in read_range(catalogue, outline, match.start(), match.end()):
                end = one.items[-1].end
                yield one


def read_beginnings(catalogue: Catalogue, outline: Outline, number: int, sentences: int, most: int) -> Paragraph | None:
    """Return the first sentences of the sections that follow a bare heading, as one paragraph; None where none do.

    A single section is returned whole. Sections are read until there are more than `most` sentences.
    """
    level = outline.sections[number].level
    sections: list[list[tuple[Sentence, str]]] = []
    for following in range(number + 1, len(outline.sections)):
        if sum(len(one[:sentences]) for one in sections) > most or outline.sections[following].level < level:
            break
        section = read_section(catalogue, outline, following)
        if said := [pair for one in section for pair in zip(one.items, one.texts, strict=True)]:
            sections.append(said)
    if not sections:
        return None
    taken = sections[0] if len(sections) == 1 else [pair for section in sections for pair in section[:sentences]]
    items, texts = zip(*taken, strict=True)
    return Paragraph(outline.doc_id, outline.title, number, section_headings(outline, number), items, texts)


def section_headings(outline: Outline, number: int) -> tuple[str, ...]:
    """Return the headings of a section, outermost first."""
    return outline.section_path(outline.sections[number].start) if number >= 0 else ()


def section_range(outline: Outline, number: int) -> tuple[int, int]:
    """Return the range of a section's text after its heading; of -1 the text before the first heading."""
    sections = outline.sections
    end = sections[number + 1].start if number + 1 < len(sections) else outline.length
    return (min(sections[number].start + len(sections[number].heading), end), end) if number >= 0 else (0, end)
