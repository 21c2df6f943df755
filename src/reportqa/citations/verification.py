"""Check of a citation against the current document.

Rules in order. Unchanged: the words are in the cited document on the cited page. Moved: they are on another page, or
in an identical file with another name. Changed: similar words are between the text that was before and after them, or
anywhere in the document. Otherwise withdrawn. Of several places, the one on the cited page is taken, then the one with
the most similar surroundings, then the one nearest to the old offset.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import Postfix, Prefix

from reportqa.citations.plain_reference import page_names
from reportqa.citations.quote_matching import Match, MatchPart, Searchable
from reportqa.citations.quote_pattern import Pattern
from reportqa.citations.record import Anchor
from reportqa.citations.verdict import Elsewhere, Standing, Verdict
from reportqa.document import Document
from reportqa.permalinks import digest_of
from reportqa.text import Wording

_LEAST_CONTEXT, _MOST_PLACES = 12, 250
_KEPT = 1 / 3
"""Share of a quotation's words that must remain at its place for it to be changed and not withdrawn."""
_SHORT = 3
"""Length in words up to which none needs to remain."""
_DISTINCTIVE = 6
"""Length in words from which a quotation is searched for in other documents."""
_SIGN_BEFORE = re.compile(r"[£$€¥−–-]$")
_WORD_BEFORE = re.compile(r"\w$|\d[.,]$")
_WORD_AFTER = re.compile(r"\w|[.,]\d")
_SIGN_AFTER = re.compile(r"\s?[%‰]")


_searchable = lru_cache(maxsize=4)(Searchable)
"""Whole documents, several citations of which are often verified one after another."""


def verify(anchor: Anchor, named: Document | None, same_file: Sequence[Document] = ()) -> Verdict:
    """Return the verdict on a citation.

    :param named: the current document with the cited id, None when there is none.
    :param same_file: documents with other names and the cited sha256.
    """
    documents = [*([named] if named else []), *same_file]
    for document in documents:
        found = list(_exact(anchor, document))
        if not found:
            continue
        kept = [place for place in found if document is named and _names_pages(anchor, document, *place)]
        start, end = min(kept or found, key=lambda place: _distance(anchor, document, place))
        standing = Standing.UNCHANGED if kept else Standing.MOVED
        return Verdict(standing, document.doc_id, start, end, document.pages_of(start, end))
    if anchor.quote:
        for document in documents:
            if verdict := _changed(anchor, document):
                return verdict
    return Verdict(Standing.WITHDRAWN, None, 0, 0, (), missing_document=not documents)


def find_elsewhere(anchor: Anchor, documents: Iterable[Document]) -> Elsewhere | None:
    """Return the first document that has all words of a citation; None for a short citation, which many may have."""
    if len(Wording.of(anchor.quote).keys) < _DISTINCTIVE:
        return None
    for document in documents:
        found = list(_exact(anchor, document))
        if found:
            start, end = min(found, key=lambda place: _distance(anchor, document, place))
            return Elsewhere(document.doc_id, start, end, document.pages_of(start, end))
    return None


def _names_pages(anchor: Anchor, document: Document, start: int, end: int) -> bool:
    """Return whether a place is on the pages that the citation names, if any."""
    return not anchor.pages or page_names(anchor.pages) == page_names(document.pages_of(start, end))


def _distance(anchor: Anchor, document: Document, place: tuple[int, int]) -> tuple[int, int]:
    """Return a sort key: most similar surroundings first, then nearest to the old offset."""
    start, end = place
    before = document.text[max(start - len(anchor.before), 0) : start]
    after = document.text[end : end + len(anchor.after)]
    same = Postfix.similarity(before, anchor.before) + Prefix.similarity(after, anchor.after)
    return -same, abs(start - anchor.start)


def _exact(anchor: Anchor, document: Document) -> Iterator[tuple[int, int]]:
    """Yield the ranges with the cited words."""
    text = document.text
    if not anchor.quote:
        # An old link has no words; they are the same if the file is.
        if anchor.sha256 and document.sha256.startswith(anchor.sha256) and 0 <= anchor.start < anchor.end <= len(text):
            yield anchor.start, anchor.end
        return
    length = anchor.end - anchor.start
    if not anchor.tail:
        places = dict.fromkeys((*_raw(anchor.quote, text, anchor.start, 1), *_raw(anchor.quote, text)))
        literal = [place for place in places if _edges_fit(anchor, text, *place)]
        yield from literal or _worded(anchor, document)
        return
    for start, _ in _raw(anchor.quote, text):
        if digest_of(text[start : start + length]) == anchor.digest:
            yield start, start + length


def _raw(quote: str, text: str, start: int = 0, most: int = _MOST_PLACES) -> Iterator[tuple[int, int]]:
    """Yield the first ranges with a quote from an offset on."""
    place, count = text.find(quote, start), 0
    while place >= 0 and count < most:
        yield place, place + len(quote)
        place, count = text.find(quote, place + 1), count + 1


