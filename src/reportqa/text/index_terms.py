"""The terms that the word index counts: stemmed words and plain numbers."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

import Stemmer

from reportqa.text.folding import fold_latin
from reportqa.text.number_terms import FIGURE, NUMBER_WORDS, figure_terms
from reportqa.text.numbers import YEAR
from reportqa.text.spelling_variants import one_spelling
from reportqa.text.word_forms import RELATED, base_form

STOP_WORDS = frozenset(
    "a an and any are as at be been being but by can could did do does doing done for from had has have"
    " having he her his how i if in into is it its let many me might much must my of on or our shall she"
    " should so some such tell than that the their them then there these they this those to us was we were"
    " what when where which who whom whose why will with would you your give list name please according".split()
)
"""Words that carry the form of a question, not its subject. Documents keep them: idf weighs them down. "not", "no" and
"without" are not included: they are part of what is asked, and too common to weigh much."""

NEWEST = frozenset("latest newest currently now nowadays today".split())
"""Words that ask for what is newest, which no document says of itself for long."""
_MEASURES = frozenset("far fast frequently large long often quickly soon".split())
"""Words that ask after "how" for a measure, and are not in its answer: "How long is it?" is answered by "52 weeks"."""
_CURRENT = frozenset(
    "account accounts asset assets expenditure liabilities liability portion price prices ratio".split()
)
"""Words after which "current" is part of a term."""
_NOT = "not"
_OPEN = {"healthcare": ("health", "care"), "childcare": ("child", "care"), "cannot": (_NOT,)}
"""Compounds that are often written as two words."""
_CLOSED = frozenset({"email", "emails", "emailed", "online", "offline", "ongoing", "website", "websites", "wellbeing"})
"""Compounds that are one word with or without a hyphen."""
_PREFIXES = frozenset(
    "anti co counter cyber e inter intra macro micro mid mini multi non over post pre re semi sub super trans ultra"
    " under".split()
)
_COMMON_BEGINNING = 6
"""Letters that "commissioners" and "commissioning" share; in headings these are the same word."""
_SENTENCE = 600
"""Characters up to which the terms of a text are kept."""
_CONTRACTED = frozenset({"d", "ll", "m", "re", "s", "ve"})

_LETTERS = r"[^\W\d_]+"
_TOKEN = re.compile(
    rf"{FIGURE}|(?:[A-Z]\.)+[A-Z](?![^\W_])|{_LETTERS}(?:['’]{_LETTERS})?(?:\d+|(?:[-‐]{_LETTERS}){{0,3}})"
)
_PLAIN_WORD = re.compile(_LETTERS)
_FIGURE = re.compile(FIGURE)
_LETTERS_THEN_YEAR = re.compile(rf"[^\W\d_]+({YEAR})")
_PLURAL_OF_CAPITALS = re.compile(r"[A-Z]{2,}s")
# Superscript digits are footnote marks; NFKC would attach them, and fractions, to the word or number before.
_RAISED = re.compile("[⁰¹²³⁴-⁹¼-¾⅐-⅞]+")
_STEMMER = Stemmer.Stemmer("english")
_STEM_OF: dict[str, str] = {
    noun: verb
    for verb, *nouns in (map(_STEMMER.stemWord, group.split()) for group in RELATED.split(","))
    for noun in nouns
}


def terms(text: str) -> list[str]:
    """Return the terms of a text in order.

    Words are lower-cased and stemmed (Snowball English), without accents, possessives, spelling variants and irregular
    forms; nouns made from verbs and adjectives have their stems ("satisfaction": "satisfi"). Numbers lose their commas
    ("87,556": "87556"). Different notations share terms: "£1.2m" and "£1.2 million" ("1.2", "million", "1200000"),
    "62%" and "62 per cent" ("62", "percent"), "2014/15" ("2014/15", "2014", "2015"),
    "co-operation" ("cooper"), "twenty" ("20"), "isn't" ("not").
    """
    # A question reads the same sentences several times.
    return list(_terms_in_sentence(text) if len(text) <= _SENTENCE else _terms_in(text))


def _terms_in(text: str) -> tuple[str, ...]:
    return tuple(term for token in _tokens(text) for term in _terms_of(token))


_terms_in_sentence = lru_cache(maxsize=5_000)(_terms_in)


def question_terms(question: str) -> list[str]:
    """Return the terms of a question without its stop words, or with them if nothing else is left."""
    shouted = question.isupper()
    tokens = list(_tokens(question))
    bare = [re.split("['’]", token.lower())[0] for token in tokens]
    content = [
        token
        for token, before, word, after in zip(tokens, ["", *bare], bare, [*bare[1:], ""], strict=False)
        # "AT Medics": a stop word in capitals is a name.
        if (token.isupper() and len(token) > 1 and not shouted)
        or not (word in STOP_WORDS or (before == "how" and word in _MEASURES) or _asks_for_newest(word, after))
    ]
    return [term for token in content or tokens for term in _terms_of(token)]


def _asks_for_newest(word: str, after: str) -> bool:
    """Return whether a word asks for what is newest: "the current rent", not "current assets"."""
    return word in NEWEST or (word == "current" and after not in _CURRENT)


def asks_for_newest(question: str) -> bool:
    """Return whether a question asks for what is newest.

    >>> asks_for_newest("What is the current rent?"), asks_for_newest("What are the current assets?")
    (True, False)
    """
    words = _PLAIN_WORD.findall(question.lower())
    return any(
        _asks_for_newest(word, after) or (word, after) == ("most", "recent") for word, after in pairwise([*words, ""])
    )


def has_term(found: Collection[str], term: str) -> bool:
    """Return whether a term, or a long one that begins like it, is among others; "buse" of "buses" is "bus".

    >>> has_term({"commission"}, "commissari"), has_term({"bus"}, "buse"), has_term({"buse"}, "bush")
    (True, True, False)
    """
    if term in found:
        return True
    if len(term) > _COMMON_BEGINNING:
        return any(other.startswith(term[:_COMMON_BEGINNING]) for other in found)
    return (term[:-1] if term.endswith("se") else f"{term}e") in found


def _tokens(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _RAISED.sub(" ", text))
    return _TOKEN.findall(text)


@lru_cache(maxsize=200_000)
def _terms_of(token: str) -> tuple[str, ...]:
    if _FIGURE.fullmatch(token):
        return figure_terms(token)
    found = [term for word in _words_of(token) for term in _word_terms(word)]
    year = _LETTERS_THEN_YEAR.fullmatch(token)
    return (*found, year.group(1)) if year else tuple(found)


def _words_of(token: str) -> list[str]:
    """Return the words of a compound, with a prefix joined to the word after it."""
    first, *others = re.split("[-‐]", token.replace(".", ""))
    words = [first]
    for other in others:
        before, word = words[-1].lower(), other.lower()
        if before + word in _CLOSED or (before in _PREFIXES and before[-1] == word[0]):
            words[-1] = before + word
        elif before in _PREFIXES:
            words[-1:] = [before + word, other]
        else:
            words.append(other)
    return words


def _word_terms(word: str) -> tuple[str, ...]:
    """Return the terms of a word in any case."""
    if _PLURAL_OF_CAPITALS.fullmatch(word):
        word = word[:-1]
    word, _, ending = word.lower().replace("’", "'").partition("'")
    if ending == "t" and word.endswith("n"):
        return (_NOT,)
    word = fold_latin(word)
    if ending not in _CONTRACTED:
        word += ending
    if word in NUMBER_WORDS:
        return (NUMBER_WORDS[word],)
    return tuple(_stem(part) for part in _OPEN.get(word, (word,)))


def _stem(word: str) -> str:
    """Return the stem that the forms of a word, and the nouns made from it, have in common."""
    stem: str = _STEMMER.stemWord(one_spelling(base_form(word)))
    return _STEM_OF.get(stem, stem)
