"""Parts of a source that do not become text, found by patterns and recorded in the finished document."""

import re
from collections.abc import Mapping

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.text_places import TextPlaces, letters_of

_CONTEXT = 40
"""Letters of a line by which its place in the text is found, and the fewest."""
_LEAST = 4
_MAX_LINES = 40
"""Number of lines before a part that are looked for."""


class SourceParts:
    """Parts of a source with their kinds; `always` are recorded even if their words are in the text."""

    def __init__(self, source: str, patterns: Mapping[str, re.Pattern[str]], always: frozenset[str]) -> None:
        self._source, self._always = source, always
        self._parts = sorted(
            (
                match.start(),
                kind,
                match[0] if pattern.groupindex or not pattern.groups else next(filter(None, match.groups()), ""),
            )
            for kind, pattern in patterns.items()
            for match in pattern.finditer(source)
        )

    def write(self, builder: DocumentBuilder) -> None:
        """Record the parts, each behind the line before it that is in the text."""
        if not self._parts:
            return
        places = TextPlaces(builder.text)
        known = letters_of(" ".join([builder.text, *builder.warnings, *(thing.text for thing in builder.left_out)]))
        for start, kind, part in self._parts:
            letters = letters_of(part)
            if letters and (kind in self._always or letters not in known):
                self._go_to(start, places)
                builder.leave_out(kind, part, places.offset)

    def _go_to(self, start: int, places: TextPlaces) -> None:
        """Go behind the last line before a part that is in the text."""
        for line in self._source[max(start - _MAX_LINES * 200, 0) : start].split("\n")[: -_MAX_LINES - 1 : -1]:
            words = letters_of(line)[-_CONTEXT:]
            if len(words) >= _LEAST and places.find(words):
                return
