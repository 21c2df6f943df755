"""Mapping from citations to the relevance units of a set.

- Unit = file: the unit of the citation's file.
- Unit = page: each page that the citation names, most characters first.
- Unit = piece of text, cut from another reading of the file: each unit of the document that shares at least 40 % of
  the word 4-grams of the citation or of the unit, most shared first; else the unit that shares most, or the only one.

The unit of a citation's key sentence comes first. A near duplicate in another document that is merged into a citation
(`also_in`) counts as found with it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Protocol

from reportqa.answer import Citation
from reportqa.evaluation.datasets import Unit

SHINGLE = 4
"""Words in an n-gram: few enough to match in another reading, enough to be rare."""
SUBSTANTIAL = 0.4
"""Minimum share of an overlap. A passage over a border counts for both units if each holds almost half of it."""

Shingle = tuple[str, ...]


class Units(Protocol):
    """A mapping from a citation to units."""

    def of(self, citation: Citation) -> list[str]:
        """Return the ids of the units of a citation, the best match first."""


class FileUnits:
    """Units that are files; `ids` by document id."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self._ids = ids

    def of(self, citation: Citation) -> list[str]:
        return [self._ids[citation.doc_id]] if citation.doc_id in self._ids else []


class PageUnits:
    """Units that are pages; `ids` by document id and physical page, by default the `page_id`."""

    def __init__(self, ids: Mapping[tuple[str, int], str] | None = None) -> None:
        self._ids = ids

    def of(self, citation: Citation) -> list[str]:
        def held(page_start: int, page_end: int) -> int:
            return min(page_end, citation.end) - max(page_start, citation.start)

        pages = sorted(citation.pages, key=lambda page: -held(page.start, page.end))
        places = [(citation.doc_id, page.physical) for page in pages]
        if self._ids is None:
            return [page_id(*place) for place in places]
        return [self._ids[place] for place in places if place in self._ids]


class TextUnits:
    """Units that are pieces of a document's text."""

    def __init__(self, units_of: Mapping[str, Collection[Unit]]) -> None:
        self._only = {doc_id: unit.id for doc_id, units in units_of.items() if len(units) == 1 for unit in units}
        self._sizes: dict[str, int] = {}
        self._postings: dict[str, dict[Shingle, list[tuple[str, int]]]] = {}
        for doc_id, units in units_of.items():
            postings: dict[Shingle, list[tuple[str, int]]] = defaultdict(list)
            for unit in units:
                text = unit.text or unit.title
                self._sizes[unit.id] = shingles(text).total()
                # A list item of two words only has shorter n-grams.
                held = {run: n for size in range(1, SHINGLE + 1) for run, n in shingles(text, size).items()}
                for shingle, count in held.items():
                    postings[shingle].append((unit.id, count))
            self._postings[doc_id] = postings
        self._known: dict[tuple[str, int, int], list[str]] = {}

    def of(self, citation: Citation) -> list[str]:
        if citation.doc_id in self._only:
            return [self._only[citation.doc_id]]
        place = citation.doc_id, citation.start, citation.end
        if place not in self._known:
            self._known[place] = self._compare(citation.quote, self._postings.get(citation.doc_id, {}))
        return self._known[place]

    def _compare(self, quote: str, postings: Mapping[Shingle, Iterable[tuple[str, int]]]) -> list[str]:
        wanted = shingles(quote)
        shared: Counter[str] = Counter()
        for shingle, count in wanted.items():
            for unit, held in postings.get(shingle, ()):
                shared[unit] += min(count, held)
        ranked = shared.most_common()
        substantial = [
            unit for unit, count in ranked if count >= SUBSTANTIAL * min(wanted.total(), self._sizes[unit])
        ]  # fmt: skip
        return substantial or [unit for unit, _ in ranked[:1]]


def merged_citations(citation: Citation, text_of: Callable[[str, int, int], str]) -> list[Citation]:
    """Return a citation of each near duplicate that is merged into one; `text_of` reads a range of a document."""
    return [
        replace(
            citation, doc_id=copy.doc_id, pages=copy.pages, start=copy.start, end=copy.end, also_in=(), key=None,
            quote=text_of(copy.doc_id, copy.start, copy.end),
        )
        for copy in citation.also_in
    ]  # fmt: skip


def found_units(
    units: Units, citation: Citation, expected: Set[str], text_of: Callable[[str, int, int], str]
) -> list[str]:
    """Return the units that are found with a citation, in order.

    The citation is one result, so the expected units of its near duplicates are in its place, before its own units
    unless these are expected. Other units of near duplicates take no place.
    """
    own = units_in_order(units, citation)
    merged = [
        unit for copy in merged_citations(citation, text_of) for unit in units.of(copy) if unit in expected
    ]  # fmt: skip
    return list(dict.fromkeys([*own, *merged] if expected & set(own) else [*merged, *own]))


def units_in_order(units: Units, citation: Citation) -> list[str]:
    """Return the units of a citation itself, first that of its key sentence."""
    first: list[str] = []
    if citation.key:
        start, end = citation.key.start, citation.key.end
        quote = citation.quote[start - citation.start : end - citation.start]
        first = units.of(replace(citation, start=start, end=end, quote=quote))[:1]
    return list(dict.fromkeys([*first, *units.of(citation)]))


def page_id(doc_id: str, physical: int) -> str:
    """Return the id of a page without a unit of a set."""
    return f"{doc_id}#{physical}"


def shingles(text: str, longest: int = SHINGLE) -> Counter[Shingle]:
    """Return the counts of the word n-grams of a text; n is `longest`, or its number of words if smaller."""
    words = re.findall(r"\w+", text.casefold())
    size = min(longest, max(len(words), 1))
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def find_documents(name: str, doc_ids: Iterable[str]) -> list[str]:
    """Return the documents that a set names by id or file name, with or without suffix, or by the beginning.

    >>> find_documents("002", ["001_a.txt", "002_b.txt"])
    ['002_b.txt']
    """
    names = {doc_id: _names(doc_id) for doc_id in doc_ids}
    exact = [doc_id for doc_id, known in names.items() if name in known]
    return exact or [doc_id for doc_id, known in names.items() if known[-1].startswith((f"{name}_", f"{name}-"))]


def units_by_document(units: Iterable[Unit], doc_ids: Iterable[str]) -> dict[str, list[Unit]]:
    """Return the units of each document of an index."""
    grouped: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        grouped[unit.document].append(unit)
    return {doc_id: next((grouped[name] for name in _names(doc_id) if name in grouped), []) for doc_id in doc_ids}


def _names(doc_id: str) -> list[str]:
    path = PurePosixPath(doc_id)
    return [doc_id, str(path.with_suffix("")), path.name, path.stem]
