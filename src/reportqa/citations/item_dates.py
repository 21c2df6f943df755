"""Dates of CSL-JSON items: numbers, words ("July 2016", "forthcoming") and slashes to dates that every reader takes."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from reportqa.text import MONTH_NUMBERS

LATEST_YEAR = 9999
_STATUS = re.compile(
    r"(?:n\.? ?d\.?|s\. ?a\.|o\. ?J\.|no date|undated|forthcoming|in ?(?:press|print|preparation|review)|to appear"
    r"|submitted(?: for publication)?|under review|accepted(?: for publication)?|unpublished|advance online publication"
    r"|im (?:Druck|Erscheinen)|sous presse|à paraître|en prensa)",
    re.I,
)
"""What stands in place of a date."""
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_NUMBERS = re.compile(
    r"(-?\d{1,4})(?:[/-](\d{0,2})(?:[/-](\d{0,2})(?:[T/ ].*)?)?)?|(\d{4})(\d\d)(\d\d)|(\d{4})[a-z]",
    re.ASCII | re.DOTALL,
)
"""A year, a month or a day with hyphens or slashes, as one number, or with the letter of a list ("2016a")."""
_WORDS = re.compile(
    rf"(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?"
    r"\b(?!\d))?,?(?:\s+(?P<year>\d{4})\b)?",
    re.I,
)
_DAY_FIRST = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})", re.ASCII)
"""With dots the day is first; with slashes, where neither number is above 12, only the year is known."""
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
_CIRCA = re.compile(r"^(?:circa|ca?\.?)(?=\W|\d)\s*|[~?]$", re.I)
_SEASONS = range(1, 5)


def read_item_date(value: Any) -> dict[str, Any]:
    """Return a date of a CSL-JSON item, or a text, as CSL-JSON with valid numbers or a `literal`; {} without a date.

    A month 13 and a year 0 are left out, and so is what follows them. Words in place of a date ("in press") are kept.

    >>> read_item_date({"date-parts": [["2016", 7, 45]]})
    {'date-parts': [[2016, 7]]}
    >>> read_item_date("forthcoming")
    {'literal': 'forthcoming'}
    """
    if isinstance(value, str | int) and not isinstance(value, bool):
        return _read_text(str(value))
    if not isinstance(value, Mapping):
        return {}
    found = _read_parts(value.get("date-parts"))
    if not found:
        texts = (value.get(name) for name in ("raw", "literal"))
        return next((read for text in texts if isinstance(text, str | int) and (read := _read_text(str(text)))), {})
    kept: dict[str, Any] = {"date-parts": found}
    season = value.get("season")
    if str(season) in map(str, _SEASONS) and len(found[0]) == 1:
        kept["season"] = int(str(season))
    if value.get("circa") not in (None, False, 0, "", "0", "false"):
        kept["circa"] = True
    return kept


def read_day(text: str) -> tuple[list[int], str]:
    """Return the year, month and day of a text as far as it has them, and its words without a year ("Jul 19")."""
    text = text.strip().strip("[]()").strip()
    if match := _NUMBERS.fullmatch(text):
        groups = match.groups()
        numbers = groups[3:6] if groups[3] else groups[:3] if groups[0] else groups[6:7]
        return _valid([number for number in numbers if number is not None]), ""
    if match := _DAY_FIRST.fullmatch(text):
        one, two, year = match[1], match[3], match[4]
        if match[2] == "/" and int(one) <= 12:
            return _valid([year, one, two] if int(two) > 12 else [year]), ""
        return _valid([year, two, one]), ""
    words = _WORDS.search(text)
    year = words["year"] if words and words["year"] else next(iter(_YEAR.findall(text)), "")
    if not year:
        return [], words[0] if words else ""
    if not words:
        return _valid([year]), ""
    day = words["before"] or words["after"]
    return _valid([year, str(MONTH_NUMBERS[words["month"].lower()]), *([day] if day else [])]), ""


def _read_text(text: str) -> dict[str, Any]:
    text = " ".join(text.split())
    plain = _CIRCA.sub("", text).strip()
    first, slash, last = plain.partition("/")
    ends = [first, last] if slash and len(first) >= 4 and re.match(r"\d{4}(?!/)", last) else [plain]
    found = [parts for part in ends if (parts := read_day(part)[0])]
    if found:
        return {"date-parts": found, **({"circa": True} if plain != text else {})}
    return {"literal": text} if _STATUS.fullmatch(text.strip("[]() ")) else {}


def _read_parts(value: Any) -> list[list[int]]:
    """Return one or two (a range) [year, month, day], as far as these are numbers of a date."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if listed and not isinstance(listed[0], list):
        listed = [listed]
    found = [parts for part in listed[:2] if isinstance(part, list) and (parts := _valid(part))]
    return found[:1] if len(found) == 2 and found[1] < found[0][: len(found[1])] else found


def _valid(numbers: list[Any]) -> list[int]:
    """Return the numbers of a date up to the first that is not valid; one text may have all of them ("2016-07")."""
    if len(numbers) == 1 and isinstance(numbers[0], str) and not re.fullmatch(r"-?\d{1,4}", numbers[0].strip()):
        return read_day(numbers[0])[0] if _NUMBERS.fullmatch(numbers[0].strip()) else []
    if len(numbers) == 1 and isinstance(numbers[0], int) and numbers[0] > LATEST_YEAR:
        return _valid([str(numbers[0])])
    found: list[int] = []
    for number in numbers[:3]:
        try:
            value = int(number)
            date(*([2000, *found[1:], value] if found else [2000]), *[1] * (2 - len(found)))
        except (TypeError, ValueError, OverflowError):
            break
        if not found and not (value and abs(value) <= LATEST_YEAR):
            break
        found.append(value)
    return found
