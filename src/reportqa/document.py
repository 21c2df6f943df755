"""A document, the ranges of its text, and its entry in a list.

Offsets count characters of `Document.text` from 0, ends exclusive; pages count from 1. The text of any `x` below with a
start and an end is `document.text[x.start:x.end]`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import attrgetter
from typing import Any

from reportqa.csl import item_authors, item_text, item_year, unchecked_fields
from reportqa.permalinks import document_link


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `physical` counts from 1, `label` is printed on it ("iv", "15") or None.

    `ocr`: the text was recognised from a picture and may have errors.
    """

    physical: int
    label: str | None
    start: int
    end: int
    ocr: bool = False

    def to_dict(self) -> dict[str, Any]:
        return {"physical": self.physical, "label": self.label}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its start, and its level from 1; a section ends where the next begins."""

    heading: str
    level: int
    start: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` are its cells, header row first; `start` to `end` is their text.

    `starts` has the offset of each cell, of its first occurrence if it is repeated; None for an empty cell and for the
    headers, which are written before the cells of their columns. It is empty if the offsets are not known. A table
    without it whose rows have one cell each is flattened: which cells are in one row is lost.
    """

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]
    starts: tuple[tuple[int | None, ...], ...] = ()

    @property
    def is_flattened(self) -> bool:
        return not self.starts and all(len(row) == 1 for row in self.rows)

    @classmethod
    def load(cls, values: Sequence[Any]) -> "Table":
        """Return a table from its fields in order, with lists for tuples."""
        start, end, rows, starts = values
        return cls(start, end, tuple(map(tuple, rows)), tuple(map(tuple, starts)))


PICTURE = "page that is a picture"
"""Kind of `LeftOut` for a page with a picture and no text."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the file that is not in the document's text.

    `kind` is "running header", "page number", "menu" and so on; `position` is the offset at which the text would be,
    `page` the physical number of its page, if there are pages.
    """

    kind: str
    text: str
    position: int
    page: int | None = None


class _Described:
    """The title, pages and sections of a document or its outline."""

    __slots__ = ()
    item: Mapping[str, Any]
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return str(self.item["title"])

    def pages_of(self, start: int, end: int) -> tuple[Page, ...]:
        """Return the pages of a range in order; none for a format without pages."""
        return pages_of(self.pages, start, end)

    def section_path(self, start: int) -> tuple[str, ...]:
        """Return the headings above `start`, outermost first."""
        return section_path(self.sections, start)


@dataclass(frozen=True, slots=True)
class Outline(_Described):
    """What a citation shows of a document, without its text of `length` characters."""

    doc_id: str
    sha256: str
    item: Mapping[str, Any]
    length: int
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document(_Described):
    """One report.

    - `doc_id`: its path under the corpus folder, with "/" on every system; `also`: paths of copies of the file
    - `item`: a CSL-JSON item, always with a "title"; `origins`: where each field came from
    - `text`: in reading order; an empty line between paragraphs, a line end between list items and table rows
    - `pages`: cover the text without gaps, but for that of attached files behind the last; empty for formats without
      pages
    - `warnings`: what could not be read, one sentence each
    - `language`: an ISO 639-1 code or None
    - `seconds`: how long reading took
    - `boxes`: the packed word boxes of each page (`unpack_boxes`); empty in documents read from an index, which stores
      them separately
    - `file_words`: words of the file name missing from the title ("Block 2016" of a "FORM 10-K"); counted with the
      title but not embedded, which finds no more
    """

    doc_id: str
    sha256: str
    media_type: str
    item: Mapping[str, Any]
    text: str
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()
    language: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    also: tuple[str, ...] = ()
    file_words: str = ""
    boxes: tuple[bytes, ...] = field(default=(), compare=False, repr=False)


def pages_of(pages: Sequence[Page], start: int, end: int) -> tuple[Page, ...]:
    """Return the pages of a range in order."""
    first = bisect_right(pages, start, key=attrgetter("end"))
    return tuple(takewhile(lambda page: page.start < max(end, start + 1), pages[first:]))


def section_path(sections: Sequence[Section], start: int) -> tuple[str, ...]:
    """Return the headings above an offset, outermost first."""
    path: list[Section] = []
    # From the innermost outwards; a section no higher than one seen is its sibling.
    for section in reversed(sections[: bisect_right(sections, start, key=attrgetter("start"))]):
        if not path or section.level < path[-1].level:
            path.append(section)
            if section.level == 1:
                break
    return tuple(section.heading for section in reversed(path))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A range that can be quoted by itself: a sentence, a list item, a table row."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """About 128 tokens of whole sentences of one section.

    `unit` numbers the page or section of the passage within the document; `heading` is the innermost one above it, or
    empty; `prefix` ("Title - Heading. ") is embedded and counted with the text, and never quoted.
    """

    doc_id: str
    start: int
    end: int
    unit: int
    heading: str
    prefix: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """An entry of the list of documents: `pages` is 0 for a format without pages."""

    doc_id: str
    sha256: str
    media_type: str
    item: Mapping[str, Any]
    pages: int
    passages: int
    characters: int
    warnings: tuple[str, ...]
    language: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return str(self.item["title"])

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Which of author and date only the metadata of the file have."""
        return unchecked_fields(self.origins)

    def to_dict(self) -> dict[str, Any]:
        return {
            "doc_id": self.doc_id,
            "title": self.title,
            "authors": list(item_authors(self.item)),
            "publisher": item_text(self.item, "publisher"),
            "year": item_year(self.item),
            "url": item_text(self.item, "URL"),
            "media_type": self.media_type,
            "pages": self.pages,
            "passages": self.passages,
            "characters": self.characters,
            "sha256": self.sha256,
            "link": document_link(self.doc_id),
            "warnings": list(self.warnings),
            "language": self.language,
            "origins": dict(self.origins),
            "also": list(self.also),
        }
