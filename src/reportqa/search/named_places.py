"""Places that a question names, a page, a table, a section, and the passages that are there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from reportqa.document import Outline, Page
from reportqa.index import Layout, Library, WordIndex
from reportqa.text import CARDINALS, terms

MAX_PAGES = 10
"""Pages of a range that are looked for."""
AFTER_LABEL = 2
"""Passages after that with the label of a table which still belong to it."""
LABELLED, FOLLOWING, MENTIONING = 1.0, 0.75, 0.5
"""How well a passage is the place: it has its label, follows it, or mentions it in a sentence."""
_MENTIONS = 300
"""Passages with the words of a label that are read."""

_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "cover": 1, "front": 1, "title": 1,
    "opening": 1, "last": -1, "final": -1, "closing": -1, "back": -1, "penultimate": -2,
}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_COUNTING = CARDINALS[:19]
_CARDINAL = "|".join(_COUNTING)
_PAGE_NUMBER = rf"(?:\d{{1,4}}|[ivxl]{{1,7}}|{_CARDINAL})"
_PAGES = re.compile(
    rf"\b(?:pages?|pgs?\.?|pp?\.) ?(?P<from>{_PAGE_NUMBER})(?![\w%]|\.\d)"
    r"(?: ?(?:[-–]|to|and|through) ?(?P<to>\d{1,4})(?!\w))?"
    rf"|\b(?P<ordinal>{_ORDINAL})(?: (?P<count>two|three|four|five|[2-9]))? pages?\b",
    re.IGNORECASE,
)
_LABEL_NAMES = {
    "fig": "figure", "figs": "figure", "app": "appendix", "sec": "section", "ch": "chapter", "annexe": "annex",
}  # fmt: skip
_HEADED = (
    "section|chapter|part|appendix|annexe?|schedule|article|item|recommendation|objective|principle|case study|note"
)
_ONLY_HEADINGS = frozenset({"section", "chapter", "part", "article", "schedule"})
"""Named in texts as parts of laws and other works; a place only where a heading has the label."""
_CAPTIONED = "table|figure|chart|graph|box|exhibit|map|diagram|panel|plate"
_LABEL = re.compile(
    rf"(?<![\w-])(?P<kind>{_HEADED}|{_CAPTIONED}|figs?|app|sec|ch)\b\.? "
    r"(?P<number>\d{1,3}(?:[.–-]\d{1,3})*[A-Za-z]?|[A-Z](?:[.–-]?\d{1,3})?)(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_PART = (
    "abstract|acknowledge?ments?|bibliography|conclusions?|executive summary|foreword|glossary|introduction|methodology"
    "|preface"
)
_ANY_PART = rf"{_PART}|background|discussion|findings|limitations|methods|recommendations|references|results|summary"
_WHOLE = "report|paper|study|document|article|review|strategy"
_HEADING = re.compile(
    rf"\b(?:in|under|to|from) (?:the|its) (?P<part>{_PART})(?= of (?:the|this) (?:{_WHOLE})\b|\s*[?.,;:]|$)|\b(?:the"
    rf"|its) (?P<named>{_ANY_PART}) (?:section|chapter)\b"
    r"|\b(?:section|chapter|heading) (?:(?:titled|called|entitled|headed"
    r"|named) )?[“\"‘'](?P<quoted>[^“”\"‘’\n]+)[”\"’']|[“\"‘](?P<before>[^“”\"‘’\n]+)[”\"’] (?:section|chapter)\b",
    re.IGNORECASE,
)
_ON_A_PAGE = re.compile(
    rf",? ?\b(?:(?:stated|shown|given|listed|said) )?(?:(?:according to|on|in|at|from) )?(?:the )?(?:{_PAGES.pattern})",
    re.IGNORECASE,
)
"""The words of a question that only say on which page to look."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place in a document: the number or printed label of a page (-1 is the last), "table 3", or a heading."""

    kind: Literal["page", "label", "heading"]
    name: str

    def is_page(self, page: Page, pages: int) -> bool:
        """Return whether a page of a document with that many is the page named, by its label or its number."""
        if self.name.startswith("-"):
            return page.physical == pages + 1 + int(self.name)
        return self.name in {str(page.physical), (page.label or "").casefold()}

    @property
    def label_pattern(self) -> re.Pattern[str]:
        """A pattern for the label in a text: "Fig. 2" and "Figure 2", not "Figure 2.1" or "Figure 21"."""
        kind, _, number = self.name.rpartition(" ")
        written = {"figure": "fig(?:ure|s?[.])?", "annex": "annexe?"}.get(kind, kind)
        return re.compile(rf"(?<!\w){written}\s+{re.escape(number)}(?![\w%]|[.,–-]\w)", re.IGNORECASE)

    def share_of_heading(self, heading: str) -> float:
        """Return how well a heading is the place, 0 to 1: "3.2 Staff" is section 3.2, and is below section 3."""
        if self.kind == "heading":
            bare = re.sub(r"^[\W\d]+", "", heading)
            return LABELLED if terms(bare) == terms(self.name) else 0.0
        kind, _, number = self.name.rpartition(" ")
        if self.label_pattern.match(heading):
            return LABELLED
        numbered = re.match(r"(?:section |chapter |part )?([\dA-Z]+(?:[.–-]\d+)*)(?![\w%])", heading, re.IGNORECASE)
        if numbered is None or kind not in {"section", "chapter", "part"} or not number[0].isdigit():
            return 0.0
        return LABELLED if numbered[1] == number else FOLLOWING if numbered[1].startswith(f"{number}.") else 0.0


