"""Says a question in other words before it is searched: mistyped words, abbreviations and compounds."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportqa.search.compounds import open_compound
from reportqa.search.spelling import suggest
from reportqa.text import STOP_WORDS, expand, initials_in, name_with_initials, terms

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
    frequency: Callable[[str], int],
    words: Callable[[], Mapping[str, int]],
    abbreviations: Mapping[str, Sequence[str]],
    kept: Sequence[str] = (),
    names: Sequence[str] = (),
    adjacent: Callable[[str], bool] = lambda _: False,
) -> Rewriting:
    """Correct the words of a question that no passage has, and say its abbreviations and compounds the other way.

    `frequency` tells how many passages have a term, `words` gives how many have each word in lower case (read only
    when there is a word to correct); what stands in `kept`, quoted phrases, is left as it is. `names` are those of
    documents and of who made them, which a question may give by initials that no text explains. `adjacent` tells
    whether a passage has words behind each other.
    """

    def knows(term: str) -> bool:
        return frequency(term) > 0

    notes = []
    opened: dict[str, str] = {}
    corrected = question
    for initials in initials_in(question, lambda word: any(map(knows, terms(word)))):
        if initials in abbreviations or any(_word(initials).search(phrase) for phrase in kept):
            continue
        if name := name_with_initials(initials, names):
            corrected = _replace(corrected, initials, name)
            notes.append(f"Searched for “{name}” instead of “{initials}”.")
    for word in dict.fromkeys(_WORD.findall(corrected)):
        if word.lower() in STOP_WORDS or any(_word(word).search(phrase) for phrase in kept):
            continue
        is_known = any(map(knows, terms(word)))
        meant = open_compound(word, frequency, adjacent)
        if is_known:
            opened |= {word: meant} if meant else {}
        elif meant := meant or suggest(word, words()):
            corrected = _replace(corrected, word, meant)
            notes.append(f"Searched for “{meant}” instead of “{word}”.")
    variants = [_replace(corrected, word, meant) for word, meant in opened.items()][:MAX_VARIANTS]
    notes += [f"Searched for “{meant}” as well as “{word}”." for word, meant in list(opened.items())[:MAX_VARIANTS]]
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
