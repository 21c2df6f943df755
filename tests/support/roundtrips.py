"""Takes quotes of documents into briefings of every format, and reads them back as a checker does."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfWriter

from reportqa.briefings.briefing import make_briefing
from reportqa.briefings.draft import draft_of
from reportqa.briefings.export import export, one_file
from reportqa.citations.formatting import cite_text
from reportqa.citations.styles import Style
from reportqa.citations.table_rows import cite_rows
from reportqa.document import Document, Page
from reportqa.index.catalogue import Catalogue
from reportqa.index.lexical import WordIndex, WordWriter
from reportqa.index.library import Library
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.passage_store import Guard
from reportqa.ingest.chunker import chunk
from reportqa.parsing.builder import DocumentBuilder
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.proofreader import Outcome, Proofreader, QuoteCheck
from reportqa.text.index_terms import terms
from reportqa.text.tokens import Wording
from support.cited import CORPORATE, SEVERAL, UNDATED, WEB
from support.mutations import document_of

STYLES = (
    "apa",
    "harvard-cite-them-right",
    "nature",
    "modern-language-association",
    "chicago-author-date",
    "oscola",
    "mhra-notes",
    "chicago-notes-bibliography",
    "turabian-notes-bibliography-subsequent-ibid",
)
UNTAGGED = "pdf by look"
LIVE = "docx zotero"
BRIEFINGS = ("md", "docx", LIVE, "odt", "html", "pdf", UNTAGGED)
"""Formats of `brief`, one with live citations; of the last, a PDF without its structure, only its look is known."""
CITED = {"text": "txt", "markdown": "md", "html": "html"}
"""Formats of `cite`, which are written "cite text" here, and the ending under which each is read back."""
_CITED_ITSELF = re.compile(r"“[^“”\n]*” \([^()\n]*\)\.?(?:\n|\Z)")
"""A quotation with a bracket in the first paragraph of a range, which reads as one with its source."""
LABELS = ("roman", "arabic", "section", "none", "no pages")

_SOUNDS = (
    "ba be bi bo da de di do ga ge go ka ke ki la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so".split()
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Documents to quote from, and the checker that has them."""

    catalogue: Catalogue
    proofreader: Proofreader
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def link(self) -> str:
        return f"{self.document.doc_id}#{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Miss:
    """A quote that was not told as it should be, and what was told of it; None when it was not seen at all."""

    place: Place
    finding: QuoteCheck | None


def lay_out(folder: Path, documents: Iterable[Document]) -> Desk:
    """Write documents into a library with the words of their passages, without a model."""
    taken = tuple(documents)
    with LibraryWriter(folder) as writer, WordWriter(folder / "words") as words:
        for document in taken:
            passages = chunk(document, lambda texts: [len(text.split()) for text in texts])
            writer.add(document, passages)
            words.add([" ".join(terms(document.text[passage.start : passage.end])) for passage in passages])
        writer.add_keys()
    library, guard = Library.open(folder), Guard(folder, "")
    return Desk(Catalogue(library, guard), Proofreader(library, WordIndex.open(folder / "words"), guard), taken)


def invented(random_: random.Random) -> list[Document]:
    """Make a document of invented words for each kind of page label, with lists, tables and quotation marks in it."""
    items = [CORPORATE | {"title": "Local care compared"}, SEVERAL, UNDATED, SEVERAL | {"title": "Staff again"}, WEB]
    return [
        replace(
            _invented(random_, f"invented-{kind.replace(' ', '-')}.pdf", kind),
            item={"id": f"invented-{kind.replace(' ', '-')}.pdf", **item},
        )
        for kind, item in zip(LABELS, items, strict=True)
    ]


def _invented(random_: random.Random, doc_id: str, kind: str) -> Document:
    builder = DocumentBuilder()
    for physical in range(1, 13):
        if kind != "no pages":
            builder.page(physical, _label(kind, physical))
        builder.heading(_words(random_, 3).capitalize(), 1)
        for _ in range(random_.randint(2, 4)):
            builder.paragraph(" ".join(_sentence(random_) for _ in range(random_.randint(1, 5))))
        for _ in range(random_.randint(0, 3)):
            builder.item(f"• {_sentence(random_)}")
        if random_.random() < 0.5:
            rows = [f"{_words(random_, 2)}\t{random_.randint(1, 99_999):,}\t{_amount(random_)}" for _ in range(3)]
            builder.paragraph("\n".join(rows))
    return document_of(builder.text, doc_id, builder.pages)


def tabled(random_: random.Random) -> Document:
    """Return a document of invented words with a table on each of its twelve pages."""
    builder = DocumentBuilder()
    for physical in range(1, 13):
        builder.page(physical, str(physical + 30))
        builder.paragraph(_sentence(random_))
        header = ["Place", *(_words(random_, 1).capitalize() for _ in range(3))]
        rows = [
            [_words(random_, 2).capitalize(), f"{random_.randint(1, 99_999):,}", _amount(random_), _words(random_, 1)]
            for _ in range(6)
        ]
        builder.table([header, *rows])
    made = document_of(builder.text, "invented-tables.pdf", builder.pages)
    return replace(made, tables=tuple(builder.tables), item={"id": "invented-tables.pdf", **SEVERAL})


def rows(random_: random.Random, document: Document, count: int) -> Iterator[Place]:
    """Return ranges of one to three rows of the tables of a document."""
    for _ in range(count):
        table = random_.choice(document.tables)
        lines = list(re.finditer(r"[^\n]+", document.text[table.start : table.end]))
        first = random_.randrange(len(lines))
        last = min(first + random_.randrange(3), len(lines) - 1)
        yield Place(document, table.start + lines[first].start(), table.start + lines[last].end())


