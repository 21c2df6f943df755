"""Comparison of two runs on the same questions: differences with paired bootstrap intervals."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from reportqa.errors import InputError
from reportqa.evaluation.bootstrap import interval, seed_of
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.estimates import resample, scores_of
from reportqa.evaluation.measures import ORDER
from reportqa.evaluation.run import Run
from reportqa.evaluation.scoring import Row

Baseline = Mapping[str, Mapping[str, Row]]
"""Rows of an earlier run by set and question."""

_NOISE = 1e-9
"""Tolerance of floating-point sums."""


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure before and now on the questions of both runs, and the 95 % interval of the change."""

    before: float
    now: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > _NOISE or self.high < -_NOISE


@dataclass(frozen=True, slots=True)
class SetComparison:
    """Differences of one set by name of the measure; `questions` is the number in both runs."""

    name: str
    questions: int
    differences: Mapping[str, MeasureChange]

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "questions": self.questions,
            "differences": {name: asdict(difference) for name, difference in self.differences.items()},
        }


def signed(value: float) -> str:
    """Return a difference with its sign, never "-0.000"."""
    return f"{round(value, 3) + 0.0:+.3f}"


def read_baseline(path: Path) -> Baseline:
    """Return the rows of a run written by `evaluate --json`.

    :raises InputError: when the file is not a run.
    """
    names = {item.name for item in fields(Row)}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            one["name"]: {
                row["id"]: Row(**{**{name: row[name] for name in names if name in row}, "kind": Kind(row["kind"])})
                for row in one["rows"]
            }
            for one in content["sets"]
        }
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f'{path} is not a run that "reportqa evaluate --json" wrote with this version.') from error


def compare(run: Run, baseline: Baseline) -> tuple[SetComparison, ...]:
    """Return the comparison of each set with its earlier run, on the questions of both.

    :raises InputError: when the earlier run lacks a set, shares no question with it, or has another question of an id.
    """
    compared = []
    for one in run.sets:
        if one.name not in baseline:
            known = ", ".join(baseline) or "none"
            raise InputError(f'The run to compare with has no set "{one.name}"; it has {known}.')
        earlier = baseline[one.name]
        now = [row for row in one.rows if row.id in earlier]
        if not now:
            raise InputError(f'The two runs of "{one.name}" have no question in common. Compare runs of the same set.')
        for row in now:
            if (row.question, row.kind) != (earlier[row.id].question, earlier[row.id].kind):
                raise InputError(
                    f'The question "{row.id}" of "{one.name}" differs in the run to compare with. Repeat that run'
                    " with the present set."
                )
        before = [earlier[row.id] for row in now]
        compared.append(SetComparison(one.name, len(now), changes(before, now, seed_of(one.name, run.options.seed))))
    return tuple(compared)


def changes(before: Sequence[Row], now: Sequence[Row], seed: int) -> dict[str, MeasureChange]:
    """Return the differences between rows of the same questions, in the same order, by name of the measure."""
    # The same seed samples the same questions in both runs.
    old, new = scores_of(before), scores_of(now)
    old_draws, new_draws = resample(before, seed), resample(now, seed)
    return {
        name: MeasureChange(old[name], new[name], *interval(new_draws[name] - old_draws[name]))
        for name in ORDER
        if name in new and name in old
    }
