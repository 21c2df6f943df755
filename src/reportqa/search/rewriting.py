"""A question in the words of the documents: corrected spelling, abbreviations and compounds written both ways."""

import re
from dataclasses import dataclass

from reportqa.search.degrees import is_superlative, known_degree
from reportqa.search.question import Question
from reportqa.search.spelling import correct, is_other_language, open_compound
from reportqa.search.vocabulary import Vocabulary
from reportqa.text import STOP_WORDS, YEAR, expand, initials_in

MAX_VARIANTS = 3
"""Each variant costs a search."""

_FISCAL_YEAR = re.compile(rf"\b[Ff][Yy] ?(?:({YEAR})|(\d\d))(?![\w–-]|[/,.]\d)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The corrected question, variants of it in other words, and one note for the user on each change.

    `also` are those of the notes that name what is searched beside the question's words.
    """

    question: str
    variants: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def rewrite(question: Question, vocabulary: Vocabulary) -> Rewriting:
    """Replace the words of a question that no passage has, and add variants for its abbreviations and compounds.

    Exact phrases stay as they are. Initials that no document explains are replaced by the name of a document or author.
    """
    text, notes = _with_years(question.text), []
    for initials in initials_in(text):
        # Capitals that the passages use are a word of theirs; "J&J" and "JnJ" are always initials.
        is_word = initials.isalpha() and initials.isupper() and vocabulary.knows(initials)
        if is_word or initials in vocabulary.abbreviations or _is_quoted(initials, question):
            continue
        if name := vocabulary.name_with_initials(initials):
            text = _replace(text, initials, name)
            notes.append(f"Searched for “{name}” instead of “{initials}”.")
    others: dict[str, str] = {}
    is_foreign: bool | None = None
    for word in dict.fromkeys(_WORD.findall(text)):
        if word.lower() in STOP_WORDS or _is_quoted(word, question):
            continue
        meant = open_compound(word, vocabulary)
        if vocabulary.knows(word):
            others |= {word: meant} if meant else {}
        elif (degree := known_degree(word, vocabulary)) and is_superlative(word) > is_superlative(degree):
            # "Low" finds passages, but only "lowest" asks which row of a table it is.
            others[word] = degree
        elif meant := meant or degree or correct(word, vocabulary.counts):
            # A model of languages is loaded only for a word that would be replaced.
            is_foreign = is_other_language(text) if is_foreign is None else is_foreign
            if is_foreign:
                break
            text = _replace(text, word, meant)
            notes.append(f"Searched for “{meant}” instead of “{word}”.")
    pairs = [*others.items()]
    for expansion in expand(text, vocabulary.abbreviations):
        if not _is_quoted(expansion.said, question):
            pairs.append((expansion.said, expansion.meant))
    pairs = pairs[:MAX_VARIANTS]
    also = tuple(f"Searched for “{meant}” as well as “{said}”." for said, meant in pairs)
    return Rewriting(text, tuple(_replace(text, said, meant) for said, meant in pairs), (*notes, *also), also)


def _with_years(text: str) -> str:
    """Return a text with years instead of fiscal years: many documents write 2022, and none only FY2022.

    >>> _with_years("Capex in FY2022 and FY 21, not FY2021/22")
    'Capex in 2022 and 2021, not FY2021/22'
    """
    return _FISCAL_YEAR.sub(lambda match: match[1] or f"20{match[2]}", text)


def _is_quoted(words: str, question: Question) -> bool:
    return any(_whole(words).search(phrase) for phrase in question.phrases)


def _whole(words: str) -> re.Pattern[str]:
    """Return a pattern that matches whole words, not parts of longer ones."""
    return re.compile(rf"(?<![^\W_]){re.escape(words)}(?![^\W_])")


def _replace(text: str, words: str, others: str) -> str:
    return _whole(words).sub(lambda _: others, text)
