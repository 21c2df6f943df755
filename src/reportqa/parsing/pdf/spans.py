"""Spans: the range of a text that each line or word of a PDF page became."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.words import Word
from reportqa.text import REPLACEMENT, clean_text

_MAX_REPAIRED = 3
"""Maximum letters that replace one unreadable character of a page."""
_MAX_BETWEEN = 3
"""Maximum characters between two words of a text: a space, or a dot between two spaces."""

Span = tuple[int, int, int, int]
"""A range of a text, and the PDFium indexes of the first and the last character that it was made of."""


def locate(lines: Iterable[Line], text: str) -> tuple[Span, ...]:
    """Return the spans of consecutive lines in the text made of them, line by line or word by word.

    There are none if the text has other letters or figures than the lines, and none for words that are not printed.
    """
    spans: list[Span] = []
    at = 0
    for line in lines:
        words = line.words or line.aside
        first, last, length = words[0].first, words[-1].last, len(line.text)
        # With one character of the line for each of the page, the line is one span.
        if first >= 0 and last - first + 1 == length and (start := _find(line.text, text, at)) >= 0:
            at = start + length
            spans.append((start, at, first, last))
            continue
        end = _locate_words(words, text, at, spans)
        if end is None:
            return ()
        at = end
    return () if has_letters(text[at:]) else tuple(spans)


def locate_words(words: Iterable[Word], text: str) -> tuple[Span, ...]:
    """Return the spans of words in the text made of them, as `locate`."""
    spans: list[Span] = []
    end = _locate_words(words, text, 0, spans)
    return () if end is None or has_letters(text[end:]) else tuple(spans)


def _locate_words(words: Iterable[Word], text: str, at: int, spans: list[Span]) -> int | None:
    """Add the spans of words in a text from an offset on; return the end of the last, None if one is not found."""
    for word in words:
        start = _find(word.text, text, at)
        if start >= 0:
            at = start + len(word.text)
        else:
            start = next((place for place in range(at, len(text)) if text[place].isalnum()), len(text))
            end = _end_of(word.text, text, start)
            if end is None:
                return None
            if end == start:
                continue
            at = end
        if word.first >= 0:
            spans.append((start, at, word.first, word.last))
    return at


def _find(sought: str, text: str, at: int) -> int:
    """Return the next position of a part of a text, -1 if letters or figures come before it."""
    start = text.find(sought, at, at + len(sought) + _MAX_BETWEEN)
    return start if start <= at or not has_letters(text[at:start]) else -1


def part(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return the spans of a part of a text, relative to its start."""
    kept = []
    for begin, stop, first, last in spans:
        before, behind = max(start - begin, 0), max(stop - end, 0)
        if begin + before < stop - behind and (not (before or behind) or stop - begin == last - first + 1):
            kept.append((begin + before - start, stop - behind - start, first + before, last - behind))
    return tuple(kept)


def moved(spans: Iterable[Span], by: int) -> Iterator[Span]:
    """Return spans shifted by a number of characters."""
    return ((start + by, end + by, first, last) for start, end, first, last in spans)


def _end_of(word: str, text: str, start: int) -> int | None:
    """Return the end of a word in a text with another spelling of it, None if it is not there.

    Cleaning replaces ligatures, joins accents and drops hyphens and unreadable characters, each for some letters.
    """
    letters_of_word = "".join(map(_letters, word))
    if not letters_of_word:
        return start
    pattern = letters_of_word
    if any(map(_is_unreadable, word)):
        pattern = "".join(rf"\w{{0,{_MAX_REPAIRED}}}?" if _is_unreadable(c) else _letters(c) for c in word)
    letters, ends = "", []
    for at in range(start, min(start + 4 * len(word) + 8, len(text))):
        if text[at].isspace():
            break
        letters += (folded := _letters(text[at]))
        ends += [at + 1] * len(folded)
    found = re.match(pattern, letters)
    return ends[found.end() - 1] if found and found.end() else None


@lru_cache(maxsize=10_000)
def _letters(character: str) -> str:
    """Return the letters and figures of a character, without accents and ligatures."""
    plain = unicodedata.normalize("NFKD", clean_text(character))
    return "".join(c for c in plain if c.isalnum())


def _is_unreadable(character: str) -> bool:
    """Return whether a character has a meaning in its font only, such as a lost ligature."""
    return (unicodedata.category(character) in {"Co", "Cn"} and not clean_text(character)) or character == REPLACEMENT


def has_letters(text: str) -> bool:
    """Return whether a text has letters or figures."""
    return not text.isspace() and any(map(str.isalnum, text))
