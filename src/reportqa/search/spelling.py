"""Mistyped words of a question, and compounds that the documents write as two words."""

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reportqa.search.vocabulary import Vocabulary
from reportqa.text import MODEL_LANGUAGE, STOP_WORDS, question_language, terms

MIN_LETTERS = 4
"""Shorter words have too many neighbours."""
MIN_LETTERS_FIRST_WRONG = 6
"""Letters of a word whose first letter may be wrong, which is a rare error."""
MIN_LETTERS_NAME = 6
"""Letters of a capitalised word; a short name is always close to some word ("Rollo", "roll")."""
MIN_LETTERS_TWO_ERRORS = 8
KNOWN_WORD = 3.0
"""Zipf frequency of a word that is taken as correct; common errors reach 2.9 ("definately")."""
TIMES_AS_COMMON = 2.0
"""Zipf frequency (2: 100 times) by which a replacement must exceed a rare word. Source of both frequencies:
https://github.com/rspeer/wordfreq"""
_ENDINGS = (
    ("s", ""), ("es", ""), ("d", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"),
    ("ers", ""), ("ers", "e"),
)  # fmt: skip
"""Endings of forms, and what the base has in their place."""

MIN_LETTERS_COMPOUND = 7
MIN_LETTERS_PART = 3
"""Letters of either word of a compound."""
TIMES_AS_FREQUENT = 10
"""Passages that must have either word, for each passage that has the compound."""
_COMPOUNDS_TRIED = 2
_WORDS = re.compile(r"[^\W\d_]+")
_NOT_PARTS = STOP_WORDS | {"not", "all", "over"}


def correct(word: str, counts: Mapping[str, int]) -> str | None:
    """Return the known word that was meant, in lower case; None when the word is correct or nothing is close.

    Known words, common English words with their forms, words with capitals inside and words with digits are correct.
    An error is a missing, additional, wrong or swapped letter: one, or two in a long word that begins correctly.

    :param counts: the known words in lower case, with the number of passages that have each
    """
    if not word.isalpha() or not (word.islower() or word.istitle()):
        return None
    if len(word) < (MIN_LETTERS if word.islower() else MIN_LETTERS_NAME):
        return None
    typed = word.lower()
    if typed in counts or _is_known(typed):
        return None
    from wordfreq import zipf_frequency

    frequency = zipf_frequency(typed, "en")
    may_begin_wrong = word.islower() and frequency == 0 and len(word) >= MIN_LETTERS_FIRST_WRONG
    errors = 2 if len(word) >= MIN_LETTERS_TWO_ERRORS else 1
    candidates = [
        (distance, not _is_slip(typed, other), -counts[other], other)
        for other, distance, _ in process.extract(
            typed, counts.keys(), scorer=OSA.distance, score_cutoff=errors, limit=None
        )
        if len(other) >= MIN_LETTERS
        and (other[0] == typed[0] or (distance == 1 and (may_begin_wrong or sorted(other) == sorted(typed))))
        and (frequency == 0 or zipf_frequency(other, "en") >= frequency + TIMES_AS_COMMON)
    ]
    return min(candidates)[-1] if candidates else None


def is_other_language(question: str) -> bool:
    """Return whether a question is in another language than English, whose words are not mistyped English.

    >>> is_other_language("Wie viele Praxen sind nicht zufrieden?"), is_other_language("wich pratices are happpy")
    (True, False)
    """
    return question_language(question) not in {None, MODEL_LANGUAGE}


def _is_known(word: str) -> bool:
    """Return whether a word is a common English word or a form of one."""
    from wordfreq import zipf_frequency

    bases = [word.removesuffix(ending) + added for ending, added in _ENDINGS if word.endswith(ending)]
    return any(len(base) >= 3 and zipf_frequency(base, "en") >= KNOWN_WORD for base in [word, *bases])


def _is_slip(word: str, other: str) -> bool:
    """Return whether two words have the same letters, swapped or doubled, which is the most frequent error."""
    return set(word) == set(other)


def open_compound(word: str, vocabulary: Vocabulary) -> str | None:
    """Return "cash flow" for "cashflow" where the documents write it so; None where they do not."""
    if len(word) < MIN_LETTERS_COMPOUND or not word.isalpha() or not (word.islower() or word.istitle()):
        return None
    own = terms(word)
    if len(own) != 1:
        return None
    least = max(1, TIMES_AS_FREQUENT * vocabulary.frequency(own[0]))
    found = []
    for at in range(MIN_LETTERS_PART, len(word) - MIN_LETTERS_PART + 1):
        parts = word[:at], word[at:]
        if _NOT_PARTS.isdisjoint(part.lower() for part in parts):
            rarer = min(min(map(vocabulary.frequency, terms(part)), default=0) for part in parts)
            if rarer >= least:
                found.append((rarer, " ".join(parts)))
    best = [phrase for _, phrase in sorted(found, reverse=True)[:_COMPOUNDS_TRIED]]
    return next(filter(vocabulary.has_adjacent, best), None)