def _worded(anchor: Anchor, document: Document) -> list[tuple[int, int]]:
    """Return the ranges with the same words; white space, quotation marks and dashes may differ."""
    if _cuts_words(anchor):
        return []
    matches = _searchable(document.text).exact(Pattern(anchor.quote, marks=False))
    return [
        (match.start, match.end)
        for match in matches
        if match.is_exact and _edges_fit(anchor, document.text, match.start, match.end)
    ]


def _cuts_words(anchor: Anchor) -> bool:
    """Return whether the quote begins or ends inside a word or a number."""
    return _edge_before(anchor.before, anchor.quote) == "word" or _edge_after(anchor.after, anchor.quote) == "word"


def _edges_fit(anchor: Anchor, text: str, start: int, end: int) -> bool:
    """Return whether the quote cuts words and signs at a place as it did where it was cited."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return _edge_before(anchor.before, anchor.quote) == _edge_before(before, anchor.quote) and _edge_after(
        anchor.after, anchor.quote
    ) == _edge_after(after, anchor.quote)


def _edge_before(before: str, quote: str) -> str:
    """Return "word" for a word or the sign that is joined to the first character of a quote, else ""."""
    if not quote[0].isalnum():
        return ""
    if _WORD_BEFORE.search(before[-2:]):
        return "word"
    sign = _SIGN_BEFORE.search(before[-2:]) if quote[0].isdigit() else None
    return sign[0] if sign else ""


def _edge_after(after: str, quote: str) -> str:
    if not quote[-1].isalnum():
        return ""
    if _WORD_AFTER.match(after) and (after[0].isalnum() or after[0] == "_" or quote[-1].isdigit()):
        return "word"
    return "%" if quote[-1].isdigit() and _SIGN_AFTER.match(after) else ""


def _changed(anchor: Anchor, document: Document) -> Verdict | None:
    """Return the verdict on changed words; None when nothing similar is found."""
    place = _between(anchor, document.text) if not anchor.tail else None
    if place is not None:
        match = Searchable(document.text[slice(*place)]).whole(Pattern(anchor.quote, marks=False))
        if match.is_exact or (place[0] < place[1] and _is_kept(anchor.quote, match)):
            return _verdict(anchor, document, place, match)
        if not document.text[place[0] : place[1]].strip():
            return None
    searched = _searchable(document.text)
    head = _nearest(searched, anchor.quote, anchor.start)
    if head is None:
        return None
    if not anchor.tail:
        return _verdict(anchor, document, (head.start, head.end), head)
    return _changed_long(anchor, document, searched, head)


def _changed_long(anchor: Anchor, document: Document, searched: Searchable, head: Match) -> Verdict | None:
    """Return the verdict on a long quote, known by its beginning and its end only."""
    expected = head.start + (anchor.end - anchor.start) - len(anchor.tail)
    tail = _nearest(searched, anchor.tail, expected)
    if tail is None or tail.start < head.start:
        return None
    parts = (*head.parts, MatchPart(" … ", " … ", same=True), *tail.parts)
    verdict = _verdict(anchor, document, (head.start, tail.end), replace(head, parts=parts))
    if digest_of(document.text[head.start : tail.end]) == anchor.digest:
        is_kept = _names_pages(anchor, document, head.start, tail.end) and document.doc_id == anchor.doc_id
        return replace(verdict, standing=Standing.UNCHANGED if is_kept else Standing.MOVED, parts=())
    return replace(verdict, incomplete=True)


def _nearest(searched: Searchable, quote: str, start: int) -> Match | None:
    matches = searched.near(Pattern(quote, marks=False))
    return min(matches, key=lambda match: (-match.similarity, abs(match.start - start)), default=None)


def _is_kept(quote: str, match: Match) -> bool:
    return match.similarity >= _KEPT or Pattern(quote, marks=False).words <= _SHORT


def _verdict(anchor: Anchor, document: Document, place: tuple[int, int], match: Match) -> Verdict:
    start, end = place
    parts = match.parts if not match.is_exact else (MatchPart(anchor.quote, document.text[start:end], same=False),)
    return Verdict(Standing.CHANGED, document.doc_id, start, end, document.pages_of(start, end), parts)


def _between(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Return the range between the text that was before the quote and the text after it; None if these are gone."""
    if not anchor.before and not anchor.after:
        return None
    is_first, is_last = anchor.start == 0, not anchor.after
    if (len(anchor.before) < _LEAST_CONTEXT and not is_first) or (len(anchor.after) < _LEAST_CONTEXT and not is_last):
        return None
    begins = [0] if is_first else [end for _, end in _raw(anchor.before, text)]
    ends = [len(text)] if is_last else [start for start, _ in _raw(anchor.after, text)]
    longest = 3 * len(anchor.quote) + 200
    places = [(begin, end) for begin in begins[:50] for end in ends[:50] if 0 <= end - begin <= longest]
    if not places:
        return None
    begin, end = min(places, key=lambda place: (abs(place[0] - anchor.start), place[1] - place[0]))
    present = text[begin:end]
    lead = len(present) - len(present.lstrip()) if not anchor.quote[0].isspace() else 0
    tail = len(present) - len(present.rstrip()) if not anchor.quote[-1].isspace() else 0
    return (begin + lead, end - tail) if present.strip() else (begin, begin)
