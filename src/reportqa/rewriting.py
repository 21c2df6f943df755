"""Says a question in other words before it is searched: mistyped words put right, abbreviations both ways."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportqa.abbreviations import expand, initials_in, name_of
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
    names: Sequence[str] = (),
) -> Rewriting:
    """Correct the words of a question that no passage has, and say its abbreviations the other way.

    `knows` tells whether a passage has a term, `words` gives how many passages have each word in lower case (read
    only when there is a word to correct); what stands in `kept`, quoted phrases, is left as it is. `names` are those
    of documents and of who made them, which a question may give by initials that no text explains.
    """
    notes = []
    corrected = question
    for initials in initials_in(question, lambda word: any(map(knows, terms(word)))):
        if initials in abbreviations or any(_word(initials).search(phrase) for phrase in kept):
            continue
        if name := name_of(initials, names):
            corrected = _replace(corrected, initials, name)
            notes.append(f"Searched for “{name}” instead of “{initials}”.")
    for word in dict.fromkeys(_WORD.findall(corrected)):
        if (
            word.lower() in STOP_WORDS
            or any(map(knows, terms(word)))
            or any(_word(word).search(phrase) for phrase in kept)
        ):
            continue
        if meant := suggest(word, words()):
            corrected = _replace(corrected, word, meant)
            notes.append(f"Searched for “{meant}” instead of “{word}”.")
    variants: list[str] = []
    for expansion in expand(corrected, abbreviations):
        if len(variants) == MAX_VARIANTS:
            break
        if not any(_word(expansion.said).search(phrase) for phrase in kept):
            variants.append(_replace(corrected, expansion.said, expansion.meant))
            notes.append(f"Searched for “{expansion.meant}” as well as “{expansion.said}”.")
    return Rewriting(corrected, tuple(variants), tuple(notes))


def _word(words: str) -> re.Pattern[str]:
    """Give an expression that finds words, not pieces of longer ones."""
    return re.compile(rf"(?<![^\W_]){re.escape(words)}(?![^\W_])")


def _replace(text: str, words: str, others: str) -> str:
    return _word(words).sub(lambda _: others, text)
