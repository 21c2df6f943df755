"""A quotation as a pattern: the words to look for, and the gaps that its writer marks."""

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
    """A word that is looked for, in any of these forms, or a gap of that kind; where it stands in the quotation."""

    keys: tuple[str, ...]
    gap: str
    start: int
    end: int


class Pattern:
    """A quotation to look for.

    With `marks`, ellipses and words in square brackets stand for what the writer left out or put in, and the case of
    the first letter is the writer's; without, it is taken as it stands.
    """

    def __init__(self, text: str, *, marks: bool = True) -> None:
        self.text = text
        self.slots = tuple(_slots(text)) if marks else tuple(plain_slots(text, 0))
        self.words = sum(not slot.gap for slot in self.slots)

    @property
    def has_gaps(self) -> bool:
        return any(slot.gap for slot in self.slots)


def plain_slots(text: str, offset: int) -> Iterator[Slot]:
    """Yield the words of a text that begins at `offset` as they stand."""
    wording = Wording.of(text)
    for key, start, end in zip(wording.keys, wording.starts, wording.ends, strict=True):
        yield Slot((key,), "", start + offset, end + offset)


def _slots(text: str) -> Iterator[Slot]:
    """Read a quotation with the writer's marks in it."""
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
    """Yield the words between two marks; `freed` is the letter of "[t]he", whose word begins at the bracket.

    Where the quotation or a part of it `starts`, the first letter may have either case.
    """
    for number, slot in enumerate(plain_slots(freed + text[start:end], start - len(freed))):
        begin = slot.start - 2 if freed and not number else slot.start
        keys = slot.keys
        if not number and starts and keys[0][:1].isalpha():
            keys = (keys[0], other_case(keys[0]))
        yield Slot(keys, "", begin, slot.end)
