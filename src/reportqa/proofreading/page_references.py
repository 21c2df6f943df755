"""Page references in notes: "p. 15", "pp. 1–2 and 5", "p. 1 ff.", "page iv", "PDF p. 17", "Id. at 15", "…, 15."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.document import Document, Page
from reportqa.proofreading.note_numbers import SUBDIVISION, without_numbers
from reportqa.text import CARDINALS, EARLIEST_YEAR, year_pattern

_PLAIN_NAME = r"\d{1,3},\d{3}(?!\d)|\d{1,4}"
_NAME = rf"(?:{_PLAIN_NAME}|[ivxlcdm]{{1,8}}|[A-Z]{{1,2}}-?\d{{1,4}}|[A-Z]?\d+[-.]\d+)"
_BARE_NAME = rf"(?:{_PLAIN_NAME}|(?-i:[ivxlcdm]{{1,8}})|[A-Z]{{1,2}}-\d{{1,4}})"
_WORD = r"(?:pp?\.?|pages?|pgs?\.?|Seiten?|(?-i:S\.))(?:\s*(?:no\.?|number|#)(?=\s*\d))?"
_CARDINAL = rf"(?:{'|'.join(CARDINALS)})(?![\w-])"
_SEPARATOR = r"\s*(?:,\s*(?:and\b|und\b|&)?|\band\b|\bund\b|\bor\b|\boder\b|&|\+)\s*"


def _item(name: str, suffix: str = "") -> str:
    """Return a regular expression for a page, a range, or a page and those that follow it."""
    return (
        rf"(?P<open{suffix}>\[)?(?P<first{suffix}>{name})(?(open{suffix})\])(?:(?<=\d)nn?\d{{0,3}}(?![^\W_]))?(?:\s*(?:[-–—]|\bto\b|\bbis\b)\s*(?P<last{suffix}>{name}))?"
        rf"(?:\s*(?P<more{suffix}>ff|f|sqq|sq|et\sseqq?|and\sfollowing|und\sfolgende)(?![^\W_])(?:\.(?=\s*[,;)\]]))?)?"
        r"(?![^\W_])"
    )


_PAGES = re.compile(
    rf"(?<![^\W_])(?P<file>PDF\s+)?(?P<word>{_WORD})(?:\s+|(?<=[.#])|(?=\[?[A-Z]{{0,2}}-?\d))(?:{_item(_NAME)}|(?P<words>{_CARDINAL}(?:{_SEPARATOR}{_CARDINAL})*))"
    r"(?P<count>\s+of\s+the\s+(?:file|PDF))?",
    re.IGNORECASE,
)
_MORE = re.compile(rf"{_SEPARATOR}(?P<word>{_WORD}\s*)?{_item(_NAME)}(?!\.\w)", re.IGNORECASE)
_SLASHED = re.compile(rf"\s*/\s*{_item(_NAME)}(?=\s*(?:\Z|[,.;)\]/]))", re.IGNORECASE)
"""Another page of several behind "pp.": "pp. 1/2"; of one, "p. 2/6" is the second of six slides."""
_CLOSED = re.compile(rf"\s*(?:\Z|[,.;:()\[\]]|{_SEPARATOR}\d)")
"""After the last page of a list behind "p."; a word would be what the number counts."""
_CAPITAL = re.compile(r"\s+[A-Z]")
_LIST = rf"{_item(_BARE_NAME, '0')}(?:{_SEPARATOR}{_item(_BARE_NAME, '1')})*"
_BARE = re.compile(
    # After a comma or a colon, or after what ends a title, a publisher's bracket or "Ibid", or after "at".
    r"(?:(?P<comma>[,:]\s*|(?<=\d{4})[a-z]?[,:]\s*)|[)\]’”'\"?!]\s+|\b[Ii]bid\.?\s+"
    r"|(?:[.,:)\]\d”’'\"]\s*|\b(?:[^\W\d_a-z]\w*|supra|above|ibid|id)\s+)at\s+)"
    rf"(?P<list>{_LIST})\s*[.)\]]*\s*$"
)
_ITEM = re.compile(_item(_BARE_NAME))
_BEHIND_NAME = re.compile(rf"(?:[^()\[\]]*?[^\W_][.!?”’\"']*\s+|(?<=[(\[]))(?P<list>{_LIST})\s*[.)\]]*\s*\Z")
"""A page without any mark before it, behind the name of a work, or alone in a bracket."""
_LONGEST_NAME = 300
_YEAR_AND_PAGES = re.compile(rf"\({year_pattern(EARLIEST_YEAR)}[a-z]?(?:\s?:\s?|,\s)(?P<list>{_LIST})\)")
_PARTS = re.compile(
    r"(?:\b(?:[^\W\d]+s|nn|ll|Tabellen|Abbildungen)|§§|¶¶)\.?\s*\d+(?:\.\d+)*(?:\s*[-–,]\s*\d+(?:\.\d+)*)*\W*\Z",
    re.IGNORECASE,
)
"""Several parts of a work at the end of a note: "paras 3, 7"."""
_ADDRESS = re.compile(r"[\s,.]*(?:\\?<+)?(?:https?://|www\.|doi:)\S+\s*\Z", re.IGNORECASE)
"""An address at the end of a note, after the page."""
_COMMENT = re.compile(
    r"(?<=\S)\s*[(\[][^()\[\]\d]{1,120}[)\]](?=[)\].\s]*\Z)"
    r"|[,;]\s*(?:emphas|italics|my |our |own |original|translat|citations?\b|footnotes?\b|internal|Hervorh|meine )"
    r"[^,;()\[\]\d]{0,120}(?=[)\].\s]*\Z)",
    re.IGNORECASE,
)
"""A comment at the end of a note, after the page: "(emphasis added)"."""
_LONGEST_TAIL = 600
"""Characters at the end of a note in which a page without a word for "page" is searched for, before an address."""
_REST = re.compile(
    rf"\.?\s*(?:[,;/&+–—-]|\band\b|\bund\b|\bor\b)?\s*(?:{_WORD}\s*)?(?=\d)(?P<number>\d+)", re.IGNORECASE
)
_BELOW = re.compile(rf"[\s,.]*(?:{SUBDIVISION})", re.IGNORECASE)
_SECTION = re.compile(r"[A-Z]{1,2}-?(?=\d)|\d+-(?=\d)")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_YEAR = re.compile(year_pattern(EARLIEST_YEAR))


@dataclass(frozen=True, slots=True)
class PageSpan:
    """First and last page of a range; `more` is "f" with the page after it, "ff" with all pages after it."""

    first: str
    last: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Locator:
    """The pages at `start` to `end` of a note; `in_file` if the note counts pages of the file.

    `is_whole` if nothing in the note seems to go on with it, such as another number.
    """

    spans: tuple[PageSpan, ...]
    start: int
    end: int
    in_file: bool = False
    is_bare: bool = False
    is_whole: bool = True

    @property
    def first(self) -> str:
        return self.spans[0].first

    @property
    def last(self) -> str:
        return self.spans[-1].last


def find_locators(note: str) -> tuple[Locator, ...]:
    """Return the page references of a note, in order."""
    found: list[Locator] = []
    for match in _PAGES.finditer(note):
        if not found or match.start() >= found[-1].end:
            found.append(_worded(match, note))
    if found:
        return tuple(found)
    return tuple(_bare(note)) or tuple(_behind_year(note))


def find_named_page(note: str) -> Locator | None:
    """Return the pages of "(Rosen 31)" or "(31)"; None if they are no pages, or other words follow them.

    Whether they are pages depends on the words before them, which must be the name of a work.
    """
    begin = len(note) - len(note.lstrip(" ([\n—–―-"))
    match = _BEHIND_NAME.match(note, begin) if len(note) <= _LONGEST_NAME else None
    if not match or not without_numbers(note).rstrip(" .)]\n").endswith(match["list"]):
        return None
    items = list(_ITEM.finditer(note, match.start("list"), match.end("list")))
    if any(_YEAR.fullmatch(item["first"]) for item in items):
        return None
    return Locator(tuple(map(_span, items)), items[0].start(), items[-1].end(), is_bare=True)


def _worded(match: re.Match[str], note: str) -> Locator:
    """Return the reference that begins with a word for "page", with all the pages of its list."""
    in_file = bool(match["file"] or match["count"])
    if match["words"]:
        pages = [str(CARDINALS.index(word) + 1) for word in re.findall(_CARDINAL, match["words"].lower())]
        return Locator(tuple(PageSpan(page, page) for page in pages), *match.span(), in_file, is_whole=False)
    spans, end = [_span(match)], match.end()
    is_plural = match["word"].lower().rstrip(".") not in {"p", "page", "pg", "seite"}
    while not match["count"] and (more := _MORE.match(note, end)) and _goes_on(more, note, spans[-1], is_plural):
        spans.append(_span(more))
        end = more.end()
    while is_plural and (more := _SLASHED.match(note, end)):
        spans.append(_span(more))
        end = more.end()
    return Locator(tuple(spans), match.start(), end, in_file, is_whole=_ends(note, end))


def _goes_on(more: re.Match[str], note: str, before: PageSpan, is_plural: bool) -> bool:
    """Return whether a number after a page is another page, and not a year, a count or a letter."""
    if more["word"]:
        return True
    first = more["first"]
    if first.isalpha() and not (_ROMAN.fullmatch(first.lower()) and (first.islower() or before.first.isupper())):
        return False
    if _YEAR.fullmatch(first) and len(before.first) < len(first):
        return False
    if _CAPITAL.match(note, more.end()):
        return False
    return is_plural or bool(_CLOSED.match(note, more.end()))


def _ends(note: str, end: int) -> bool:
    """Return whether a reference ends here: no other number follows, and no part of the page ("n. 3", "table 2")."""
    rest = _REST.match(note, end)
    return not _BELOW.match(note, end) and (rest is None or bool(_YEAR.fullmatch(rest["number"])))


def _bare(note: str) -> Iterator[Locator]:
    """Yield the reference at the end of a note without a word for "page"."""
    base = max(len(note) - _LONGEST_TAIL, 0)
    stripped = _COMMENT.sub("", _ADDRESS.sub("", note[base:].rstrip())).rstrip(" ,;([")
    match = _BARE.search(stripped)
    while match and not match["comma"] and _YEAR.fullmatch(match["first0"]):
        # "[1998] 2016, 31": the year behind a bracket begins no list.
        match = _BARE.search(stripped, match.end("first0"))
    if not match or len(note.split()) < 2 or _PARTS.search(stripped):
        return
    items = list(_ITEM.finditer(stripped, match.start("list"), match.end("list")))
    numbers = [int(item["first"].replace(",", "")) for item in items if item["first"][0].isdigit()]
    if match["comma"] and (len(numbers) < len(items) or numbers != sorted(set(numbers))):
        # "Journal, 12, 3, 45": only the last number is a page.
        items = items[-1:]
    if not any(_YEAR.fullmatch(item["first"]) for item in items):
        is_whole = len(items) == 1 or not match["comma"]
        spans = tuple(map(_span, items))
        yield Locator(spans, base + items[0].start(), base + items[-1].end(), is_bare=True, is_whole=is_whole)


def _behind_year(note: str) -> Iterator[Locator]:
    """Yield the pages of the last bracket of a sentence with a year and pages: "Rosen (2016: 31) holds that"."""
    *_, match = [None, *_YEAR_AND_PAGES.finditer(note)]
    if match:
        items = list(_ITEM.finditer(note, match.start("list"), match.end("list")))
        if not any(_YEAR.fullmatch(item["first"]) for item in items):
            yield Locator(tuple(map(_span, items)), items[0].start(), items[-1].end(), is_bare=True)


def _span(match: re.Match[str]) -> PageSpan:
    more = match["more"]
    if more:
        more = "f" if more.lower() in {"f", "sq"} else "ff"
    first, last = (name and re.sub(r"(?<=\d),(?=\d{3})", "", name) for name in (match["first"], match["last"]))
    return PageSpan(first, _whole(first, last), more or "")


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
    prefix, between = (
        note[locator.start : match.start("word")],
        note[match.end("word") : match.start("first")].rstrip("["),
    )
    return f"{prefix}{word}{between}{name}{match['count'] or ''}"


def pages_named(locator: Locator, document: Document) -> frozenset[Page]:
    """Return the pages of a document to which a reference may lead, empty if it has no such page.

    Several pages have the same number where parts of a document have their own numbering.
    """
    named: set[Page] = set()
    for span in locator.spans:
        for first in _positions(span.first, locator, document):
            last = next((n for n in _positions(span.last, locator, document) if n >= first), first)
            beyond = {"": last + 1, "f": last + 2, "ff": len(document.pages)}[span.more]
            named.update(document.pages[first:beyond])
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
