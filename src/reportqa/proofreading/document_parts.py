"""Sections, paragraphs, tables and figures that notes name, and where they are in a document: "§ 3.2", "para 14"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reportqa.document import Document
from reportqa.text import Wording

MOST_PARTS = 10
"""Parts of a note that are looked for; each is a search of the whole document."""
_SECTION, _PARAGRAPH, _TABLE, _FIGURE = "section", "paragraph", "table", "figure"
_WORDS = {
    _SECTION: r"(?:sub)?sections?|secs?\.|§§?|chapters?|chaps?\.|ch\.|Abschnitte?|Kapitel|Kap\.",
    _PARAGRAPH: r"para(?:graph)?s?\.?|¶¶?|Rn\.?|Rz\.?|Rdnr?\.?|Absatz",
    _TABLE: r"tables?|tab\.|Tabellen?",
    _FIGURE: r"figures?|figs?\.|Abbildung(?:en)?|Abb\.",
}
_NUMBER = r"[A-Z]?\d+(?:[.-]\d+)*|(?-i:[IVX]{1,5})(?![^\W_])"
_NUMBERED = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _WORDS.items())})"
    rf"\s*(?P<first>{_NUMBER})(?:\s*[-–]\s*(?P<last>{_NUMBER}))?",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?<![^\W_])(?:section|chapter|heading)\s*[“‘\"'](?P<title>[^”\"]{2,200}?)[”’\"'](?![^\W_])", re.I
)
_HEADING_NUMBER = re.compile(
    rf"\W*(?:(?:{_WORDS[_SECTION]}|part|Teil)\s*)?(?P<number>{_NUMBER})(?=[.:)\s–—-]|\Z)", re.IGNORECASE
)
_CAPTION = {
    kind: re.compile(rf"^\W*(?:{_WORDS[kind]})\s*(?P<number>{_NUMBER})(?![\d.]*\d)", re.I | re.M)
    for kind in (_TABLE, _FIGURE)
}
_PARAGRAPH_START = re.compile(
    r"^(?:\[(?P<bracketed>\d{1,4})\]|(?P<plain>\d{1,4}(?:\.\d{1,3})*)[.)]?)[ \t]+(?=\S)", re.M
)
_REACH = 300
"""Characters between a caption and its table."""
_LEAST_PARAGRAPHS = 5
"""Numbered paragraphs, in a third of a document at least, from which on its paragraphs have numbers."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PartReference:
    """A part of a work that a note names, by number or by title; `shown` is it as the note has it."""

    kind: str
    first: str
    last: str
    shown: str
    is_title: bool = False

    @property
    def is_text(self) -> bool:
        """Whether this is a section or a paragraph, and not a table or a figure."""
        return self.kind in {_SECTION, _PARAGRAPH}


def find_parts(note: str) -> Iterator[PartReference]:
    """Yield the sections, paragraphs, tables and figures that a note names, at most MOST_PARTS."""
    yield from islice(_parts(note), MOST_PARTS)


def _parts(note: str) -> Iterator[PartReference]:
    for match in _NUMBERED.finditer(note):
        kind = next(kind for kind in _WORDS if match[kind])
        yield PartReference(kind, match["first"], match["last"] or match["first"], match[0])
    for match in _TITLED.finditer(note):
        yield PartReference(_SECTION, match["title"], match["title"], match[0], is_title=True)


def spans_of(part: PartReference, document: Document) -> tuple[Span, ...]:
    """Return the ranges of a document that a part may be; none if the document does not show where it is."""
    if part.kind == _SECTION:
        return tuple(_sections(part, document))
    if part.kind == _PARAGRAPH:
        return tuple(_paragraphs(part, document))
    return tuple(_captioned(part, document))


def _sections(part: PartReference, document: Document) -> Iterator[Span]:
    keys = Wording.of(part.first.casefold()).keys
    for number, section in enumerate(document.sections):
        if part.is_title:
            is_meant = Wording.of(section.heading.casefold()).keys == keys
        else:
            match = _HEADING_NUMBER.match(section.heading)
            is_meant = match is not None and _is_between(match["number"], part)
        if is_meant:
            following = (one.start for one in document.sections[number + 1 :] if one.level <= section.level)
            yield section.start, next(following, len(document.text))


def _paragraphs(part: PartReference, document: Document) -> Iterator[Span]:
    """Yield the paragraphs with a number, if those of the whole document have them, and not only a list in it."""
    headings = {section.start for section in document.sections}
    found = [
        (match["bracketed"] or match["plain"], match.start())
        for match in _PARAGRAPH_START.finditer(document.text)
        if match.start() not in headings
    ]
    in_order = [
        found[i] for i in range(len(found)) if {one for one, _ in found[max(i - 1, 0) : i + 2]} & _beside(found[i][0])
    ]
    reach = in_order[-1][1] - in_order[0][1] if in_order else 0
    if len(in_order) < _LEAST_PARAGRAPHS or len(set(in_order)) < len(in_order) or reach < len(document.text) / 3:
        return
    ends = [*(start for _, start in in_order[1:]), len(document.text)]
    yield from ((start, end) for (name, start), end in zip(in_order, ends, strict=True) if _is_between(name, part))


def _captioned(part: PartReference, document: Document) -> Iterator[Span]:
    """Yield the captions with a number, each with the table below or above it."""
    text = document.text
    for match in _CAPTION[part.kind].finditer(text):
        if not _is_between(match["number"], part):
            continue
        start, end = match.start(), text.find("\n\n", match.end())
        end = len(text) if end < 0 else end
        near = [
            table
            for table in document.tables
            if -_REACH <= table.start - end <= _REACH or -_REACH <= start - table.end <= _REACH
        ]
        if part.kind == _TABLE and near:
            start, end = min(start, near[0].start), max(end, near[0].end)
        yield start, end


def _is_between(name: str, part: PartReference) -> bool:
    """Return whether a number is that of a part, or in its range."""
    if name.casefold() in {part.first.casefold(), part.last.casefold()}:
        return True
    ends = part.first, name, part.last
    return all(one.isdigit() for one in ends) and int(part.first) <= int(name) <= int(part.last)


def _beside(name: str) -> set[str]:
    """Return the numbers before and after a number: "2.1" and "2.3" for "2.2"."""
    head, dot, last = name.rpartition(".")
    return {f"{head}{dot}{int(last) - 1}", f"{head}{dot}{int(last) + 1}"}
