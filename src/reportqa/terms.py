"""Turns text into the terms that the word index counts: stemmed words and plain numbers."""

import re
from functools import lru_cache

import Stemmer

STOP_WORDS = frozenset(
    "a an and any are as at be been being but by can could did do does doing done for from had has have"
    " having he her his how i if in into is it its let many me might much must my of on or our shall she"
    " should so some such tell than that the their them then there these they this those to us was we were"
    " what when where which who whom whose why will with would you your give list name please according".split()
)
"""Words that a question is asked with, not about. Documents keep theirs: rarity already weighs them."""

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?\d*")
_LETTERS_THEN_YEAR = re.compile(r"([^\W\d_]+)((?:19|20)\d\d)")
_STEMMER = Stemmer.Stemmer("english")


def terms(text: str) -> list[str]:
    """Give the terms of a text in order.

    Words are in lower case and stemmed (Snowball English), possessives dropped; numbers lose their
    commas ("87,556" → "87556"); "FY2022" gives "fy2022" and "2022".
    """
    found = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token[0].isdigit():
            found.append(token.replace(",", ""))
            continue
        found.append(_stem(token.lower()))
        year = _LETTERS_THEN_YEAR.fullmatch(token)
        if year:
            found.append(year.group(2))
    return found


def question_terms(question: str) -> list[str]:
    """Give the terms of a question without its stop words; all of them if nothing else is left."""
    shouted = question.isupper()
    content = [
        token
        for match in _TOKEN.finditer(question)
        if (token := match.group())
        # "AT Medics": capitals make a name of a stop word.
        if (token.isupper() and len(token) > 1 and not shouted) or re.split("['’]", token.lower())[0] not in STOP_WORDS
    ]
    return terms(" ".join(content)) if content else terms(question)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    for apostrophe in ("'s", "’s"):
        word = word.removesuffix(apostrophe)
    return str(_STEMMER.stemWord(word.replace("’", "'")))
