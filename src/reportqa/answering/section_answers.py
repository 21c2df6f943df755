"""Answers that are a section or a paragraph by what it says: recommendations, limitations, views, aims, effects.

Candidates are the paragraphs of the passages found and those under headings that announce what is asked for. A heading,
phrases of the genre, whom the question names, and its subject tell which one answers.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from reportqa.answer import Hit
from reportqa.answering.genre_signs import NAMED_LIMITATIONS, denies, heading_sign, sentence_sign
from reportqa.answering.lists import ListAnswer
from reportqa.answering.paragraphs import (
    Paragraph,
    read_beginnings,
    read_matches,
    read_range,
    read_section,
    section_headings,
)
from reportqa.answering.reader import READ, Evidence
from reportqa.csl import item_authors, item_text
from reportqa.document import Outline, Sentence
from reportqa.index import Catalogue
from reportqa.search import Genre, Inquiry, Vocabulary, inquiry_of
from reportqa.text import has_term, terms

MAX_SHOWN = 12
"""Sentences or items shown of a section."""
MAX_PARAGRAPHS = 3
"""Paragraphs shown that say what one person thinks."""
_BEGINNING = 2
"""Sentences shown of each section after a bare heading."""
_DOCUMENTS = 5
"""Best documents in which sections are looked for by their headings."""
_SECTIONS = 20
"""Announced sections read of a document; tables of contents repeat them."""
_SCANNED = 400_000
"""Characters of a document that are searched for its limitations."""
_FRONT_MATTER = 1500
"""Characters at the beginning of a document that name its authors and publisher."""

SUBJECT_WEIGHT = 0.3
HEADING_WEIGHT = 0.35
SIGN_WEIGHT = 0.35
PERSON_WEIGHT = 0.4
WORD_WEIGHT = 0.2
SENTENCE_WEIGHT = 0.25
DENSITY = 0.4
"""Weight of each sentence that says what is asked for, of what the ones before it have left."""
ABOVE_SHARE = 0.8
"""Share of a subject that only the title or a heading names."""
OUTER_SHARE = 0.9
"""Share of a heading that is above the own one."""
TEXT_SHARE = 0.85
"""Share of a person whom the text names by the last name, or only the heading names."""
SIGN_SHARE = 0.6
"""Share of its score that a sentence loses when it does not say what is asked for."""
WITHIN_SHARE = 0.3
"""Share of the distance of a passage from the best one of its document that counts."""
NO_SUBJECT_SHARE = 0.3
"""The same for documents where the question names no subject: all of them have its words."""
NOT_FOUND = 0.05
"""Distance of a paragraph that search did not find from the best passage of its document."""
LEAST_SHARE = 0.5
"""Share of the subject, and of the person, that a paragraph must have."""
FULL_SHARE = 0.8
"""Share of them from which on a paragraph certainly is on them."""
NEAR_BEST = 0.9

_SECTIONAL: frozenset[Genre] = frozenset(
    {"aim", "benefit", "challenge", "drawback", "limitation", "recommendation", "summary"}
)
"""What is asked for is all that its section says; of the others one paragraph."""
_ON_THEIR_OWN: frozenset[Genre] = frozenset({"aim", "benefit", "challenge", "drawback", "effect", "reason", "summary"})
"""A paragraph must name the subject itself; a report has its recommendations, limitations and views in one place."""
_FIRST_PERSON = re.compile(r"\bI (?!\.)|\b[Mm]y (?:view|opinion|own)\b|\b(?:worries|strikes|surprises) me\b")
_SHOULD = re.compile(r"\b(?:should|must|ought|needs? to|have to)\b")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A paragraph, its distance from the best passage (0 or less), and the cosines of sentences by their start."""

    paragraph: Paragraph
    lift: float
    cosines: Mapping[int, float]


def find_section_answer(evidence: Evidence, catalogue: Catalogue, vocabulary: Vocabulary) -> ListAnswer | None:
    """Return the section, or the paragraph, that says what a question asks a report for; None for other questions."""
    forms = [form for text in (evidence.question.asked, *evidence.part.variants) if (form := inquiry_of(text))]
    if not forms or not evidence.hits:
        return None
    asked = {term for form in forms for term in (*form.subject, *form.holder, *form.addressee)}
    return _Search(forms, evidence.hits[:READ], catalogue, vocabulary.weights(asked)).answer()


