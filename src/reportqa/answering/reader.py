"""Turns hits into the sentences that answer, and into what tells whether they do, without a language model.

A sentence counts by the share of the question's rare words that it covers, by the cosine of its vector, and by whether
it has the kind of thing that is asked for: a figure, a date.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from reportqa.answer import Hit
from reportqa.answering.confidence import FEATURES
from reportqa.document import Sentence
from reportqa.search import ADDED, FIGURE_KINDS, Kind, Question, counted_noun, match, phrase_pattern, whole_names
from reportqa.text import question_terms, terms

READ = 10
"""Best hits that the answer is made of, however many are shown; `read` wants so many."""
NEAREST = 5
"""Best hits that tell how sure the answer is."""
MAX_SENTENCES = 3
COSINE_SHARE = 0.5
"""Of a sentence's score; the rest is coverage. Half each found the answering sentence most often within two."""
PREFIX_SHARE = 0.5
"""What a word of the question counts that stands in the passage's title or heading only."""
HIT_SHARE = 0.5
"""How much a better hit lifts its sentences."""
KIND_WEIGHTS: Mapping[Kind, float] = {
    "how_many": 0.35,
    "how_much": 0.2,
    "percent": 0.2,
    "when": 0.2,
    "definition": 0.1,
    "who": 0.03,
}
"""What it adds that a sentence has what is asked for, by kind: figures and dates tell, names hardly do."""
ECHO_WEIGHT = 0.3
"""What it takes away that a sentence says no more than the question ("Federation" to "federation"), is a heading, or
asks a question itself."""
_ECHO_TERMS = 4
"""A longer sentence than "A super-partnership." states something, in whatever words."""
NAME_WEIGHT = 0.1
"""What it adds that a sentence has a name of several words whole, or half of it when only its passage has."""
PHRASE_WEIGHT = 0.3
"""What it adds that a sentence has an exact phrase of the question."""
NEAR_BEST = 0.9
"""A further sentence is shown when its score is at least this share of the best one's."""

