"""The nouns of reportqa: a document and the ranges of its text, what a question finds, what an answer cites.

Offsets count characters of `Document.text` from 0, ends exclusive; pages and citations count from 1.
`document.text[x.start:x.end]` is the text of any `x` below that has a start and an end.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import takewhile
from operator import attrgetter
from typing import Any

from reportqa.addresses import document_link, permanent_link


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


@dataclass(frozen=True, slots=True)
class Outline:
    """What a citation says of a document, without its text, which has `length` characters."""

    doc_id: str
    sha256: str
    item: Mapping[str, Any]
    length: int
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()

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
class Document:
    """One report.

    `doc_id` is its path under the corpus folder, with "/" on every system; `sha256` that of the file;
    `item` its bibliographic data as a CSL-JSON item, always with a "title"; `text` the whole text in
    reading order, paragraphs parted by an empty line, list items and table rows by a line end.
    `pages` is empty for formats without pages; otherwise they cover the text without a gap.
    `warnings` say what could not be read, one sentence each. `language` is an ISO 639-1 code or None,
    `origins` says for each field of the item where it came from, `left_out` what of the file is not in the text;
    `seconds` is how long reading it took. `also` are other paths where the same file lies. `file_words` are the
    telling words of its file name that the title lacks ("Block 2016" of a "FORM 10-K"); they are counted with the
    title, not embedded, which finds no more.
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

    @property
    def title(self) -> str:
        return str(self.item["title"])

    def pages_of(self, start: int, end: int) -> tuple[Page, ...]:
        """Give the pages that the range stands on, first to last; none for a format without pages."""
        return pages_of(self.pages, start, end)

    def section_path(self, start: int) -> tuple[str, ...]:
        """Give the headings above `start`, outermost first."""
        return section_path(self.sections, start)


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
class Hit:
    """A passage that a question found, and its text. `score` orders hits, higher is better: the sum of its `parts`.

    `signals` are what the parts are made of (see `fusion`).

    `sentence_scores`: for each sentence of the passage, cosine of its vector and the question's, -1 to 1.
    `duplicates` are passages of other documents that say nearly word for word the same.
    """

    row: int
    passage: Passage
    text: str
    score: float
    signals: Mapping[str, float]
    parts: Mapping[str, float]
    sentence_scores: tuple[float, ...]
    duplicates: tuple[Passage, ...] = ()

    def text_of(self, sentence: Sentence) -> str:
        """Give the text of one of the passage's sentences."""
        return self.text[sentence.start - self.passage.start : sentence.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands too, nearly word for word."""

    doc_id: str
    title: str
    pages: tuple[Page, ...]
    start: int
    end: int
    link: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "doc_id": self.doc_id,
            "title": self.title,
            "pages": _page_dicts(self.pages),
            "start": self.start,
            "end": self.end,
            "link": self.link,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A full passage with all that a reader needs to find it again; `key` is its sentence that answers best.

    `before` and `after` are the characters around it, as many as a record keeps.
    """

    number: int
    doc_id: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    year: int | None
    url: str | None
    pages: tuple[Page, ...]
    section: tuple[str, ...]
    start: int
    end: int
    quote: str
    score: float
    document_sha256: str
    also_in: tuple[Place, ...] = ()
    key: Sentence | None = None
    before: str = ""
    after: str = ""

    @property
    def ocr(self) -> bool:
        """Whether any of the quote was recognised from a picture, and may have errors."""
        return any(page.ocr for page in self.pages)

    @property
    def place(self) -> str:
        """The place as `reportqa cite` reads it, short enough for a terminal; good until the document changes."""
        return f"{self.doc_id}#{self.start}-{self.end}"

    @property
    def link(self) -> str:
        """The permanent link: a path on the server that serves this index."""
        pages = [(page.physical, page.label) for page in self.pages]
        return permanent_link(
            self.doc_id, self.start, self.end, self.document_sha256, self.quote, pages, self.before, self.after
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "doc_id": self.doc_id,
            "title": self.title,
            "authors": list(self.authors),
            "publisher": self.publisher,
            "year": self.year,
            "url": self.url,
            "pages": _page_dicts(self.pages),
            "section": list(self.section),
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "score": round(self.score, 4),
            "link": self.link,
            "document_sha256": self.document_sha256,
            "ocr": self.ocr,
            "also_in": [place.to_dict() for place in self.also_in],
            "key_sentence": {"start": self.key.start, "end": self.key.end} if self.key else None,
        }


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence that answers, inside the citation with that number; offsets are the document's."""

    citation: int
    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {"citation": self.citation, "text": self.text, "start": self.start, "end": self.end}


class State(StrEnum):
    """Whether the corpus answers a question."""

    ANSWERS = "answers"
    MAY_ANSWER = "may_answer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """What one of several documents that give different figures says, inside the citation with that number."""

    citation: int
    text: str
    figures: tuple[str, ...]
    date: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"citation": self.citation, "text": self.text, "figures": list(self.figures), "date": self.date}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the corpus says to a question.

    `state` says whether it answers, `confidence` (0 to 1) how sure that is. When nothing answers, `sentences` is
    empty and `citations` are the nearest passages, best first. `filters` are those of the question, by the names
    that options and addresses have. `notes` say, a sentence each, what was searched other than the words of the
    question; `differences` are the claims of documents that disagree, the best first.
    """

    question: str
    state: State
    confidence: float
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    generation: str
    milliseconds: float
    id: str | int | None = field(default=None)
    filters: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers or may answer."""
        return self.state is not State.NOTHING

    def to_dict(self) -> dict[str, Any]:
        """Give the object that the command line and HTTP print; answer.schema.json describes it."""
        return {
            "id": self.id,
            "question": self.question,
            "filters": dict(self.filters),
            "answerable": self.answerable,
            "state": str(self.state),
            "confidence": round(self.confidence, 4),
            "answer": [sentence.to_dict() for sentence in self.sentences],
            "notes": list(self.notes),
            "differences": [difference.to_dict() for difference in self.differences],
            "citations": [citation.to_dict() for citation in self.citations],
            "generation": self.generation,
            "milliseconds": round(self.milliseconds, 1),
        }


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


def _page_dicts(pages: tuple[Page, ...]) -> list[dict[str, Any]]:
    return [{"physical": page.physical, "label": page.label} for page in pages]


def item_authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the authors of a CSL-JSON item as "Given Family", in order."""
    authors = item.get("author") or []
    names = []
    # Lists written by hand have plain strings for names too.
    for name in authors if isinstance(authors, list) else [authors]:
        if isinstance(name, Mapping):
            parts = (name.get("given"), name.get("non-dropping-particle"), name.get("family"))
            names.append(str(name.get("literal") or " ".join(str(part) for part in parts if part)))
        else:
            names.append(str(name))
    return tuple(name for name in names if name)


def item_year(item: Mapping[str, Any]) -> int | None:
    """Give the year in which a CSL-JSON item was issued."""
    try:
        return int(item["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return None


def item_date(item: Mapping[str, Any]) -> str | None:
    """Give when a CSL-JSON item was issued as a reader writes it: "19 July 2016", "July 2016", "2016"."""
    year = item_year(item)
    if year is None:
        return None
    try:
        month, *day = [int(part) for part in item["issued"]["date-parts"][0][1:3]]
        return f"{day[0] if day else ''} {date(year, month, 1):%B} {year}".strip()
    except (TypeError, ValueError, OverflowError):
        return str(year)


def item_text(item: Mapping[str, Any], key: str) -> str | None:
    """Give a text field of a CSL-JSON item, None when it is missing or empty."""
    value = item.get(key)
    return value if isinstance(value, str) and value else None
