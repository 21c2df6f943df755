"""Drafts of briefings in TOML, Markdown or JSON: notes, and the places of the quotes."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from reportqa.citations import Anchor, Record, read_link
from reportqa.errors import InputError

MAX_BYTES = 16 * 1024 * 1024
MAX_LEVEL = 6

_FIELDS = frozenset("title author date style lang section".split())
_SECTION_FIELDS = frozenset("heading level content".split())
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE_LINE = re.compile(
    r"\s{0,3}(?:>\s?)?\s*(?:\[\[(?P<marked>.+)\]\]|<?(?P<link>(?:https?:/)?/\S*?documents/\S+?)>?)\s*"
)
_INLINE = re.compile(r"\[\[([^\[\]]+(?:#\d+-\d+|[?&]start=\d+[^\[\]]*))\]\]")
_YAML = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """A cited place; `where` is the position of the quote in the draft ("line 12").

    An inline quote is in a sentence of a note; any other is a paragraph of its own.
    """

    anchor: Anchor
    where: str
    is_inline: bool = False


_Text = Sequence[str | QuoteRequest]
"""A note: its text, with the quotes in it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A briefing without its quotes: `body` is Markdown with a numbered `mark` in the place of each.

    `fields` are title, author, date, style and language ("lang"); those of a Markdown draft are in the body.
    """

    body: str
    mark: str
    places: tuple[QuoteRequest, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Characters of the notes, headings and fields."""
        marks = sum(len(self.mark_of(number)) for number in range(len(self.places)))
        return len(self.body) - marks + sum(len(str(value)) for value in self.fields.values())

    def mark_of(self, number: int) -> str:
        """Return the mark of the quote with a number, from 0; that of an inline quote may touch other characters."""
        return _mark(self.mark, number, self.places[number])


def read_draft(path: Path) -> Draft:
    """Return the draft in a file: .toml, .json or Markdown.

    :raises InputError: when it cannot be read, with the line if known.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f'The briefing "{path}" cannot be read ({error.strerror}).') from error
    if len(data) > MAX_BYTES:
        raise InputError(f'The briefing "{path}" is larger than {MAX_BYTES // 1024**2} MiB. Split it.')
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f'The briefing "{path}" is not UTF-8 (line {line}). Save it as UTF-8.') from error
    try:
        if path.suffix.lower() == ".toml":
            return draft_of_toml(text)
        return draft_of_json(text) if path.suffix.lower() == ".json" else draft_of_markdown(text)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def draft_of_toml(text: str) -> Draft:
    """Return the draft in a TOML text.

    :raises InputError: when it is not TOML, or not a briefing.
    """
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = re.sub(r"\(at (line \d+), column \d+\)", r"(\1)", str(error))
        reason = reason.replace("(at end of document)", "(at the end)")
        raise InputError(f"Not valid TOML: {reason[:1].lower()}{reason[1:]}. Correct that line.") from error
    return draft_of(content)


def draft_of_json(text: str | bytes) -> Draft:
    """Return the draft in a JSON text.

    :raises InputError: when it is not JSON, or not a briefing.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"Not valid JSON ({error}).") from error
    return draft_of(content)


def draft_of(content: Any) -> Draft:
    """Return the draft in an object with title, author, date, style, lang, and a list of sections.

    A section has a heading, a level (1 to 6, optional), and a list of {"note": Markdown} or {"quote": place or record}.
    A note with quotes in its sentences is a list of texts and {"quote": …}.
    :raises InputError: when a field is unknown or has a wrong value.
    """
    if not isinstance(content, Mapping):
        raise InputError("A briefing is an object with a title and sections.")
    _known(content, _FIELDS, "a briefing")
    sections = content.get("section", [])
    if not isinstance(sections, list):
        raise InputError('"section" is not a list. Write [[section]] above each section.')
    pieces: list[_Text | QuoteRequest] = []
    for number, section in enumerate(sections, start=1):
        pieces += _section(section, f"section {number}")
    return _draft(pieces, _fields(content))


def draft_of_markdown(text: str) -> Draft:
    """Return the draft in a Markdown text.

    A line with [[report.pdf#1200-1350]] or the link of an answer, with or without ">", is the place of a quote;
    [[report.pdf#1200-1350]] within a line is the place of a quote in a sentence. YAML at the beginning may have title,
    author, date, style and lang.
    :raises InputError: when a place is wrong.
    """
    front = _YAML.match(text)
    head = front[0] if front else ""
    pieces: list[_Text | QuoteRequest] = [[head]] if head else []
    fence = ""
    for number, line in enumerate(text[len(head) :].split("\n"), start=1 + head.count("\n")):
        opened = _FENCE.match(line)
        if opened and not fence:
            fence = opened[1]
        elif opened and opened[1].startswith(fence) and not line.strip(" `~"):
            fence = ""
        found = None if fence else _QUOTE_LINE.fullmatch(line)
        if found and (found["marked"] or "start=" in found["link"]):
            pieces.append(_place(found["marked"] or found["link"], f"line {number}"))
            continue
        pieces.append([line] if fence else _line(line, f"line {number}"))
    return _draft(_joined(pieces), {})