_REFERS_BACK = re.compile(
    r"(?:it|its|they|their|them|he|she|his|her|this|both|the (?:latter|former|same))\b"
    # "To overcome some of these challenges, …"
    r"|(?:[^\W\d]+ ){0,5}(?:these|such(?! as))\b|those\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of the hit with that position, and its score, higher is better."""

    hit: int
    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the hits say: the sentences of the answer, those of a passage in reading order; `best` comes first of all.

    `key` gives for each hit the sentence of it that answers best, `features` what the confidence is made of.
    """

    sentences: tuple[Found, ...]
    key: tuple[Found, ...]
    features: Mapping[str, float]

    @property
    def best(self) -> Found:
        return max(self.key[:READ], key=lambda found: found.score)


def read(question: Question, hits: Sequence[Hit], idf: Callable[[str], float]) -> Reading:
    """Find the sentences of the first READ hits that answer a question; `idf` is the weight of a term."""
    weights, total = _weights(question, idf)
    scored = [_scored(position, hit, question, weights, total, hits[0]) for position, hit in enumerate(hits)]
    key = tuple(max(found, key=lambda one: (one.score, -one.sentence.start)) for found in scored if found)
    if not key:
        return Reading((), (), dict.fromkeys(FEATURES, 0.0))
    ranked = sorted(
        (one for found in scored[:READ] for one in found), key=lambda one: (-one.score, one.hit, one.sentence.start)
    )
    near = ranked[0].score - (1 - NEAR_BEST) * abs(ranked[0].score)
    kept = [one for one in ranked if one.score >= near][:MAX_SENTENCES]
    features = _features(question, hits, weights, total)
    if question.kind in FIGURE_KINDS:
        best = max(key[:READ], key=attrgetter("score"))
        features["fits"] = match(question.kind, counted_noun(question.text), hits[best.hit].text_of(best.sentence))
    return Reading(_in_order(_widened(kept, hits)), key, features)


def preference(question: Question, idf: Callable[[str], float]) -> Callable[[str], float] | None:
    """Give what tells of a sentence, 0 to 1, how well it has what is asked for beside the question's words.

    None for a kind of question that no sign in a sentence tells.
    """
    if question.kind not in KIND_WEIGHTS:
        return None
    weights, total = _weights(question, idf)
    noun, share = counted_noun(question.text), KIND_WEIGHTS[question.kind] / max(KIND_WEIGHTS.values())

    def prefer(text: str) -> float:
        covered = sum(weights[term] for term in weights.keys() & set(terms(text))) / total
        return share * covered * match(question.kind, noun, text) if covered else 0.0

    return prefer


def _weights(question: Question, idf: Callable[[str], float]) -> tuple[dict[str, float], float]:
    weights = {term: idf(term) for term in set(question_terms(question.text))}
    return weights, sum(weights.values()) or 1.0


def _scored(
    position: int,
    hit: Hit,
    question: Question,
    weights: Mapping[str, float],
    total: float,
    first: Hit,
) -> list[Found]:
    prefix = set(terms(hit.passage.prefix))
    lift = HIT_SHARE * (hit.score - first.score)
    kind_weight = KIND_WEIGHTS.get(question.kind, 0.0)
    noun = counted_noun(question.text)
    phrases = [phrase_pattern(phrase) for phrase in question.phrases]
    names = whole_names(question)
    texts = [hit.text_of(sentence) for sentence in hit.passage.sentences]
    around = " ".join([hit.passage.prefix, *texts])
    found: list[Found] = []
    echoes = False
    for sentence, text, cosine in zip(hit.passage.sentences, texts, hit.sentence_scores, strict=True):
        own = set(terms(text))
        coverage = sum(
            weight * (1.0 if term in own else PREFIX_SHARE if term in prefix else 0.0)
            for term, weight in weights.items()
        )
        score = COSINE_SHARE * cosine + (1 - COSINE_SHARE) * coverage / total + lift
        if kind_weight:
            score += kind_weight * match(question.kind, noun, text)
        if names:
            held = sum(1.0 if name in text else 0.5 if name in around else 0.0 for name in names)
            score += NAME_WEIGHT * held / len(names)
        if any(phrase.search(text) for phrase in phrases):
            score += PHRASE_WEIGHT
        followed, echoes = echoes, text == hit.passage.heading or _echoes(text, own, question, weights)
        if echoes:
            score -= ECHO_WEIGHT
        elif followed and found[-1].score > score:
            # What follows "A super-partnership." or "What is it?" tells what it is.
            found[-1], score = replace(found[-1], score=score), found[-1].score
        found.append(Found(position, sentence, score))
    return found


def _echoes(text: str, own: Collection[str], question: Question, weights: Collection[str]) -> bool:
    """Tell whether a sentence with these terms says no more than a question, or asks one."""
    if text.endswith("?"):
        return True
    # "Satisfaction fell." answers whether it did.
    is_short = len(own) <= _ECHO_TERMS and question.kind != "yes_no"
    return is_short and all(term in weights for term in question_terms(text))


def _widened(kept: Sequence[Found], hits: Sequence[Hit]) -> list[Found]:
    """Add to the best sentence, when it begins with "It" or "They", the one before it."""
    best = kept[0]
    hit = hits[best.hit]
    place = hit.passage.sentences.index(best.sentence)
    if place == 0 or not _REFERS_BACK.match(hit.text_of(best.sentence)):
        return list(kept)
    before = Found(best.hit, hit.passage.sentences[place - 1], best.score)
    others = [one for one in kept[1:] if one.sentence != before.sentence]
    return [best, before, *others][:MAX_SENTENCES]


def _in_order(found: Sequence[Found]) -> tuple[Found, ...]:
    """Put the sentences of a passage in reading order, passages in that of their best sentence."""
    hits = list(dict.fromkeys(one.hit for one in found))
    return tuple(sorted(found, key=lambda one: (hits.index(one.hit), one.sentence.start)))


def _features(
    question: Question,
    hits: Sequence[Hit],
    weights: Mapping[str, float],
    total: float,
) -> dict[str, float]:
    top = hits[:NEAREST]
    held = [
        {*terms(hit.passage.prefix), *(term for s in hit.passage.sentences for term in terms(hit.text_of(s)))}
        for hit in top
    ]
    plain = sorted((hit.score - sum(hit.parts[name] for name in ADDED) for hit in hits), reverse=True)
    names = {term for name in question.names for term in question_terms(name)} & weights.keys()
    # The order in which a set gives its terms is another each time, and so would a sum in this order be.
    named = math.fsum(weights[term] for term in names)
    return {
        "cosine": max(max(hit.signals["dense"], *hit.sentence_scores) for hit in top),
        "score": plain[0],
        "lead": plain[0] - plain[min(len(plain), READ) - 1],
        "coverage": max(math.fsum(weights[term] for term in weights.keys() & own) for own in held) / total,
        "names": math.fsum(weights[term] for term in names & held[0]) / named if named else 1.0,
        "title": max(hit.signals["title"] for hit in top),
        "length": math.log(max(len(weights), 1)),
        "fits": 1.0,
    }
