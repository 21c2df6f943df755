"""Finds the two words that documents write for a compound that a question writes as one."""

from collections.abc import Callable

from reportqa.text import STOP_WORDS, terms

MIN_LETTERS = 7
MIN_PART = 3
"""Letters of either word."""
TIMES_AS_COMMON = 10
"""So many times as many passages must have either word as have the compound."""
_TRIED = 2
_NOT_PARTS = STOP_WORDS | {"not", "all", "over"}


def open_compound(word: str, frequency: Callable[[str], int], adjacent: Callable[[str], bool]) -> str | None:
    """Give "cash flow" for "cashflow" where that is how the documents write it; None where they do not.

    `frequency` says how many passages have a term, `adjacent` whether one has two words behind each other.
    """
    if len(word) < MIN_LETTERS or not word.isalpha() or not (word.islower() or word.istitle()):
        return None
    own = terms(word)
    if len(own) != 1:
        return None
    least = max(1, TIMES_AS_COMMON * frequency(own[0]))
    found = []
    for at in range(MIN_PART, len(word) - MIN_PART + 1):
        parts = word[:at], word[at:]
        if not _NOT_PARTS.isdisjoint(part.lower() for part in parts):
            continue
        rarer = min(min(map(frequency, terms(part)), default=0) for part in parts)
        if rarer >= least:
            found.append((rarer, " ".join(parts)))
    best = [phrase for _, phrase in sorted(found, reverse=True)[:_TRIED]]
    return next(filter(adjacent, best), None)
