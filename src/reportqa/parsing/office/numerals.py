"""Numerals of numbered lists."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 4999
_MAX_REPEATED = 780


def numeral(number: int, form: str) -> str:
    """Return a number as its list prints it; `form` is "1", "01", "1st", "a", "A", "i", "I" or empty for none.

    >>> numeral(4, "i"), numeral(28, "A"), numeral(7, "01")
    ('iv', 'BB', '07')
    """
    if not form:
        return ""
    if form == "01":
        return f"{number:02}"
    if form == "1st":
        return f"{number}{_ordinal_ending(number)}"
    if form in {"a", "A"} and 0 < number <= _MAX_REPEATED:
        # After z come aa, bb, cc.
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "A" else letters
    if form in {"i", "I"} and 0 < number <= _MAX_ROMAN:
        roman = _roman(number)
        return roman.upper() if form == "I" else roman
    return str(number)


def _ordinal_ending(number: int) -> str:
    return "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _roman(number: int) -> str:
    pieces = []
    for size, letters in _ROMAN:
        pieces.append(letters * (number // size))
        number %= size
    return "".join(pieces)