class _Search:
    """The search for the paragraph that best says what is asked for; `weights` are those of the question's terms."""

    def __init__(
        self, forms: Sequence[Inquiry], hits: Sequence[Hit], catalogue: Catalogue, weights: Mapping[str, float]
    ) -> None:
        self._forms = forms
        self._genre = forms[0].genre
        self._hits = hits
        self._catalogue = catalogue
        self._weights = weights

    def answer(self) -> ListAnswer | None:
        candidates = [one for one in self._candidates() if self._is_on_point(one.paragraph)]
        if not candidates:
            return None
        best = max(candidates, key=lambda one: (self._score(one), -one.paragraph.items[0].start))
        if self._genre in _SECTIONAL and self._announced(best.paragraph):
            items = self._section(best.paragraph)
        elif self._genre == "opinion":
            items = self._views(best, candidates)
        else:
            items = self._finding(best)
        return ListAnswer(
            best.paragraph.doc_id,
            tuple(items[:MAX_SHOWN]),
            certain=self._is_certain(best.paragraph),
            more=len(items) > MAX_SHOWN,
        )

    def _candidates(self) -> Iterator[_Candidate]:
        """Yield the paragraphs of the passages found, then those that a heading or a phrase announces, each once."""
        seen: set[tuple[str, int]] = set()
        for one in (*self._found(), *self._looked_up()):
            place = one.paragraph.doc_id, one.paragraph.items[-1].end
            if place not in seen:
                seen.add(place)
                yield one

    def _found(self) -> Iterator[_Candidate]:
        whole = self._genre in _ON_THEIR_OWN - {"summary"}
        share = 1.0 if whole else WITHIN_SHARE if self._has_subject else 0.0
        for hit in self._hits:
            doc_id = hit.passage.doc_id
            lift = self._lifts[doc_id] + share * min(hit.score - self._hits[0].score - self._lifts[doc_id], 0.0)
            outline = self._catalogue.outline(doc_id)
            for one in read_range(self._catalogue, outline, hit.passage.start, hit.passage.end):
                yield _Candidate(one, lift, self._cosines[doc_id])

    def _looked_up(self) -> Iterator[_Candidate]:
        if self._genre == "effect":
            return
        for doc_id in islice(self._lifts, _DOCUMENTS):
            outline = self._catalogue.outline(doc_id)
            for one in (*self._under_headings(outline), *self._limitations(outline)):
                yield _Candidate(one, self._lifts[doc_id] - NOT_FOUND, self._cosines[doc_id])

    def _under_headings(self, outline: Outline) -> Iterator[Paragraph]:
        announced = (
            number
            for number in range(len(outline.sections))
            if any(map(self._sign_of, section_headings(outline, number)[-2:]))
        )
        for number in islice(announced, _SECTIONS):
            found = list(read_section(self._catalogue, outline, number))
            yield from found
            if not found and self._genre in _SECTIONAL:
                beginnings = read_beginnings(self._catalogue, outline, number, _BEGINNING, MAX_SHOWN)
                yield from [beginnings] if beginnings else []

    def _limitations(self, outline: Outline) -> Iterable[Paragraph]:
        """Return the paragraphs that name limitations, which often have no heading of their own."""
        if self._genre != "limitation":
            return ()
        return islice(read_matches(self._catalogue, outline, NAMED_LIMITATIONS, _SCANNED), _SECTIONS)

    @cached_property
    def _lifts(self) -> Mapping[str, float]:
        """The distance of the best passage of each document, in their order, from the best of all."""
        share = 1.0 if self._has_subject else NO_SUBJECT_SHARE
        lifts: dict[str, float] = {}
        for hit in self._hits:
            lifts.setdefault(hit.passage.doc_id, share * (hit.score - self._hits[0].score))
        return lifts

    @cached_property
    def _cosines(self) -> Mapping[str, Mapping[int, float]]:
        cosines: dict[str, dict[int, float]] = {}
        for hit in self._hits:
            starts = (sentence.start for sentence in hit.passage.sentences)
            cosines.setdefault(hit.passage.doc_id, {}).update(zip(starts, hit.sentence_scores, strict=True))
        return cosines

    @cached_property
    def _document_terms(self) -> Mapping[str, Collection[str]]:
        """The terms of each document's title and of its passages found."""
        found: dict[str, set[str]] = {}
        for hit in self._hits:
            title = self._catalogue.outline(hit.passage.doc_id).title
            found.setdefault(hit.passage.doc_id, set(terms(title))).update(terms(hit.text))
        return found

    @cached_property
    def _has_subject(self) -> bool:
        """Whether the question names a subject or a person."""
        return any(form.subject or form.holder or form.addressee for form in self._forms)

    def _is_on_point(self, one: Paragraph) -> bool:
        """Return whether a paragraph says what is asked for, of whom, and about what, at least in part."""
        announced = self._announced(one)
        said = max(map(self._sign, one.texts))
        if self._genre == "effect":
            if said < 1.0:
                return False
        elif self._genre == "reason":
            # "Why did it improve?": that it did not improve is on the point.
            if not announced and not (self._forms[0].change and any(map(denies, one.texts))):
                return False
        elif not announced and not said:
            return False
        # A summary is of the subject of its document or section, whatever it mentions.
        found = set() if self._genre == "summary" and announced else set(terms(" ".join(one.texts)))
        if self._genre != "effect":
            found.update(terms(" ".join((one.title, *one.headings))))
        if self._genre not in _ON_THEIR_OWN:
            found.update(self._document_terms[one.doc_id])
        return any(
            self._share(form.subject, found) >= LEAST_SHARE
            and (not (form.holder or form.addressee) or self._person(form, one) >= LEAST_SHARE)
            for form in self._forms
        )

    def _is_certain(self, one: Paragraph) -> bool:
        """Return whether heading and question match fully: what is asked for, of whom, and about what.

        Who thinks what, and what had which effect, is not certain from words.
        """
        found = set(terms(" ".join((one.title, *one.headings, *one.texts))))
        is_named = self._genre not in {"opinion", "effect"} and self._announced(one) >= OUTER_SHARE
        return is_named and any(
            bool(form.subject or form.holder or form.addressee)
            and (not (form.holder or form.addressee) or self._person(form, one) >= FULL_SHARE)
            and self._share(form.subject, found) >= FULL_SHARE
            for form in self._forms
        )

    def _score(self, candidate: _Candidate) -> float:
        one = candidate.paragraph
        sentence = max(self._sentence_scores(candidate))
        if self._genre == "effect":
            return candidate.lift + sentence
        own, heading = set(terms(" ".join(one.texts))), set(terms(one.heading))
        above = set(terms(" ".join((one.title, *one.headings))))
        missed = math.prod(1 - DENSITY * self._sign(text) for text in one.texts)
        return (
            candidate.lift
            + SUBJECT_WEIGHT * max(self._coverage(form.subject, own, above) for form in self._forms)
            + HEADING_WEIGHT * self._announced(one)
            + PERSON_WEIGHT * max(self._person(form, one) for form in self._forms)
            + WORD_WEIGHT * any(has_term(own | heading, word) for word in self._forms[0].words)
            + SIGN_WEIGHT * (1 - missed)
            + SENTENCE_WEIGHT * self._has_subject * sentence
        )

    def _sentence_scores(self, candidate: _Candidate) -> list[float]:
        """Return for each sentence, 0 to 1, how well it says what is asked for about the subject."""
        scores = []
        for item, text in zip(candidate.paragraph.items, candidate.paragraph.texts, strict=True):
            own = set(terms(text))
            covered = max(self._share(form.subject, own) if form.subject else 0.0 for form in self._forms)
            cosines = (cosine for start, cosine in candidate.cosines.items() if item.start <= start < item.end)
            said = 1 - SIGN_SHARE + SIGN_SHARE * self._sign(text)
            scores.append(said * (max(cosines, default=0.0) + covered) / 2)
        return scores

    def _person(self, form: Inquiry, one: Paragraph) -> float:
        """Return how clearly a paragraph is of the holder, or for the addressee, whom a question names, 0 to 1."""
        heading = set(terms(one.heading))
        if form.genre == "recommendation":
            author = self._share(form.holder, self._names(one.doc_id)) if form.holder else 1.0
            if not form.addressee:
                return author if form.holder else 0.0
            told = max(self._share(form.addressee, set(terms(_before_should(text)))) for text in one.texts)
            return (1 + author) / 2 * max(self._share(form.addressee, heading), TEXT_SHARE * told)
        if not form.holder:
            return 0.0
        named = self._share(form.holder, heading)
        said = max(self._said_by(form, text) for text in one.texts)
        if self._is_author(form.holder, one.doc_id) and any(map(_FIRST_PERSON.search, one.texts)):
            said = max(said, TEXT_SHARE)
        return max(said, TEXT_SHARE * named, min(1.0, 0.6 * (said + named)))

    def _said_by(self, form: Inquiry, text: str) -> float:
        """Return how clearly a sentence says what a person thinks; a last name is enough."""
        own = set(terms(text))
        share = self._share(form.holder, own)
        if form.is_person and form.holder[-1] in own:
            share = max(share, TEXT_SHARE)
        return share * (1 + self._sign(text)) / 2

    def _is_author(self, holder: Sequence[str], doc_id: str) -> bool:
        authors = item_authors(self._catalogue.outline(doc_id).item)
        return any(all(has_term(terms(author), term) for term in holder) for author in authors)

    def _names(self, doc_id: str) -> set[str]:
        """Return the terms of a document's title, authors, publisher and front matter."""
        outline = self._catalogue.outline(doc_id)
        front = self._catalogue.text(doc_id, 0, min(_FRONT_MATTER, outline.length))
        publisher = item_text(outline.item, "publisher") or ""
        return set(terms(" ".join((outline.title, *item_authors(outline.item), publisher, front))))

    def _coverage(self, wanted: Sequence[str], own: Collection[str], above: Collection[str]) -> float:
        """Return the share of terms by weight in a text, a smaller one of those only above it."""
        inside = self._share(wanted, own)
        return inside + ABOVE_SHARE * (self._share(wanted, {*own, *above}) - inside) if wanted else 0.0

    def _share(self, wanted: Sequence[str], found: Collection[str]) -> float:
        """Return the share of terms by weight that are found; all of none."""
        held = math.fsum(self._weights[term] for term in wanted if has_term(found, term))
        return held / (math.fsum(self._weights[term] for term in wanted) or 1.0) if wanted else 1.0

    def _announced(self, one: Paragraph) -> float:
        """Return how clearly the headings of a paragraph announce what is asked for, 0 to 1."""
        outer = max(map(self._sign_of, one.headings[-3:-1]), default=0.0)
        return max(self._sign_of(one.heading), OUTER_SHARE * outer)

    def _sign(self, text: str) -> float:
        return sentence_sign(self._genre, text, self._forms[0].change)

    def _sign_of(self, heading: str) -> float:
        return heading_sign(self._genre, heading)

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
        if self._sign_of(one.heading) or any(form.addressee for form in self._forms):
            return one.section
        level = outline.sections[one.section].level
        above = (
            number
            for number in range(one.section - 1, -1, -1)
            if outline.sections[number].level < level and self._sign_of(outline.sections[number].heading)
        )
        return next(above, one.section)

    def _items(self, outline: Outline, number: int) -> list[Sentence]:
        return [item for one in read_section(self._catalogue, outline, number) for item in one.items]

    def _views(self, best: _Candidate, candidates: Iterable[_Candidate]) -> Sequence[Sentence]:
        """Return a paragraph and the others of its section that say what the same person thinks, in order."""

        def person(one: _Candidate) -> float:
            return max(self._person(form, one.paragraph) for form in self._forms)

        place = best.paragraph.doc_id, best.paragraph.section
        least = min(TEXT_SHARE, person(best))
        others = [
            one.paragraph
            for one in candidates
            if one is not best and (one.paragraph.doc_id, one.paragraph.section) == place and person(one) >= least
        ]
        shown = sorted([best.paragraph, *others[: MAX_PARAGRAPHS - 1]], key=lambda one: one.items[0].start)
        return [item for one in shown for item in one.items]

    def _finding(self, best: _Candidate) -> Sequence[Sentence]:
        """Return a paragraph; that of an effect, or a long one, from the first of its best sentences on."""
        items = best.paragraph.items
        if self._genre != "effect" and len(items) <= MAX_SHOWN:
            return items
        scores = self._sentence_scores(best)
        return items[next(number for number, score in enumerate(scores) if score >= NEAR_BEST * max(scores)) :]


def _before_should(text: str) -> str:
    """Return the words of a recommendation before its verb: who should do something."""
    verb = _SHOULD.search(text)
    return text[: verb.start()] if verb else ""
