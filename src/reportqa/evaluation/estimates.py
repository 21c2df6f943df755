"""Measures of a set with their intervals, from the rows of its questions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.evaluation.bootstrap import interval, resampled_auroc, resampled_means, resampled_risk_area
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.measures import (
    AUROC,
    AUROC_ADVERSARIAL,
    BY_KIND,
    ECE,
    FIDELITY,
    ORDER,
    P50,
    P95,
    PER_QUESTION,
    RISK_AREA,
    Bin,
    Flags,
    Floats,
    auroc,
    calibrate,
    calibration_error,
    equal_bins,
    risk_area,
)
from reportqa.evaluation.scoring import Row

NEGATIVES = {AUROC: Kind.OUTSIDE, AUROC_ADVERSARIAL: Kind.ADVERSARIAL}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure, its number of questions, and its 95 % interval if there is one."""

    value: float
    questions: int
    low: float | None = None
    high: float | None = None


def measure(rows: Sequence[Row], seed: int) -> tuple[dict[str, Estimate], dict[str, Floats], tuple[Bin, ...]]:
    """Return the measures of rows in display order, the samples of their intervals, and the confidence bins."""
    values, drawn = scores_of(rows), resample(rows, seed)
    estimates: dict[str, Estimate] = {}
    for name, sample in drawn.items():
        estimates[name] = Estimate(values[name], _counted(rows, name), *interval(sample))
    confidence, kinds = _confidence(rows), [row.kind for row in rows]
    judged = np.array([kind in {Kind.ANSWERABLE, Kind.OUTSIDE} for kind in kinds])
    bins: tuple[Bin, ...] = ()
    if AUROC in estimates:
        bins = calibrate(confidence[judged], np.array([kind is Kind.ANSWERABLE for kind in kinds])[judged])
        estimates[ECE] = Estimate(calibration_error(bins), int(judged.sum()))
    quotes = sum(row.quotes for row in rows)
    if quotes:
        estimates[FIDELITY] = Estimate(sum(row.faithful for row in rows) / quotes, quotes)
    p50, p95 = np.percentile([row.milliseconds for row in rows], [50, 95])
    estimates |= {P50: Estimate(float(p50), len(rows)), P95: Estimate(float(p95), len(rows))}
    return {name: estimates[name] for name in ORDER if name in estimates}, drawn, bins


def measure_groups(rows: Sequence[Row], seed: int) -> dict[str, dict[str, Estimate]]:
    """Return the measures BY_KIND of each kind of question, the most frequent kind first."""
    by_group: dict[str, list[Row]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(row)
    groups: dict[str, dict[str, Estimate]] = {}
    for group, found in sorted(by_group.items(), key=lambda item: (-len(item[1]), item[0])):
        matrix = _matrix(found, BY_KIND)
        counts = (~np.isnan(matrix)).sum(axis=0)
        if not counts.any():
            continue
        drawn = resampled_means(matrix, seed)
        groups[group] = {
            name: Estimate(float(np.nanmean(matrix[:, column])), int(counts[column]), *interval(drawn[:, column]))
            for column, name in enumerate(BY_KIND)
            if counts[column]
        }
    return groups


def right_bins(rows: Sequence[Row]) -> tuple[Bin, ...]:
    """Return ten bins of equal count of confidence, the surest first, with the share of right answers in each."""
    right, judged = _right(rows)
    return equal_bins(_confidence(rows)[judged], right[judged]) if judged.any() else ()


def scores_of(rows: Sequence[Row]) -> dict[str, float]:
    """Return the value of each measure that has an interval."""
    matrix = _matrix(rows)
    means = {
        name: float(np.nanmean(matrix[:, column]))
        for column, name in enumerate(PER_QUESTION)
        if not np.isnan(matrix[:, column]).all()
    }
    areas = {name: float(auroc(_confidence(rows), *_sides(rows, name))[0]) for name in NEGATIVES}
    right, judged = _right(rows)
    if judged.any():
        areas[RISK_AREA] = float(risk_area(_confidence(rows)[judged], right[judged])[0])
    return means | {name: area for name, area in areas.items() if not math.isnan(area)}


def resample(rows: Sequence[Row], seed: int) -> dict[str, Floats]:
    """Return each measure that has an interval in each sample of the questions, (RESAMPLES,) each."""
    drawn = resampled_means(_matrix(rows), seed)
    samples = {name: drawn[:, column] for column, name in enumerate(PER_QUESTION)}
    samples |= {name: resampled_auroc(_confidence(rows), *_sides(rows, name), seed) for name in NEGATIVES}
    right, judged = _right(rows)
    if judged.any():
        samples[RISK_AREA] = resampled_risk_area(_confidence(rows), right, judged, seed)
    return {name: samples[name] for name in scores_of(rows)}


def _matrix(rows: Sequence[Row], names: Sequence[str] = PER_QUESTION) -> Floats:
    """Return the scores (questions, measures), NaN where a measure does not apply."""
    return np.array([[row.scores.get(name, math.nan) for name in names] for row in rows], dtype=np.float64)


def _confidence(rows: Sequence[Row]) -> Floats:
    return np.array([row.confidence for row in rows], dtype=np.float64)


def _sides(rows: Sequence[Row], name: str) -> tuple[Flags, Flags]:
    positive = np.array([row.kind is Kind.ANSWERABLE for row in rows])
    return positive, np.array([row.kind is NEGATIVES[name] for row in rows])


def _right(rows: Sequence[Row]) -> tuple[Flags, Flags]:
    """Return which answers are right, and of which that is known, (questions,) each."""
    return np.array([bool(row.right) for row in rows]), np.array([row.right is not None for row in rows])


def _counted(rows: Sequence[Row], name: str) -> int:
    if name in NEGATIVES:
        return sum(row.kind in {Kind.ANSWERABLE, NEGATIVES[name]} for row in rows)
    if name == RISK_AREA:
        return sum(row.right is not None for row in rows)
    return sum(name in row.scores for row in rows)
