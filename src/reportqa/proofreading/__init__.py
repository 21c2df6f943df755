"""Proofreading: the quotations of a finished briefing, checked against the documents of an index."""

from reportqa.proofreading.manuscript import Manuscript
from reportqa.proofreading.manuscript_reader import SUFFIXES, read_manuscript
from reportqa.proofreading.page_corrections import correct
from reportqa.proofreading.proofreader import WRONG, FoundPlace, Outcome, Proofreader, QuoteCheck

__all__ = [
    "SUFFIXES",
    "WRONG",
    "FoundPlace",
    "Manuscript",
    "Outcome",
    "Proofreader",
    "QuoteCheck",
    "correct",
    "read_manuscript",
]
