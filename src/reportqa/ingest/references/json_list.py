"""A JSON list of objects as text, in which only changed objects are written anew."""

import json
from collections.abc import Sequence
from typing import Any

Item = dict[str, Any]

_SPACES = " \t\r\n"
_DEFAULT = "[\n  ", ",\n  ", "\n]\n"


class JsonList:
    """The text of a JSON list; objects that did not change keep their own, with its indentation and order of fields."""

    def __init__(self, text: str, items: Sequence[Item]) -> None:
        """Read the list that `text` is; `items` are its objects, which may be changed later."""
        self._sources: dict[int, tuple[str, str]] = {}
        self._begin, self._between, self._end = _DEFAULT
        self._unit: str | None = "  "
        if not items:
            return
        ranges = _ranges(text, len(items))
        self._sources = {
            id(item): (json.dumps(item), text[start:end]) for item, (start, end) in zip(items, ranges, strict=True)
        }
        self._begin, self._end = text[: ranges[0][0]], text[ranges[-1][1] :]
        _, feed, indentation = self._begin.rpartition("\n")
        self._between = f",\n{indentation}" if feed else ", "
        if len(ranges) > 1:
            self._between = text[ranges[0][1] : ranges[1][0]]
        self._unit = _unit(text[slice(*ranges[-1])], _indentation(self._between))

    def written(self, items: Sequence[Item]) -> str:
        """Return the list with these objects, some of which may be those that were read."""
        outer = _indentation(self._between)
        pieces = []
        for item in items:
            before, source = self._sources.get(id(item), ("", ""))
            unit = _unit(source, outer) if source else self._unit
            made = json.dumps(item, ensure_ascii=False, indent=unit).replace("\n", f"\n{outer}")
            pieces.append(source if json.dumps(item) == before else made)
        return f"{self._begin}{self._between.join(pieces)}{self._end}" if pieces else "[]\n"


def _ranges(text: str, count: int) -> list[tuple[int, int]]:
    """Return the start and end of each object of a list."""
    decoder, at, found = json.JSONDecoder(), text.index("[") + 1, []
    for _ in range(count):
        while text[at] in f"{_SPACES},":
            at += 1
        start = at
        _, at = decoder.raw_decode(text, start)
        found.append((start, at))
    return found


def _unit(source: str, outer: str) -> str | None:
    """Return the indentation of the fields of an object beyond its own; None for an object on one line."""
    return (_indentation(source.partition('"')[0])[len(outer) :] or "  ") if "\n" in source else None


def _indentation(text: str) -> str:
    """Return the white space after the last line feed of a text."""
    line = text.rpartition("\n")[2]
    return line[: len(line) - len(line.lstrip(" \t"))] if "\n" in text else ""
