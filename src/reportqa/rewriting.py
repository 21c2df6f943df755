"""Says a question in other words before it is searched: mistyped words put right, abbreviations both ways."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportqa.abbreviations import expand
from reportqa.spelling import suggest
from reportqa.terms import STOP_WORDS, terms

MAX_VARIANTS = 3
"""Each costs a search."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The question as it is searched, the same said otherwise, and one sentence for the user on each change."""

    question: str
    variants: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def rewrite(
    question: str,
    knows: Callable[[str], bool],
    words: Callable[[], Mapping[str, int]],
    abbreviations: Mapping[str, Sequence[str]],
    kept: Sequence[str] = (),
) -> Rewriting:
    """Correct the words of a question that no passage has, and say its abbreviations the other way.

    `knows` tells whether a passage has a term, `words` gives how many passages have each word in lower case (read
    only when there is a word to correct); what stands in `kept`, quoted phrases, is left as it is.
    """
    notes = []
    corrected = question
    for word in dict.fromkeys(_WORD.findall(question)):
        if word.lower() in STOP_WORDS or any(map(knows, terms(word))) or any(word in phrase for phrase in kept):
            continue
        if meant := suggest(word, words()):
            corrected = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", meant, corrected)
            notes.append(f"Searched for “{meant}” instead of “{word}”.")
    variants: list[str] = []
    for expansion in expand(corrected, abbreviations)[:MAX_VARIANTS]:
        variants.append(corrected.replace(expansion.said, expansion.meant))
        notes.append(f"Searched for “{expansion.meant}” as well as “{expansion.said}”.")
    return Rewriting(corrected, tuple(variants), tuple(notes))
