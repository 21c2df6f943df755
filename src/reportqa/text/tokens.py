"""Tokens for comparing two wordings: words, figures and signs.

White space, punctuation, the form of quotation marks and dashes, ligatures and hyphens inside words do not count.
"""

import re
import unicodedata
from dataclasses import dataclass

from reportqa.text.numbers import CARDINALS, MAGNITUDES

SIGNS = "%‰$£€¥₹¢±×÷=<>≤≥≠°&+√∞½¼¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
DASHES = "-‐‑‒–—−"
MINUS = "−"

_LETTERS = r"[^\W\d_⁰¹²³⁴-₎½¼¾⅐-⅞][\u0300-\u036f]*"
# A hyphen within a word, also at a line end; invisible characters; an apostrophe.
_JOINT = "(?:[-‐‑–\u00ad][ \t]*\r?\n[ \t]*(?:>[ \t]*)*|[-‐‑–]|[\u00ad\u200b\u200c\u200d\u2060\ufeff]+|['’ʼ])"
_TOKEN = re.compile(
    rf"(?P<word>(?:{_LETTERS})+(?:{_JOINT}(?:{_LETTERS})+)*)"
    r"|(?P<number>(?:(?<![^\s(\[£$€¥−-])\.)?\d+(?:[.,]\d+)*)"
    rf"|(?P<minus>(?<![^\s(\[“„\"‘'«£$€¥])[-‐‒–−](?=[£$€¥]?\.?\d))"
    rf"|(?P<sign>[{re.escape(SIGNS)}])"
    # An amount in brackets is negative.
    r"|(?P<opening>\((?=[-−£$€¥]{0,2}\.?\d[\d.,]*[ ]?[%‰]?\)))|(?P<closing>\))"
    r"|(?P<power>(?<=\d)[⁰¹²³⁴-⁹]+)"
)
_WITHIN = re.compile("[-‐‑–\\s>\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER_WORDS = frozenset(
    {*CARDINALS, *MAGNITUDES, *(f"{word}s" for word in MAGNITUDES)}
    | {"zero", "half", "third", "quarter", "twice", "double"}
)
_BEFORE_MARK = re.compile(r"[^\W\d_A-Z][.,;:!?”’\"'»)\]]{0,3}\Z")
_LONGEST_MARK = 3
"""Maximum number of digits of a footnote mark."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The tokens of a text: `keys` are compared, `starts` and `ends` are offsets in the text.

    `marks` are the positions of numbers right after a word or a full stop ("patients12"), possible footnote marks.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marks: frozenset[int]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Return the tokens of a text."""
        keys: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        marks: set[int] = set()
        is_open = False
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            start, end = match.span()
            if kind == "closing":
                if not is_open:
                    continue
                is_open = False
            elif kind == "opening":
                is_open = True
            elif kind == "number" and _is_mark(text, start, end):
                marks.add(len(keys))
            token = match[0]
            keys.append(token if kind == "word" and token.isascii() and token.isalpha() else _key(token, kind))
            starts.append(start)
            ends.append(end)
        return cls(text, tuple(keys), tuple(starts), tuple(ends), frozenset(marks))


def is_figure(key: str) -> bool:
    """Return whether a key is a number, in figures or as a word, or a sign."""
    return any(c.isdigit() for c in key) or not key[0].isalpha() or key.lower() in _NUMBER_WORDS


def other_case(key: str) -> str:
    """Return a key with the case of its first letter swapped."""
    return key[:1].swapcase() + key[1:]


def _key(token: str, kind: str | None) -> str:
    if kind == "word":
        word = unicodedata.normalize("NFKC", _WITHIN.sub("", token))
        return word.replace("’", "'").replace("ʼ", "'")
    if kind == "number":
        # Most numbers are plain digits, and this runs for each number of every passage compared.
        number = token if token.isascii() else "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in token)
        if number.startswith("."):
            return f"0{number}"
        return number.replace(",", "") if "," in number and _THOUSANDS.fullmatch(number) else number
    return MINUS if kind == "minus" else token


def _is_mark(text: str, start: int, end: int) -> bool:
    """Return whether digits may be a superscript in text that has lost its superscripts."""
    if end - start > _LONGEST_MARK or start < 2 or text[end : end + 1].isalpha() or text[end : end + 1] in {"%", "-"}:
        return False
    return bool(_BEFORE_MARK.search(text, max(start - 5, 0), start))
