"""Charts of Office files as tables of the figures that they show."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from reportqa.parsing.office.number_format import show
from reportqa.parsing.office.office_xml import drawing_text
from reportqa.parsing.xml_tree import Element, local_name, whole_number
from reportqa.text import clean_text

_MAX_POINTS = 10_000
_MAX_SERIES = 500
_AXES = ("catAx", "dateAx", "valAx", "axis")
_CATEGORIES = ("cat", "xVal")
_FIGURES = (("val", ""), ("yVal", ""), ("bubbleSize", " (size)"))
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?", re.IGNORECASE)


def chart_table(root: Element) -> tuple[str, list[list[str]]]:
    """Return the caption of a chart and its figures: a row for each category, a column for each series, header first.

    The caption is the title and, in brackets, the titles of the axes.
    """
    if local_name(root) == "chartSpace" and root.find("{*}chartData") is not None:
        return _caption(root), _extended_rows(root)
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for each in islice(root.iter("{*}ser"), _MAX_SERIES):
        name = " ".join(_points(each, "tx").values()) or str(each.findtext("{*}tx/{*}v") or "")
        for part in _CATEGORIES:
            categories = categories or _categories(each, part)
        columns += [(f"{name}{ending}", values) for part, ending in _FIGURES if (values := _points(each, part))]
    if not categories:
        categories = {at: str(at + 1) for at in sorted({at for _, values in columns for at in values})}
    header = ["", *(name for name, _ in columns)]
    rows = [[categories[at], *(values.get(at, "") for _, values in columns)] for at in sorted(categories)]
    return _caption(root), [header, *rows] if rows and columns else []


def _caption(root: Element) -> str:
    title = root.find("{*}chart/{*}title")
    text = "" if title is None else " ".join(drawing_text(title)) or " ".join(_points(title, "tx").values())
    axes = dict.fromkeys(
        " ".join(drawing_text(node)) for axis in _AXES for node in root.iterfind(f".//{{*}}{axis}/{{*}}title")
    )
    named = "; ".join(filter(None, axes))
    return f"{text} ({named})".strip() if named else text


def _points(series: Element, part: str) -> dict[int, str]:
    """Return the names, categories or values that a chart has stored, by index."""
    code = series.findtext(f"{{*}}{part}//{{*}}formatCode")
    return _stored(series.iterfind(f"{{*}}{part}//{{*}}pt"), code or "General")


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


def _stored(points: Iterator[Element], code: str = "General") -> dict[int, str]:
    found: dict[int, str] = {}
    for point in points:
        value = point.find("{*}v")
        text, at = point.text if value is None else value.text, whole_number(point.get("idx"), -1)
        if text and text.strip() and at >= 0 and len(found) < _MAX_POINTS:
            found.setdefault(at, _figure(" ".join(clean_text(text).split()), point.get("formatCode", code)))
    return found


def _figure(text: str, code: str) -> str:
    """Return a stored figure as its number format shows it; other text stays.

    >>> _figure("0.30000000000000004", "General"), _figure("0.125", "0.0%"), _figure("43466", "mmm yyyy")
    ('0.3', '12.5%', 'Jan 2019')
    """
    if not _NUMBER.fullmatch(text):
        return text
    number = float(text)
    with suppress(ValueError, OverflowError):
        return show(from_excel(number) if is_date_format(code) else number, code)
    return show(number)


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
