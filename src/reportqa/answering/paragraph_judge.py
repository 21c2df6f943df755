"""How well a paragraph says what a question asks a report for: by headings, phrases, whom it names, and its subject.

The weights were chosen by hand with the questions of `benchmarks/answers.py --part dev` in view.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reportqa.answering.genre_signs import denies, heading_sign, sentence_sign
from reportqa.answering.paragraphs import Paragraph
from reportqa.search import Genre, Inquiry
from reportqa.text import has_term, terms

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
LEAST_SHARE = 0.5
"""Share of the subject, and of the person, that a paragraph must have."""
FULL_SHARE = 0.8
"""Share of them from which on a paragraph certainly is on them."""

ON_THEIR_OWN: frozenset[Genre] = frozenset({"aim", "benefit", "challenge", "drawback", "effect", "reason", "summary"})
"""A paragraph must name the subject itself; a report has its recommendations, limitations and views in one place."""
_FIRST_PERSON = re.compile(r"\bI (?!\.)|\b[Mm]y (?:view|opinion|own)\b|\b(?:worries|strikes|surprises) me\b")
_SHOULD = re.compile(r"\b(?:should|must|ought|needs? to|have to)\b")


@dataclass(frozen=True, slots=True)
class JudgedSource:
    """The document of a paragraph.

    `makers` are the terms of its title, authors, publisher and front matter; `found` those of its title and of its
    passages found.
    """

    authors: tuple[str, ...]
    makers: Collection[str]
    found: Collection[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph, its distance from the best passage (0 or less), and the cosines of sentences by their start."""

    paragraph: Paragraph
    lift: float
    cosines: Mapping[int, float]


