"""Splitter of BibTeX files into entries, so that a broken entry does not lose the others.

pandoc, which parses the entries, drops their `file` field and lowercases English titles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_ENTRY = 200_000
"""Characters of an entry; bounds the search for a missing closing brace."""

_ENTRY = re.compile(r"@\s*([a-z]+)\s*([{(])", re.I)
_NEXT_ENTRY = re.compile(r"^\s*@\s*[a-z]+\s*[{(]", re.I | re.M)
_TOKEN = re.compile(r'\\.|[{}"]', re.S)
_KEY = re.compile(r"\s*([^\s,{}()\"=]+)\s*(?:,|$)")
_FIELD = re.compile(r"([a-z][\w-]*)\s*=\s*([{\"])", re.I)
_TITLES = frozenset("title subtitle titleaddon booktitle booksubtitle maintitle journaltitle journal series".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as input for pandoc.

    `file` is the value of its field `file`, `date` that of `date` or `year`; `key` is empty if missing.
    """

    key: str
    source: str
    file: str
    date: str = ""


def split(text: str) -> tuple[str, list[Entry]]:
    """Return the @string definitions and preambles, and the entries in order."""
    common, entries, position = [], [], 0
    while match := _ENTRY.search(text, position):
        end = _end(text, match.end())
        if end is None:
            # No closing brace: the entry ends where the next one begins on a line of its own.
            following = _NEXT_ENTRY.search(text, match.end())
            end = following.start() if following else len(text)
        kind, source = match[1].lower(), text[match.start() : end]
        position = max(end, match.end())
        if kind in {"string", "preamble"}:
            common.append(source)
        elif kind != "comment":
            entries.append(_entry(source, match.end() - match.start()))
    return "\n".join(common), entries


def _entry(source: str, body: int) -> Entry:
    key = _KEY.match(source, body)
    pieces, position = [source[:body]], body
    values: dict[str, str] = {}
    for name, start, end in _fields(source, body):
        value = source[start:end]
        values.setdefault(name, value)
        pieces.append(source[position:start])
        # Double braces keep the case of a title.
        pieces.append(f"{{{value}}}" if name in _TITLES else value)
        position = end
    date = values.get("date") or values.get("year", "")
    return Entry(key[1] if key else "", "".join([*pieces, source[position:]]), values.get("file", ""), date)


def _fields(source: str, position: int) -> Iterator[tuple[str, int, int]]:
    """Yield the name and the range of the value of each field, without braces or quotation marks."""
    while match := _FIELD.search(source, position):
        start = match.end()
        end = _end(source, start, "}" if match[2] == "{" else '"')
        if end is None:
            return
        yield match[1].lower(), start, end - 1
        position = end


def _end(text: str, start: int, closing: str = "}") -> int | None:
    """Return the offset after the brace or quotation mark that closes the one before `start`."""
    depth = 0
    for token in _TOKEN.finditer(text, start, start + MAX_ENTRY):
        if depth == 0 and token[0] == closing:
            return token.end()
        depth += {"{": 1, "}": -1}.get(token[0], 0)
    return None
