"""Turns a mistyped word of a question into the word of the documents that was meant."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_LETTERS = 4
"""Shorter words have too many neighbours."""
MIN_LETTERS_FIRST_WRONG = 6
"""Letters of a word whose first may be wrong; that is a rare error."""
MIN_LETTERS_NAME = 6
"""Letters of a word with a capital: a short name is near to some word always ("Rollo", "roll")."""
MIN_LETTERS_TWO_ERRORS = 8
KNOWN_WORD = 3.0
"""Zipf frequency from which on a word is meant as it stands; common errors reach 2.9 ("definately")."""
TIMES_AS_COMMON = 2.0
"""By so much (100 times) must a word be more frequent than a rare one that it replaces. Source of both frequencies:
https://github.com/rspeer/wordfreq"""
_ENDINGS = {
    "s": [""],
    "es": [""],
    "d": [""],
    "ed": [""],
    "ing": ["", "e"],
    "ly": [""],
    "er": ["", "e"],
    "ers": ["", "e"],
}


def suggest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """Give the word of the vocabulary that was meant, in lower case; None when the word is right or nothing is near.

    `vocabulary` says of each word in lower case how many texts have it. Words that it has are right, and so are
    common words and their forms, names with capitals inside and whatever has figures. Errors are letters left out, too
    many, wrong or swapped: one, or two in a long word that begins right.
    """
    if not word.isalpha() or not (word.islower() or word.istitle()):
        return None
    if len(word) < (MIN_LETTERS if word.islower() else MIN_LETTERS_NAME):
        return None
    typed = word.lower()
    if typed in vocabulary or _is_known(typed):
        return None
    from wordfreq import zipf_frequency

    frequency = zipf_frequency(typed, "en")
    may_begin_wrong = word.islower() and frequency == 0 and len(word) >= MIN_LETTERS_FIRST_WRONG
    errors = 2 if len(word) >= MIN_LETTERS_TWO_ERRORS else 1
    candidates = [
        (distance, not _is_slip(typed, other), -vocabulary[other], other)
        for other, distance, _ in process.extract(
            typed, vocabulary.keys(), scorer=OSA.distance, score_cutoff=errors, limit=None
        )
        if len(other) >= MIN_LETTERS
        and (other[0] == typed[0] or (distance == 1 and (may_begin_wrong or sorted(other) == sorted(typed))))
        and (frequency == 0 or zipf_frequency(other, "en") >= frequency + TIMES_AS_COMMON)
    ]
    return min(candidates)[-1] if candidates else None


def _is_known(word: str) -> bool:
    """Tell whether that is a common word or a form of one; the stemmer takes care of forms."""
    from wordfreq import zipf_frequency

    bases = [
        word.removesuffix(ending) + added
        for ending, endings in _ENDINGS.items()
        if word.endswith(ending)
        for added in endings
    ]
    return any(len(base) >= 3 and zipf_frequency(base, "en") >= KNOWN_WORD for base in [word, *bases])


def _is_slip(word: str, other: str) -> bool:
    """Tell whether the words have the same letters, swapped or doubled: errors made more often than others."""
    return set(word) == set(other)
