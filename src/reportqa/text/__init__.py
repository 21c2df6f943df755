"""Strings in, strings out: cleaning, sentences, index terms, tokens, numbers, folding, abbreviations, language."""

from reportqa.text.abbreviations import expand, find_abbreviations, initials_in, merge, name_with_initials
from reportqa.text.amounts import Amount, is_dash, parse_amount, parse_date
from reportqa.text.cleaning import (
    BULLETS,
    REPLACEMENT,
    VOCABULARY,
    carry_word,
    clean_text,
    join_initial,
    join_lines,
    repair_ligatures,
    shown_name,
    vocabulary,
)
from reportqa.text.folding import fold, fold_case, fold_characters, fold_file_name, to_ascii
from reportqa.text.index_terms import STOP_WORDS, has_term, question_terms, terms
from reportqa.text.language import MODEL_LANGUAGE, detect, detect_short, language_name, question_language
from reportqa.text.number_terms import FIGURE, figure_terms
from reportqa.text.numbers import (
    CARDINALS,
    DAY,
    EARLIEST_YEAR,
    MAGNITUDES,
    MONTH,
    MONTH_NUMBERS,
    MONTHS,
    SCALE,
    YEAR,
    scaled,
    year_pattern,
)
from reportqa.text.phrasing import counted, format_numbers, listing, plural
from reportqa.text.sentences import split_sentences
from reportqa.text.tokens import Wording, is_figure, other_case

__all__ = [
    "BULLETS",
    "CARDINALS",
    "DAY",
    "EARLIEST_YEAR",
    "FIGURE",
    "MAGNITUDES",
    "MODEL_LANGUAGE",
    "MONTH",
    "MONTHS",
    "MONTH_NUMBERS",
    "REPLACEMENT",
    "SCALE",
    "STOP_WORDS",
    "VOCABULARY",
    "YEAR",
    "Amount",
    "Wording",
    "carry_word",
    "clean_text",
    "counted",
    "detect",
    "detect_short",
    "expand",
    "figure_terms",
    "find_abbreviations",
    "fold",
    "fold_case",
    "fold_characters",
    "fold_file_name",
    "format_numbers",
    "has_term",
    "initials_in",
    "is_dash",
    "is_figure",
    "join_initial",
    "join_lines",
    "language_name",
    "listing",
    "merge",
    "name_with_initials",
    "other_case",
    "parse_amount",
    "parse_date",
    "plural",
    "question_language",
    "question_terms",
    "repair_ligatures",
    "scaled",
    "shown_name",
    "split_sentences",
    "terms",
    "to_ascii",
    "vocabulary",
    "year_pattern",
]
