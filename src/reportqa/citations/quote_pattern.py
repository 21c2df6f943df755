"""Quotations as patterns: the words to search for, and the gaps marked by the writer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.text import Wording, other_case

GAPS = ("ellipsis", "bracket")

_ELLIPSIS = r"\[\s*(?:…|\.(?:\s?\.){2,3})\s*\]|\(\s*(?:…|\.(?:\s?\.){2,3})\s*\)|…|\.(?:\s?\.){2,3}"
_SIC = r"\[\s*(?:sic|emphasis (?:added|mine|in original)|my emphasis|our emphasis)\W*\]"
_LETTER = r"\[[^\W\d_]\](?=[^\W\d_])"
_BRACKET = r"[^\W\d_]*\[[^\[\]]{1,120}\][^\W\d_]*"
_MARK = re.compile(
    rf"(?P<ellipsis>{_ELLIPSIS})|(?P<sic>{_SIC})|(?<![^\W_])(?P<letter>{_LETTER})|(?P<bracket>{_BRACKET})", re.I
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A word in any of its forms (`keys`), or a `gap` of this kind, at `start` to `end` of the quotation."""

    keys: tuple[str, ...]
    gap: str
    start: int
    end: int


class Pattern:
    """A quotation to search for.

    With `marks`, an ellipsis or words in square brackets are gaps, and the first letter matches in either case;
    without, the quotation is literal.
    """

    def __init__(self, text: str, *, marks: bool = True) -> None:
        self.text = text
        self.slots = tuple(_slots(text)) if marks else tuple(_plain_slots(text, 0))
        self.words = sum(not slot.gap for slot in self.slots)

    @property
    def has_gaps(self) -> bool:
        return any(slot.gap for slot in self.slots)


def _plain_slots(text: str, offset: int) -> Iterator[Slot]:
    """Yield the words of a text that begins at `offset`."""
    wording = Wording.of(text)
    for key, start, end in zip(wording.keys, wording.starts, wording.ends, strict=True):
        yield Slot((key,), "", start + offset, end + offset)


def _slots(text: str) -> Iterator[Slot]:
    """Yield the words and gaps of a quotation."""
    position, freed, starts = 0, "", True
    for match in _MARK.finditer(text):
        yield from _stretch(text, position, match.start(), freed, starts=starts)
        kind = str(match.lastgroup)
        position, freed = match.end(), match[0][1] if kind == "letter" else ""
        starts = kind != "sic"
        if kind in GAPS:
            yield Slot((), kind, match.start(), match.end())
    yield from _stretch(text, position, len(text), freed, starts=starts)


def _stretch(text: str, start: int, end: int, freed: str, *, starts: bool) -> Iterator[Slot]:
    """Yield the words between two marks.

    :param freed: the letter of "[t]he", whose word begins at the bracket.
    :param starts: the stretch begins the quotation or a part of it; its first letter matches in either case.
    """
    for number, slot in enumerate(_plain_slots(freed + text[start:end], start - len(freed))):
        begin = slot.start - 2 if freed and not number else slot.start
        keys = slot.keys
        if not number and starts and keys[0][:1].isalpha():
            keys = (keys[0], other_case(keys[0]))
        yield Slot(keys, "", begin, slot.end)
