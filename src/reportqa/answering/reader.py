"""Hits as scored sentences, and as the features of the confidence that they answer, without a language model.

A sentence scores by the share of the question's rare words that it covers, by the cosine of its vector, and by a match
with the answer type: a figure, a date.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from reportqa.answering.confidence import BY_MEANING, FEATURES, READER, Calibration
from reportqa.answering.excerpts import Excerpt, excerpts_of
from reportqa.deadline import check_deadline
from reportqa.document import Sentence
from reportqa.search import (
    ADDED,
    FIGURE_KINDS,
    ExpectedAnswer,
    Hit,
    Kind,
    PartResult,
    Question,
    phrase_pattern,
    whole_names,
)
from reportqa.text import question_terms, terms

READ = 10
"""Best hits from which the answer is made, however many are shown."""
NEAREST = 5
"""Best hits from which the confidence is computed."""
MAX_SENTENCES = 3
COSINE_SHARE = 0.5
"""Weight of the cosine; the rest is coverage. Half each most often ranked the answering sentence first or second."""
PREFIX_SHARE = 0.5
"""Coverage of a word that is only in the passage's title or heading."""
HIT_SHARE = 0.5
"""Weight of the score of the sentence's hit, relative to the first hit."""
ECHO_WEIGHT = 0.3
"""Penalty of a sentence that only repeats the question ("Federation" to "federation"), is a heading or a question."""
_ECHO_TERMS = 4
"""Terms above which a sentence is a statement, whatever its words; "A super-partnership." is none."""
NAME_WEIGHT = 0.1
"""Bonus of a sentence that has a name of several words, half of it when only its passage has."""
PHRASE_WEIGHT = 0.3
"""Bonus of a sentence that has an exact phrase of the question."""
NEAR_BEST = 0.9
"""Share of the best score from which on a further sentence is shown, or the finding of a section begins."""

