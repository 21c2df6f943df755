"""The probability that the sentences found answer a question: a logistic regression whose weights are data."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from reportqa.errors import IndexUnavailable
from reportqa.index import OWN_CALIBRATION
from reportqa.storage import replace_text

FEATURES = ("cosine", "score", "lead", "coverage", "names", "title", "length", "fits")
"""The features of the probability.

`cosine`: the highest of a passage or sentence and the question. `score`: that of the best passage without the ADDED
parts; `lead`: its distance to the tenth. `coverage`: the largest share of the question's terms by weight in a
passage with its title and heading. `names`: the share of the question's names in the best passage, 1 without names.
`title`: the best match of a title. `length`: the natural logarithm of the number of terms of the question. `fits`: the
match of the best sentence with the figure or date asked for, 1 for other questions.
"""

SHIPPED = "confidence.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the features, and the probabilities of the states: `may_answer` and `answers` are lower bounds.

    `scale` and `shift` fit the logit to a user's own questions; 1 and 0 as shipped.
    """

    weights: Mapping[str, float]
    intercept: float
    may_answer: float
    answers: float
    made_from: str
    scale: float = 1.0
    shift: float = 0.0

    def confidence(self, features: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1, that a result with these features answers its question."""
        logit = self.scale * self.logit(features) + self.shift
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, logit))))

    def logit(self, features: Mapping[str, float]) -> float:
        """Return the log odds before `scale` and `shift`."""
        return self.intercept + sum(self.weights[name] * features[name] for name in FEATURES)

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
    """Return the calibration of the package, made by benchmarks/calibration.py."""
    return Calibration.load(Path(str(files("reportqa.answering"))) / SHIPPED)


def calibration_of(index_dir: Path) -> Calibration:
    """Return the calibration to the user's own questions when there is one, else the shipped one.

    :raises IndexUnavailable: when the user's own cannot be read.
    """
    own = index_dir / OWN_CALIBRATION
    return Calibration.load(own) if own.is_file() else shipped()
