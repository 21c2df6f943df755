"""Calibration of an index to a user's own questions, and its removal."""

from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from reportqa.answering import Calibration, Engine, shipped
from reportqa.errors import IndexUnavailable, InputError
from reportqa.evaluation.calibration import examples, refit
from reportqa.evaluation.confidence_metrics import (
    ConfidenceMetrics,
    answered_of,
    confidence_metrics,
    confidence_of,
    cross_validated,
)
from reportqa.evaluation.datasets import read_set
from reportqa.index import OWN_CALIBRATION
from reportqa.progress import Progress
from reportqa.settings import Settings


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A new calibration, its questions, and the metrics of the shipped and the new confidence on them.

    `made` of the `unanswered` questions are answerable ones asked without the documents that answer them. `after` is
    cross-validated: each question is scored by a calibration that was not fitted to it.
    """

    path: Path
    calibration: Calibration
    answered: int
    unanswered: int
    made: int
    before: ConfidenceMetrics
    after: ConfidenceMetrics

    def to_dict(self) -> dict[str, Any]:
        """Return the object that --json prints."""
        return {
            "path": str(self.path),
            "scale": self.calibration.scale,
            "shift": self.calibration.shift,
            "reader": self.calibration.reader or None,
            "reader_weight": self.calibration.reader_weight,
            "threshold": self.calibration.related,
            "answered": self.answered,
            "unanswered": self.unanswered,
            "made": self.made,
            "before": asdict(self.before),
            "after": asdict(self.after),
        }


def recalibrate(path: Path, settings: Settings, progress: Progress) -> Recalibration:
    """Fit the confidence to a list of questions and save it in the index folder.

    A running server uses it with the next generation of the index, or after a restart.
    :raises InputError: when the questions cannot be read, are too few, or expect what is not in the index.
    :raises IndexUnavailable: when there is no index to ask, or its folder cannot be written.
    """
    questions = read_set(path)
    if questions.units:
        raise InputError(
            f"{path} is a set with its own texts. Pass a JSONL file of questions about the reports in the index."
        )
    with closing(Engine.open(settings, calibration=shipped())) as engine:
        found = examples(questions, engine, progress.stage("Asking", len(questions.questions)))
    calibration = replace(refit(shipped(), found, questions.name), reader=settings.reader or "")
    own = settings.index_dir / OWN_CALIBRATION
    try:
        calibration.save(own)
    except OSError as error:
        raise IndexUnavailable(f"{own} cannot be written: {error.strerror}. The confidence is unchanged.") from error
    answered = answered_of(found)
    return Recalibration(
        path=own,
        calibration=calibration,
        answered=int(answered.sum()),
        unanswered=int((~answered).sum()),
        made=sum(example.made for example in found),
        before=confidence_metrics(confidence_of(shipped(), found), answered, calibration.related),
        after=confidence_metrics(cross_validated(shipped(), found), answered, calibration.related),
    )


def reset(settings: Settings) -> Path | None:
    """Remove the calibration of an index folder; return its path, None if there was none.

    :raises IndexUnavailable: when it cannot be removed.
    """
    own = settings.index_dir / OWN_CALIBRATION
    try:
        own.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IndexUnavailable(f"{own} cannot be removed: {error.strerror}. Remove it manually.") from error
    return own
