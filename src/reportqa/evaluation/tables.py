"""Runs and calibrations as tables on the command line."""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from reportqa.evaluation.comparison import MeasureChange, SetComparison, signed
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.measures import (
    AUROC,
    BY_KIND,
    CALLED,
    CALLED_PARTLY,
    CONFIDENTLY_WRONG,
    ECE,
    FIRST,
    FIRST_SENTENCE,
    FIRST_THREE,
    GROUPS,
    KEPT,
    MILLISECONDS,
    NEAR_CALLED,
    NOTHING,
    P50,
    RANKING,
    REFUSED,
    RISK_AREA,
    SHOWN,
    risks_at_coverage,
)
from reportqa.evaluation.model_effect import ModelEffect
from reportqa.evaluation.recalibration import Recalibration
from reportqa.evaluation.run import Run, SetRun

WIDTH = 100
SHORT = {
    SHOWN: "shown",
    FIRST_SENTENCE: "sentence",
    FIRST: "passage",
    FIRST_THREE: "three",
    CONFIDENTLY_WRONG: "wrong",
    NOTHING: "nothing",
    CALLED: "called",
}
"""Headings of BY_KIND, so that a table fits in a terminal."""
OVERVIEWS = (
    (
        SHOWN, FIRST_SENTENCE, FIRST, FIRST_THREE, CONFIDENTLY_WRONG, NOTHING, CALLED, CALLED_PARTLY, NEAR_CALLED,
        RISK_AREA,
    ),
    (*RANKING, AUROC, KEPT, REFUSED, P50),
)  # fmt: skip
"""Measures of the tables that compare sets."""


def run_text(run: Run, comparisons: Sequence[SetComparison] = (), effects: Sequence[ModelEffect] = ()) -> str:
    """Return the tables of a run: one per set, one of all sets, the changes since an earlier run, a model's effect."""
    tables = [table for one in run.sets for table in _tables_of(one)]
    if len(run.sets) > 1:
        tables += [_overview(run, names) for given in OVERVIEWS if (names := [n for n in given if n in run.macro])]
    tables += [_differences(one) for one in comparisons]
    tables += [_effect(one) for one in effects]
    return _printed(tables)


def calibration_text(made: Recalibration) -> str:
    """Return the questions of a calibration, its metrics before and after, and how to undo it."""
    table = _table(None, "measure", "as shipped", "fitted")
    before, after = made.before, made.after
    for name, was, now in (
        (AUROC, before.auroc, after.auroc),
        (ECE, before.error, after.error),
        (KEPT, before.kept, after.kept),
        (REFUSED, before.refused, after.refused),
    ):
        table.add_row(name, number(name, was), number(name, now))
    return "\n".join(
        [
            f"Asked {made.answered:,} questions that the reports answer and {made.unanswered:,} that they do not;"
            f" {made.made:,} of these",
            "were made by leaving out the documents that answer a question.",
            "",
            _printed([table]),
            "",
            f"Kept and refused at a confidence of {made.calibration.related:.2f}. The fitted confidence is measured"
            " on questions that were left out of the fit.",
            *(
                [f"The log odds of the reader {reader} count {made.calibration.reader_weight:.2f} for a passage."]
                if (reader := made.calibration.reader)
                else []
            ),
            f"Written to {made.path}; a running server uses it with the next index or after a restart.",
            'To undo it, run "reportqa calibrate --reset".',
        ]
    )


def reset_text(removed: Path | None) -> str:
    """Return the result of `reportqa calibrate --reset`."""
    done = f"Removed {removed}." if removed else "There was no calibration."
    return f"{done} The confidence is as shipped; a running server uses it with the next index or after a restart."


def _printed(tables: Sequence[Table]) -> str:
    console = Console(file=StringIO(), width=WIDTH)
    with console.capture() as captured:
        for table in tables:
            console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().strip().split("\n"))


def number(name: str, value: float | None) -> str:
    """Return a value of a measure for display."""
    if value is None:
        return ""
    return f"{value:.1f}" if name in MILLISECONDS else f"{value:.3f}"


