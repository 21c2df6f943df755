"""The nouns of reportqa: a document, the ranges of its text, and its line in a list.

Offsets count characters of `Document.text` from 0, ends exclusive; pages count from 1.
`document.text[x.start:x.end]` is the text of any `x` below that has a start and an end.
"""

import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from reportqa.csl import item_authors, item_text, item_year
from reportqa.permalinks import document_link


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `physical` counts from 1, `label` is what is printed on it ("iv", "15") or None.

    `ocr` tells that its text was recognised from a picture and may have errors.
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
    """A heading and where its text begins; it lasts until the next section. `level` counts from 1."""

    heading: str
    level: int
    start: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` are its cells, header row first; `start` to `end` is the text made of them."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]


PICTURE = "page that is a picture"
"""Kind of what is left out of a page that has a picture and no text."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that stands in the file and not in the text.

    `kind` says what it is ("running header", "page number", "menu"), `text` what it said, `position` the
    offset at which it would stand, `page` the physical number of the page that it stands on, if there are pages.
    """

    kind: str
    text: str
    position: int
    page: int | None = None


class Box(NamedTuple):
    """A rectangle on a page as it is displayed, in points from the top left corner, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        lefts, tops, rights, bottoms = zip(self, other, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True, slots=True)
class WordBox:
    """A word, or a part of one, where it is printed: its box, and its range of the text.

    A word that is not in the text has an empty range and its own `text`. `turns` counts the quarter turns clockwise
    from text that runs level.
    """

    start: int
    end: int
    box: Box
    turns: int = 0
    text: str = ""


_BOX_UNIT = 0.1
"""In points, the precision of a box that is kept."""


def pack_boxes(words: npt.NDArray[np.float64], texts: Sequence[str]) -> bytes:
    """Return the words of a page compressed, about three bytes each.

    :param words: (n, 7): start, end, left, top, right, bottom, turns; in the order of the file
    :param texts: the texts of those that have an empty range, in order
    """
    start, end, left, top, right, bottom, turns = (words / [1, 1, *[_BOX_UNIT] * 4, 1]).round().T.astype("<i4")
    steps = [start - _before(end), end - start, left - _before(right), right - left, top - _before(top), bottom - top]
    # Bytes of one weight stand together: most of them are equal.
    numbers = np.array([*steps, turns], "<i4").reshape(7, len(words), 1).view(np.uint8).swapaxes(1, 2)
    return zlib.compress(len(words).to_bytes(4, "little") + numbers.tobytes() + "\n".join(texts).encode())


def unpack_boxes(data: bytes) -> tuple[WordBox, ...]:
    """Return what `pack_boxes` compressed."""
    data = zlib.decompress(data)
    count = int.from_bytes(data[:4], "little")
    numbers = (
        np.frombuffer(data, np.uint8, 28 * count, 4).reshape(7, 4, count).swapaxes(1, 2).copy().view("<i4")[..., 0]
    )
    steps, length, shift, width, fall, height, turns = numbers
    end, right, top = np.cumsum(steps + length), np.cumsum(shift + width), np.cumsum(fall)
    boxes = np.array([right - width, top, right, top + height]).T * _BOX_UNIT
    texts = iter(data[4 + 28 * count :].decode().split("\n"))
    return tuple(
        WordBox(start, end, Box(*box), turn, "" if start < end else next(texts))
        for start, end, box, turn in zip(
            (end - length).tolist(), end.tolist(), boxes.round(1).tolist(), turns.tolist(), strict=True
        )
    )


def _before(column: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return each number's predecessor, 0 for the first."""
    return np.concatenate([column[:0], [0], column[:-1]]).astype("<i4") if len(column) else column


class _Described:
    """What an outline tells of a document as the document itself does."""

    __slots__ = ()
    item: Mapping[str, Any]
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return str(self.item["title"])

    def pages_of(self, start: int, end: int) -> tuple[Page, ...]:
        """Give the pages that the range stands on, first to last; none for a format without pages."""
        return pages_of(self.pages, start, end)

    def section_path(self, start: int) -> tuple[str, ...]:
        """Give the headings above `start`, outermost first."""
        return section_path(self.sections, start)


@dataclass(frozen=True, slots=True)
class Outline(_Described):
    """What a citation says of a document, without its text, which has `length` characters."""

    doc_id: str
    sha256: str
    item: Mapping[str, Any]
    length: int
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(_Described):
    """One report.

    `doc_id` is its path under the corpus folder, with "/" on every system; `sha256` that of the file;
    `item` its bibliographic data as a CSL-JSON item, always with a "title"; `text` the whole text in
    reading order, paragraphs parted by an empty line, list items and table rows by a line end.
    `pages` is empty for formats without pages; otherwise they cover the text without a gap.
    `warnings` say what could not be read, one sentence each. `language` is an ISO 639-1 code or None,
    `origins` says for each field of the item where it came from, `left_out` what of the file is not in the text;
    `seconds` is how long reading it took. `boxes` are the packed word boxes of each page (`unpack_boxes`), empty when
    the document is read from an index, which keeps them apart. `also` are other paths where the same file lies.
    `file_words` are the telling words of its file name that the title lacks ("Block 2016" of a "FORM 10-K"); they are
    counted with the title, not embedded, which finds no more.
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
    """Give those of a document's pages that a range stands on."""
    first = bisect_right(pages, start, key=attrgetter("end"))
    return tuple(takewhile(lambda page: page.start < max(end, start + 1), pages[first:]))


def section_path(sections: Sequence[Section], start: int) -> tuple[str, ...]:
    """Give the headings of those of a document's sections that an offset stands in, outermost first."""
    path: list[Section] = []
    # From the innermost outwards: whatever is no higher than one before it stands beside that.
    for section in reversed(sections[: bisect_right(sections, start, key=attrgetter("start"))]):
        if not path or section.level < path[-1].level:
            path.append(section)
            if section.level == 1:
                break
    return tuple(section.heading for section in reversed(path))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A range of a document's text that can be quoted by itself: a sentence, a list item, a table row."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """About 128 tokens of whole sentences of one section.

    `unit` numbers, within the document, the page or section that the passage stands in; `heading` is the
    innermost one above it, empty when there is none; `prefix` ("Title - Heading. ") goes before the text
    wherever it is embedded or counted, and is never quoted.
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
    """One line of the list of documents: `pages` is 0 for a format without pages; the rest is a Document's."""

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