def _label(kind: str, physical: int) -> str | None:
    roman = "i ii iii iv v vi vii viii ix x xi xii".split()[physical - 1]
    return {"roman": roman, "arabic": str(physical + 30), "section": f"A-{physical}"}.get(kind)


def _words(random_: random.Random, count: int) -> str:
    return " ".join("".join(random_.choices(_SOUNDS, k=random_.randint(1, 4))) for _ in range(count))


def _amount(random_: random.Random) -> str:
    return random_.choice(
        [
            f"{random_.randint(0, 99)}%",
            f"£{random_.randint(1, 99)}.5m",
            f"−{random_.randint(1, 9)}.5",
            f"({random_.randint(2, 999)})",
            "2016–17",
        ]
    )


def _sentence(random_: random.Random) -> str:
    parts = [_words(random_, random_.randint(2, 7)) for _ in range(random_.randint(1, 4))]
    for number in range(len(parts)):
        form = random_.choice(["{}", "{}", "{}", "“{}”", "‘{}’", "({})", "{},", "{} " + _amount(random_), "{}—"])
        parts[number] = form.format(parts[number])
    text = " ".join(parts)
    return text[:1].upper() + text[1:] + random_.choice([".", ".", "?", ".12"])


def places(random_: random.Random, document: Document, count: int) -> Iterator[Place]:
    """Return ranges of 4 to 80 words: any, sentences, over page ends, neighbours, the beginning of the document."""
    words = list(re.finditer(r"\S+", document.text))
    starts = [n for n, word in enumerate(words) if not n or document.text[words[n - 1].end() - 1] in ".?!"]
    breaks = [page.end for page in document.pages[:-1]]
    made = 0
    last = 0
    while made < count:
        size = random_.randint(4, random_.choice([12, 30, 80]))
        kind = random_.choice(["any", "sentence", "page", "next", "start"])
        first = random_.randrange(max(len(words) - size, 1))
        if kind == "sentence":
            first = random_.choice(starts)
        elif kind == "page" and breaks:
            at = random_.choice(breaks)
            before = sum(word.start() < at for word in words)
            first = max(before - random_.randint(1, size - 1), 0)
        elif kind in {"next", "start"}:
            first = last if kind == "next" else 0
        chosen = words[first : first + size]
        place = Place(document, chosen[0].start(), chosen[-1].end()) if chosen else None
        if place and _CITED_ITSELF.match(place.text):
            continue
        # A range that ends with nothing but the mark of the next item is none that anybody takes.
        if place and len(Wording.of(place.text).keys) >= 4 and any(c.isalnum() for c in chosen[-1][0]):
            yield place
            made += 1
            last = first + size


def exported(desk: Desk, chosen: Sequence[Place], style: Style, form: str) -> bytes:
    """Return a briefing of quotes in a format of `brief`, or of `cite`; each part of it has footnotes of the writer."""
    sections = []
    for number, part in enumerate(_parted(chosen), 1):
        content = [{"note": f"What they say:[^a{number}]\n\n[^a{number}]: See part {number}."}]
        content += [{"quote": one.link} for one in part]
        content[len(part) // 2 : len(part) // 2] = [
            {"note": f"This is disputed.[^b{number}]\n\n[^b{number}]: Compare the Talmud."}
        ]
        sections.append({"heading": f"Part {number}", "content": content})
    briefing = make_briefing(draft_of({"title": "A briefing", "section": sections}), desk.catalogue)
    if form.startswith("cite "):
        return cite_text(briefing.quotations, form.removeprefix("cite "), style).encode()
    if form == LIVE:
        return export(briefing, style, "docx", live="zotero")["briefing.docx"]
    return _untagged(one_file(briefing, style, "pdf")) if form == UNTAGGED else one_file(briefing, style, form)


def _untagged(data: bytes) -> bytes:
    """Return a PDF without its structure tags."""
    writer = PdfWriter(clone_from=BytesIO(data))
    del writer.root_object["/StructTreeRoot"]
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _parted(chosen: Sequence[Place]) -> Iterator[Sequence[Place]]:
    yield from (chosen[first : first + 7] for first in range(0, len(chosen), 7))


def misses(desk: Desk, chosen: Sequence[Place], style: Style, form: str) -> list[Miss]:
    """Export quotes, read the file and check it: give those that are not word for word on the page that is named.

    For a document without pages that is word for word in it.
    """
    data = exported(desk, chosen, style, form)
    ending = CITED[form[5:]] if form.startswith("cite ") else form.partition(" ")[0]
    manuscript = read_manuscript(f"briefing.{ending}", data)
    findings = sorted(desk.proofreader.check(manuscript), key=lambda finding: finding.quotation.start)
    missed = []
    at = 0
    for place in chosen:
        wanted = Wording.of(cite_rows(place.document, place.start, place.end)).keys
        number = next(
            (n for n in range(at, len(findings)) if Wording.of(findings[n].quotation.text).keys == wanted), None
        )
        if number is None:
            missed.append(Miss(place, findings[at] if at < len(findings) else None))
            continue
        at = number + 1
        if not _is_right(place, findings[number]):
            missed.append(Miss(place, findings[number]))
    return missed


def _is_right(place: Place, finding: QuoteCheck) -> bool:
    wanted = Outcome.RIGHT if place.document.pages else Outcome.NO_PAGE
    return finding.outcome is wanted and any(
        found.citation.doc_id == place.document.doc_id and _covers(found.citation.pages, place.document, place)
        for found in finding.places
    )


def _covers(pages: Sequence[Page], document: Document, place: Place) -> bool:
    return tuple(pages) == document.pages_of(place.start, place.end)
