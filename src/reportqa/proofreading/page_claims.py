"""Claims of a briefing: which documents and which pages the texts that cite a quotation name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from reportqa.proofreading.manuscript import Manuscript
from reportqa.proofreading.page_references import Locator, find_locators, find_named_page
from reportqa.proofreading.quotations import Quotation, SourceText, earlier_note, find_references
from reportqa.proofreading.source_names import SourceNames, has_name, is_ibid, names_source

_SECONDARY = re.compile(
    r"\b(?:as\s+)?(?P<inside>(?:cited|quoted|qtd\.?|reproduced|reprinted|zit(?:iert|\.)?)\s*(?:in|by|from|nach|n\.|bei)"
    r"(?![^\W_])|apud\b)|\b(?:quoting|citing)\b",
    re.IGNORECASE,
)
"""Between two works of which one quotes the other; "cited in" comes before the one that was read."""
_BRACKET = re.compile(r"\([^()]{3,300}\)")


@dataclass(frozen=True, slots=True)
class PageClaim:
    """The documents and pages that a `part` of a source text names; the part begins at `part_start` of the text."""

    doc_ids: frozenset[str]
    locator: Locator | None
    source: SourceText | None
    part: str = ""
    part_start: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a note on one work, or on several; `is_other`: a work that another part quotes or is quoted by."""

    start: int
    text: str
    is_other: bool = False


