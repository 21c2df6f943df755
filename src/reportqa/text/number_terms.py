"""Figures as terms that other ways of writing them share: amounts, shares, fiscal years, number words."""

import re

from reportqa.text.numbers import SCALE_LETTERS, SCALES, TEENS, TENS, UNITS, YEAR, scaled

PERCENT = "percent"

NUMBER_WORDS = {word: str(number) for number, word in enumerate(TEENS, 10)} | {
    ten + unit: str(10 * tens + units)
    for tens, ten in enumerate(TENS, 2)
    for units, unit in enumerate(["", *(f"-{unit}" for unit in UNITS)])
}
"""From ten on: "one" is a pronoun, and matching "two" with "2" retrieved no more passages, for every table has a 2."""


def _any_case(*words: str) -> str:
    """Return a case-insensitive regular expression without a flag, which would slow down the whole tokeniser."""
    return "(?:" + "|".join("".join(f"[{c}{c.upper()}]" for c in word) for word in words) + ")"


_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_FY = _any_case("fy")
_SCALE = _any_case(*SCALES)
_END = r"(?![^\W_])"

FIGURE = "|".join(
    (
        # "2014/15", "2014–2015"; not the beginning of a date.
        rf"(?:{_FY} ?)?{YEAR} ?[/–-] ?(?:{YEAR}|\d\d)(?![/–-]\d){_END}",
        rf"{_FY} ?(?:\d\d/\d\d|{YEAR}|\d\d){_END}",
        rf"{_any_case('fiscal')} (?:{_any_case('year')} )?{YEAR}{_END}",
        rf"[£$€¥] ?{_NUMBER} ?(?:{_any_case(*SCALE_LETTERS)}|{_SCALE}){_END}",
        rf"{_NUMBER}(?:{_any_case('k', 'm', 'bn')}|[ -]?{_SCALE}){_END}",
        _NUMBER,
        rf"%|{_any_case('per')}[ -]?{_any_case('cent')}(?:{_any_case('age', 'ages', 's')})?{_END}",
        rf"{_any_case(*TENS)}[ -]{_any_case(*UNITS)}{_END}",
    )
)
"""A regular expression without groups for the input of `figure_terms`."""

_FISCAL = re.compile(rf"(fy ?)?({YEAR}|\d\d) ?[/–-] ?({YEAR}|\d\d)")
_FISCAL_YEAR = re.compile(rf"(?:fy ?|(fiscal) (year )?)({YEAR}|\d\d)")
_AMOUNT = re.compile(rf"([£$€¥]?) ?({_NUMBER})[ -]?([a-z]*)")
_LONGEST = 15
"""Maximum number of digits of a number that is multiplied by its scale."""
_CENTURY = 70
"""First year of two digits that belongs to the last century."""


def figure_terms(figure: str) -> tuple[str, ...]:
    """Return the terms of a match of `FIGURE`.

    >>> figure_terms("£1.2m"), figure_terms("2014/15"), figure_terms("per cent"), figure_terms("twenty")
    (('1.2', 'million', '1200000'), ('2014/15', '2014', '2015'), ('percent',), ('20',))
    """
    figure = figure.lower()
    if match := _AMOUNT.fullmatch(figure):
        return _amount(*match.groups())
    if match := _FISCAL.fullmatch(figure):
        return _two_years(*match.groups())
    if match := _FISCAL_YEAR.fullmatch(figure):
        year = _whole_year(match[3])
        return tuple(word.strip() for word in (match[1], match[2], f"fy{year}", year) if word)
    return (NUMBER_WORDS.get(figure.replace(" ", "-"), PERCENT),)


def _amount(currency: str, number: str, scale: str) -> tuple[str, ...]:
    number = number.replace(",", "")
    if not scale:
        return (number,)
    word = SCALE_LETTERS.get(scale, scale)
    # "5m" may be metres: the letter stays, and the value is a term as well.
    shown = word if currency else scale
    if len(number) > _LONGEST:
        return number, shown
    value = f"{scaled(number, scale):f}"
    return number, shown, value.rstrip("0").rstrip(".") if "." in value else value


def _two_years(fy: str | None, first: str, second: str) -> tuple[str, ...]:
    first = _whole_year(first)
    following = str(int(first) + 1)
    if second in {following, following[2:]}:
        return f"{first}/{following[2:]}", first, following
    # A span of years, or a month: "2014-18", "2010-12".
    return (*((f"fy{first}",) if fy else ()), first, second)


def _whole_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"{20 if int(year) < _CENTURY else 19}{year}"
