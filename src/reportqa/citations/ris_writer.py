"""Writer of works as RIS, in the tags that Zotero reads."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportqa.citations.ris_reader import read_ris
from reportqa.citations.ris_tags import NAMES, REST, REST_MARK, TEXTS, WRITTEN_TYPES, tag_of
from reportqa.citations.works import Work, clean_item


def write_ris(works: Iterable[Work]) -> str:
    """Return works as RIS; `read_ris` returns the same items.

    A comma after the name of an organisation keeps readers from splitting it.
    """
    return "\n".join(map(_entry, works))


def _entry(work: Work) -> str:
    written = "".join(f"{tag}  - {value}\n" for tag, value in _lines(work))
    (read,) = read_ris(f"{written}ER  - \n")
    back = clean_item(read.item)
    lost = {name: value for name, value in work.item.items() if back.get(name) != value}
    lost |= {name: None for name in back if name not in work.item}
    rest = f"{REST}  - {REST_MARK}{json.dumps(lost, ensure_ascii=False)}\n" if lost else ""
    return f"{written}{rest}ER  - \n"


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    item, kind = work.item, str(work.item["type"])
    yield "TY", WRITTEN_TYPES.get(kind, "GEN")
    yield "ID", work.key
    issued = item.get("issued")
    names = [(tag, name) for role in item if (tag := tag_of(role, kind)) in NAMES for name in item[role]]
    for tag in NAMES:
        yield from ((tag, _name(name)) for found, name in names if found == tag)
    yield from _texts(item, kind)
    if year := _year(issued):
        yield "PY", year
    if day := _slashed_date(issued):
        yield "DA", day
    if day := _slashed_date(item.get("accessed")):
        yield "Y2", day


def _texts(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    fields = {name: " ".join(value.split()) for name, value in item.items() if isinstance(value, str)}
    meeting = fields.pop("event-title", "") if kind == "paper-conference" else ""
    for tag in TEXTS:
        name = next((name for name in fields if tag_of(name, kind) == tag), None)
        if name == "page":
            first, _, last = fields["page"].replace("–", "-").partition("-")
            yield "SP", first
            if last:
                yield "EP", last
        elif name == "container-title" and kind == "paper-conference":
            # Zotero reads the meeting from T2, and the proceedings from C3.
            yield "T2", meeting or fields[name]
            yield "C3", fields[name]
        elif name:
            yield tag, fields[name]


def _name(name: Mapping[str, str]) -> str:
    if "family" not in name:
        return f"{name['literal']},"
    last = " ".join(name[part] for part in ("dropping-particle", "non-dropping-particle", "family") if part in name)
    # A single name keeps the comma, too.
    rest = [name[part] for part in ("given", "suffix") if part in name]
    return ", ".join([last, *rest]) if rest else f"{last},"


def _parts(value: Any) -> Sequence[int]:
    dates = value.get("date-parts") if isinstance(value, Mapping) else None
    return dates[0] if dates and dates[0][0] > 0 else ()


def _year(value: Any) -> str:
    """Return the year, else the words in its place ("forthcoming")."""
    parts = _parts(value)
    return f"{parts[0]:04}" if parts else str(value.get("literal") or "") if isinstance(value, Mapping) else ""


def _slashed_date(value: Any) -> str:
    """Return "2016/07/19", with unknown parts empty."""
    parts = _parts(value)
    return "/".join([f"{parts[0]:04}", *(f"{n:02}" for n in parts[1:]), "", ""][:3]) if parts else ""
