"""Check of the quotations of a finished briefing against the documents of an index; needs no model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportqa.answer import Citation
from reportqa.citations import Match, MatchPart, Pattern, PrintedRows, Searchable
from reportqa.document import Document
from reportqa.index import Catalogue, Guard, Library, WordIndex, open_generation
from reportqa.proofreading.document_parts import find_parts, spans_of
from reportqa.proofreading.left_out_words import left_out
from reportqa.proofreading.manuscript import Manuscript
from reportqa.proofreading.note_numbers import has_unread_number
from reportqa.proofreading.page_claims import PageClaim, PageClaimReader
from reportqa.proofreading.page_references import pages_named
from reportqa.proofreading.quotation_marks import has_source_below
from reportqa.proofreading.quotations import Quotation, find_quotations
from reportqa.proofreading.source_names import SourceNames, has_lettered_year, names_source
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
        self._rows = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read_rows)

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
        reader = PageClaimReader(self._names, manuscript)
        searched_from = 0
        for quotation in find_quotations(manuscript, lambda text: bool(reader.named(text))):
            # A title in quotation marks is not a quotation, unless it is a block quote or has a source below.
            is_quoted = quotation.is_block or has_source_below(manuscript.text, quotation.end + 1)
            is_title = not is_quoted and self._names.is_title(quotation.text)
            if is_title and not (quotation.sources and quotation.sources[0].is_citation):
                continue
            claims = reader.claims(quotation, before, searched_from)
            before = claims if any(claim.doc_ids for claim in claims) else before
            searched_from = quotation.end
            with self._guard:
                check = self._check(quotation, claims)
                # A title with a source behind it may be mentioned only; it is quoted if the text has its words.
                if is_title and check.outcome in {Outcome.FIGURE, Outcome.WORDS, Outcome.NOT_FOUND}:
                    continue
                check, on_parts = self._with_parts(check)
                remarks = (*self._remarks(check, claims, reader), *on_parts)
                checks.append(replace(check, remark=" ".join(remarks)))
        return tuple(sorted(checks, key=lambda check: _ORDER.index(check.outcome)))

    def _check(self, quotation: Quotation, claims: Sequence[PageClaim]) -> QuoteCheck:
        """Return the result for a quotation with at least one claim, without its remark."""
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
        fitting = [(claim, [one for one in exact if self._fits(one, claim)]) for claim in claims]
        # A page that is right comes before a document that is right.
        for claim, places in sorted(fitting, key=lambda pair: pair[0].locator is None):
            # Places with pages come before those without.
            places.sort(key=lambda one: not one.citation.pages)
            if places:
                is_placed = claim.locator is not None and bool(places[0].citation.pages)
                return QuoteCheck(quotation, Outcome.RIGHT if is_placed else Outcome.NO_PAGE, _places(places), claim)
        if exact:
            in_named = [one for one in exact if one.citation.doc_id in named] or exact
            # The claim on the document that has the words, if there is one.
            claim = max(claims, key=lambda one: (in_named[0].citation.doc_id in one.doc_ids, one.locator is not None))
            return QuoteCheck(quotation, Outcome.ELSEWHERE, _places(in_named), claim)
        if not found:
            return QuoteCheck(quotation, Outcome.NOT_FOUND, (), claims[0])
        found.sort(key=lambda one: -one.match.similarity - _NAMED_BONUS * (one.citation.doc_id in named))
        outcome = Outcome.FIGURE if found[0].match.changes_figure else Outcome.WORDS
        return QuoteCheck(quotation, outcome, (found[0],), claims[0])

    def _with_parts(self, check: QuoteCheck) -> tuple[QuoteCheck, list[str]]:
        """Return a result with the sections, paragraphs, tables and figures that its note names, and remarks on them.

        The words are elsewhere if they are not in the section or paragraph. A table or a figure is often cited for what
        the text says of it, so that it is only remarked.
        """
        claim = check.claim
        if check.outcome not in {Outcome.RIGHT, Outcome.NO_PAGE} or claim.source is None or not claim.doc_ids:
            return check, []
        outcome: Outcome = check.outcome
        remarks, cited = [], check.places[0].citation
        for part in find_parts(claim.part or claim.source.text):
            document = self._catalogue.document(cited.doc_id)
            spans = spans_of(part, document)
            if not spans:
                remarks.append(f"“{part.shown}” was not checked: {cited.doc_id} does not show where it is.")
            elif not any(_overlaps(found.citation, spans) for found in check.places):
                where = " › ".join(cited.section)
                remarks.append(f"The words are not in “{part.shown}”{f', but in “{where}”' if where else ''}.")
                if part.is_text and outcome is Outcome.NO_PAGE:
                    outcome = Outcome.ELSEWHERE
        return replace(check, outcome=outcome), remarks

    def _remarks(self, check: QuoteCheck, claims: Sequence[PageClaim], reader: PageClaimReader) -> Iterator[str]:
        """Yield what the user should know of a result: about the note, and about words that are left out."""
        claim, source = check.claim, check.claim.source
        note = claim.part or (source.text if source else "")
        if not any(one.doc_ids for one in claims):
            if any(one.source and names_source(one.source.text) for one in claims):
                yield "The note names no document in the index."
        # The page named says which of two documents is meant, but not against a letter such as "2016a".
        elif (check.outcome is not Outcome.RIGHT or has_lettered_year(note)) and (
            len(titles := self._names.titles(reader.named(note))) > 1
        ):
            shown = " or ".join(f"“{title}”" for title in titles[:_MOST_PLACES])
            yield f"The note is ambiguous: it may mean {shown}{', or another' * (len(titles) > _MOST_PLACES)}."
        if check.outcome is Outcome.NOT_FOUND:
            return
        found = check.places[0]
        yield from left_out(found.match, self._catalogue.document(found.citation.doc_id))
        if claim.locator is None:
            cited = next(iter(check.quotation.sources), None)
            known = " ".join((*self._names.titles(claim.doc_ids), *claim.doc_ids))
            text = note if cited == source else cited.text if cited else ""
            if cited and cited.is_citation and has_unread_number(text, known):
                yield "A page may be named here that was not read."
        elif source and check.outcome is Outcome.NO_PAGE:
            yield f"{check.places[0].citation.doc_id} has no pages to compare with the note."

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

    def _read_rows(self, doc_id: str) -> PrintedRows:
        return PrintedRows(self._catalogue.document(doc_id))

    def _located(
        self, doc_id: str, stretches: Sequence[Searchable], literal: Pattern, pattern: Pattern | None
    ) -> list[FoundPlace]:
        """Return the places in stretches of a document with all the words, else with similar words."""
        matches = [match for stretch in stretches for match in stretch.exact(literal)]
        if pattern and not any(match.is_exact for match in matches):
            matches += [match for stretch in stretches for match in stretch.near(pattern)]
        if not any(match.is_exact for match in matches):
            rows = self._rows(doc_id)
            matches += rows.exact(literal) or (rows.near(pattern) if pattern else [])
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


def _overlaps(citation: Citation, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < citation.end and citation.start < end for start, end in spans)


def _places(found: Sequence[FoundPlace]) -> tuple[FoundPlace, ...]:
    """Return the first distinct places."""
    distinct = {(one.citation.doc_id, one.citation.start, one.citation.end): one for one in found}
    return tuple(distinct.values())[:_MOST_PLACES]
