"""Dates exact to the year, the month or the day, as intervals of days."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from reportqa.errors import InputError

Day = tuple[int, int, int]
Interval = tuple[Day, Day]
"""The first and the last day. Every month ends on day 31, which makes no difference to a comparison."""

FIRST: Day = (1, 1, 1)
LAST: Day = (9999, 12, 31)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def read_range(first: str | None, last: str | None) -> Interval:
    """Return the days of a range of dates in the filters "from" and "to"; None is an open end.

    :raises InputError: when one is not a date.
    """
    begin = FIRST if first is None else read_interval("from", first)[0]
    return begin, LAST if last is None else read_interval("to", last)[1]


@lru_cache(maxsize=1000)
def read_interval(name: str, text: str) -> Interval:
    """Return the interval of "2016", "2016-07" or "2016-07-19"; `name` is the filter that has this value.

    :raises InputError: for any other text.
    """
    match = _ISO.fullmatch(text.strip())
    if not match or not _exists(*(int(part or 1) for part in match.groups())):
        raise InputError(
            f'"{name}" is "{text}", which is not a date. Use a year, a month or a day: 2016, 2016-07 or 2016-07-19.'
        )
    return _bounds(*(int(part) for part in match.groups() if part))


def item_interval(item: Mapping[str, Any]) -> Interval | None:
    """Return the first and last day on which a CSL-JSON item may have been issued; None without a date.

    >>> item_interval({"issued": {"date-parts": [[2016, 7]]}})
    ((2016, 7, 1), (2016, 7, 31))
    """
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    intervals = [_known(part) for part in parts[:2]] if isinstance(parts, list) else []
    if not intervals or intervals[0] is None:
        return None
    first, last = intervals[0]
    # Two dates are a range; one that ends before it begins is a mistake.
    end = intervals[1] if len(intervals) > 1 else None
    return first, max(last, end[1]) if end else last


def _known(parts: object) -> Interval | None:
    """Return the interval of [year, month, day] up to the first part that is not valid."""
    numbers: list[int] = []
    for part, most in zip(parts if isinstance(parts, list) else [], LAST, strict=False):
        try:
            number = int(part)
        except (TypeError, ValueError, OverflowError):
            break
        if not 1 <= number <= most:
            break
        numbers.append(number)
    return _bounds(*numbers) if numbers else None


def _bounds(year: int, month: int | None = None, day: int | None = None) -> Interval:
    return (year, month or 1, day or 1), (year, month or 12, day or 31)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
