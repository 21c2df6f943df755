"""Manuscripts from plain text: block quotes marked with ">" or indented, notes as numbered lines."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reportqa.proofreading.manuscript import PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder, Note

_MARKED_LINE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_INDENTED = re.compile(r"(?:(?: {2,}|\t).*(?:\n|$))+")
_BLANK = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*|\f")
_NOTE = re.compile(
    r"^\[?(?P<mark>\d{1,3}|[*†‡§]{1,3}|[⁰¹²³⁴-⁹]{1,3})"
    r"(?:[\].):]?[ \t]+|(?=[“‘\"'«]?[^\W\d_])(?!(?:st|nd|rd|th)\b))(?P<text>\S.*)",
    re.MULTILINE,
)
_MARK = re.compile(
    r"(?<=[”’\"'»«“›‹.,;:!?)\]])(?:\[(?P<bracket>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<plain>\d{1,3})(?![\w%.,]\d)"
    r"|(?P<star>[*†‡§]{1,3}))"
)
_QUOTES = "”’\"'»«“›‹"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def read_lines(text: str) -> Manuscript:
    """Return the manuscript of a plain text."""
    builder = ManuscriptBuilder()
    paragraphs = [raw for raw in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")) if raw.strip()]
    # If every paragraph is indented, none is a block quote.
    is_flush = any(not _is_indented(raw) for raw in paragraphs)
    group = 0
    for before, raw in pairwise(["", *paragraphs]):
        is_marked = _is_marked(raw)
        if not is_marked and not (is_flush and _is_indented(raw)):
            builder.add(raw.strip(), PARAGRAPH)
            continue
        # Consecutive indented paragraphs are one quotation; with ">", empty lines within one are marked, too.
        group += is_marked or _is_marked(before) or not _is_indented(before)
        for part in re.split(r"\n\s*\n", _MARKED_LINE.sub("", raw) if is_marked else raw):
            builder.add(part.strip(), QUOTE, group=group)
    return _with_numbered_notes(builder.build())


def _is_marked(paragraph: str) -> bool:
    return all(line.lstrip().startswith(">") for line in paragraph.strip().split("\n"))


def _is_indented(paragraph: str) -> bool:
    return bool(_INDENTED.fullmatch(paragraph.strip("\n") + "\n"))


def _numbered_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that begin like notes: offset, mark, and text up to the next of them."""
    found = list(_NOTE.finditer(text))
    for number, match in enumerate(found):
        blank = text.find("\n\n", match.end())
        ends = [blank if blank >= 0 else len(text), *(other.start() for other in found[number + 1 : number + 2])]
        yield match.start(), match["mark"].translate(_RAISED), " ".join(text[match.start("text") : min(ends)].split())


def _with_numbered_notes(manuscript: Manuscript) -> Manuscript:
    """Return the manuscript with the numbered lines as the notes of the marks after quotations."""
    text = manuscript.text
    apart = [block for block in manuscript.blocks if block.kind == QUOTE]
    lines = [line for line in _numbered_lines(text) if not any(block.start <= line[0] < block.end for block in apart)]
    marks = []
    for match in _MARK.finditer(text):
        behind = text[max(match.start() - 3, 0) : match.start()]
        if match["raised"] or any(mark in behind for mark in _QUOTES):
            marks.append((match.start(), str(match[match.lastgroup or 0]).translate(_RAISED)))
    notes: list[Note] = []
    taken: set[int] = set()
    for offset, mark in sorted(marks):
        line = next((line for line in lines if line[0] > offset and line[1] == mark), None)
        if line:
            notes.append(Note(offset, line[2]))
            taken.add(line[0])
    blocks = tuple(block for block in manuscript.blocks if block.start not in taken)
    return Manuscript(text, tuple(notes), blocks)
