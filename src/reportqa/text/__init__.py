"""Text."""

from reportqa.text.abbreviations import expand, find_abbreviations, initials_in, merge
from reportqa.text.cleaning import (
    REPLACEMENT,
    VOCABULARY,
    carry_word,
    clean_text,
    join_lines,
    repair_ligatures,
    vocabulary,
)
from reportqa.text.language import MODEL_LANGUAGE, detect
from reportqa.text.phrasing import counted, format_numbers, listing, plural
from reportqa.text.sentences import split_sentences
from reportqa.text.terms import STOP_WORDS, question_terms
from reportqa.text.tokens import Wording, is_figure, other_case

__all__ = [
    "MODEL_LANGUAGE",
    "REPLACEMENT",
    "STOP_WORDS",
    "VOCABULARY",
    "Wording",
    "carry_word",
    "clean_text",
    "counted",
    "detect",
    "expand",
    "find_abbreviations",
    "format_numbers",
    "initials_in",
    "is_figure",
    "join_lines",
    "listing",
    "merge",
    "other_case",
    "plural",
    "question_terms",
    "repair_ligatures",
    "split_sentences",
    "vocabulary",
]