class ParagraphJudge:
    """The judgement of paragraphs for the forms of one question, all of one genre.

    :param weights: the idf of the terms of the forms
    :param sources: the documents of the paragraphs by id
    """

    def __init__(
        self, forms: Sequence[Inquiry], weights: Mapping[str, float], sources: Mapping[str, JudgedSource]
    ) -> None:
        self.genre = forms[0].genre
        self.has_subject = any(form.subject or form.holder or form.addressee for form in forms)
        """Whether the question names a subject or a person."""
        self._forms = forms
        self._weights = weights
        self._sources = sources

    def is_on_point(self, one: Paragraph) -> bool:
        """Return whether a paragraph says what is asked for, of whom, and about what, at least in part."""
        announced = self.announced(one)
        said = max(map(self._sign, one.texts))
        if self.genre == "effect":
            if said < 1.0:
                return False
        elif self.genre == "reason":
            # "Why did it improve?": that it did not improve is on the point.
            if not announced and not (self._forms[0].change and any(map(denies, one.texts))):
                return False
        elif not announced and not said:
            return False
        # A summary is of the subject of its document or section, whatever it mentions.
        found = set() if self.genre == "summary" and announced else set(terms(" ".join(one.texts)))
        if self.genre != "effect":
            found.update(terms(" ".join((one.title, *one.headings))))
        if self.genre not in ON_THEIR_OWN:
            found.update(self._sources[one.doc_id].found)
        return any(self._has(form, one, found, LEAST_SHARE) for form in self._forms)

    def is_certain(self, one: Paragraph) -> bool:
        """Return whether heading and question match fully: what is asked for, of whom, and about what.

        Who thinks what, and what had which effect, is not certain from words.
        """
        if self.genre in {"opinion", "effect"} or self.announced(one) < OUTER_SHARE or not self.has_subject:
            return False
        found = set(terms(" ".join((one.title, *one.headings, *one.texts))))
        return any(
            (form.subject or form.holder or form.addressee) and self._has(form, one, found, FULL_SHARE)
            for form in self._forms
        )

    def score(self, candidate: Candidate) -> float:
        """Return the score of a paragraph, higher is better."""
        one = candidate.paragraph
        sentence = max(self.sentence_scores(candidate))
        if self.genre == "effect":
            return candidate.lift + sentence
        own, heading = set(terms(" ".join(one.texts))), set(terms(one.heading))
        above = set(terms(" ".join((one.title, *one.headings))))
        missed = math.prod(1 - DENSITY * self._sign(text) for text in one.texts)
        return (
            candidate.lift
            + SUBJECT_WEIGHT * max(self._coverage(form.subject, own, above) for form in self._forms)
            + HEADING_WEIGHT * self.announced(one)
            + PERSON_WEIGHT * self.person(one)
            + WORD_WEIGHT * any(has_term(own | heading, word) for word in self._forms[0].words)
            + SIGN_WEIGHT * (1 - missed)
            + SENTENCE_WEIGHT * self.has_subject * sentence
        )

    def sentence_scores(self, candidate: Candidate) -> list[float]:
        """Return for each sentence, 0 to 1, how well it says what is asked for about the subject."""
        scores = []
        for item, text in zip(candidate.paragraph.items, candidate.paragraph.texts, strict=True):
            own = set(terms(text))
            covered = max(self._share(form.subject, own) if form.subject else 0.0 for form in self._forms)
            cosines = (cosine for start, cosine in candidate.cosines.items() if item.start <= start < item.end)
            said = 1 - SIGN_SHARE + SIGN_SHARE * self._sign(text)
            scores.append(said * (max(cosines, default=0.0) + covered) / 2)
        return scores

    def person(self, one: Paragraph) -> float:
        """Return how clearly a paragraph is of the holder, or for the addressee, whom the question names, 0 to 1."""
        return max(self._person(form, one) for form in self._forms)

    def announced(self, one: Paragraph) -> float:
        """Return how clearly the headings of a paragraph announce what is asked for, 0 to 1."""
        outer = max(map(self.sign_of, one.headings[-3:-1]), default=0.0)
        return max(self.sign_of(one.heading), OUTER_SHARE * outer)

    def sign_of(self, heading: str) -> float:
        """Return how clearly one heading announces what is asked for, 0 to 1."""
        return heading_sign(self.genre, heading)

    def _sign(self, text: str) -> float:
        return sentence_sign(self.genre, text, self._forms[0].change)

    def _has(self, form: Inquiry, one: Paragraph, found: Collection[str], least: float) -> bool:
        """Return whether terms have enough of the subject of a form, and the paragraph of whom it names."""
        named = form.holder or form.addressee
        return self._share(form.subject, found) >= least and (not named or self._person(form, one) >= least)

    def _person(self, form: Inquiry, one: Paragraph) -> float:
        heading, source = set(terms(one.heading)), self._sources[one.doc_id]
        if form.genre == "recommendation":
            author = self._share(form.holder, source.makers)
            if not form.addressee:
                return author if form.holder else 0.0
            told = max(self._share(form.addressee, set(terms(_before_should(text)))) for text in one.texts)
            return (1 + author) / 2 * max(self._share(form.addressee, heading), TEXT_SHARE * told)
        if not form.holder:
            return 0.0
        named = self._share(form.holder, heading)
        said = max(self._said_by(form, text) for text in one.texts)
        is_author = any(all(has_term(terms(author), term) for term in form.holder) for author in source.authors)
        if is_author and any(map(_FIRST_PERSON.search, one.texts)):
            said = max(said, TEXT_SHARE)
        return max(said, TEXT_SHARE * named, min(1.0, 0.6 * (said + named)))

    def _said_by(self, form: Inquiry, text: str) -> float:
        """Return how clearly a sentence says what a person thinks; a last name is enough."""
        own = set(terms(text))
        share = self._share(form.holder, own)
        if form.is_person and form.holder[-1] in own:
            share = max(share, TEXT_SHARE)
        return share * (1 + self._sign(text)) / 2

    def _coverage(self, wanted: Sequence[str], own: Collection[str], above: Collection[str]) -> float:
        """Return the share of terms by weight in a text, a smaller one of those only above it."""
        inside = self._share(wanted, own)
        return inside + ABOVE_SHARE * (self._share(wanted, {*own, *above}) - inside) if wanted else 0.0

    def _share(self, wanted: Sequence[str], found: Collection[str]) -> float:
        """Return the share of terms by weight that are found; all of none."""
        held = math.fsum(self._weights[term] for term in wanted if has_term(found, term))
        return held / (math.fsum(self._weights[term] for term in wanted) or 1.0) if wanted else 1.0


def _before_should(text: str) -> str:
    """Return the words of a recommendation before its verb: who should do something."""
    verb = _SHOULD.search(text)
    return text[: verb.start()] if verb else ""
