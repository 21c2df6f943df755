"""Check of the quotations of a finished briefing against the documents of an index; needs no model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportqa.answer import Citation
from reportqa.citations import Match, MatchPart, Pattern, Searchable
from reportqa.document import Document
from reportqa.index import Catalogue, Guard, Library, WordIndex, open_generation
from reportqa.proofreading.manuscript import Manuscript
from reportqa.proofreading.page_references import Locator, find_locators, pages_named
from reportqa.proofreading.quotation_marks import has_source_below
from reportqa.proofreading.quotations import Quotation, Said, find_quotations
from reportqa.proofreading.source_names import Shelfmarks, names_again, names_something
from reportqa.settings import Settings
from reportqa.text import terms

_DOCUMENTS_KEPT = 24
_CANDIDATES, _EXACT_CANDIDATES = 40, 60
_AROUND = 1500
"""Characters before and after a passage in which a quotation that overlaps it is looked for."""
_NAMED_BONUS, _MOST_PLACES = 0.1, 5


class Outcome(StrEnum):
    """The result of checking a quotation, the worst first."""

    FIGURE = "changed number"
    WORDS = "changed words"
    NOT_FOUND = "not found"
    ELSEWHERE = "elsewhere"
    NO_PAGE = "no page named"
    RIGHT = "word for word"


WRONG = frozenset({Outcome.FIGURE, Outcome.WORDS, Outcome.NOT_FOUND, Outcome.ELSEWHERE})
_ORDER = list(Outcome)


@dataclass(frozen=True, slots=True)
class PageClaim:
    """Pages that a note names, of these documents; `part_start` is the offset of its part in the note."""

    doc_ids: frozenset[str]
    locator: Locator | None
    said: Said | None
    part: str = ""
    part_start: int = 0


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place in a document with the words of a quotation, or nearly."""

    citation: Citation
    match: Match


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The result for a quotation: its places, the likeliest first, and the pages that its note names.

    `remark` is a sentence for the user, or empty.
    """

    quotation: Quotation
    outcome: Outcome
    places: tuple[FoundPlace, ...]
    claim: PageClaim
    remark: str = ""

    @property
    def parts(self) -> tuple[MatchPart, ...]:
        """The quotation beside the text that it is nearest to; empty unless words differ."""
        return self.places[0].match.parts if self.outcome in {Outcome.FIGURE, Outcome.WORDS} else ()

    def to_dict(self) -> dict[str, Any]:
        locator = self.claim.locator
        return {
            "outcome": str(self.outcome),
            "wrong": self.outcome in WRONG,
            "quotation": self.quotation.text,
            "start": self.quotation.start,
            "end": self.quotation.end,
            "note": self.claim.said.text if self.claim.said else None,
            "named": {
                "documents": sorted(self.claim.doc_ids),
                "pages": None if locator is None else [locator.first, locator.last],
            },
            "differences": [part.to_dict() for part in self.parts if not part.same],
            "places": [_place_dict(found.citation) for found in self.places],
            "remark": self.remark or None,
        }


class Proofreader:
    """An opened index against which briefings are checked."""

    def __init__(self, library: Library, words: WordIndex, guard: Guard) -> None:
        self._library = library
        self._guard = guard
        self._catalogue = Catalogue(library, guard, words)
        self._words = words
        works = self._catalogue.works()
        self._shelfmarks = Shelfmarks(library.summaries(), {doc_id: work.key for doc_id, work in works.items()})
        self._searchable = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read)

    @classmethod
    def open(cls, settings: Settings) -> "Proofreader":
        """Open the documents and words of the current generation.

        :raises IndexUnavailable: when there is no index or it is broken.
        """
        generation = open_generation(settings.index_dir)
        with generation.guard:
            return cls(generation.store.library, generation.store.passage_words, generation.guard)

    def check(self, manuscript: Manuscript) -> tuple[QuoteCheck, ...]:
        """Return the result for each quotation, the worst first, else in the order of the briefing."""
        findings = []
        before: tuple[PageClaim, ...] = ()
        for quotation in find_quotations(manuscript):
            # A title is no quotation, but may be one from the first page.
            is_quoted = quotation.is_block or has_source_below(manuscript.text, quotation.end + 1)
            if not is_quoted and self._shelfmarks.is_title(quotation.text):
                continue
            claims = tuple(self._claims(quotation, before))
            before = claims if any(claim.doc_ids for claim in claims) else before
            findings.append(self.judge(quotation, claims))
        return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.outcome)))

    def judge(self, quotation: Quotation, claims: Sequence[PageClaim] = ()) -> QuoteCheck:
        """Return the result for a quotation whose notes name these pages."""
        with self._guard:
            return self._judge(quotation, claims or [PageClaim(frozenset(), None, None)])

    def _judge(self, quotation: Quotation, claims: Sequence[PageClaim]) -> QuoteCheck:
        named = frozenset(doc_id for claim in claims for doc_id in claim.doc_ids)
        pattern, literal = Pattern(quotation.text), Pattern(quotation.text, marks=False)
        found = [one for doc_id in sorted(named) for one in self._in_document(doc_id, literal, pattern)]
        if not any(self._fits(one, claim) for one in found for claim in claims if one.match.is_exact):
            # Where a document that is named has nearly the words, others count only for the very words.
            others = self._in_corpus(literal, None if found else pattern)
            found += [one for one in others if one.citation.doc_id not in named]
        exact = [one for one in found if one.match.is_exact]
        remark = self._remark(claims, named)
        for claim in claims:
            fitting = [one for one in exact if self._fits(one, claim)]
            # Those on the page that is named stand before those that have no pages.
            fitting.sort(key=lambda one: not one.citation.pages)
            if fitting and claim.locator is not None:
                has_pages = bool(fitting[0].citation.pages)
                outcome = Outcome.RIGHT if has_pages else Outcome.NO_PAGE
                note = remark if has_pages else f"{fitting[0].citation.doc_id} has no pages to compare with the note."
                return QuoteCheck(quotation, outcome, _places(fitting), claim, note)
        if exact:
            in_named = [one for one in exact if one.citation.doc_id in named]
            unplaced = next((claim for claim in claims if claim.locator is None), None)
            if unplaced and all(claim.locator is None for claim in claims) and (in_named or not named):
                return QuoteCheck(quotation, Outcome.NO_PAGE, _places(in_named or exact), unplaced, remark)
            claim = next((claim for claim in claims if claim.locator), claims[0])
            return QuoteCheck(quotation, Outcome.ELSEWHERE, _places(in_named or exact), claim, remark)
        if not found:
            return QuoteCheck(quotation, Outcome.NOT_FOUND, (), claims[0], remark)
        found.sort(key=lambda one: -one.match.similarity - _NAMED_BONUS * (one.citation.doc_id in named))
        outcome = Outcome.FIGURE if found[0].match.changes_figure else Outcome.WORDS
        return QuoteCheck(quotation, outcome, (found[0],), claims[0], remark)

    def _claims(self, quotation: Quotation, before: Sequence[PageClaim]) -> Iterator[PageClaim]:
        """Read what is said of a quotation: pages from the first that names any, documents likewise.

        `before` is what was claimed of the one before, which "Ibid." names again.
        """
        named: frozenset[str] = frozenset()
        known = next((claim.doc_ids for claim in before if claim.doc_ids), frozenset[str]())
        for said in quotation.said:
            named = known if names_again(said.text) else self._shelfmarks.named(said.text)
            if named:
                break
        for said in quotation.said:
            claims = []
            start = 0
            for part in _parts(said.text):
                own = self._shelfmarks.named(part) or named
                claims += [PageClaim(own, locator, said, part, start) for locator in find_locators(part)[:1]]
                start += len(part) + 1
            if claims:
                yield from claims
                return
            if names_again(said.text) and any(claim.locator for claim in before):
                # "Ibid." alone means the same page, too; where it is written there is no number to correct.
                yield from (replace(claim, said=None) for claim in before)
                return
        yield PageClaim(named, None, quotation.said[0] if quotation.said else None)

    def _remark(self, claims: Sequence[PageClaim], named: frozenset[str]) -> str:
        if named or not any(claim.said and names_something(claim.said.text) for claim in claims):
            return ""
        return "The note names no document of the index."

    def _fits(self, found: FoundPlace, claim: PageClaim) -> bool:
        """Return whether a place is of a document that is named, and on the pages that are named."""
        if claim.doc_ids and found.citation.doc_id not in claim.doc_ids:
            return False
        if claim.locator is None or not found.citation.pages:
            return True
        named = pages_named(claim.locator, self._catalogue.document(found.citation.doc_id))
        return bool(named) and named.issuperset(found.citation.pages)

    def _read(self, doc_id: str) -> Searchable:
        return Searchable(self._catalogue.document(doc_id).text)

    def _in_document(self, doc_id: str, literal: Pattern, pattern: Pattern) -> list[FoundPlace]:
        """Return the places of a document that have the words, all of them, or else nearly."""
        return self._located(doc_id, [self._searchable(doc_id)], literal, pattern)

    def _located(
        self, doc_id: str, stretches: Sequence[Searchable], literal: Pattern, pattern: Pattern | None
    ) -> list[FoundPlace]:
        matches = [match for stretch in stretches for match in stretch.exact(literal)]
        if pattern and not any(match.is_exact for match in matches):
            matches += [match for stretch in stretches for match in stretch.near(pattern)]
        return [FoundPlace(self._catalogue.citation(doc_id, one.start, one.end), one) for one in matches]

    def _in_corpus(self, literal: Pattern, pattern: Pattern | None) -> Iterator[FoundPlace]:
        """Yield the places of all documents, near the passages that have the most and the rarest of the words.

        Without a pattern only those that have the very words.
        """
        wanted = terms(literal.text)
        rows = set(self._words.search(wanted, _CANDIDATES)[0].tolist())
        rows |= set(self._words.rows_with(wanted, _EXACT_CANDIDATES).tolist())
        passages = sorted(self._library.passages(sorted(rows)), key=lambda passage: (passage.doc_id, passage.start))
        for doc_id, group in groupby(passages, key=lambda passage: passage.doc_id):
            document = self._catalogue.document(doc_id)
            reach = _AROUND + len(literal.text)
            ranges = [(max(one.start - reach, 0), min(one.end + reach, len(document.text))) for one in group]
            yield from self._located(doc_id, list(_stretches(document, ranges)), literal, pattern)


def _parts(note: str) -> Iterator[str]:
    """Yield the parts of a note between semicolons, those within brackets aside."""
    depth = begin = 0
    for i, character in enumerate(note):
        depth += (character in "([") - (character in ")]")
        if character == ";" and depth <= note.lstrip().startswith(("(", "[")):
            yield note[begin:i]
            begin = i + 1
    yield note[begin:]


def _stretches(document: Document, ranges: Sequence[tuple[int, int]]) -> Iterator[Searchable]:
    """Yield the ranges of a document as texts, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        # A cut word or number would be another one.
        begin = document.text.rfind(" ", 0, start) + 1 if start else 0
        finish = document.text.find(" ", end)
        finish = len(document.text) if finish < 0 else finish
        yield Searchable(document.text[begin:finish], begin)


def _places(found: Sequence[FoundPlace]) -> tuple[FoundPlace, ...]:
    """Return the first places, one for each range of each document."""
    distinct = {(one.citation.doc_id, one.citation.start, one.citation.end): one for one in found}
    return tuple(distinct.values())[:_MOST_PLACES]


def _place_dict(citation: Citation) -> dict[str, Any]:
    return {
        "doc_id": citation.doc_id,
        "title": citation.title,
        "pages": [page.to_dict() for page in citation.pages],
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "link": citation.link,
    }