def _line(line: str, where: str) -> _Text:
    """Return a line of Markdown with the inline quotes in it."""
    # Every second part is a place.
    parts = _INLINE.split(line)
    return [_place(part, where, is_inline=True) if row % 2 else part for row, part in enumerate(parts)]


def _joined(pieces: Iterable[_Text | QuoteRequest]) -> Iterator[_Text | QuoteRequest]:
    """Yield the lines between two places as one text, and the places."""
    for is_place, group in groupby(pieces, key=lambda piece: isinstance(piece, QuoteRequest)):
        if is_place:
            yield from group
        else:
            lines = [line for line in group if not isinstance(line, QuoteRequest)]
            yield [part for row, line in enumerate(lines) for part in (["\n"] if row else []) + list(line)]


def _draft(pieces: Iterable[_Text | QuoteRequest], fields: Mapping[str, Any]) -> Draft:
    parts = [[part] if isinstance(part, QuoteRequest) else part for part in pieces]
    texts = [one for part in parts for one in part if isinstance(one, str)]
    # A hash of the text does not occur in it.
    mark = "m" + hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    places: list[QuoteRequest] = []
    body = []
    for part in parts:
        written = []
        for one in part:
            if isinstance(one, QuoteRequest):
                written.append(_mark(mark, len(places), one))
                places.append(one)
            else:
                written.append(one)
        body.append("".join(written))
    return Draft("\n\n".join(body), mark, tuple(places), fields)


def _mark(mark: str, number: int, place: QuoteRequest) -> str:
    # The letter at the end keeps the number apart from digits after it.
    return f"{mark}i{number}i" if place.is_inline else f"{mark}q{number}"


def _section(section: Any, where: str) -> Iterator[_Text | QuoteRequest]:
    if not isinstance(section, Mapping):
        raise InputError(f'{where.capitalize()} is not a section. Write [[section]] with a "heading" and a "content".')
    _known(section, _SECTION_FIELDS, where)
    heading, level, content = section.get("heading", ""), section.get("level", 1), section.get("content", [])
    if not isinstance(heading, str):
        raise InputError(f"The heading of {where} is not a text.")
    if not isinstance(level, int) or isinstance(level, bool) or not 1 <= level <= MAX_LEVEL:
        raise InputError(f"The level of {where} is not a whole number from 1 to {MAX_LEVEL}.")
    if not isinstance(content, list):
        raise InputError(f"The content of {where} is not a list of notes and quotes.")
    if heading.strip():
        yield [f"{'#' * level} {' '.join(heading.split())}"]
    for number, part in enumerate(content, start=1):
        here = f"{where}, part {number}"
        if not isinstance(part, Mapping) or len(part) != 1 or not {"note", "quote"} & set(part):
            raise InputError(f'{here.capitalize()} is neither {{ note = "…" }} nor {{ quote = "…" }}.')
        if "quote" in part:
            yield _place(part["quote"], here)
        else:
            yield list(_note(part["note"], here))


def _note(note: Any, where: str) -> Iterator[str | QuoteRequest]:
    for part in note if isinstance(note, list) else [note]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping) and set(part) == {"quote"} and isinstance(note, list):
            yield _place(part["quote"], where, is_inline=True)
        else:
            raise InputError(f'The note of {where} is neither a text nor a list of texts and {{ quote = "…" }}.')


def _place(value: Any, where: str, *, is_inline: bool = False) -> QuoteRequest:
    """Return the request for a link, "document#start-end" or a citation record."""
    if not isinstance(value, Mapping | str):
        raise InputError(f"The quote in {where} is neither a place nor the record of a citation.")
    try:
        anchor = read_link(value.strip()) if isinstance(value, str) else Record.from_object(value).anchor
    except InputError as error:
        raise InputError(f"The quote in {where}: {error}") from error
    return QuoteRequest(anchor, where, is_inline)


def _fields(content: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("title", "date", "style", "lang"):
        value = content.get(name)
        if value is not None and name == "date":
            value = str(value)
        if not isinstance(value, str | None):
            raise InputError(f'"{name}" is not a text.')
        if value:
            found[name] = " ".join(value.split())
    author = content.get("author")
    authors = [] if author in (None, "") else [author] if isinstance(author, str) else author
    if not isinstance(authors, list) or not all(isinstance(name, str) for name in authors):
        raise InputError('"author" is neither a name nor a list of names.')
    return found | ({"author": authors} if authors else {})


def _known(content: Mapping[str, Any], names: frozenset[str], what: str) -> None:
    for name in content:
        if name not in names:
            raise InputError(f'"{name}" is not a field of {what}. Fields: {", ".join(sorted(names))}.')
