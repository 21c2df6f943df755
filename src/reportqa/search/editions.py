"""Editions of one work: documents with the same title but for the year or the edition, of different dates."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from reportqa.csl import item_authors, item_text, item_year
from reportqa.document import DocumentSummary
from reportqa.text import MONTH, YEAR, terms

MIN_TITLE_TERMS = 2
"""Terms of a title, without dates, below which it names no work: "Minutes", "Report 2016"."""

_EDITION = re.compile(
    rf"\b(?:fy ?)?{YEAR}(?: ?[/–-] ?(?:{YEAR}|\d\d))?\b|\b(?:{MONTH})\b"
    r"|\b(?:\w+ )?(?:edition|revision|version|update)(?: \d[\d.]*)?\b|\b(?:revised|updated|superseded|draft|final)\b"
    r"|\bv\d[\d.]*\b",
    re.IGNORECASE,
)
_YEAR = re.compile(YEAR)


def newer_editions(titles: Sequence[str], summaries: Sequence[DocumentSummary]) -> Mapping[str, str]:
    """Return the id of the newest edition of each document that has a newer one, by its id.

    Editions share publisher and authors. A document without a date, in its metadata or its title, is none.

    :param titles: the title of each summary
    """
    works: dict[tuple[object, ...], list[tuple[tuple[int, ...], str]]] = defaultdict(list)
    for title, summary in zip(titles, summaries, strict=True):
        name = terms(_EDITION.sub(" ", title))
        if len(name) >= MIN_TITLE_TERMS and (date := _date(title, summary)):
            source = item_text(summary.item, "publisher"), *item_authors(summary.item)
            works[(*name, *source)].append((date, summary.doc_id))
    newer: dict[str, str] = {}
    for editions in works.values():
        latest, newest = max(editions)
        newer |= {doc_id: newest for date, doc_id in editions if date < latest}
    return newer


def _date(title: str, summary: DocumentSummary) -> tuple[int, ...]:
    """Return the year, and the month and day if known: the last year of the title, else the date of issue."""
    issued = summary.item.get("issued", {}).get("date-parts", [[]]) if item_year(summary.item) else [[]]
    parts = tuple(int(part) for part in issued[0] if str(part).isdigit())
    if years := _YEAR.findall(title):
        year = max(map(int, years))
        return parts if parts[:1] == (year,) else (year,)
    return parts
