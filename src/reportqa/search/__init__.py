"""Search."""

from reportqa.search.answer_type import answers_kind, counted_noun, match
from reportqa.search.autocomplete import MAX_SUGGESTIONS, Suggester, Suggestion
from reportqa.search.fusion import ADDED, NAMES, WEIGHTS, years
from reportqa.search.question import Question, is_negated, parts_of, phrase_pattern, whole_names
from reportqa.search.question_kind import FIGURE_KINDS, Kind
from reportqa.search.retriever import Retriever
from reportqa.search.rewriting import Rewriting, rewrite

__all__ = [
    "ADDED",
    "FIGURE_KINDS",
    "MAX_SUGGESTIONS",
    "NAMES",
    "WEIGHTS",
    "Kind",
    "Question",
    "Retriever",
    "Rewriting",
    "Suggester",
    "Suggestion",
    "answers_kind",
    "counted_noun",
    "is_negated",
    "match",
    "parts_of",
    "phrase_pattern",
    "rewrite",
    "whole_names",
    "years",
]
