"""JSON and JSON lines: lists of records as tables, other fields as lines "name: value" under headings."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.text import clean_text, counted

_MAX_DEPTH = 40
_MAX_COLUMNS = 60
_LONG = 300
"""Characters from which a value is a paragraph and not a cell."""
_read = partial(json.loads, strict=False, parse_int=str, parse_float=str)
"""Reads JSON with its figures as they are written: 2.50 stays 2.50, and one of thirty digits keeps them all."""


def parse(data: bytes) -> DocumentBuilder:
    """Read a JSON file, or one with a JSON value on each line.

    :raises ParseError: when it is not JSON.
    """
    builder = DocumentBuilder()
    _write(_load(decode(data), builder), "", 1, builder)
    builder.require_text()
    return builder


def _load(text: str, builder: DocumentBuilder) -> Any:
    try:
        return _read(text)
    except RecursionError as error:
        raise ParseError("is nested too deeply to be read.") from error
    except ValueError as error:
        whole = error
    records, broken = [], []
    # Not splitlines, which splits at U+2028.
    lines = [line for line in text.split("\n") if line.strip()]
    for line in lines:
        try:
            records.append(_read(line))
        except (ValueError, RecursionError):
            broken.append(line)
    if sum(isinstance(record, Mapping | list) for record in records) * 2 <= len(lines):
        raise ParseError(f"is not valid JSON ({whole}). Save it again or rename it to end in .txt.")
    for line in broken:
        builder.leave_out("line that is not JSON", line, 0)
    if broken:
        builder.warnings.append(f"{counted(len(broken), 'line is', 'lines are')} not valid JSON and not read.")
    return records


def _write(value: Any, name: str, level: int, builder: DocumentBuilder) -> None:
    """Write a value under the name of its field."""
    if level > _MAX_DEPTH:
        builder.leave_out("data nested too deeply", json.dumps(value, ensure_ascii=False))
    elif isinstance(value, Mapping):
        if name:
            builder.heading(name, level)
        # Fields with one value are first.
        for key, field in sorted(value.items(), key=lambda pair: isinstance(pair[1], Mapping | list)):
            _write(field, clean_text(str(key)), level + bool(name), builder)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if name:
            builder.heading(name, level)
        _write_list(value, level + bool(name), builder)
    elif name and len(text := _text(value)) <= _LONG:
        builder.item(f"{name}: {text}" if text else "")
    else:
        builder.heading(name, level)
        builder.paragraph(_text(value))


def _write_list(values: Sequence[Any], level: int, builder: DocumentBuilder) -> None:
    """Write a list: flat records as a table, others one after another, single values as items."""
    flat = [_flat(value) if isinstance(value, Mapping) else None for value in values]
    records = [record for record in flat if record is not None]
    columns = list(dict.fromkeys(name for record in records for name in record))
    if values and len(records) == len(values) and len(columns) <= _MAX_COLUMNS:
        builder.table([columns, *([record.get(name, "") for name in columns] for record in records)])
        return
    for value in values:
        if isinstance(value, Mapping | list):
            _write(value, "", level, builder)
        else:
            builder.item(_text(value))


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, str] | None:
    """Return the values of a record by name ("address.town"), or None if it has lists of records or long texts."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        name = f"{prefix}{clean_text(str(key))}"
        if isinstance(value, Mapping):
            inner = _flat(value, f"{name}.") if prefix.count(".") < 3 else None
            if inner is None:
                return None
            flat |= inner
        elif isinstance(value, list):
            if any(isinstance(one, Mapping | list) for one in value):
                return None
            flat[name] = ", ".join(filter(None, map(_text, value)))
        else:
            flat[name] = _text(value)
        if len(flat.get(name, "")) > _LONG:
            return None
    return flat


def _text(value: Any) -> str:
    """Return a single value as text; empty for null."""
    if value is None:
        return ""
    return clean_text(value).strip() if isinstance(value, str) else json.dumps(value)
