"""Rows of tables that plain text has lost: a label and the lines below it, shown as they are without any cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.answering.lists import BLOCK, lines_of
from reportqa.answering.reader import Evidence
from reportqa.answering.table_terms import Asked, all_terms
from reportqa.document import Document, Sentence
from reportqa.index import Catalogue
from reportqa.search import FIGURE_KINDS, Vocabulary

MAX_DOCUMENTS = 2
"""Documents of the best hits that are searched for labels."""
MAX_LINES = 15
"""More lines below a label are not a row."""
_MAX_LABEL_WORDS = 6
_MAX_LINE = 120
"""Characters of a line of a cell; a longer one is prose."""
_ABOVE = 3000
"""Characters above a row in which the names of the table's columns may be."""
_BULLET = " • "
_SENTENCE_END = re.compile(r"[.!?]$")
_PLAIN_TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class FlattenedRow:
    """A row of a table without columns: its label and the lines that were its cells."""

    label: str
    lines: tuple[Sentence, ...]


def find_flattened_row(
    evidence: Evidence, catalogue: Catalogue, vocabulary: Vocabulary
) -> tuple[str, FlattenedRow] | None:
    """Return the document and the row whose label a question names, with all that it asks for in or above the row."""
    asked = Asked.of(evidence.question, vocabulary)
    best: tuple[float, str, FlattenedRow] | None = None
    for doc_id in list(dict.fromkeys(hit.passage.doc_id for hit in evidence.hits))[:MAX_DOCUMENTS]:
        document = catalogue.document(doc_id)
        if document.media_type != _PLAIN_TEXT:
            continue
        for row in flattened_rows(document):
            if asked.names(row.label) and _has(document, row, asked):
                weight = asked.weight(all_terms(row.label))
                if best is None or weight > best[0]:
                    best = weight, doc_id, row
    return best and best[1:]


def _has(document: Document, row: FlattenedRow, asked: Asked) -> bool:
    """Return whether a row has the figures and words asked for; names may be in the head of the table above it."""
    text = document.text
    start, end = row.lines[0].start, row.lines[-1].end
    own = all_terms(text[start:end]) | all_terms(" ".join([document.title, *document.section_path(start)]))
    if asked.question.kind in FIGURE_KINDS and not re.search(r"\d", text[start:end]):
        return False
    figures = {term for term in asked.needed if term[0].isdigit()}
    above = all_terms(text[max(start - _ABOVE, 0) : start])
    return figures <= own and asked.is_matched(own | (above & asked.needed))


def flattened_rows(document: Document) -> Iterator[FlattenedRow]:
    """Yield the labels of a text with the short lines that follow each."""
    text = document.text
    blocks = [Sentence(match.start(), match.end()) for match in BLOCK.finditer(text)]
    for number, block in enumerate(blocks):
        lines = lines_of(text, block)
        head = text[lines[0].start : lines[0].end]
        label, bullet, _ = head.partition(_BULLET)
        if not _is_label(label):
            continue
        if not bullet and len(lines) == 1 and number + 1 < len(blocks):
            lines += lines_of(text, blocks[number + 1])
        if 1 + (not bullet) <= len(lines) <= MAX_LINES and all(line.end - line.start <= _MAX_LINE for line in lines):
            rest = [text[line.start : line.end] for line in lines[not bullet :]]
            if not any(_SENTENCE_END.search(line) for line in rest) and (len(rest) > 1 or _BULLET in rest[0]):
                yield FlattenedRow(label, tuple(lines))


def _is_label(text: str) -> bool:
    return len(text.split()) <= _MAX_LABEL_WORDS and text[:1].isupper() and not _SENTENCE_END.search(text)
