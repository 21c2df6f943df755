"""Inputs whose words of interest are marks (zqsomewhere), which have to be in the text or named as left out."""

import re
from dataclasses import dataclass

from reportqa.parsing.builder import DocumentBuilder

MARK = re.compile("zq[a-z]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A file with the marks in it."""

    name: str
    data: bytes
    marks: frozenset[str]


def marked(name: str, data: bytes | str, *sources: str) -> Marked:
    """Return a file with the marks of the sources from which it was made, by default of itself."""
    made = data.encode() if isinstance(data, str) else data
    return Marked(name, made, frozenset(MARK.findall(" ".join(sources) or made.decode("latin-1"))))


def lost(builder: DocumentBuilder, marks: frozenset[str]) -> set[str]:
    """Return the marks that are neither in the text, the tables and the metadata nor in what is named."""
    named = [builder.text, *builder.warnings, *(thing.text for thing in builder.left_out), str(builder.csl_item)]
    named += [str(page.label) for page in builder.pages]
    named += [cell for table in builder.tables for row in table.rows for cell in row]
    return set(marks.difference(MARK.findall(" ".join(named).lower())))
