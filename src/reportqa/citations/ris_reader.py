"""Reader of RIS, as Zotero, EndNote, Mendeley, JabRef, Citavi and reportqa write it, to CSL-JSON items."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportqa.citations.item_dates import read_day, read_item_date
from reportqa.citations.ris_tags import DATES, FILES, NAMES, REST, REST_MARK, TEXTS, TYPES, WRITTEN_TYPES, field_of

_LINE = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?: (.*))?", re.DOTALL)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I)
_PARTICLES = re.compile(r"((?:[a-zà-öø-ÿ’']+\s+)+)(\S.*)")
_ISBN = re.compile(r"97[89][\d -]{10,14}|\d[\d -]{8,11}[\dXx]")
_SUFFIX = re.compile(r"[JS]r\.?|[IVX]+\.?|\d(?:st|nd|rd|th)", re.I)


@dataclass(frozen=True, slots=True)
class RisRecord:
    """A record: its CSL-JSON `item`, whose id is empty if the record has none, and the paths of its files."""

    item: Mapping[str, Any]
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lines:
    """The values of each tag of a record, in order."""

    kind: str
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, *tags: str) -> str:
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")


def read_ris(text: str) -> list[RisRecord]:
    """Return the records of a RIS file in order; lines outside of a record are left out."""
    return [_record(lines) for lines in _split(text)]


def _split(text: str) -> Iterator[_Lines]:
    lines: _Lines | None = None
    tag = ""
    for line in re.split(r"\r\n?|\n", text.lstrip("\ufeff")):
        match = _LINE.fullmatch(line)
        if not match:
            # A long value goes on in the next line.
            if lines and tag and line.strip():
                lines.values[tag][-1] = f"{lines.values[tag][-1]} {line.strip()}".strip()
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag in {"TY", "ER"}:
            if lines:
                yield lines
            lines, tag = (_Lines(value.upper()) if tag == "TY" else None), ""
        elif lines:
            lines.values[tag].append(value)
    if lines:
        yield lines


def _record(lines: _Lines) -> RisRecord:
    kind = TYPES.get(lines.kind, "document")
    item: dict[str, Any] = {"id": lines.first("ID"), "type": kind}
    item |= _texts(lines, kind)
    item |= _names(lines, kind)
    if issued := _issued(lines):
        item["issued"] = issued
    if accessed := read_item_date(lines.first("Y2") or (_accessed(lines) if kind == "webpage" else "")):
        item["accessed"] = accessed
    item |= {name: value for name, value in _rest(lines).items() if _is_current(name, value, item, lines.kind)}
    files = tuple(path for tag in sorted(FILES) for path in lines.values.get(tag, ()) if path)
    return RisRecord({name: value for name, value in item.items() if value or name == "id"}, files)


def _texts(lines: _Lines, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in TEXTS:
        value, name = lines.first(tag), field_of(tag, kind)
        if not value or name is None:
            continue
        if tag == "M3" and (match := _DOI.fullmatch(value)):
            name, value = "DOI", match[1]
        elif tag == "SN" and name == "number" and _is_isbn(value):
            name = "ISBN"
        elif tag in {"M1", "VL"} and kind == "webpage" and read_day(value)[0]:
            # EndNote writes the day of access here.
            continue
        if tag == "C3" and name in found and found[name] != value:
            found["event-title"], found[name] = found[name], value
        found.setdefault(name, value)
    if match := _DOI.fullmatch(found.get("DOI", "")):
        found["DOI"] = match[1]
    if "container-title" not in found and "container-title-short" in found:
        found["container-title"] = found.pop("container-title-short")
    if "title" not in found and "title-short" in found:
        found["title"] = found.pop("title-short")
    last = lines.first("EP")
    if "page" in found and last and "-" not in found["page"] and last != found["page"]:
        found["page"] += f"-{last}"
    elif last and "page" not in found and "number-of-pages" not in found:
        found["page"] = last
    return found


def _is_isbn(text: str) -> bool:
    """Return whether a text is an ISBN by its last digit: a report may have one where others have its number."""
    digits = [10 if sign in "Xx" else int(sign) for sign in re.sub(r"[ -]", "", text)] if _ISBN.fullmatch(text) else []
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return len(digits) == 13 and sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0


def _names(lines: _Lines, kind: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for tag in NAMES:
        names = [name for value in lines.values.get(tag, ()) for text in _each_name(value) if (name := read_name(text))]
        role = field_of(tag, kind)
        if role == "author" and lines.kind == "EDBOOK":
            role = "editor"
        if names and role:
            found.setdefault(role, []).extend(names)
    if not found.keys() & {"author", "editor"} and "collection-editor" in found:
        # A work with nobody but the editor of its series: programs differ about the tag.
        found["editor"] = found.pop("collection-editor")
    return found


def _each_name(value: str) -> Sequence[str]:
    """Return the names of one line; several have semicolons between them, and each a comma within."""
    names = [part.strip() for part in value.split(";") if part.strip()]
    return names if len(names) > 1 and all("," in name for name in names) else [value.strip()]


def read_name(text: str) -> dict[str, str]:
    """Return a name; without a comma, or with one at its end, it is that of an organisation."""
    if text.endswith(",") or "," not in text:
        return {"literal": name} if (name := text.removesuffix(",").strip()) else {}
    family, *rest = (part.strip() for part in text.split(","))
    match = _PARTICLES.fullmatch(family)
    parts = {"non-dropping-particle": match[1].strip(), "family": match[2]} if match else {"family": family}
    if rest[1:] and _SUFFIX.fullmatch(rest[-1]):
        parts["suffix"] = rest.pop()
    elif rest[1:] and _SUFFIX.fullmatch(rest[0]):
        parts["suffix"] = rest.pop(0)
    parts["given"] = ", ".join(rest)
    return {part: value for part, value in parts.items() if value}


def _issued(lines: _Lines) -> dict[str, Any]:
    """Return the most exact date of DA, PY and Y1; a day without a year has that of another tag."""
    values = [value for tag in DATES if DATES[tag] == "issued" for value in lines.values.get(tag, ()) if value]
    dates = [date for value in values if (date := read_item_date(value))]
    numbered = [date for date in dates if "date-parts" in date]
    if not numbered:
        return dates[-1] if dates else {}
    year = lines.first("PY", "Y1")
    agreeing = [date for date in numbered if str(date["date-parts"][0][0]) in year] or numbered
    best = max(agreeing, key=lambda date: (len(date["date-parts"]), len(date["date-parts"][0])))
    if best["date-parts"][1:] or len(best["date-parts"][0]) > 1:
        return best
    days = [words for value in values if (words := read_day(value)[1])]
    with_day = [parts for words in days if (parts := read_day(f"{words} {best['date-parts'][0][0]}")[0])]
    return {**best, "date-parts": [with_day[0]]} if with_day else best


def _accessed(lines: _Lines) -> str:
    """Return the day of access as EndNote writes it: M1, else the year as VL."""
    return next((value for tag in ("M1", "VL") if (value := lines.first(tag)) and read_day(value)[0]), "")


def _is_current(name: str, value: Any, item: Mapping[str, Any], kind: str) -> bool:
    """Return whether a field of REST agrees with the tags, which another program may have changed since."""
    if name == "type":
        return WRITTEN_TYPES.get(str(value), "GEN") == kind
    return value is None or _words(item.get(name)) <= _words(value)


def _words(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*map(_words, value.values()))
    return set().union(*map(_words, value)) if isinstance(value, list) else set(re.findall(r"\w+", str(value or "")))


def _rest(lines: _Lines) -> dict[str, Any]:
    """Return the fields that reportqa wrote because no tag has them."""
    for value in lines.values.get(REST, ()):
        if value.startswith(REST_MARK):
            try:
                found = json.loads(value.removeprefix(REST_MARK))
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                return found
    return {}
