"""Runs and calibrations as tables on the command line."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from reportqa.evaluation.comparison import MeasureChange, SetComparison, signed
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.measures import AUROC, ECE, GROUPS, KEPT, MILLISECONDS, P50, RANKING, REFUSED
from reportqa.evaluation.recalibration import Recalibration
from reportqa.evaluation.run import Run, SetRun

WIDTH = 100
OVERVIEW = (*RANKING, AUROC, KEPT, REFUSED, P50)
"""Measures of the table that compares sets."""


def run_text(run: Run, comparisons: Sequence[SetComparison] = ()) -> str:
    """Return the tables of a run: one per set, one of all sets, and the changes since an earlier run."""
    tables = [_set_table(one) for one in run.sets]
    if len(run.sets) > 1:
        tables.append(_overview(run))
    tables += [_differences(one) for one in comparisons]
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
            f"Kept and refused at a confidence of {made.calibration.may_answer:.2f}. The fitted confidence is measured"
            " on questions that were left out of the fit.",
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


def _overview(run: Run) -> Table:
    names = [name for name in OVERVIEW if name in run.macro]
    table = _table("all sets", "set", *names)
    table.padding = (0, 0)
    for one in run.sets:
        values = [number(name, one.measures[name].value) if name in one.measures else "" for name in names]
        table.add_row(one.name, *values, end_section=one is run.sets[-1])
    table.add_row("macro", *[number(name, run.macro[name].value) for name in names])
    return table


def _differences(one: SetComparison) -> Table:
    title = f"{one.name}: changes on {one.questions:,} questions (* the interval excludes 0)"
    table = _table(title, "measure", "before", "now", "difference", "95 % interval", "")
    for name, found in one.differences.items():
        table.add_row(
            name, number(name, found.before), number(name, found.now), signed(found.now - found.before),
            f"{signed(found.low)} to {signed(found.high)}", "*" if found.is_clear else "",
        )  # fmt: skip
    return table
