"""Answering: passages to an answer.

Constants that name no script were chosen by hand with `benchmarks/answers.py --part dev` in view;
`benchmarks/constants.py` prints what another value would change.
"""

from reportqa.answering.confidence import CORPUS, FEATURES, PASSAGE, READER, SENTENCE, Calibration, Judgement, shipped
from reportqa.answering.current_index import CurrentIndex
from reportqa.answering.disagreements import figure_ranges
from reportqa.answering.document_answers import DocumentAnswer, answer_each
from reportqa.answering.document_table import COLUMNS, cells, csv_line, most_tokens
from reportqa.answering.engine import Engine
from reportqa.answering.explanation import (
    FEATURE_NAMES,
    SHARES,
    SIGNAL_NAMES,
    ExplainedPassage,
    Explanation,
    PartExplanation,
)
from reportqa.answering.library_facts import fact_text
from reportqa.answering.query import GROUPS, SORTS, SURROGATE, Query, check_thread
from reportqa.answering.quote_blocks import ITEM_MARKER, Quote, quotes_of
from reportqa.answering.reader import Examination, read

__all__ = [
    "COLUMNS",
    "CORPUS",
    "FEATURES",
    "FEATURE_NAMES",
    "GROUPS",
    "ITEM_MARKER",
    "PASSAGE",
    "READER",
    "SENTENCE",
    "SHARES",
    "SIGNAL_NAMES",
    "SORTS",
    "SURROGATE",
    "Calibration",
    "CurrentIndex",
    "DocumentAnswer",
    "Engine",
    "Examination",
    "ExplainedPassage",
    "Explanation",
    "Judgement",
    "PartExplanation",
    "Query",
    "Quote",
    "answer_each",
    "cells",
    "check_thread",
    "csv_line",
    "fact_text",
    "figure_ranges",
    "most_tokens",
    "quotes_of",
    "read",
    "shipped",
]
