"""Superlatives of questions and texts: the highest, the lowest, the first, the last."""

import re
from collections.abc import Iterator

_DIRECTIONS = {
    "last": r"last|latest|newest|most recent(?:ly)?",
    "first": r"first|earliest|oldest",
    "steepest": r"(?:steepest|sharpest|largest|biggest|greatest) (?:drops?|declines?|falls?|decreases?|reductions?)",
    "lowest": r"least|lowest|smallest|fewest|shortest|minimum|cheapest",
    "highest": r"most|highest|largest|biggest|greatest|longest|maximum",
}
_SUPERLATIVE = re.compile(
    r"(?<!at )\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _DIRECTIONS.items()) + r")\b", re.IGNORECASE
)
_MAJORITY = re.compile(r"(?<!\bthe )\bmost\b", re.IGNORECASE)
"""In a text "most" means the majority: "most practices", not "the most practices"."""
_RECENT = frozenset({"latest", "newest", "most recent"})


def superlatives(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of each superlative in a text, and its direction: "fewest" is "lowest".

    >>> list(superlatives("Which had the fewest staff, and at least ten?"))
    [('fewest', 'lowest')]
    """
    for match in _SUPERLATIVE.finditer(text):
        yield match[0], str(match.lastgroup)


def compares(question: str) -> bool:
    """Return whether a question asks for the highest, lowest, first or last of anything.

    "The latest figure" is one figure, and no comparison.
    """
    return any(words.lower() not in _RECENT for words, _ in superlatives(question))


def unsettled(question: str, text: str) -> str | None:
    """Return the superlative of a question that compares, if a text has none of that direction.

    >>> unsettled("Which has the highest rate?", "Ely has a rate."), unsettled("Which has most?", "The highest is 9.")
    ('highest', None)
    """
    asked = {direction: words for words, direction in superlatives(question) if words.lower() not in _RECENT}
    said = {direction for _, direction in superlatives(_MAJORITY.sub(" ", text))}
    return next(iter(asked.values()), None) if said.isdisjoint(asked) else None
