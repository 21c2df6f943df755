"""Reader of bibliographies in CSL-JSON, BibTeX, BibLaTeX and RIS."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.citations import MARKED_TITLE, plain_title, read_ris, tidy_markup
from reportqa.errors import ParseError
from reportqa.ingest.references import bibtex
from reportqa.parsing import convert, decode

MAX_BYTES = 64 * 1024 * 1024
TIMEOUT = 60.0
"""Time limit of pandoc for one bibliography, in seconds."""

_UNTIL_THEN = "Fix it; until then, metadata comes from the files."
_MAX_BROKEN = 20
"""Unreadable entries from which the whole file counts as broken."""
UNDO = "reportqa-undo"
"""Field of `custom` with the earlier values of a description that `LibraryFile` has changed."""
_DOTLESS = re.compile("[ıȷ](?=[\u0300-\u036f])")


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a bibliography: its name, a CSL-JSON `item`, and the paths of files in it."""

    origin: str
    item: Mapping[str, Any]
    files: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return str(self.item.get("id") or "")


def read_references(path: Path, origin: str) -> tuple[list[Reference], list[str]]:
    """Return the references of a bibliography in order, and the keys of unreadable entries.

    :raises ParseError: when the whole file cannot be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParseError(f"is larger than {MAX_BYTES // 1024**2} MiB. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise ParseError(f"cannot be read ({error.strerror}).") from error
    suffix = path.suffix.lower()
    if suffix == ".json":
        return [Reference(origin, _plain(item), named_file(item)) for item in read_csl_json(data)], []
    if suffix == ".bib":
        return _read_bibtex(decode(data), origin)
    return _read_ris(decode(data), origin), []


def read_csl_json(data: bytes) -> list[dict[str, Any]]:
    """Return the items of a CSL-JSON list.

    :raises ParseError: when it is not one.
    """
    try:
        items = json.loads(data)
        # JSON can contain lone surrogates, which no model, page or file can hold.
        items = json.loads(json.dumps(items, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise ParseError(f"is not valid JSON ({error}). {_UNTIL_THEN}") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ParseError(f"is not a CSL-JSON list of items. {_UNTIL_THEN}")
    return items


def is_csl_json(path: Path) -> bool:
    """Return whether a file is a list of CSL-JSON items, each with at least a type."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
        items = read_csl_json(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else []
    except (OSError, ParseError):
        return False
    return bool(items) and all(
        isinstance(item.get("type"), str) and ("title" in item or "id" in item) for item in items
    )


def file_paths(field: str) -> tuple[str, ...]:
    r"""Return the paths in a `file` field as Zotero, Better BibTeX, JabRef and Mendeley write it.

    >>> file_paths("Full Text:files/12/Rosen - 2016.pdf:application/pdf;:C\\:\\\\a\\\\b.pdf:PDF")
    ('files/12/Rosen - 2016.pdf', 'C:/a/b.pdf')
    """
    paths = []
    for part in re.split(r"(?<!\\);", field.replace(r"$\backslash$", "\\")):
        pieces = re.split(r"(?<!\\):", part)
        # An unescaped "C:\…" is split after the drive letter.
        drive = [at for at, piece in enumerate(pieces[:-1]) if re.fullmatch(r"[A-Za-z]", piece.strip())]
        for at in reversed(drive):
            pieces[at : at + 2] = [":".join(pieces[at : at + 2])]
        path = pieces[0] if len(pieces) == 1 else pieces[1] if len(pieces) > 2 else max(pieces, key=len)
        path = re.sub(r"\\([:;_&%#${}~ ])", r"\1", path).replace("\\\\", "\\").replace("\\", "/").strip()
        if path:
            paths.append(path)
    return tuple(paths)


def _read_bibtex(text: str, origin: str) -> tuple[list[Reference], list[str]]:
    common, entries = bibtex.split(text)
    items, broken = _convert_entries(common, entries)
    named = {entry.key: file_paths(entry.file) for entry in reversed(entries)}
    if entries and not items:
        raise ParseError(f"has no readable entry. {_UNTIL_THEN}")
    dates = {entry.key: entry.date for entry in reversed(entries)}
    for item in items:
        issued = item.get("issued")
        if not (isinstance(issued, dict) and issued.get("date-parts")):
            # pandoc leaves out a date in words, such as "in press".
            item["issued"] = {"literal": dates.get(str(item.get("id")), "") or item.get("status", "")}
    return [Reference(origin, _plain(item), named.get(str(item.get("id")), ())) for item in items], broken


def _convert_entries(common: str, entries: Sequence[bibtex.Entry]) -> tuple[list[dict[str, Any]], list[str]]:
    """Convert the entries with pandoc; on failure halve them to find the broken ones."""
    items: list[dict[str, Any]] = []
    broken: list[str] = []
    waiting = [list(entries)] if entries else []
    while waiting:
        some = waiting.pop(0)
        source = "\n\n".join([common, *(entry.source for entry in some)])
        try:
            items += json.loads(convert(source.encode("utf-8", "replace"), "biblatex", "csljson", TIMEOUT)[0])
        except ParseError:
            if len(some) > 1:
                waiting[:0] = [some[: len(some) // 2], some[len(some) // 2 :]]
            else:
                broken.append(some[0].key or "one without a key")
            if len(broken) > _MAX_BROKEN:
                break
    return items, broken


def _read_ris(text: str, origin: str) -> list[Reference]:
    records = read_ris(text)
    if not records:
        raise ParseError(f"has no readable reference. {_UNTIL_THEN}")
    return [Reference(origin, _plain(record.item), record.files) for record in records]


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item without the markup in its texts; `custom` keeps that of its title.

    Letters that pandoc composes of a dotless i and an accent are single letters.
    """
    item = {name: _composed(value) for name, value in item.items()}
    if isinstance(item.get("custom"), dict):
        item["custom"] = {name: value for name, value in item["custom"].items() if name != UNDO}
    plain = {name: plain_title(value) if isinstance(value, str) else value for name, value in item.items()}
    title, custom = item.get("title"), item.get("custom")
    if isinstance(title, str) and (marked := tidy_markup(title)) != plain["title"]:
        plain["custom"] = {**(custom if isinstance(custom, dict) else {}), MARKED_TITLE: marked}
    return plain


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", _DOTLESS.sub(lambda match: "ij"[match[0] == "ȷ"], value))
    if isinstance(value, list):
        return [_composed(part) for part in value]
    return {name: _composed(part) for name, part in value.items()} if isinstance(value, dict) else value


def named_file(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the path of the file that a CSL-JSON item names, if it does."""
    custom = item.get("custom")
    name = custom.get("file") if isinstance(custom, dict) else None
    return (str(name),) if name else ()
