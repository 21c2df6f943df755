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
from reportqa.proofreading.quotations import Quotation, SourceText, find_quotations
from reportqa.proofreading.source_names import SourceNames, is_ibid, names_source
from reportqa.settings import Settings
from reportqa.text import terms

_DOCUMENTS_KEPT = 24
_CANDIDATES, _EXACT_CANDIDATES = 40, 60
_AROUND = 1500
"""Characters before and after a passage that are searched with it."""
_NAMED_BONUS, _MOST_PLACES = 0.1, 5


class Outcome(StrEnum):
    """The result of checking a quotation, worst first."""

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
    """The documents and pages that a `part` of a source text names; the part begins at `part_start` of the text."""

    doc_ids: frozenset[str]
    locator: Locator | None
    source: SourceText | None
    part: str = ""
    part_start: int = 0


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place in a document with the same or similar words as a quotation."""

    citation: Citation
    match: Match

    def to_dict(self) -> dict[str, Any]:
        fields = self.citation.to_dict()
        return {name: fields[name] for name in ("doc_id", "title", "pages", "start", "end", "quote", "link")}


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The result for a quotation: its places, likeliest first, and the pages that its note names.

    `remark` is a sentence for the user, or "".
    """

    quotation: Quotation
    outcome: Outcome
    places: tuple[FoundPlace, ...]
    claim: PageClaim
    remark: str = ""

    @property
    def parts(self) -> tuple[MatchPart, ...]:
        """The quotation aligned with the most similar text; empty unless words differ."""
        return self.places[0].match.parts if self.outcome in {Outcome.FIGURE, Outcome.WORDS} else ()

    def to_dict(self) -> dict[str, Any]:
        locator = self.claim.locator
        return {
            "outcome": str(self.outcome),
            "wrong": self.outcome in WRONG,
            "quotation": self.quotation.text,
            "start": self.quotation.start,
            "end": self.quotation.end,
            "note": self.claim.source.text if self.claim.source else None,
            "named": {
                "documents": sorted(self.claim.doc_ids),
                "pages": None if locator is None else [locator.first, locator.last],
            },
            "differences": [part.to_dict() for part in self.parts if not part.same],
            "places": [found.to_dict() for found in self.places],
            "remark": self.remark or None,
        }


