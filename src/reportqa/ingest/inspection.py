"""The text of a document as reportqa reads it, with marks for pages, sections, tables and what was left out."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from reportqa.document import Document, Page
from reportqa.errors import DocumentNotFound, IndexUnavailable, InputError, ParseError
from reportqa.index import Catalogue
from reportqa.ingest.corpus import page_around
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.sandbox import run
from reportqa.settings import Settings

FILE_PAGE = "file:"
"""Prefix of a physical page number, where the same number is printed on another page."""
_LAST = 10**9


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text of a document, or a mark with the white space around it."""

    text: str
    is_mark: bool


def find_document(name: str, settings: Settings) -> Document:
    """Return the document of the file at a path, parsed now, else the document in the index with that id.

    :raises ParseError: when the file cannot be read, or is in the folder of a saved web page.
    :raises InputError: when there is no such file or document.
    """
    path = Path(name)
    if path.is_file():
        # A link that the user names may go anywhere; one in the corpus may not.
        path = path.resolve() if path.is_symlink() else path.absolute()
        if page := page_around(path):
            raise ParseError(
                f"{name} is a part of the saved web page {page.name}, not a report. Inspect that page, or copy the "
                "file out of its folder to read it alone."
            )
        read = partial(read_document, path.parent, library=Bibliography(), ocr=settings.ocr)
        with closing(run(read, [path.name], settings.limits, 1)) as results:
            outcome = next(results).outcome
        if isinstance(outcome, ParseError):
            raise ParseError(f"{name} {outcome}") from outcome
        return outcome
    try:
        return Catalogue.open(settings).document(name)
    except DocumentNotFound as error:
        raise InputError(
            f'There is no file {name}, and no document with that id in the index. "reportqa documents" lists them.'
        ) from error
    except IndexUnavailable as error:
        raise InputError(f"There is no file {name}, and no index.") from error


def find_page(document: Document, name: str) -> Page:
    """Return the page with the printed label `name`, else with that physical number; "file:6" means the latter.

    :raises InputError: when there is no such page.
    """
    physical = name.removeprefix(FILE_PAGE)
    if physical == name:
        for page in document.pages:
            if page.label is not None and page.label.casefold() == name.strip().casefold():
                return page
    for page in document.pages:
        if str(page.physical) == physical.strip():
            return page
    if not document.pages:
        raise InputError(f"{document.doc_id} has no pages; leave out --page to see all of it.")
    labels = [page.label for page in document.pages if page.label]
    printed = f", printed as {labels[0]} to {labels[-1]}" if labels else ""
    raise InputError(f'{document.doc_id} has no page "{name}". Its file has pages 1 to {len(document.pages)}{printed}.')


def marked_text(document: Document, page: Page | None = None) -> Iterator[Piece]:
    """Yield the text of the document, or of one page, in pieces with marks between them.

    Marks are in double brackets, ⟦page 10, printed 6⟧, or in more of them where the text has such brackets. The
    pieces that are not marks are the exact text.
    """
    start, end = (page.start, page.end) if page else (0, len(document.text))
    marks = [mark for mark in _marks(document) if start <= mark[0] <= end and (page is None or _is_on(mark, page))]
    depth = max((len(run) for run in re.findall("⟦+|⟧+", document.text)), default=0) + 1
    position, is_begun = start, True
    for place, _, _, said in marks:
        if position < place:
            text = document.text[position:place]
            yield Piece(text, is_mark=False)
            position, is_begun = place, text.endswith("\n")
        mark = f"{'⟦' * depth}{said}{'⟧' * depth}"
        ends_line = place == end or document.text[place] == "\n"
        if is_begun:
            mark += "" if ends_line else "\n"
        elif ends_line:
            mark = f"\n{mark}"
        else:
            mark = f"{mark} " if place and document.text[place - 1].isspace() else f" {mark}"
        is_begun = mark.endswith("\n")
        yield Piece(mark, is_mark=True)
    if position < end:
        yield Piece(document.text[position:end], is_mark=False)


def inspect_document(document: Document, page: Page | None = None) -> dict[str, Any]:
    """Return the document, or one page, as a JSON object: its text and the ranges in it, by offset."""
    start, end = (page.start, page.end) if page else (0, len(document.text))
    return {
        "doc_id": document.doc_id,
        "sha256": document.sha256,
        "title": document.title,
        "language": document.language,
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "pages": [asdict(one) for one in document.pages if page in {None, one}],
        "sections": [asdict(section) for section in document.sections if start <= section.start <= end],
        "tables": [asdict(table) for table in document.tables if start <= table.start < max(end, 1)],
        "left_out": [
            asdict(thing)
            for thing in document.left_out
            if start <= thing.position <= end and (page is None or thing.page == page.physical)
        ],
        "warnings": list(document.warnings),
    }


_Mark = tuple[int, int, int, str]
"""Offset, physical page and rank, which sort the marks, and the content of the mark."""


def _marks(document: Document) -> list[_Mark]:
    marks: list[_Mark] = []
    for page in document.pages:
        printed = f", printed {page.label}" if page.label is not None else ", no printed number"
        ocr = ", read by OCR" if page.ocr else ""
        marks.append((page.start, page.physical, 0, f"page {page.physical}{printed}{ocr}"))
    for thing in document.left_out:
        marks.append((thing.position, thing.page or 0, 1, f"{thing.kind}: {thing.text}"))
    for section in document.sections:
        marks.append((section.start, _LAST, 2, f"section, level {section.level}"))
    for table in document.tables:
        rows, columns = len(table.rows), max((len(row) for row in table.rows), default=0)
        marks.append((table.start, _LAST, 3, f"table, {rows} rows, {columns} columns"))
        marks.append((table.end, -1, 0, "end of table"))
    return sorted(marks, key=lambda mark: mark[:3])


def _is_on(mark: _Mark, page: Page) -> bool:
    """Return whether a mark at the edge of a page belongs to it and not to the page before or after."""
    position, number, _, _ = mark
    if number > 0 and number != _LAST:
        return number == page.physical
    return position > page.start if number < 0 else position < max(page.end, page.start + 1)
