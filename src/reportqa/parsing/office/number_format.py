"""Values of spreadsheet cells as their number formats show them: 123 in "00000" is 00123.

Source: ECMA-376, part 1, 18.8.31 (numFmts), with English names of months and days, and without fill characters.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

Value = str | bool | int | float | datetime | date | time | timedelta

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<skipped>[_*].)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=]+)\s*(?P<limit>-?[\d.]+)\]|\[(?P<colour>[^\]]*)\]"
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<exponent>E[+-])|(?P<time>y+|m+|d+|h+|s+(?:\.0+)?|e+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<slash>/)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[_*].|[^;])*', re.DOTALL)
_LOCAL = {"mm-dd-yy", "m/d/yy h:mm"}
"""Codes of dates that each computer shows in its own order; shown in the order of ISO 8601."""
_MAX_ROUNDED, _MAX_PLACES = 10**12, 15
"""Limits of numbers and decimal places for rounding with the precision of Decimal."""
_MAX_CODE = 500
_MAX_WHOLE = 10**15
_SIGNIFICANT = 10
"""Digits of a fraction without a format of its own."""

Token = tuple[str, str]


def show(value: Value, code: str = "General") -> str:
    """Return a value as Excel shows it in a cell that is wide enough.

    >>> show(123, "00000"), show(3400000, '0.0,,"m"'), show(-3, '"£"#,##0.00'), show(0.125, "0.0%")
    ('00123', '3.4m', '-£3.00', '12.5%')
    """
    if isinstance(value, bool):
        return str(value).upper()
    sections = _sections(code if len(code) <= _MAX_CODE else "General")
    if isinstance(value, str):
        return _text(value, sections)
    if isinstance(value, int | float):
        return _number(value, sections) if isfinite(value) else str(value)
    if code in _LOCAL or not any(kind in {"time", "elapsed"} for kind, _ in sections[0]):
        return _iso(value)
    return _moment(value, sections[0])


def is_elapsed(code: str) -> bool:
    """Return whether a code shows a duration: "[h]:mm"."""
    return any(kind == "elapsed" for kind, _ in _sections(code)[0])


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    """Return the tokens of the sections of a code: for positive and negative numbers, zero and text."""
    parts: list[str] = []
    at = 0
    while at <= len(code) and len(parts) < 4:
        found = _SECTION.match(code, at)
        parts.append(found[0] if found else "")
        at += len(parts[-1]) + 1
    return tuple(tuple(_tokens(part)) for part in parts)


def _tokens(section: str) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(section):
        kind = str(match.lastgroup)
        if kind == "limit":
            tokens.append(("condition", f"{match['condition']} {match['limit']}"))
        elif kind in {"quoted", "escaped", "currency", "literal"}:
            tokens.append(("literal", match[kind]))
        elif kind != "skipped":
            tokens.append((kind, match[kind]))
    return tokens


def _text(value: str, sections: Sequence[Sequence[Token]]) -> str:
    section = sections[3] if len(sections) > 3 else sections[-1]
    if any(kind == "text" for kind, _ in section):
        return "".join(value if kind == "text" else said for kind, said in section if kind in {"text", "literal"})
    return value if len(sections) < 4 else ""


def _number(value: float, sections: Sequence[Sequence[Token]]) -> str:
    section, is_signed = _chosen(value, sections)
    kinds = {kind for kind, _ in section}
    if kinds & {"general", "text"} or sections == ((),):
        sign = "-" if value < 0 and is_signed else ""
        return sign + "".join(
            _plain(abs(value)) if kind in {"general", "text"} else said
            for kind, said in section or [("general", "")]
            if kind in {"general", "text", "literal"}
        )
    if kinds & {"time", "elapsed"}:
        return _plain(value)
    if "digit" not in kinds:
        return "".join("%" if kind == "percent" else said for kind, said in section if kind in {"literal", "percent"})
    shown = _filled(abs(value), section).strip()
    return f"-{shown}" if value < 0 and is_signed and re.search("[1-9]", shown) else shown


def _chosen(value: float, sections: Sequence[Sequence[Token]]) -> tuple[Sequence[Token], bool]:
    """Return the section for a number, and whether a minus sign is to be added."""
    conditions = [next((said for kind, said in section if kind == "condition"), "") for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if not condition or _holds(value, condition):
                return section, value < 0
        return sections[-1], True
    if value < 0 and len(sections) > 1:
        # Colour alone says that a number is negative.
        kinds = {kind for kind, _ in sections[1]}
        return sections[1], "colour" in kinds and "literal" not in kinds
    return (sections[2], False) if value == 0 and len(sections) > 2 else (sections[0], True)


def _holds(value: float, condition: str) -> bool:
    sign, _, limit = condition.partition(" ")
    try:
        bound = float(limit)
    except ValueError:
        return False
    return (value < bound and "<" in sign) or (value > bound and ">" in sign) or (value == bound and "=" in sign)


def _plain(value: float) -> str:
    """Return a number without a format of its own: whole numbers in full, fractions with ten digits."""
    if value == int(value) and value < _MAX_WHOLE:
        return str(int(value))
    return f"{value:.{15 if value >= 10**_SIGNIFICANT else _SIGNIFICANT}g}"


def _filled(value: float, section: Sequence[Token]) -> str:
    """Return a number of zero or more in the digits of a section."""
    places = [at for at, (kind, _) in enumerate(section) if kind == "digit"]
    first, last = places[0], places[-1]
    percent = sum(kind == "percent" for kind, _ in section)
    scale = 0
    while last + scale + 1 < len(section) and section[last + scale + 1][0] == "comma":
        scale += 1
    before = "".join(said for kind, said in section[:first] if kind not in _SILENT)
    after = "".join(said for kind, said in section[last + 1 :] if kind not in _SILENT)
    exact = Decimal(repr(value)) * 100**percent / 1000**scale
    pattern = section[first : last + 1]
    kinds = [kind for kind, _ in pattern]
    if "slash" in kinds:
        return f"{before}{_fraction(exact, pattern)}{after}"
    if "exponent" in kinds:
        return f"{before}{_scientific(exact, pattern, kinds.index('exponent'))}{after}"
    point = kinds.index("point") if "point" in kinds else len(kinds)
    decimals = sum(kind == "digit" for kind in kinds[point:])
    whole, _, part = _rounded(exact, decimals).partition(".")
    if part:
        part = part.rstrip("0").ljust(sum(said == "0" for _, said in pattern[point:]), "0")
    shown = _whole(whole, pattern[:point])
    tail = "".join(said for kind, said in pattern[point:] if kind == "literal")
    return f"{before}{shown}{'.' + part if part else ''}{tail}{after}"


_SILENT = {"colour", "condition", "comma", "point", "general", "text", "half", "exponent", "digit"}


def _rounded(value: Decimal, places: int) -> str:
    if value < _MAX_ROUNDED:
        # Excel rounds the decimal representation: 0.2345 is 23.5%, although the nearest float is less.
        value = value.quantize(Decimal(1).scaleb(-min(places, _MAX_PLACES)), ROUND_HALF_UP)
    return f"{value:.{min(places, _MAX_PLACES)}f}"


def _whole(digits: str, pattern: Sequence[Token]) -> str:
    """Return digits before the point in a pattern: grouped, with leading zeros, or with literals among them."""
    wanted = sum(said == "0" for _, said in pattern)
    digits = digits.lstrip("0").rjust(wanted, "0")
    if any(kind == "comma" for kind, _ in pattern):
        return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    if not any(kind == "literal" for kind, _ in pattern):
        return digits
    shown: list[str] = []
    left = sum(kind == "digit" for kind, _ in pattern)
    for kind, said in reversed(pattern):
        if kind == "digit":
            left -= 1
            shown.append(digits if not left else digits[-1:])
            digits = "" if not left else digits[:-1]
        elif kind == "literal":
            shown.append(said)
    return "".join(reversed(shown))


def _fraction(value: Decimal, pattern: Sequence[Token]) -> str:
    """Return a fraction: 2.5 in "# ?/?" is "2 1/2"."""
    top, _, bottom = "".join(said for _, said in pattern).partition("/")
    is_fixed = bottom.isdigit() and bool(bottom.strip("0"))
    limit = int(bottom) if is_fixed else 10 ** min(len(bottom.strip()) or 1, 4) - 1
    whole = int(value) if " " in top.strip() else 0
    part = Fraction(value - whole)
    near = Fraction(round(part * limit), limit) if is_fixed else part.limit_denominator(limit)
    if near == 1 and whole:
        whole, near = whole + 1, Fraction(0)
    shown = [str(whole)] if whole or not near else []
    return " ".join([*shown, f"{near.numerator}/{near.denominator}"] if near else shown)


def _scientific(value: Decimal, pattern: Sequence[Token], at: int) -> str:
    decimals = [kind for kind, _ in pattern[:at]]
    places = sum(kind == "digit" for kind in decimals[decimals.index("point") :]) if "point" in decimals else 0
    mantissa, _, power = f"{value:.{min(places, _MAX_PLACES)}E}".partition("E")
    width = sum(kind == "digit" for kind, _ in pattern[at:])
    sign = "-" if power.startswith("-") else pattern[at][1][1:].strip("-")
    return f"{mantissa}E{sign}{power.lstrip('+-').rjust(width, '0')}"


def _iso(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def _moment(value: datetime | date | time | timedelta, section: Sequence[Token]) -> str:
    """Return a date, a time or a duration in a section: 30 hours in "[h]:mm" is "30:00"."""
    seconds = _seconds(value)
    day = value if isinstance(value, date) else None
    units = [said[0].lower() for kind, said in section if kind in {"time", "elapsed"}]
    if day is None and {"y", "d", "e"} & set(units):
        return _iso(value)
    has_half = any(kind == "half" for kind, _ in section)
    shown = []
    at = -1
    for kind, said in section:
        at += kind in {"time", "elapsed"}
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[said[0].lower()]
            shown.append(f"{int(seconds // unit):0{len(said)}d}")
        elif kind == "half":
            half = "PM" if seconds % 86400 >= 43200 else "AM"
            shown.append(half if len(said) > 3 else half[0])
        elif kind == "time":
            # An "m" after hours or before seconds means minutes.
            is_minute = units[max(at - 1, 0) : at] == ["h"] or units[at + 1 : at + 2] == ["s"]
            shown.append(_unit(said.lower(), day, seconds, is_minute, has_half))
        elif kind == "digit":
            shown.append("0")
        elif kind in {"literal", "slash", "point", "comma"}:
            shown.append(said)
    return "".join(shown).strip()


def _seconds(value: datetime | date | time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime | time):
        return value.hour * 3600 + value.minute * 60 + value.second + round(value.microsecond / 1e6, 3)
    return 0.0


def _unit(code: str, day: date | None, seconds: float, is_minute: bool, has_half: bool) -> str:
    """Return one part of a date or time: "mmm" is "Mar"."""
    letter, width = code[0], len(code)
    if letter == "s":
        places = len(code.partition(".")[2])
        return f"{seconds % 60:0{min(width, 2) + (places + 1 if places else 0)}.{places}f}"
    if letter == "h":
        hours = int(seconds // 3600) % 24
        return f"{(hours % 12 or 12) if has_half else hours:0{min(width, 2)}d}"
    if letter == "m" and (is_minute or day is None):
        return f"{int(seconds // 60) % 60:0{min(width, 2)}d}"
    if day is None:
        return ""
    if letter in "ye":
        return f"{day.year:04d}" if width > 2 or letter == "e" else f"{day.year % 100:02d}"
    names = ("%B", "%b") if letter == "m" else ("%A", "%a")
    if width < 3:
        return f"{day.month if letter == 'm' else day.day:0{width}d}"
    name = day.strftime(names[0])
    return name[:1] if width == 5 and letter == "m" else name[:3] if width == 3 else name
