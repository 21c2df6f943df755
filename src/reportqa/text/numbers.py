"""Years, months, number words and scales, as regular expressions and values."""

from decimal import Decimal

EARLIEST_YEAR = 1500
"""The first year in which a document can have been printed."""


def year_pattern(since: int = 1900) -> str:
    """Return a regular expression for the years from `since`, the first of a century, to 2099.

    >>> year_pattern(1800)
    '(?:18|19|20)\\\\d\\\\d'
    """
    return rf"(?:{'|'.join(map(str, range(since // 100, 21)))})\d\d"


YEAR = year_pattern()
"""A regular expression for a year as reports name them, 1900 to 2099."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTH = "|".join(MONTHS)
DAY = rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTH})|(?:{MONTH}) \d{{1,2}}"
"""A regular expression for a day of a month."""
MONTH_NUMBERS = {
    name: number for number, month in enumerate(MONTHS, 1) for name in (month.lower(), month[:3].lower())
} | {"sept": 9}
"""Number of a month, 1 to 12, by its name and its abbreviations in lower case."""

UNITS = tuple("one two three four five six seven eight nine".split())
TEENS = tuple("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
CARDINALS = (*UNITS, *TEENS, *TENS)

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALE_LETTERS = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion"}
SCALE = "|".join((*SCALES, "k", "m", "mn", "bn"))
"""A regular expression for a scale after any number; "b" only follows an amount of money."""
MAGNITUDES = ("hundred", *SCALES, "dozen")


def scaled(number: str, scale: str = "") -> Decimal:
    """Return the value of a number as written, with its scale word or letter, if any.

    >>> scaled("1,250.5", "m")
    Decimal('1250500000.0')
    """
    word = scale.lower()
    return Decimal(number.replace(",", "")) * SCALES.get(SCALE_LETTERS.get(word, word), 1)
