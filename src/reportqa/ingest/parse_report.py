"""Parse report for each file: what was read, what was left out, what needs attention."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from reportqa.csl import item_authors, item_text, item_year, unchecked_fields
from reportqa.document import PICTURE, Document, LeftOut, Page
from reportqa.index import Library, open_generation
from reportqa.ingest.omission_advice import advice_on
from reportqa.ingest.references.titles import FILE_NAME
from reportqa.settings import Settings
from reportqa.text import counted, format_numbers, listing, plural

_SUSPICIOUS = {
    "replacement": re.compile("\ufffd"),
    "private-use": re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]"),
    "control": re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]"),
}
"""Unreadable characters by kind; most come from fonts without a character map."""
_PREPOSITION = re.compile(r" (?:of|in|on|without|outside|after|for|that) ")
"""Beginning of what follows the noun of a kind."""
_PHRASE = re.compile(r".* by .*|outside .*")
"""Kinds that are no nouns."""
_AROUND = 20
_NAMES = {"author": "the author", "issued": "the date"}
_PICTURE_WARNING = re.compile(r"Page \d+ is a picture\b.*")


@dataclass(frozen=True, slots=True)
class Suspicious:
    """Unreadable characters of one kind: how many, and the first with the words around it."""

    kind: str
    count: int
    example: str
    position: int
    page: int | None


@dataclass(frozen=True, slots=True)
class LeftOutKind:
    """Things of one kind that were left out of the text: how many, an example, and what to do if they matter."""

    kind: str
    count: int
    example: str
    advice: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The count and the kind: "1 running header", "24 running headers"; a kind that is many has no count of 1."""
        if self.kind.endswith(("s", "data")):
            return self.kind if self.count == 1 else f"{self.count:,} {self.kind}"
        if self.count == 1 or _PHRASE.fullmatch(self.kind):
            return f"{self.count:,} {self.kind}"
        if self.kind == PICTURE:
            return f"{self.count:,} pages that are pictures"
        found = _PREPOSITION.search(self.kind)
        noun, rest = (self.kind[: found.start()], self.kind[found.start() :]) if found else (self.kind, "")
        return f"{self.count:,} {plural(noun)}{rest.replace(' that is ', ' that are ', 1)}"


@dataclass(frozen=True, slots=True)
class ParseReport:
    """Parse report of one file.

    `skipped` is the reason why it was not read, None if it was. `problems` may hide or falsify an answer, `notes` are
    for information; each is a sentence. Pages are physical numbers.
    """

    doc_id: str
    skipped: str | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: str | None = None
    media_type: str | None = None
    pages: int = 0
    pages_without_text: tuple[int, ...] = ()
    pages_by_ocr: tuple[int, ...] = ()
    characters: int = 0
    suspicious: tuple[Suspicious, ...] = ()
    headings: int = 0
    tables: int = 0
    passages: int = 0
    left_out: tuple[LeftOutKind, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    language: str | None = None
    same_file: tuple[str, ...] = ()
    also_in: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"seconds": round(self.seconds, 3)}


def report_on(document: Document, *, passages: int = 0, also_in: Mapping[str, int] | None = None) -> ParseReport:
    """Return the parse report of a document; `also_in` counts its near-duplicate passages by other document."""
    suspicious = tuple(find_suspicious(document))
    missing = tuple(_missing(document.item))
    return ParseReport(
        doc_id=document.doc_id,
        problems=tuple(_problems(document, suspicious)),
        notes=tuple(_notes(document, missing, also_in or {})),
        title=document.title,
        media_type=document.media_type,
        pages=len(document.pages),
        pages_without_text=tuple(page.physical for page in _empty_pages(document)),
        pages_by_ocr=tuple(page.physical for page in document.pages if page.ocr),
        characters=len(document.text),
        suspicious=suspicious,
        headings=len(document.sections),
        tables=len(document.tables),
        passages=passages,
        left_out=count_left_out(document.left_out),
        origins=document.origins,
        missing=missing,
        language=document.language,
        same_file=document.also,
        also_in=dict(also_in or {}),
        seconds=document.seconds,
    )


def report_on_skipped(doc_id: str, reason: str) -> ParseReport:
    """Return the report of a skipped file; `reason` continues a sentence that begins with its name."""
    return ParseReport(doc_id, skipped=reason, problems=(f"Not indexed: it {reason}",))


def count_left_out(things: Iterable[LeftOut]) -> tuple[LeftOutKind, ...]:
    """Return the things left out by kind, most frequent first, each with its most frequent text as example."""
    said: dict[str, Counter[str]] = {}
    for thing in things:
        said.setdefault(thing.kind, Counter())[thing.text] += 1
    kinds = [
        LeftOutKind(
            kind, texts.total(), max(texts.items(), key=lambda said: (said[1], len(said[0])))[0], advice_on(kind)
        )
        for kind, texts in said.items()
    ]
    return tuple(sorted(kinds, key=lambda kind: -kind.count))


