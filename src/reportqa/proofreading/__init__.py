"""Proofreading."""

from reportqa.proofreading.manuscript import Manuscript
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.page_corrections import correct
from reportqa.proofreading.proofreader import WRONG, Finding, Found, Outcome, Proofreader

__all__ = ["WRONG", "Finding", "Found", "Manuscript", "Outcome", "Proofreader", "correct", "read_manuscript"]