class PageClaimReader:
    """A reader of the claims of one briefing."""

    def __init__(self, names: SourceNames, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._references = find_references(manuscript)
        self._names = names
        self.named = lru_cache(maxsize=None)(lambda text: names.named(text, self._references))

    def claims(self, quotation: Quotation, before: Sequence[PageClaim], searched_from: int) -> tuple[PageClaim, ...]:
        """Return the claims of the first source text with pages, for the documents of the first that names any.

        :param before: the claims of the quotation before.
        :param searched_from: where that quotation ends; "Ibid." refers to the last citation after it, or to `before`.
        """
        named: frozenset[str] = frozenset()
        last: Sequence[PageClaim] = ()
        for source in quotation.sources:
            if is_ibid(source.text):
                last = self._last_cited(source, quotation, before, searched_from)
                named = _documents(last)
            else:
                named = self._source_named(source)
            if named:
                break
        named = named or self._before_bare_page(quotation, before, searched_from)
        unplaced: tuple[PageClaim, ...] = ()
        for source in quotation.sources:
            claims = self._of(source, named)
            if any(claim.locator for claim in claims):
                return claims
            if is_ibid(source.text) and any(claim.locator for claim in last):
                # "Ibid." alone means the same page, too, but has no number to correct.
                return tuple(replace(claim, source=None) for claim in last)
            unplaced = unplaced or claims
        return unplaced or (PageClaim(named, None, quotation.sources[0] if quotation.sources else None),)

    def _of(self, source: SourceText, named: frozenset[str]) -> tuple[PageClaim, ...]:
        """Return the claims of a source text; a part without a name is on the work before it, else on those `named`."""
        claims: list[tuple[PageClaim, bool]] = []
        parts = list(_parts(source.text))
        current = named
        for part in parts:
            own = self.named(part.text) if len(parts) > 1 else self._source_named(source)
            # A short form such as "Rosen (n 3)" may fit more works than the note to which it refers.
            current = (own & named) or own or current
            is_other = not own and not is_ibid(part.text) and (part.is_other or _is_unknown(part.text))
            is_other = is_other or self._is_only_listed(part.text)
            found = list(self._of_part(source, part, current))
            if not found and own:
                found = [(PageClaim(current, None, source, part.text, part.start), False)]
            claims += [(claim, is_other or other) for claim, other in found]
        known = [claim for claim, other in claims if not other]
        if len(parts) > 1 and not known and any(part.is_other for part in parts):
            return ()
        placed = {claim.doc_ids for claim in known if claim.locator}
        known = [claim for claim in known if claim.locator or claim.doc_ids not in placed]
        return tuple(known or [claim for claim, _ in claims])

    def _of_part(self, source: SourceText, part: _Part, named: frozenset[str]) -> Iterator[tuple[PageClaim, bool]]:
        """Yield a claim for each reference to pages; the page belongs to the work it follows. Also if it is unknown."""
        locators = find_locators(part.text) or self._named_page(source, part, named)
        position, current, is_other = 0, named, False
        for locator in locators:
            lead = part.text[position : locator.start]
            if len(locators) > 1 and (own := self.named(lead)):
                current, is_other = own, False
            elif len(locators) > 1 and _is_unknown(lead):
                is_other = True
            position = locator.end
            one = locator if len(locators) == 1 else replace(locator, is_whole=False)
            yield PageClaim(current, one, source, part.text, part.start), is_other

    def _named_page(self, source: SourceText, part: _Part, named: frozenset[str]) -> tuple[Locator, ...]:
        """Return the page right behind the name of a work that is known, or alone in a bracket, if a work is named."""
        page = find_named_page(part.text) if source.is_citation else None
        if page is None:
            return ()
        lead = part.text[: page.start].strip(" ([")
        is_named = self._names.ends_with_name(lead, self.named(lead)) or self._is_only_listed(lead) if lead else named
        return (page,) if is_named else ()

    def _is_only_listed(self, text: str) -> bool:
        """Return whether a text names by author alone a work that only the list of references has."""
        return self._names.authors.cited(text, self._references) == frozenset()

    def _before_bare_page(
        self, quotation: Quotation, before: Sequence[PageClaim], searched_from: int
    ) -> frozenset[str]:
        """Return the documents to which "(31)" refers: of the author in the sentence, else of the citation before."""
        if not any(source.is_bare_page for source in quotation.sources):
            return frozenset()
        mentioned = (
            self._names.authors.mentioned(source.text) for source in quotation.sources if not source.is_citation
        )
        same_paragraph = "\n\n" not in self._manuscript.text[searched_from : quotation.start]
        return next(filter(None, mentioned), _documents(before) if same_paragraph else frozenset())

    def _source_named(self, source: SourceText) -> frozenset[str]:
        """Return the documents that a source text names; with "(n 3)", those of that note that fit it."""
        named = self._all_named(source.text)
        first = None if source.note is None else earlier_note(self._manuscript, source.note)
        earlier = frozenset() if first is None else self._all_named(self._manuscript.notes[first].text)
        if source.note is not None and first is None and len(named) > 1:
            # "Rosen, op. cit., 15" is the work of Rosen that was cited last.
            before = (self._all_named(note.text) for note in reversed(self._manuscript.notes[: source.note]))
            earlier = next((one for one in before if len(one) == 1 and one <= named), frozenset())
        return (named & earlier) or earlier or named

    def _all_named(self, text: str) -> frozenset[str]:
        """Return the documents that the first part that names any names."""
        return next((own for part in _parts(text) if (own := self.named(part.text))), frozenset[str]())

    def _last_cited(
        self, source: SourceText, quotation: Quotation, before: Sequence[PageClaim], searched_from: int
    ) -> Sequence[PageClaim]:
        """Return the claims of the last citation before "Ibid.": of a note, or of a bracket in the text."""
        if source.note is not None:
            return self._before_notes[source.note]
        for bracket in reversed(list(_BRACKET.finditer(self._manuscript.text, searched_from, quotation.start))):
            if not is_ibid(bracket[0]) and self._cites(bracket[0]):
                return self._cited(SourceText(bracket[0], bracket.start()))
        return before

    @cached_property
    def _before_notes(self) -> list[Sequence[PageClaim]]:
        """For each note the claims of the last note before it that cites anything."""
        found: list[Sequence[PageClaim]] = []
        current: Sequence[PageClaim] = ()
        for number, note in enumerate(self._manuscript.notes):
            found.append(current)
            source = SourceText(note.text, None, number)
            if is_ibid(note.text):
                own = [claim for claim in self._of(source, _documents(current)) if claim.locator]
                current = own or current
            elif self._cites(note.text) or earlier_note(self._manuscript, number) is not None:
                current = self._cited(source)
        return found

    def _cites(self, text: str) -> bool:
        return bool(self._all_named(text)) or _is_unknown(text) or has_name(text)

    def _cited(self, source: SourceText) -> Sequence[PageClaim]:
        named = self._source_named(source)
        return self._of(source, named) or (PageClaim(named, None, source),)


def _documents(claims: Sequence[PageClaim]) -> frozenset[str]:
    return next((claim.doc_ids for claim in claims if claim.doc_ids), frozenset[str]())


def _is_unknown(part: str) -> bool:
    """Return whether a part of a note, in which no document is named, names another work."""
    return names_source(part) and has_name(part)


def _parts(note: str) -> Iterator[_Part]:
    """Yield the parts of a note between semicolons outside brackets, and on the two sides of "cited in"."""
    depth = begin = 0
    is_inside = note.lstrip().startswith(("(", "["))
    ends = []
    for i, character in enumerate(note):
        depth += (character in "([") - (character in ")]")
        if character == ";" and depth <= is_inside:
            ends.append(i)
    for end in [*ends, len(note)]:
        is_other = False
        for match in _SECONDARY.finditer(note, begin, end):
            yield _Part(begin, note[begin : match.start()], is_other or match["inside"] is not None)
            begin, is_other = match.end(), match["inside"] is None
        yield _Part(begin, note[begin:end], is_other)
        begin = end + 1