def span(name: str, estimate: Estimate | MeasureChange) -> str:
    """Return an interval for display, empty without one."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{number(name, estimate.low)} to {number(name, estimate.high)}"


def _table(title: str | None, first: str, *headings: str) -> Table:
    """Return an empty table with a column of names and columns of numbers."""
    table = Table(first, box=SIMPLE_HEAD, title=title, title_justify="left", title_style="", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _tables_of(one: SetRun) -> list[Table]:
    """Return the tables of a set: measures and, with answer strings, by kind of question and by confidence."""
    return [_set_table(one), _kinds(one), _steps(one)] if one.right_bins else [_set_table(one)]


def _kinds(one: SetRun) -> Table:
    """Return the table of measures by kind of question, with the interval of the first."""
    first, *others = BY_KIND
    headings = [SHORT[first], "95 % interval", *[SHORT[name] for name in others]]
    table = _table(f"{one.name}: by kind of question", "kind", "questions", *headings)
    table.padding = (0, 0)
    for group, measures in one.groups.items():
        questions = max(estimate.questions for estimate in measures.values())
        table.add_row(
            group, f"{questions:,}", _value(measures, first), span(first, measures[first]) if first in measures else "",
            *[_value(measures, name) for name in others],
        )  # fmt: skip
    return table


def _steps(one: SetRun) -> Table:
    """Return the table of bins of equal count, the surest first, with the risk up to each."""
    table = _table(f"{one.name}: by confidence", "coverage", "questions", "mean confidence", "right", "risk so far")
    for item, (coverage, risk) in zip(one.right_bins, risks_at_coverage(one.right_bins), strict=True):
        table.add_row(
            f"{coverage:.0%}", f"{item.questions:,}", f"{item.confidence:.3f}", f"{item.share:.3f}", f"{risk:.3f}"
        )  # fmt: skip
    return table


def _value(measures: Mapping[str, Estimate], name: str) -> str:
    return number(name, measures[name].value) if name in measures else ""


def _set_table(one: SetRun) -> Table:
    title = f"{one.name}: {len(one.rows):,} questions, {one.documents:,} documents, {one.passages:,} passages"
    table = _table(title, "measure", "value", "95 % interval", "questions")
    for names in GROUPS.values():
        shown = [name for name in names if name in one.measures]
        for name in shown:
            estimate = one.measures[name]
            table.add_row(
                name, number(name, estimate.value), span(name, estimate), f"{estimate.questions:,}",
                end_section=name == shown[-1],
            )  # fmt: skip
    return table


def _overview(run: Run, names: Sequence[str]) -> Table:
    table = _table("all sets", "set", *names)
    table.padding = (0, 0)
    for one in run.sets:
        table.add_row(one.name, *[_value(one.measures, name) for name in names], end_section=one is run.sets[-1])
    table.add_row("macro", *[number(name, run.macro[name].value) for name in names])
    return table


def _differences(one: SetComparison) -> Table:
    title = f"{one.name}: changes on {one.questions:,} questions (* the interval excludes 0)"
    table = _table(title, "measure", "before", "now", "difference", "95 % interval", "")
    for name, found in one.differences.items():
        table.add_row(*_difference(name, found))
    return table


def _effect(one: ModelEffect) -> Table:
    """Return the table of what a language model changes and costs."""
    title = f"{one.name}: {one.questions:,} questions without and with the language model (* the interval excludes 0)"
    table = _table(title, "measure", "without", "with", "difference", "95 % interval", "")
    shown = [name for group in ("Right answers", "Claims") for name in GROUPS[group] if name in one.differences]
    for name in shown:
        table.add_row(*_difference(name, one.differences[name]), end_section=name == shown[-1])
    seconds = one.seconds_without, one.seconds
    table.add_row("seconds a question", *[f"{value:.2f}" for value in seconds], signed(one.seconds - seconds[0]))
    table.add_row("tokens a question", "0", f"{one.tokens:,.0f}")
    table.add_row("questions answered without it", "", f"{one.unused:,}")
    table.add_row("sentences written", "", f"{one.written:,}")
    table.add_row("of these struck out as unproven", "", f"{one.struck:,}")
    return table


def _difference(name: str, found: MeasureChange) -> tuple[str, ...]:
    """Return the cells of a measure before and now."""
    return (
        name, number(name, found.before), number(name, found.now), signed(found.now - found.before),
        f"{signed(found.low)} to {signed(found.high)}", "*" if found.is_clear else "",
    )  # fmt: skip