def named_places(question: str) -> tuple[NamedPlace, ...]:
    """Return the places that a question names, pages first.

    >>> [place.name for place in named_places("What do Table 2 and the last page say?")]
    ['-1', 'table 2']
    """
    found = [NamedPlace("page", page) for match in _PAGES.finditer(question) for page in _pages_of(match)]
    for match in _LABEL.finditer(question):
        kind, number = match["kind"].lower(), match["number"]
        if (number.islower() and number.isalpha()) or number == "I":  # "the note I wrote"
            continue
        found.append(NamedPlace("label", f"{_LABEL_NAMES.get(kind, kind)} {number}"))
    for match in _HEADING.finditer(question):
        found.append(NamedPlace("heading", match["part"] or match["named"] or match["quoted"] or match["before"]))
    return tuple(dict.fromkeys(found))


def without_pages(question: str) -> str:
    """Return a question without the words that name a page, where something else is asked.

    >>> without_pages("What is the total on page 12 of the report?")
    'What is the total of the report?'
    """
    return _ON_A_PAGE.sub("", question).strip(" ,")


def _pages_of(match: re.Match[str]) -> list[str]:
    if ordinal := match["ordinal"]:
        number, count = _ORDINALS[ordinal.lower()], _number(match["count"] or "1")
        return [str(number + (step if number > 0 else -step)) for step in range(count)]
    first, last = match["from"].lower(), match["to"]
    if first in _COUNTING:
        first = str(_number(first))
    if last and first.isdigit() and int(first) < int(last) < int(first) + MAX_PAGES:
        return [str(page) for page in range(int(first), int(last) + 1)]
    return [first, last] if last else [first]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTING.index(word.lower()) + 1


class PlaceFinder:
    """Search for named places in the documents of one generation."""

    def __init__(self, library: Library, layout: Layout, words: WordIndex) -> None:
        self._library = library
        self._layout = layout
        self._words = words

    def rows(self, places: Sequence[NamedPlace], documents: Sequence[int]) -> dict[int, float]:
        """Return the rows of the passages at one of the places, with how well each is that place, 0 to 1.

        :param documents: the ordinals of the documents that are searched
        """
        found: dict[int, float] = {}
        outlines = self._library.outlines([self._layout.doc_ids[document] for document in documents])
        for document, outline in zip(documents, outlines, strict=True):
            first, end = self._layout.document_first[[document, document + 1]].tolist()
            for place in places:
                for row, share in self._rows_of(place, outline, first, end).items():
                    found[row] = max(share, found.get(row, 0.0))
        return found

    def _rows_of(self, place: NamedPlace, outline: Outline, first: int, end: int) -> dict[int, float]:
        if place.kind == "page":
            spans = [(page.start, page.end) for page in outline.pages if place.is_page(page, len(outline.pages))]
            return {row: LABELLED for span in spans for row in self._library.rows_between(first, end, *span)}
        found = self._under_heading(place, first, end)
        if place.kind == "label" and not found and place.name.partition(" ")[0] not in _ONLY_HEADINGS:
            found = self._with_label(place, first, end)
        return found

    def _under_heading(self, place: NamedPlace, first: int, end: int) -> dict[int, float]:
        """Return the rows between two under a heading that is the place, or under the headings below it."""
        numbers = self._layout.headings[first:end]
        shares = {
            number: share
            for number, heading in self._library.headings(np.unique(numbers).tolist()).items()
            if (share := place.share_of_heading(heading))
        }
        best = max(shares.values(), default=0.0)
        return {first + at: shares[number] for at, number in enumerate(numbers.tolist()) if shares.get(number) == best}

    def _with_label(self, place: NamedPlace, first: int, end: int) -> dict[int, float]:
        """Return the rows between two that have the label of a table, those after it, and those that mention it."""
        rows = self._words.rows_with(terms(place.name), _MENTIONS, np.arange(first, end, dtype=np.int64)).tolist()
        pattern = place.label_pattern
        found: dict[int, float] = {}
        for row, text in zip(rows, self._library.texts(rows), strict=True):
            mentions = [match.start() for match in pattern.finditer(text)]
            if any(text[:start].rpartition("\n")[2].strip("*_|> ") == "" for start in mentions):
                same_unit = [
                    after for after in range(row + 1, min(row + 1 + AFTER_LABEL, end))
                    if self._layout.units[after] == self._layout.units[row]
                ]  # fmt: skip
                found |= {after: max(FOLLOWING, found.get(after, 0.0)) for after in same_unit} | {row: LABELLED}
            elif mentions:
                found[row] = max(MENTIONING, found.get(row, 0.0))
        return found