class Proofreader:
    """A checker of briefings against an open index."""

    def __init__(self, library: Library, words: WordIndex, guard: Guard) -> None:
        self._library = library
        self._guard = guard
        self._catalogue = Catalogue(library, guard, words)
        self._words = words
        works = self._catalogue.works()
        self._names = SourceNames(library.summaries(), {doc_id: work.key for doc_id, work in works.items()})
        self._searchable = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read)

    @classmethod
    def open(cls, settings: Settings) -> "Proofreader":
        """Return a checker for the current generation.

        :raises IndexUnavailable: when there is no index or it is broken.
        """
        generation = open_generation(settings.index_dir)
        with generation.guard:
            return cls(generation.store.library, generation.store.passage_words, generation.guard)

    def check(self, manuscript: Manuscript) -> tuple[QuoteCheck, ...]:
        """Return the result for each quotation, worst first, then in the order of the briefing."""
        checks = []
        before: tuple[PageClaim, ...] = ()
        for quotation in find_quotations(manuscript):
            # A title in quotation marks is not a quotation, unless it is a block quote or has a source.
            is_quoted = quotation.is_block or has_source_below(manuscript.text, quotation.end + 1)
            if not is_quoted and self._names.is_title(quotation.text):
                continue
            claims = tuple(self._claims(quotation, before))
            before = claims if any(claim.doc_ids for claim in claims) else before
            with self._guard:
                checks.append(self._check(quotation, claims))
        return tuple(sorted(checks, key=lambda check: _ORDER.index(check.outcome)))

    def _check(self, quotation: Quotation, claims: Sequence[PageClaim]) -> QuoteCheck:
        """Return the result for a quotation with at least one claim."""
        named = frozenset(doc_id for claim in claims for doc_id in claim.doc_ids)
        pattern, literal = Pattern(quotation.text), Pattern(quotation.text, marks=False)
        found: list[FoundPlace] = []
        for doc_id in sorted(named):
            found += self._located(doc_id, [self._searchable(doc_id)], literal, pattern)
        if not any(self._fits(one, claim) for one in found for claim in claims if one.match.is_exact):
            # If a named document has similar words, others are searched for the exact words only.
            others = self._in_corpus(literal, None if found else pattern)
            found += [one for one in others if one.citation.doc_id not in named]
        exact = [one for one in found if one.match.is_exact]
        is_unknown = not named and any(claim.source and names_source(claim.source.text) for claim in claims)
        remark = "The note names no document in the index." if is_unknown else ""
        for claim in claims:
            fitting = [one for one in exact if self._fits(one, claim)]
            # Places with pages come before those without.
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
        """Yield the claims of the first source text with pages, for the documents of the first that names any.

        `before` are the claims of the quotation before, to which "Ibid." refers.
        """
        named: frozenset[str] = frozenset()
        known = next((claim.doc_ids for claim in before if claim.doc_ids), frozenset[str]())
        for source in quotation.sources:
            named = known if is_ibid(source.text) else self._names.named(source.text)
            if named:
                break
        for source in quotation.sources:
            claims = []
            start = 0
            for part in _parts(source.text):
                own = self._names.named(part) or named
                claims += [PageClaim(own, locator, source, part, start) for locator in find_locators(part)[:1]]
                start += len(part) + 1
            if claims:
                yield from claims
                return
            if is_ibid(source.text) and any(claim.locator for claim in before):
                # "Ibid." alone means the same page, too, but has no number to correct.
                yield from (replace(claim, source=None) for claim in before)
                return
        yield PageClaim(named, None, quotation.sources[0] if quotation.sources else None)

    def _fits(self, found: FoundPlace, claim: PageClaim) -> bool:
        """Return whether a place is in the named documents and on the named pages, if any."""
        if claim.doc_ids and found.citation.doc_id not in claim.doc_ids:
            return False
        if claim.locator is None or not found.citation.pages:
            return True
        named = pages_named(claim.locator, self._catalogue.document(found.citation.doc_id))
        return bool(named) and named.issuperset(found.citation.pages)

    def _read(self, doc_id: str) -> Searchable:
        return Searchable(self._catalogue.document(doc_id).text)

    def _located(
        self, doc_id: str, stretches: Sequence[Searchable], literal: Pattern, pattern: Pattern | None
    ) -> list[FoundPlace]:
        """Return the places in stretches of a document with all the words, else with similar words."""
        matches = [match for stretch in stretches for match in stretch.exact(literal)]
        if pattern and not any(match.is_exact for match in matches):
            matches += [match for stretch in stretches for match in stretch.near(pattern)]
        return [FoundPlace(self._catalogue.citation(doc_id, one.start, one.end), one) for one in matches]

    def _in_corpus(self, literal: Pattern, pattern: Pattern | None) -> Iterator[FoundPlace]:
        """Yield the places in all documents, near the passages with the most and the rarest of the words.

        Without a pattern, only exact places.
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
    """Yield the parts of a note between semicolons outside brackets."""
    depth = begin = 0
    for i, character in enumerate(note):
        depth += (character in "([") - (character in ")]")
        if character == ";" and depth <= note.lstrip().startswith(("(", "[")):
            yield note[begin:i]
            begin = i + 1
    yield note[begin:]


def _stretches(document: Document, ranges: Sequence[tuple[int, int]]) -> Iterator[Searchable]:
    """Yield the ranges of a document; overlapping ones are joined."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        # Words and numbers stay whole.
        begin = document.text.rfind(" ", 0, start) + 1 if start else 0
        finish = document.text.find(" ", end)
        finish = len(document.text) if finish < 0 else finish
        yield Searchable(document.text[begin:finish], begin)


def _places(found: Sequence[FoundPlace]) -> tuple[FoundPlace, ...]:
    """Return the first distinct places."""
    distinct = {(one.citation.doc_id, one.citation.start, one.citation.end): one for one in found}
    return tuple(distinct.values())[:_MOST_PLACES]
