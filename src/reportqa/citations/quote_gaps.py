"""Text of a document that a quotation leaves out or changes without an aligned word: gaps, and the last words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportqa.citations.quote_pattern import Pattern
from reportqa.citations.word_alignment import Operation
from reportqa.text import Wording

_SENTENCE_END = re.compile(r"[.!?]|\n\s*\n")
_WORDS_BEFORE = 12
"""Words of its clause that a mark at the beginning of a quotation stands for, at most."""
_CLAUSE_END = re.compile(r"[.,;:!?]|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Gap:
    """The text from `start` to `end` for which a quotation has a mark: `quoted`, such as "…" or "[they]".

    It is between two words of the quotation, or the words of the clause before its first.
    """

    quoted: str
    start: int
    end: int


def find_gaps(pattern: Pattern, wording: Wording, operations: Sequence[Operation], offset: int) -> Iterator[Gap]:
    """Yield the gaps between the first and the last word of a quotation, with the text from word to word."""
    words = [(i, j) for kind, i, j in operations if kind in {"=", "~"} and i is not None and j is not None]
    for number, slot in enumerate(pattern.slots):
        if not slot.gap:
            continue
        before = max((j for i, j in words if i < number), default=None)
        after = min((j for i, j in words if i > number), default=None)
        if after is None:
            continue
        begin = wording.ends[before] if before is not None else _clause_start(wording, after)
        yield Gap(pattern.text[slot.start : slot.end], begin + offset, wording.starts[after] + offset)


def _clause_start(wording: Wording, word: int) -> int:
    """Return the start of the last words before a word, within its clause."""
    begin, end = wording.starts[max(word - _WORDS_BEFORE, 0)], wording.starts[word]
    return max((match.end() for match in _CLAUSE_END.finditer(wording.text, begin, end)), default=begin)


def with_last_words(pattern: Pattern, wording: Wording, operations: Sequence[Operation]) -> list[Operation]:
    """Return an alignment with the last words of a quotation, if the text has none of them, beside those of the text.

    Both cost the same; a word behind the end of the sentence, or behind an ellipsis, is not what it stands for.
    """
    made = list(operations)
    first = len(made)
    while first and made[first - 1][0] == "-":
        first -= 1
    following = max((j for _, _, j in made[:first] if j is not None), default=-2) + 1
    for number in range(first, len(made)):
        slot = made[number][1] or 0
        if not 0 < following < len(wording.keys) or (slot and pattern.slots[slot - 1].gap):
            break
        if _SENTENCE_END.search(wording.text, wording.ends[following - 1], wording.starts[following]):
            break
        made[number] = ("~", slot, following)
        following += 1
    return made
