"""Page references in notes: "p. 15", "pp. 15–16", "page iv", "PDF p. 17", "…, 15."."""

import re
from dataclasses import dataclass

from reportqa.document import Document, Page
from reportqa.text import EARLIEST_YEAR, year_pattern

_NAME = r"(?:\d{1,4}|[ivxlcdm]{1,8}|[A-Z]{1,2}-?\d{1,4}|[A-Z]?\d+[-.]\d+)"
_PAGES = re.compile(
    rf"(?<![^\W_])(?P<file>PDF\s+)?(?P<word>pp?\.?|pages?|pgs?\.?|Seiten?|S\.)\s*(?P<first>{_NAME})"
    rf"(?:\s*(?:[-–—]|to|bis)\s*(?P<last>{_NAME}))?(?![^\W_])(?P<count>\s+of\s+the\s+(?:file|PDF))?",
    re.IGNORECASE,
)
_BARE_NAME = r"(?:\d{1,4}|[ivxlcdm]{1,8}|[A-Z]{1,2}-\d{1,4})"
_BARE = re.compile(
    # After a comma or a colon, or after what ends a title, a publisher's bracket or "Ibid".
    rf"(?:[,:]\s*|(?<=\d{{4}})[a-z]?[,:]\s*|[)\]’”'\"?!]\s+|\b[Ii]bid\.?\s+)(?P<first>{_BARE_NAME})"
    rf"(?:\s*[-–]\s*(?P<last>{_BARE_NAME}))?\s*[.)\]]*\s*$"
)
_ADDRESS = re.compile(r"[\s,.]*(?:\\?<+)?(?:https?://|www\.|doi:)\S+\s*\Z", re.IGNORECASE)
"""An address at the end of a note, after the page."""
_SECTION = re.compile(r"[A-Z]{1,2}-?(?=\d)|\d+-(?=\d)")
_YEAR = re.compile(year_pattern(EARLIEST_YEAR))


@dataclass(frozen=True, slots=True)
class Locator:
    """First and last page at `start` to `end` of a note; `in_file` if the note counts pages of the file."""

    first: str
    last: str
    start: int
    end: int
    in_file: bool = False
    is_bare: bool = False


def find_locators(note: str) -> tuple[Locator, ...]:
    """Return the page references of a note, in order."""
    found = [
        Locator(
            match["first"], _whole(match["first"], match["last"]), match.start(), match.end(),
            in_file=bool(match["file"] or match["count"]),
        )
        for match in _PAGES.finditer(note)
        if match["word"][-1] in "." or match["word"].lower() != "s"
    ]  # fmt: skip
    if found:
        return tuple(found)
    bare = _BARE.search(_ADDRESS.sub("", note.rstrip()))
    if bare and not _YEAR.fullmatch(bare["first"]) and len(note.split()) > 1:
        start = bare.start("first")
        end = bare.end("last") if bare["last"] else bare.end("first")
        return (Locator(bare["first"], _whole(bare["first"], bare["last"]), start, end, is_bare=True),)
    return ()


def written_like(locator: Locator, note: str, pages: tuple[Page, ...]) -> str:
    """Return a reference to pages in the form of the note: "p. 17" for "p. 15", "pp. 16–17" for two pages."""
    names = [page.label if page.label is not None and not locator.in_file else str(page.physical) for page in pages]
    name = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
    match = _PAGES.match(note, locator.start)
    if locator.is_bare or match is None:
        return name
    word = match["word"]
    for one, many in (("p", "pp"), ("page", "pages"), ("pg", "pgs"), ("Seite", "Seiten")):
        if word.rstrip(".").lower() in {one.lower(), many.lower()}:
            wanted = one if len(names) == 1 else many
            word = (wanted.capitalize() if word[0].isupper() else wanted.lower()) + word[len(word.rstrip(".")) :]
            break
    prefix, between = note[locator.start : match.start("word")], note[match.end("word") : match.start("first")]
    return f"{prefix}{word}{between}{name}{match['count'] or ''}"


def pages_named(locator: Locator, document: Document) -> frozenset[Page]:
    """Return the pages of a document to which a reference may lead, empty if it has no such page.

    Several pages have the same number where parts of a document have their own numbering.
    """
    named: set[Page] = set()
    for first in _positions(locator.first, locator, document):
        last = next((n for n in _positions(locator.last, locator, document) if n >= first), None)
        named.update(document.pages[first : (first if last is None else last) + 1])
    return frozenset(named)


def _positions(name: str, locator: Locator, document: Document) -> list[int]:
    pages = list(enumerate(document.pages))
    if not locator.in_file:
        printed = [n for n, page in pages if page.label is not None and page.label.casefold() == name.casefold()]
        # In a document with printed numbers, other numbers lead to no page.
        if printed or (name.isdigit() and any(page.label is not None for _, page in pages)):
            return printed
    return [n for n, page in pages if str(page.physical) == name]


def _whole(first: str, last: str | None) -> str:
    """Return the last page in full: "117" for "115–17", "A-2" for "A-1–2"."""
    if last is None:
        return first
    section = _SECTION.match(first)
    if section and last.isdigit():
        return f"{section[0]}{_whole(first[section.end() :], last)}"
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last
