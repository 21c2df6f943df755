"""A run as one HTML page with charts that needs no other file and no network."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader

from reportqa.answering import shipped
from reportqa.evaluation.comparison import SetComparison
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.measures import (
    BY_KIND,
    CONFIDENTLY_WRONG,
    FIRST,
    GROUPS,
    KEPT,
    NEAR_CALLED,
    P50,
    P95,
    RANKING,
    REFUSED,
    SHOWN,
    risks_at_coverage,
)
from reportqa.evaluation.run import Run, SetRun
from reportqa.evaluation.scoring import Row
from reportqa.evaluation.tables import OVERVIEWS, number, span

TEMPLATE = "evaluation.html"
LISTED = 200
"""Maximum number of questions listed per set."""
DEPTH = 10
"""Last rank at which the right unit counts as found."""


def run_page(run: Run, comparisons: Sequence[SetComparison], web_dir: Path) -> str:
    """Return the page as HTML, from the template in `web_dir`."""
    environment = Environment(
        loader=FileSystemLoader(web_dir / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    by_name = {comparison.name: comparison for comparison in comparisons}
    return environment.get_template(TEMPLATE).render(
        run=run,
        overviews=[names for given in OVERVIEWS if (names := [name for name in given if name in run.macro])],
        sets=[_set_parts(one, by_name.get(one.name)) for one in run.sets],
        by_kind=BY_KIND,
        number=number,
        span=span,
    )


def _set_parts(one: SetRun, comparison: SetComparison | None) -> dict[str, Any]:
    """Return a set for the template: its charts by heading, and the questions to review."""
    from reportqa.evaluation import charts  # The import takes long, and only this page needs it.

    shares = {
        group: {name: one.measures[name] for name in GROUPS[group] if name in one.measures}
        for group in ("Right answers", "Claims", "Ranking", "Answer strings", "Confidence")
    }
    shown = {group: charts.bars(estimates) for group, estimates in shares.items() if estimates}
    if one.right_bins:
        judged = [row for row in one.rows if row.right is not None]
        shown["Right by confidence"] = charts.right_shares(one.right_bins)
        shown["Risk and coverage"] = charts.risk_coverage(
            np.array([row.confidence for row in judged]), np.array([bool(row.right) for row in judged])
        )
    if one.bins:
        shown["Reliability"] = charts.reliability(one.bins)
        sides = {
            kind: np.array([row.confidence for row in one.rows if row.kind is kind])
            for kind in (Kind.ANSWERABLE, Kind.OUTSIDE)
        }
        shown["Kept and refused"] = charts.thresholds(sides[Kind.ANSWERABLE], sides[Kind.OUTSIDE], shipped().answers)
    marks = {"p50": one.measures[P50].value, "p95": one.measures[P95].value}
    shown["Latency"] = charts.latencies([row.milliseconds for row in one.rows], marks)
    if comparison:
        shown["What changed"] = charts.changes(comparison.differences)
    wrong = [(row, why) for row in one.rows if (why := _faults(row))]
    return {
        "run": one,
        "comparison": comparison,
        "charts": shown,
        "steps": list(zip(one.right_bins, risks_at_coverage(one.right_bins), strict=True)),
        "wrong": wrong[:LISTED],
        "faults": len(wrong),
    }


def _faults(row: Row) -> str:
    """Return what was wrong with the answer to a question, "" for nothing."""
    scores: Mapping[str, float] = row.scores
    is_ranked = any(name in scores for name in RANKING)
    faults = {
        f"not in the first {DEPTH}": is_ranked and (row.rank is None or row.rank > DEPTH),
        "confidently wrong": scores.get(CONFIDENTLY_WRONG) == 1,
        "near miss called answers": scores.get(NEAR_CALLED) == 1,
        "nothing right shown or in the first passage": scores.get(SHOWN) == scores.get(FIRST) == 0,
        "refused": scores.get(KEPT) == 0,
        "answered": scores.get(REFUSED) == 0,
        "quote not in the document": row.faithful < row.quotes,
    }
    return ", ".join(name for name, holds in faults.items() if holds)
