"""Positions in a finished text of things that were left out, found by the words around them."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from reportqa.parsing.builder import DocumentBuilder

CONTEXT = 60
"""Characters of context before and after, without spaces; half of them are tried if all are not found."""

_SHORT = 12
"""Characters of context before, if neither is found; a cell of a table may have no more."""

_WORD = re.compile(r"\S+")


class PositionFinder:
    """Finds positions in a text in ascending order; white space does not count."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self._start = self._position = start
        self._squeezed_position = 0
        self._squeezed_starts: list[int] = []
        self._starts: list[int] = []
        words = []
        length = 0
        for match in _WORD.finditer(text, start, len(text) if end is None else end):
            self._squeezed_starts.append(length)
            self._starts.append(match.start())
            words.append(match[0])
            length += len(match[0])
        self._squeezed = "".join(words)

    def find(self, before: str, after: str) -> int:
        """Return the offset after `before`, or else before `after`, both without spaces.

        Of several matches of `before`, the one followed by `after` is preferred. Without a match, the result is the
        position found last, at first the start of the text.
        """
        if before and not after and self._squeezed.endswith(before):
            return self._found(len(self._squeezed), behind=True)
        at = self._squeezed.find(before + after, max(self._squeezed_position - len(before), 0))
        if before and after and at >= 0:
            return self._found(at + len(before), behind=True)
        for size in (CONTEXT, CONTEXT // 2):
            if not before:
                break
            words = before[-size:]
            at = self._squeezed.find(words, max(self._squeezed_position - len(words), 0))
            if at >= 0:
                return self._found(at + len(words), behind=True)
        for size in (CONTEXT, CONTEXT // 2):
            at = self._squeezed.find(after[:size], self._squeezed_position) if before and after else -1
            if at >= 0:
                return self._found(at, behind=False)
        # Names of columns are between the cells of a row in the text, and not in the file.
        at = self._squeezed.find(before[-_SHORT:], self._squeezed_position) if len(before) >= _SHORT else -1
        if at >= 0:
            return self._found(at + _SHORT, behind=True)
        return self._position

    def _found(self, squeezed: int, *, behind: bool) -> int:
        letter = squeezed - 1 if behind else squeezed
        word = bisect_right(self._squeezed_starts, letter) - 1
        self._squeezed_position = squeezed
        self._position = self._starts[word] + letter - self._squeezed_starts[word] + behind
        return self._position


def leave_out_parts(parts: Iterable[tuple[str, str, str]], builder: DocumentBuilder) -> None:
    """Record parts in a finished document: kind, text and the words before each, without spaces; empty: the start."""
    places = PositionFinder(builder.text)
    for kind, text, before in parts:
        builder.leave_out(kind, text, places.find(before, "") if before else 0)