_REFERS_BACK = re.compile(
    r"(?:it|its|they|their|them|he|she|his|her|this|both|the (?:latter|former|same))\b"
    # "To overcome some of these challenges, …"
    r"|(?:[^\W\d]+ ){0,5}(?:these|such(?! as))\b|those\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit, and its score, higher is better; `rank` is the position of the hit, from 0."""

    rank: int
    hit: Hit
    sentence: Sentence
    score: float

    @property
    def text(self) -> str:
        return self.hit.text_of(self.sentence)

    @property
    def position(self) -> int:
        """The position of the sentence in its passage."""
        return self.hit.passage.sentences.index(self.sentence)


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of an answer, passages by their best sentence, and in reading order within a passage.

    `key` has the best sentence of each hit, `excerpts` are the hits as they are shown, `features` what the judgements
    are computed from.
    """

    sentences: tuple[ScoredSentence, ...]
    key: tuple[ScoredSentence, ...]
    excerpts: tuple[Excerpt, ...]
    features: Mapping[str, float]

    @property
    def best(self) -> ScoredSentence:
        return max(self.key[:READ], key=attrgetter("score"))

    def nearest(self, excerpt: Excerpt) -> list[ScoredSentence]:
        """Return the sentences of an excerpt that answer, else the best one of its passages, empty for another's."""
        found = [one for one in self.sentences if excerpt.has(one.hit)]
        best = sorted((one for one in self.key if excerpt.has(one.hit)), key=lambda one: -one.score)
        return found or best[:1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one part of a question found, read, and the probabilities of three judgements.

    `corpus`: the corpus has something on it. `passage`: the first excerpt answers. `sentence`: its nearest sentences.
    """

    part: PartResult
    reading: Reading
    corpus: float
    passage: float
    sentence: float

    @classmethod
    def of(cls, part: PartResult, calibration: Calibration) -> "Evidence":
        """Read and judge the hits of a part; literal matches (see `PartResult.is_literal`) are related at least.

        Passages in another language than the question are also related by their meaning alone, but no answers by it.
        What is found for an unclear part is related at most.
        """
        reading = read(part.question, part.hits, part.expected)
        judgements = calibration.corpus, calibration.passage, calibration.sentence
        corpus, passage, sentence = (calibration.probability(one, reading.features) for one in judgements)
        if part.is_translated:
            corpus = max(corpus, calibration.probability(BY_MEANING, reading.features))
        if part.is_unclear:
            passage = calibration.doubted(passage)
        return cls(part, reading, max(corpus, calibration.related) if part.is_literal else corpus, passage, sentence)

    @property
    def question(self) -> Question:
        return self.part.question

    @property
    def hits(self) -> Sequence[Hit]:
        """The first READ hits, from which the answer is made; further ones are only cited."""
        return self.part.hits[:READ]


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found for a question: its FEATURES, the first excerpt and its nearest sentences; empty without hits."""

    kind: Kind
    features: Mapping[str, float]
    doc_id: str = ""
    excerpt: str = ""
    nearest: str = ""

    @classmethod
    def of(cls, evidence: Evidence) -> "Examination":
        reading, kind = evidence.reading, evidence.question.kind
        if not reading.excerpts:
            return cls(kind, reading.features)
        first = reading.excerpts[0]
        return cls(
            kind,
            reading.features,
            first.doc_id,
            " ".join(text for _, text in first.sentences),
            " ".join(one.text for one in reading.nearest(first)),
        )


def read(question: Question, hits: Sequence[Hit], expected: ExpectedAnswer) -> Reading:
    """Return the sentences of the first READ hits that answer a question, and the features of their confidence."""
    scored = [_scored(rank, hit, question, expected, hits[0]) for rank, hit in enumerate(hits)]
    key = tuple(max(found, key=lambda one: (one.score, -one.sentence.start)) for found in scored if found)
    if not key:
        return Reading((), (), (), dict.fromkeys(FEATURES, 0.0))
    ranked = sorted(
        (one for found in scored[:READ] for one in found), key=lambda one: (-one.score, one.rank, one.sentence.start)
    )
    least = ranked[0].score - (1 - NEAR_BEST) * abs(ranked[0].score)
    kept = [one for one in ranked if one.score >= least][:MAX_SENTENCES]
    excerpts = excerpts_of(hits)
    features = _features(question, hits[:READ], expected, excerpts, ranked)
    return Reading(_in_order(_with_referent(kept)), key, tuple(excerpts), features)


def _scored(
    rank: int, hit: Hit, question: Question, expected: ExpectedAnswer, first: Hit
) -> list[ScoredSentence]:  # fmt: skip
    """Return the sentences of a hit in reading order with their scores."""
    check_deadline()
    prefix = set(terms(hit.passage.prefix))
    lift = HIT_SHARE * (hit.score - first.score)
    phrases = [phrase_pattern(phrase) for phrase in question.phrases]
    names = whole_names(question)
    texts = [hit.text_of(sentence) for sentence in hit.passage.sentences]
    around = " ".join([hit.passage.prefix, *texts])
    found: list[ScoredSentence] = []
    echoes = False
    for sentence, text, cosine in zip(hit.passage.sentences, texts, hit.sentence_scores, strict=True):
        own = set(terms(text))
        told = expected.terms_of(hit.passage.doc_id, text)
        coverage = expected.coverage(told) + PREFIX_SHARE * expected.coverage(prefix - told)
        score = COSINE_SHARE * cosine + (1 - COSINE_SHARE) * coverage + lift
        if expected.kind_weight:
            score += expected.kind_weight * expected.match(text)
        if names:
            held = sum(1.0 if name in text else 0.5 if name in around else 0.0 for name in names)
            score += NAME_WEIGHT * held / len(names)
        if any(phrase.search(text) for phrase in phrases):
            score += PHRASE_WEIGHT
        followed, echoes = echoes, text == hit.passage.heading or _echoes(text, own, question, expected)
        if echoes:
            score -= ECHO_WEIGHT
        elif followed and found[-1].score > score:
            # What follows "A super-partnership." or "What is it?" explains it.
            found[-1], score = replace(found[-1], score=score), found[-1].score
        found.append(ScoredSentence(rank, hit, sentence, score))
    return found


def _echoes(text: str, own: Collection[str], question: Question, expected: ExpectedAnswer) -> bool:
    """Return whether a sentence with these terms only repeats the question, or is itself a question."""
    if text.endswith("?"):
        return True
    # "Satisfaction fell." answers whether it did.
    is_short = len(own) <= _ECHO_TERMS and question.kind != "yes_no"
    return is_short and all(term in expected.weights for term in question_terms(text))


def _with_referent(kept: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Add the sentence before the best one, when that begins with "It" or "They"."""
    best, *others = kept
    if best.position == 0 or not _REFERS_BACK.match(best.text):
        return list(kept)
    before = replace(best, sentence=best.hit.passage.sentences[best.position - 1])
    return [best, before, *(one for one in others if one.sentence != before.sentence)][:MAX_SENTENCES]


def _in_order(found: Sequence[ScoredSentence]) -> tuple[ScoredSentence, ...]:
    """Return the sentences of a passage in reading order, passages in the order of their best sentences."""
    ranks = list(dict.fromkeys(one.rank for one in found))
    return tuple(sorted(found, key=lambda one: (ranks.index(one.rank), one.sentence.start)))


def _features(
    question: Question,
    hits: Sequence[Hit],
    expected: ExpectedAnswer,
    excerpts: Sequence[Excerpt],
    ranked: Sequence[ScoredSentence],
) -> dict[str, float]:
    """Return the FEATURES of the first READ hits; `ranked` are their sentences, best first.

    They are computed as if the introduction of a question counted like the rest: less is claimed for a long question.
    """
    lighter, expected = expected, expected.with_introduction()
    held = [
        expected.terms_of(hit.passage.doc_id, " ".join([hit.passage.prefix, *map(hit.text_of, hit.passage.sentences)]))
        for hit in hits[:NEAREST]
    ]
    plain = [hit.score - sum(hit.parts[name] for name in ADDED) for hit in hits]
    by_score = sorted(plain, reverse=True)
    names = {term for name in question.names for term in question_terms(name)} & expected.weights.keys()
    # fsum, because a set has a different order in each process.
    named = math.fsum(expected.weights[term] for term in names)
    first = excerpts[0]
    inside = [one for one in ranked if first.has(one.hit)]
    texts = [text for _, text in first.sentences]
    own = expected.terms_of(first.doc_id, " ".join(texts))
    is_figure = question.kind in FIGURE_KINDS
    best = inside[0]
    said = expected.terms_of(best.hit.passage.doc_id, best.text)
    lift = (1 - COSINE_SHARE) * (lighter.coverage(said) - expected.coverage(said))
    others = [one for one in ranked if one.rank != best.rank or abs(one.position - best.position) > 1]
    return {
        "cosine": max(max(hit.signals["dense"], *hit.sentence_scores) for hit in hits[:NEAREST]),
        "score": by_score[0],
        "lead": by_score[0] - by_score[min(len(by_score), READ) - 1],
        "coverage": max(map(expected.coverage, held)),
        "names": math.fsum(expected.weights[term] for term in names & held[0]) / named if named else 1.0,
        "title": max(hit.signals["title"] for hit in hits[:NEAREST]),
        "length": math.log(max(len(expected.weights), 1)),
        "fits": expected.match(ranked[0].text) if is_figure else 1.0,
        "next": hits[0].score - excerpts[1].best.score if len(excerpts) > 1 else hits[0].score,
        "own": expected.coverage(own),
        "heading": expected.coverage(set(terms(first.best.passage.prefix)) - own),
        "heaviest": max((w for t, w in expected.weights.items() if t not in own), default=0.0)
        / max(expected.weights.values(), default=1.0),
        "best": best.score - lift,
        "agrees": float(first.has(ranked[0].hit)),
        "type": max(map(expected.match, texts)) if is_figure else 1.0,
        "attached": max(expected.preference(first.doc_id, text) for text in texts) if is_figure else 1.0,
        "sentence": expected.coverage(said),
        "margin": best.score - others[0].score if others else best.score,
        "figure": float(is_figure),
        **_read_odds(hits, first),
    }


def _read_odds(hits: Sequence[Hit], first: Excerpt) -> dict[str, float]:
    """Return the feature that a reader adds: the highest log odds of a hit in the first excerpt."""
    odds = [hit.signals[READER] for hit in hits if READER in hit.signals and first.has(hit)]
    return {READER: max(odds)} if odds else {}
