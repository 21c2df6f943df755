"""Cells of tables as amounts or dates that can be compared."""

import re
from dataclasses import dataclass
from decimal import Decimal

from reportqa.text.numbers import MONTH_NUMBERS, SCALE, scaled, year_pattern

_NOTE = r"(?: ?(?:\(\d\)|\[\d{1,2}\]|[*†‡¹²³]))*"
_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[-−–+])? ?(?P<currency>[£$€¥])? ?(?P<inner>\()?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
    rf"(?: ?(?P<scale>{SCALE})\b)?(?P<early>\))? ?(?P<share>%|per ?cent\b)?(?P<late>\))?"
    rf"(?P<unit>(?: [a-z]+){{0,4}}){_NOTE}",
    re.IGNORECASE,
)
_YEAR = year_pattern(1500)
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>[A-Z][a-z]+)\.? (?:(?P<day_after>\d{{1,2}}), )?(?P<year>{_YEAR})"
    rf"|(?P<only>{_YEAR})"
)
_DASH = re.compile(r"[£$€¥]? ?[-–—] ?%?|n/?a|nil", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: a currency, "%", words such as "pence per litre", or nothing."""

    value: Decimal
    unit: str = ""


def parse_amount(text: str) -> Amount | None:
    """Return the amount that a text is, with its sign and scale; None for any other text.

    >>> parse_amount("$(1,250)"), parse_amount("(16.1)%"), parse_amount("2 to 3")
    (Amount(value=Decimal('-1250'), unit='$'), Amount(value=Decimal('-16.1'), unit='%'), None)
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        return None
    closed = bool(match["early"]) + bool(match["late"])
    if closed != bool(match["open"]) + bool(match["inner"]):
        return None
    value = scaled(match["number"], match["scale"] or "")
    units = [match["currency"] or "", "%" if match["share"] else "", match["unit"].strip().lower()]
    return Amount(-value if closed or (match["sign"] or "+") != "+" else value, " ".join(filter(None, units)))


def parse_date(text: str) -> tuple[int, int, int] | None:
    """Return the year, month and day that a text is, 0 for what it leaves out; None for any other text.

    >>> parse_date("11 May 2013"), parse_date("May 2013"), parse_date("2013"), parse_date("2013 (May)")
    ((2013, 5, 11), (2013, 5, 0), (2013, 0, 0), None)
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    if match["only"]:
        return int(match["only"]), 0, 0
    month = MONTH_NUMBERS.get(match["month"].lower())
    return (int(match["year"]), month, int(match["day"] or match["day_after"] or 0)) if month else None


def is_dash(text: str) -> bool:
    """Return whether a cell says that there is no amount, or that none is given."""
    return bool(_DASH.fullmatch(text.strip()))
