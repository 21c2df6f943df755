"""The effect of a language model that reads the passages: a run with it beside the same questions without."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from reportqa.evaluation.bootstrap import seed_of
from reportqa.evaluation.comparison import MeasureChange, changes
from reportqa.evaluation.run import Run
from reportqa.evaluation.scoring import Row


@dataclass(frozen=True, slots=True)
class ModelEffect:
    """Measures of one set without and with a model; `tokens` and `seconds` are means of a question, with writing.

    `unused` is the number of questions that were answered without the model, because it failed or was not needed.
    `written` is the number of sentences that it wrote about the answers, and `struck` of those that were struck out
    because the cited sentences do not say them.
    """

    name: str
    questions: int
    differences: Mapping[str, MeasureChange]
    tokens: float
    seconds_without: float
    seconds: float
    unused: int
    written: int
    struck: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def model_effects(run: Run) -> tuple[ModelEffect, ...]:
    """Return the effect of the model on each set, empty for a run without one."""
    return tuple(
        ModelEffect(
            one.name,
            len(one.rows),
            changes(one.without, one.rows, seed_of(one.name, run.options.seed)),
            float(np.mean([row.tokens for row in one.rows])),
            _seconds(one.without),
            _seconds(one.rows),
            sum(not row.model for row in one.rows),
            sum(row.written for row in one.rows),
            sum(row.struck for row in one.rows),
        )
        for one in run.sets
        if one.without
    )


def _seconds(rows: Sequence[Row]) -> float:
    return float(np.mean([row.milliseconds + row.writing_milliseconds for row in rows])) / 1000
