"""Measures of the whole product on sets of questions with known answers."""

from reportqa.evaluation.comparison import compare, read_baseline
from reportqa.evaluation.html_report import run_page
from reportqa.evaluation.model_effect import model_effects
from reportqa.evaluation.recalibration import recalibrate, reset
from reportqa.evaluation.run import Options, evaluate
from reportqa.evaluation.tables import calibration_text, reset_text, run_text

__all__ = [
    "Options",
    "calibration_text",
    "compare",
    "evaluate",
    "model_effects",
    "read_baseline",
    "recalibrate",
    "reset",
    "reset_text",
    "run_page",
    "run_text",
]
