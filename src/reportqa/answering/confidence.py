"""Turns what was found into the probability that it answers: a logistic regression whose weights are data."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from reportqa.errors import IndexUnavailable
from reportqa.index import OWN_CALIBRATION

FEATURES = ("cosine", "score", "lead", "coverage", "names", "title", "length", "fits")
"""What the probability is made of.

`cosine` is the highest of a passage or sentence and the question; `score` that of the best passage without what is
added for the year, the kind of question and by late interaction, `lead` how far it is before the tenth; `coverage` the
largest share of the question's weight of words that a passage has with its title and heading; `names` the share of the
names in the question that the best passage has, 1 when there are none; `title` the best match of a title. `length` is
the natural logarithm of how many terms the question has: of a long one no passage covers much. `fits` tells whether the
best sentence has the figure or date that is asked for, 1 for other questions.
"""

SHIPPED = "confidence.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the features, and the probabilities from which on there may be an answer, and from which on there is.

    `scale` and `shift` fit the logit to a user's own questions: 1 and 0 as shipped.
    """

    weights: Mapping[str, float]
    intercept: float
    may_answer: float
    answers: float
    made_from: str
    scale: float = 1.0
    shift: float = 0.0

    def confidence(self, features: Mapping[str, float]) -> float:
        """Give the probability, 0 to 1, that what has these features answers its question."""
        logit = self.scale * self.logit(features) + self.shift
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))

    def logit(self, features: Mapping[str, float]) -> float:
        """Give the log odds as shipped, before `scale` and `shift`."""
        return self.intercept + sum(self.weights[name] * features[name] for name in FEATURES)

    def save(self, path: Path) -> None:
        """Write the calibration as JSON; whoever reads meanwhile gets the one before."""
        temporary = path.with_name(f"{path.name}.new")
        temporary.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        temporary.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read what `save` wrote.

        :raises IndexUnavailable: when it is no such file.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            loaded = cls(**content)
            numbers = [*(loaded.weights[name] for name in FEATURES), loaded.intercept, loaded.scale, loaded.shift]
            if not all(math.isfinite(number) for number in [*numbers, loaded.may_answer, loaded.answers]):
                raise ValueError("not finite")
        except (OSError, ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
            raise IndexUnavailable(
                f'{path} is not a calibration that this version reads. Run "reportqa calibrate" again, or with --reset.'
            ) from error
        return loaded


@cache
def shipped() -> Calibration:
    """Give the calibration that reportqa ships, made by benchmarks/calibration.py."""
    return Calibration.load(Path(str(files("reportqa.answering"))) / SHIPPED)


def calibration_of(index_dir: Path) -> Calibration:
    """Give the calibration of the user's own questions when there is one, else the shipped one.

    :raises IndexUnavailable: when there is one that cannot be read.
    """
    own = index_dir / OWN_CALIBRATION
    return Calibration.load(own) if own.is_file() else shipped()
