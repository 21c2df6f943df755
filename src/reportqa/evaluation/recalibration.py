"""Fits the confidence of an index to the user's own questions, and undoes it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportqa.answering import Calibration, shipped
from reportqa.errors import IndexUnavailable, InputError
from reportqa.evaluation.calibration import Example, examples, refit
from reportqa.evaluation.confidence_metrics import Judgement, answered_of, confidence_of, cross_validated, judge
from reportqa.evaluation.datasets import QuestionSet, read_set
from reportqa.evaluation.run import open_index
from reportqa.index import OWN_CALIBRATION
from reportqa.progress import Progress
from reportqa.settings import Settings


@dataclass(frozen=True, slots=True)
class Recalibration:
    """What a calibration was made of, and how the one before and the new one judge the same questions.

    `made` of the `unanswered` questions are answered ones asked without the documents that answer them. `before` is as
    shipped; `after` is cross-validated, so that no question is judged by what was fitted to it.
    """

    path: Path
    calibration: Calibration
    answered: int
    unanswered: int
    made: int
    before: Judgement
    after: Judgement

    def to_dict(self) -> dict[str, Any]:
        """Give the object that is printed as JSON."""
        return {
            "path": str(self.path),
            "scale": self.calibration.scale,
            "shift": self.calibration.shift,
            "threshold": self.calibration.may_answer,
            "answered": self.answered,
            "unanswered": self.unanswered,
            "made": self.made,
            "before": asdict(self.before),
            "after": asdict(self.after),
        }


def recalibrate(path: Path, settings: Settings, progress: Progress) -> Recalibration:
    """Fit the confidence to a list of questions, and keep it in the index folder.

    What is asked and answered from then on has the new confidence; a server has it with the next generation of the
    index that it opens, or after a restart.
    :raises InputError: when the questions cannot be read, are too few, or expect what is not in the index.
    :raises IndexUnavailable: when there is no index to ask, or its folder cannot be written.
    """
    questions = read_set(path)
    if questions.units:
        raise InputError(
            f"{path} is a set with texts of its own. Give a JSONL file of questions about the reports in the index."
        )
    found = ask(questions, settings, progress)
    calibration = refit(shipped(), found, questions.name)
    own = settings.index_dir / OWN_CALIBRATION
    try:
        calibration.save(own)
    except OSError as error:
        raise IndexUnavailable(f"{own} cannot be written: {error.strerror}. The confidence is as before.") from error
    answered = answered_of(found)
    return Recalibration(
        path=own,
        calibration=calibration,
        answered=int(answered.sum()),
        unanswered=int((~answered).sum()),
        made=sum(example.made for example in found),
        before=judge(confidence_of(shipped(), found), answered, calibration.may_answer),
        after=judge(cross_validated(shipped(), found), answered, calibration.may_answer),
    )


def ask(questions: QuestionSet, settings: Settings, progress: Progress) -> Sequence[Example]:
    """Ask the index the questions, whatever calibration it has."""
    opened = open_index(settings, {}, shipped())
    try:
        return examples(questions, opened, progress.stage("Asking", len(questions.questions)))
    finally:
        opened.retriever.library.close()


def reset(settings: Settings) -> Path | None:
    """Remove the calibration of an index folder; give what was removed, None when there was none.

    :raises IndexUnavailable: when it cannot be removed.
    """
    own = settings.index_dir / OWN_CALIBRATION
    try:
        own.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IndexUnavailable(f"{own} cannot be removed: {error.strerror}. Remove it by hand.") from error
    return own
