"""Search: a question to ranked passages. For the choice of constants see `reportqa.answering`."""

from reportqa.search.answer_type import MONEY, OTHER_FIGURE, ExpectedAnswer, answers_kind
from reportqa.search.autocomplete import MAX_SUGGESTIONS, Suggestion
from reportqa.search.document_kinds import DOCUMENT_NOUN, KIND_NOUN
from reportqa.search.document_names import main_title
from reportqa.search.front_matter import (
    FRONT,
    Statement,
    authors_of_work,
    stated_authors,
    stated_date,
    stated_publisher,
)
from reportqa.search.fusion import ADDED, NAMES, WEIGHTS, years
from reportqa.search.hit import Hit
from reportqa.search.inquiry import GENRES, Genre, Inquiry, inquiry_of
from reportqa.search.named_documents import NamedDocuments
from reportqa.search.question import Question, is_negated, phrase_pattern, whole_names
from reportqa.search.question_kind import FIGURE_KINDS, Kind, asks_for_money
from reportqa.search.searcher import PartResult, Searcher, SearchResult, check_question, clean_question
from reportqa.search.standalone import standalone
from reportqa.search.vocabulary import Vocabulary

__all__ = [
    "ADDED",
    "DOCUMENT_NOUN",
    "FIGURE_KINDS",
    "FRONT",
    "GENRES",
    "KIND_NOUN",
    "MAX_SUGGESTIONS",
    "MONEY",
    "NAMES",
    "OTHER_FIGURE",
    "WEIGHTS",
    "ExpectedAnswer",
    "Genre",
    "Hit",
    "Inquiry",
    "Kind",
    "NamedDocuments",
    "PartResult",
    "Question",
    "SearchResult",
    "Searcher",
    "Statement",
    "Suggestion",
    "Vocabulary",
    "answers_kind",
    "asks_for_money",
    "authors_of_work",
    "check_question",
    "clean_question",
    "inquiry_of",
    "is_negated",
    "main_title",
    "phrase_pattern",
    "standalone",
    "stated_authors",
    "stated_date",
    "stated_publisher",
    "whole_names",
    "years",
]
