"""The three judgements of what was found, as probabilities: logistic regressions whose weights are data.

Has the corpus anything on the question, is the first excerpt on the point, does its nearest sentence answer.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from reportqa.errors import IndexUnavailable
from reportqa.index import OWN_CALIBRATION
from reportqa.storage import replace_text

CORPUS = ("cosine", "score", "lead", "coverage", "names", "title", "length", "fits")
"""The features of the judgement of the corpus.

`cosine`: the highest of a passage or sentence and the question. `score`: that of the best passage without the ADDED
parts; `lead`: its distance to the tenth. `coverage`: the largest share of the question's terms by weight in a
passage with its title and heading. `names`: the share of the question's names in the best passage, 1 without names.
`title`: the best match of a title. `length`: the natural logarithm of the number of terms of the question. `fits`: the
match of the best sentence with the figure or date asked for, 1 for other questions.
"""
PASSAGE = (*CORPUS, "next", "own", "heading", "heaviest", "best", "agrees", "type", "attached", "figure")
"""The features of the judgement of the first excerpt.

`next`: its lead over the second. `own`: the share of the question's terms by weight in its text; `heading`: that of the
others in its title and heading; `heaviest`: the weight of the heaviest term that is not in its text, by that of the
heaviest of all. `best`: the score of its best sentence; `agrees`: whether no sentence of another excerpt scores more.
`type`: the best match of its sentences with the figure or date asked for, `attached`: the same times the share of
the question's terms in the sentence, both 1 for other questions. `figure`: whether a figure or date is asked for.
"""
SENTENCE = (*PASSAGE, "sentence", "margin")
"""The features of the judgement of the nearest sentence: `sentence` is the share of the question's terms by weight that
it has, `margin` its lead over the best sentence that is not beside it."""
FEATURES = SENTENCE

READER = "reader"
"""The log odds of the first excerpt by the reader; a feature only where there is a reader."""
SHIPPED = "confidence.json"
_BELOW = 0.01
"""Distance of the confidence of a doubtful answer from that of an answer."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A logistic regression over some of the FEATURES."""

    weights: Mapping[str, float]
    intercept: float

    def logit(self, features: Mapping[str, float]) -> float:
        """Return the log odds."""
        return self.intercept + math.fsum(weight * features[name] for name, weight in self.weights.items())


BY_MEANING = Judgement({"cosine": 52.026}, -20.489)
"""The judgement of the corpus for a question in another language than the passages, which share few words with it.

Made by benchmarks/languages.py with multilingual-e5-small.
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The judgements, and the probabilities from which on something is related, an answer, or quoted alone.

    `claims` are the kinds of question that may have answers; the others have related passages at most. `scale` and
    `shift` fit the log odds to a user's own questions; 1 and 0 as shipped. `reader_weight` and `reader_shift` add the
    log odds of the reader `reader` to those of the passage and the sentence; without calibration a reader only ranks.
    """

    corpus: Judgement
    passage: Judgement
    sentence: Judgement
    related: float
    answers: float
    alone: float
    claims: tuple[str, ...]
    made_from: str
    scale: float = 1.0
    shift: float = 0.0
    reader: str = ""
    reader_weight: float = 0.0
    reader_shift: float = 0.0

    def for_reader(self, reader: str | None) -> "Calibration":
        """Return the calibration for a reader, which does not count unless the calibration was made with it."""
        return self if self.reader == (reader or "") else replace(self, reader="", reader_weight=0.0, reader_shift=0.0)

    def logit(self, judgement: Judgement, features: Mapping[str, float]) -> float:
        """Return the log odds of a judgement, without what a reader says."""
        return self.scale * judgement.logit(features) + self.shift

    def gain(self, features: Mapping[str, float]) -> float:
        """Return what a reader adds to the log odds of the passage and the sentence."""
        return self.reader_weight * features[READER] + self.reader_shift if READER in features else 0.0

    def probability(self, judgement: Judgement, features: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1, of a judgement of a result with these features."""
        logit = self.logit(judgement, features)
        if judgement in (self.passage, self.sentence):
            logit += self.gain(features)
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))

    def doubted(self, confidence: float) -> float:
        """Return a confidence for what is doubtful for another reason: at most just below that of an answer."""
        return min(confidence, self.answers - _BELOW)

    def save(self, path: Path) -> None:
        """Write the calibration as JSON, atomically."""
        replace_text(path, json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read what `save` wrote.

        :raises IndexUnavailable: when the file is missing or not a calibration.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            judgements = {name: Judgement(**content[name]) for name in ("corpus", "passage", "sentence")}
            loaded = cls(**content | judgements | {"claims": tuple(map(str, content["claims"]))})
            numbers = [loaded.related, loaded.answers, loaded.alone, loaded.scale, loaded.shift]
            numbers += [loaded.reader_weight, loaded.reader_shift]
            for one in judgements.values():
                numbers += [*one.weights.values(), one.intercept]
                if not set(one.weights) <= set(FEATURES):
                    raise ValueError("unknown feature")
            if not all(math.isfinite(number) for number in numbers):
                raise ValueError("not finite")
        except (OSError, ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
            raise IndexUnavailable(
                f'{path} is not a calibration that this version reads. Run "reportqa calibrate" again, or with --reset.'
            ) from error
        return loaded


@cache
def shipped() -> Calibration:
    """Return the calibration of the package, made by benchmarks/calibration.py."""
    return Calibration.load(Path(str(files("reportqa.answering"))) / SHIPPED)


def calibration_of(index_dir: Path) -> Calibration:
    """Return the calibration to the user's own questions when there is one, else the shipped one.

    :raises IndexUnavailable: when the user's own cannot be read.
    """
    own = index_dir / OWN_CALIBRATION
    return Calibration.load(own) if own.is_file() else shipped()
