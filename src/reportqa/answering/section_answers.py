"""Answers that are a section or a paragraph by what it says: recommendations, limitations, views, aims, effects.

Candidates are the paragraphs of the passages found and those under headings that announce what is asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from reportqa.answering.genre_signs import NAMED_LIMITATIONS
from reportqa.answering.lists import ListAnswer
from reportqa.answering.paragraph_judge import ON_THEIR_OWN, TEXT_SHARE, Candidate, JudgedSource, ParagraphJudge
from reportqa.answering.paragraphs import (
    Paragraph,
    read_beginnings,
    read_matches,
    read_range,
    read_section,
    section_headings,
)
from reportqa.answering.reader import NEAR_BEST, READ, Evidence
from reportqa.csl import item_authors, item_text
from reportqa.document import Outline, Sentence
from reportqa.index import Catalogue
from reportqa.search import FRONT, Genre, Hit, Inquiry, Vocabulary, inquiry_of
from reportqa.text import terms

MAX_SHOWN = 12
"""Sentences or items shown of a section."""
_MAX_PARAGRAPHS = 3
"""Paragraphs shown that say what one person thinks."""
_BEGINNING = 2
"""Sentences shown of each section after a bare heading."""
_DOCUMENTS = 5
"""Best documents in which sections are looked for by their headings."""
_SECTIONS = 20
"""Announced sections read of a document; tables of contents repeat them."""
_SCANNED = 400_000
"""Characters of a document that are searched for its limitations."""
_WITHIN_SHARE = 0.3
"""Share of the distance of a passage from the best one of its document that counts."""
_NO_SUBJECT_SHARE = 0.3
"""The same for documents where the question names no subject: all of them have its words."""
_NOT_FOUND = 0.05
"""Distance of a paragraph that search did not find from the best passage of its document."""

_SECTIONAL: frozenset[Genre] = frozenset(
    {"aim", "benefit", "challenge", "drawback", "limitation", "recommendation", "summary"}
)
"""What is asked for is all that its section says; of the others one paragraph."""


def find_section_answer(evidence: Evidence, catalogue: Catalogue, vocabulary: Vocabulary) -> ListAnswer | None:
    """Return the section, or the paragraph, that says what a question asks a report for; None for other questions."""
    forms = [form for text in (evidence.question.asked, *evidence.part.variants) if (form := inquiry_of(text))]
    if not forms or not evidence.hits:
        return None
    return _Search(forms, evidence.hits[:READ], catalogue, vocabulary).answer()


class _Search:
    """The search for the paragraph that best says what is asked for, and the choice of what is shown of its section."""

    def __init__(
        self, forms: Sequence[Inquiry], hits: Sequence[Hit], catalogue: Catalogue, vocabulary: Vocabulary
    ) -> None:
        self._hits = hits
        self._catalogue = catalogue
        self._has_addressee = any(form.addressee for form in forms)
        asked = {term for form in forms for term in (*form.subject, *form.holder, *form.addressee)}
        found: dict[str, list[Hit]] = {}
        for hit in hits:
            found.setdefault(hit.passage.doc_id, []).append(hit)
        sources = {doc_id: self._source(doc_id, own) for doc_id, own in found.items()}
        self._judge = ParagraphJudge(forms, vocabulary.weights(asked), sources)
        share = 1.0 if self._judge.has_subject else _NO_SUBJECT_SHARE
        # The distance of the best passage of each document, in their order, from the best of all.
        self._lifts = {doc_id: share * (own[0].score - hits[0].score) for doc_id, own in found.items()}
        self._cosines = {doc_id: _cosines(own) for doc_id, own in found.items()}

    def _source(self, doc_id: str, hits: Sequence[Hit]) -> JudgedSource:
        outline = self._catalogue.outline(doc_id)
        title, authors = outline.title, item_authors(outline.item)
        front = self._catalogue.text(doc_id, 0, min(FRONT, outline.length))
        makers = terms(" ".join((title, *authors, item_text(outline.item, "publisher") or "", front)))
        found = frozenset(terms(title)).union(*(terms(hit.text) for hit in hits))
        return JudgedSource(tuple(authors), frozenset(makers), found)

    def answer(self) -> ListAnswer | None:
        candidates = [one for one in self._candidates() if self._judge.is_on_point(one.paragraph)]
        if not candidates:
            return None
        best = max(candidates, key=lambda one: (self._judge.score(one), -one.paragraph.items[0].start))
        if self._judge.genre in _SECTIONAL and self._judge.announced(best.paragraph):
            items = self._section(best.paragraph)
        elif self._judge.genre == "opinion":
            items = self._views(best, candidates)
        else:
            items = self._finding(best)
        return ListAnswer(
            best.paragraph.doc_id,
            tuple(items[:MAX_SHOWN]),
            certain=self._judge.is_certain(best.paragraph),
            more=len(items) > MAX_SHOWN,
        )

    def _candidates(self) -> Iterator[Candidate]:
        """Yield the paragraphs of the passages found, then those that a heading or a phrase announces, each once."""
        seen: set[tuple[str, int]] = set()
        for one in (*self._found(), *self._looked_up()):
            place = one.paragraph.doc_id, one.paragraph.items[-1].end
            if place not in seen:
                seen.add(place)
                yield one

    def _found(self) -> Iterator[Candidate]:
        whole = self._judge.genre in ON_THEIR_OWN - {"summary"}
        share = 1.0 if whole else _WITHIN_SHARE if self._judge.has_subject else 0.0
        for hit in self._hits:
            doc_id = hit.passage.doc_id
            lift = self._lifts[doc_id] + share * min(hit.score - self._hits[0].score - self._lifts[doc_id], 0.0)
            outline = self._catalogue.outline(doc_id)
            for one in read_range(self._catalogue, outline, hit.passage.start, hit.passage.end):
                yield Candidate(one, lift, self._cosines[doc_id])

    def _looked_up(self) -> Iterator[Candidate]:
        if self._judge.genre == "effect":
            return
        for doc_id in islice(self._lifts, _DOCUMENTS):
            outline = self._catalogue.outline(doc_id)
            for one in (*self._under_headings(outline), *self._limitations(outline)):
                yield Candidate(one, self._lifts[doc_id] - _NOT_FOUND, self._cosines[doc_id])

    def _under_headings(self, outline: Outline) -> Iterator[Paragraph]:
        announced = (
            number
            for number in range(len(outline.sections))
            if any(map(self._judge.sign_of, section_headings(outline, number)[-2:]))
        )
        for number in islice(announced, _SECTIONS):
            found = list(read_section(self._catalogue, outline, number))
            yield from found
            if not found and self._judge.genre in _SECTIONAL:
                beginnings = read_beginnings(self._catalogue, outline, number, _BEGINNING, MAX_SHOWN)
                yield from [beginnings] if beginnings else []

    def _limitations(self, outline: Outline) -> Iterable[Paragraph]:
        """Return the paragraphs that name limitations, which often have no heading of their own."""
        if self._judge.genre != "limitation":
            return ()
        return islice(read_matches(self._catalogue, outline, NAMED_LIMITATIONS, _SCANNED), _SECTIONS)

    def _section(self, one: Paragraph) -> Sequence[Sentence]:
        """Return the items of the section that announces a paragraph and of those below it.

        Of a long section without text of its own only the first sentences of each below it.
        """
        outline = self._catalogue.outline(one.doc_id)
        number = self._announcing(outline, one)
        level = outline.sections[number].level
        below = takewhile(lambda other: outline.sections[other].level > level, range(number + 1, len(outline.sections)))
        sections = [self._items(outline, other) for other in (number, *islice(below, MAX_SHOWN))]
        if sum(map(len, sections)) > MAX_SHOWN and not sections[0]:
            sections = [items[:_BEGINNING] for items in sections]
        # A heading without text may also be above sections of its own level.
        return [item for items in sections for item in items] or one.items

    def _announcing(self, outline: Outline, one: Paragraph) -> int:
        """Return the section of a paragraph, or the one above it that announces it; not of what is for an addressee."""
        if self._judge.sign_of(one.heading) or self._has_addressee:
            return one.section
        level = outline.sections[one.section].level
        above = (
            number
            for number in range(one.section - 1, -1, -1)
            if outline.sections[number].level < level and self._judge.sign_of(outline.sections[number].heading)
        )
        return next(above, one.section)

    def _items(self, outline: Outline, number: int) -> list[Sentence]:
        return [item for one in read_section(self._catalogue, outline, number) for item in one.items]

    def _views(self, best: Candidate, candidates: Iterable[Candidate]) -> Sequence[Sentence]:
        """Return a paragraph and the others of its section that say what the same person thinks, in order."""
        place = best.paragraph.doc_id, best.paragraph.section
        least = min(TEXT_SHARE, self._judge.person(best.paragraph))
        others = [
            one.paragraph
            for one in candidates
            if one is not best
            and (one.paragraph.doc_id, one.paragraph.section) == place
            and self._judge.person(one.paragraph) >= least
        ]
        shown = sorted([best.paragraph, *others[: _MAX_PARAGRAPHS - 1]], key=lambda one: one.items[0].start)
        return [item for one in shown for item in one.items]

    def _finding(self, best: Candidate) -> Sequence[Sentence]:
        """Return a paragraph; that of an effect, or a long one, from the first of its best sentences on."""
        items = best.paragraph.items
        if self._judge.genre != "effect" and len(items) <= MAX_SHOWN:
            return items
        scores = self._judge.sentence_scores(best)
        return items[next(number for number, score in enumerate(scores) if score >= NEAR_BEST * max(scores)) :]


def _cosines(hits: Sequence[Hit]) -> dict[int, float]:
    """Return the cosine of each sentence of the hits of one document, by its start."""
    return {
        sentence.start: cosine
        for hit in hits
        for sentence, cosine in zip(hit.passage.sentences, hit.sentence_scores, strict=True)
    }
