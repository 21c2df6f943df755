"""Search."""

from reportqa.search.answer_type import ExpectedAnswer, answers_kind
from reportqa.search.autocomplete import MAX_SUGGESTIONS, Suggestion
from reportqa.search.fusion import ADDED, NAMES, WEIGHTS, years
from reportqa.search.question import Question, is_negated, phrase_pattern, whole_names
from reportqa.search.question_kind import FIGURE_KINDS, Kind
from reportqa.search.retriever import Retriever
from reportqa.search.searcher import PartResult, Searcher, SearchResult, check_question, clean_question
from reportqa.search.vocabulary import Vocabulary

__all__ = [
    "ADDED",
    "FIGURE_KINDS",
    "MAX_SUGGESTIONS",
    "NAMES",
    "WEIGHTS",
    "ExpectedAnswer",
    "Kind",
    "PartResult",
    "Question",
    "Retriever",
    "SearchResult",
    "Searcher",
    "Suggestion",
    "Vocabulary",
    "answers_kind",
    "check_question",
    "clean_question",
    "is_negated",
    "phrase_pattern",
    "whole_names",
    "years",
]