def find_suspicious(document: Document) -> Iterator[Suspicious]:
    """Yield the unreadable characters by kind; in the example they are shown as code points."""
    for kind, pattern in _SUSPICIOUS.items():
        places = [match.start() for match in pattern.finditer(document.text)]
        if places:
            around = document.text[max(places[0] - _AROUND, 0) : places[0] + _AROUND]
            pages = document.pages_of(places[0], places[0] + 1)
            yield Suspicious(
                kind, len(places), " ".join(_spell_out(around).split()), places[0], pages[0].physical if pages else None
            )


def _problems(document: Document, suspicious: Sequence[Suspicious]) -> Iterator[str]:
    pictures = sorted({thing.page for thing in document.left_out if thing.kind == PICTURE and thing.page})
    if pictures:
        yield (
            f"{counted(len(pictures), 'page is a picture', 'pages are pictures')} without text:"
            f' {format_numbers(pictures)} of {len(document.pages)}. "reportqa index --ocr" reads them.'
        )
    for warning in document.warnings:
        if not _PICTURE_WARNING.fullmatch(warning):
            yield warning
    for found in suspicious:
        page = f" (page {found.page} of the file)" if found.page else ""
        yield (
            f"{counted(found.count, f'unreadable {found.kind} character', f'unreadable {found.kind} characters')},"
            f" as in “{found.example}”{page}."
        )
    if document.origins.get("title") == FILE_NAME:
        yield f"No title found; using the file name, “{document.title}”."


def _notes(document: Document, missing: Sequence[str], also_in: Mapping[str, int]) -> Iterator[str]:
    pictures = {thing.page for thing in document.left_out if thing.kind == PICTURE}
    blank = [page.physical for page in _empty_pages(document) if page.physical not in pictures]
    if blank:
        yield f"{counted(len(blank), 'page has', 'pages have')} no text: {format_numbers(blank)}."
    if by_ocr := [page.physical for page in document.pages if page.ocr]:
        yield f"{counted(len(by_ocr), 'page was', 'pages were')} read by OCR: {format_numbers(by_ocr)}."
    if document.pages and not any(page.label for page in document.pages):
        yield "No printed page numbers found; citations use the page numbers of the file."
    if unchecked := [_NAMES[name] for name in unchecked_fields(document.origins)]:
        named = listing(unchecked)
        yield (
            f"{named[:1].upper()}{named[1:]} {'are' if unchecked[1:] else 'is'} from the file, not checked."
            ' "reportqa describe" confirms or corrects.'
        )
    if missing:
        yield f"Missing for a bibliography: {listing(missing)}."
    if document.also:
        yield f"The same file is also at {listing(document.also)}; it is indexed once."
    for doc_id, count in also_in.items():
        yield f"{counted(count, 'passage is', 'passages are')} nearly the same in {doc_id}."


def _empty_pages(document: Document) -> list[Page]:
    return [page for page in document.pages if not document.text[page.start : page.end].strip()]


def _missing(item: Mapping[str, Any]) -> Iterator[str]:
    if not item_authors(item):
        yield "the author"
    if item_year(item) is None:
        yield "the date"
    if item.get("type") == "webpage":
        if item_text(item, "URL") is None:
            yield "the address"
    elif item_text(item, "publisher") is None:
        yield "the publisher"


def _spell_out(text: str) -> str:
    for pattern in _SUSPICIOUS.values():
        text = pattern.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    return text


def audit(settings: Settings, generation_id: str | None = None) -> list[ParseReport]:
    """Return the parse report of each file of a generation, by default the current one; those with problems first.

    :raises IndexUnavailable: when there is no index or it is damaged.
    """
    generation = open_generation(settings.index_dir, generation_id)
    with generation.guard, closing(generation.store.library) as library:
        summaries = library.summaries()
        # A copy is part of the report on the file that was read.
        copies = {other for summary in summaries for other in summary.also}
        reports = [
            report_on_skipped(doc_id, reason)
            for doc_id, reason in generation.manifest.skipped.items()
            if doc_id not in copies
        ]
        also_in = _near_duplicates(library)
        for summary in summaries:
            document = library.document(summary.doc_id)
            reports.append(report_on(document, passages=summary.passages, also_in=also_in.get(summary.doc_id)))
    return sorted(reports, key=lambda report: (report.skipped is None, not report.problems, report.doc_id))


def _near_duplicates(library: Library) -> dict[str, Mapping[str, int]]:
    """Return for each document how many of its passages are near-duplicates of passages of each other document."""
    layout = library.layout()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row, others in library.duplicates().items():
        for other in others:
            found[layout.doc_ids[layout.documents[row]]][layout.doc_ids[layout.documents[other]]] += 1
    return {doc_id: dict(counts.most_common()) for doc_id, counts in found.items()}
