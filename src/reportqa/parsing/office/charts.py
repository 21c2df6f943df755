"""Charts of Office files as tables of the figures that they show."""

import re
from collections.abc import Iterator
from itertools import islice

from reportqa.parsing.xml_tree import Element, local_name
from reportqa.text import clean_text

_MAX_POINTS = 10_000
_MAX_SERIES = 500
_CATEGORIES = ("cat", "xVal")
_PERCENT = re.compile(r"0(?:\.(0+))?%")


def chart_table(root: Element) -> tuple[str, list[list[str]]]:
    """Return the caption of a chart and its figures: a row for each category, a column for each series, header first.

    The caption is the title and, in brackets, the titles of the axes.
    """
    if local_name(root) == "chartSpace" and root.find("{*}chartData") is not None:
        return _caption(root), _extended_rows(root)
    series = list(islice(root.iter("{*}ser"), _MAX_SERIES))
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for each in series:
        name = " ".join(_points(each, "tx").values())
        for part in _CATEGORIES:
            categories = categories or _categories(each, part)
        columns += [(f"{name}{ending}", values) for part, ending in _FIGURES if (values := _points(each, part))]
    if not categories:
        categories = {at: str(at + 1) for at in sorted({at for _, values in columns for at in values})}
    header = ["", *(name for name, _ in columns)]
    rows = [[categories[at], *(values.get(at, "") for _, values in columns)] for at in sorted(categories)]
    return _caption(root), [header, *rows] if rows and columns else []


_FIGURES = (("val", ""), ("yVal", ""), ("bubbleSize", " (size)"))


def drawing_text(node: Element) -> Iterator[str]:
    """Yield the text of each non-empty paragraph of DrawingML."""
    for paragraph in node.iter("{*}p"):
        pieces = [part.text or "" if local_name(part) == "t" else " " for part in paragraph.iter("{*}t", "{*}br")]
        text = " ".join(clean_text("".join(pieces)).split())
        if text:
            yield text


def _caption(root: Element) -> str:
    title = root.find("{*}chart/{*}title")
    axes = [
        " ".join(drawing_text(node))
        for axis in ("catAx", "dateAx", "valAx", "axis")
        for node in root.iterfind(f".//{{*}}{axis}/{{*}}title")
    ]
    named = "; ".join(dict.fromkeys(text for text in axes if text))
    text = "" if title is None else " ".join(drawing_text(title)) or " ".join(_points(title, "tx").values())
    return f"{text} ({named})".strip() if named else text


def _points(series: Element, part: str) -> dict[int, str]:
    """Return the names, categories or values that a chart has stored, by index."""
    return _stored(
        series.iterfind(f"{{*}}{part}//{{*}}pt"), _percent_digits(series.findtext(f"{{*}}{part}//{{*}}formatCode"))
    )


def _categories(series: Element, part: str) -> dict[int, str]:
    """Return the categories; of several levels, the outer names are before the inner ones."""
    levels = [_stored(level.iterfind("{*}pt")) for level in series.iterfind(f"{{*}}{part}//{{*}}lvl")]
    if not levels:
        return _points(series, part)
    inner, *outer = levels
    names = dict(inner)
    for level in outer:
        above = ""
        for at in sorted(names):
            above = level.get(at, above)
            names[at] = f"{above} {names[at]}".strip()
    return names


def _stored(points: Iterator[Element], percent_digits: int | None = None) -> dict[int, str]:
    found: dict[int, str] = {}
    for point in points:
        value = point.find("{*}v")
        text, at = point.text if value is None else value.text, str(point.get("idx"))
        if text and text.strip() and at.isdecimal() and len(found) < _MAX_POINTS:
            found.setdefault(int(at), _figure(" ".join(clean_text(text).split()), percent_digits))
    return found


def _percent_digits(code: str | None) -> int | None:
    """Return the decimals of a number format in per cent, or None for another format."""
    match = _PERCENT.fullmatch(code or "")
    return len(match[1] or "") if match else None


def _figure(text: str, percent_digits: int | None) -> str:
    """Return a stored figure as the chart shows it: without noise of binary fractions, and shares in per cent.

    >>> _figure("0.30000000000000004", None), _figure("0.125", 1)
    ('0.3', '12.5%')
    """
    if not re.fullmatch(r"-?\d+\.\d+(?:E-?\d+)?|-?\d+", text):
        return text
    if percent_digits is not None:
        return f"{float(text):.{percent_digits}%}"
    return format(float(text), ".15g") if len(text) > 15 and "." in text else text


def _extended_rows(root: Element) -> list[list[str]]:
    """Return the figures of a chart of the newer kinds (waterfall, treemap and others)."""
    rows: list[list[str]] = []
    names = [" ".join(each.text or "" for each in node.iterfind("{*}tx//{*}v")) for node in root.iter("{*}series")]
    for at, data in enumerate(root.iterfind("{*}chartData/{*}data")):
        labels = [_stored(level.iterfind("{*}pt")) for level in data.iterfind("{*}strDim/{*}lvl")]
        values = [_stored(level.iterfind("{*}pt")) for level in data.iterfind("{*}numDim/{*}lvl")]
        places = sorted({place for level in [*labels, *values] for place in level})
        rows.append(["", names[at] if at < len(names) else ""])
        for place in places:
            label = " ".join(level[place] for level in reversed(labels) if place in level)
            rows.append([label, " ".join(level[place] for level in values if place in level)])
    return rows if any(len(row) > 1 and row[1] for row in rows[1:]) else []
