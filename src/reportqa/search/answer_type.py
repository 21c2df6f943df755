"""Tells whether a sentence has the kind of thing that a question asks for."""

import re

from reportqa.search.question_kind import AUXILIARIES, Kind
from reportqa.text import BULLETS, CARDINALS, MAGNITUDES, MONTH, SCALE, terms, year_pattern

_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_YEAR = rf"\b{year_pattern(1000)}s?\b"
_UNIT_OF_TIME = (
    "hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|era|dynast(?:y|ies)|spring|summer|autumn|winter"
)
_CURRENCY = "pounds|dollars|euros|pence|cents|yen|usd|gbp|eur"
_SCALE = rf"hundred|{SCALE}"
_NUMBER_WORDS = "|".join(
    (*CARDINALS[1:], *(f"{word}s?" for word in MAGNITUDES), "once", "twice", "half", "several", "none", "single")
)
_NOT_A_NAME = rf"{MONTH}|{_WEEKDAY}|I|The|A|An|In|On|At|It|This"
_NAME = rf"(?!(?:{_NOT_A_NAME})\b)[A-ZÀ-ÖØ-Þ][\w'’.&-]*"

_NAMES = (
    # A capital within a sentence; at its beginning two names or an abbreviation.
    rf"(?<=[^.!?:\s“\"(]\s)[“\"(]?{_NAME}",
    rf"^\W*{_NAME} (?:(?:of|the|for|and|de) )*{_NAME}",
    r"^\W*[A-Z]{2}",
)
_SIGNS: dict[Kind, tuple[str, ...]] = {
    "percent": (
        "%",
        r"(?i:\bper ?cent)",
        r"(?i:\b(?:half|thirds?|quarters?|majority|one-\w+th)\b)",
        r"\b\d+ (?:in|out of) \d",
    ),
    "how_much": (
        r"[£$€¥] ?\d",
        rf"(?i:\d ?(?:{_SCALE})?\b ?(?:{_CURRENCY})\b)",
        rf"\b\d[\d,.]* (?i:(?:{_SCALE})\b)",
        r"\d,\d{3}",
        r"%|(?i:\bper ?cent\b)",
        r"(?i:\bfree\b|\bno (?:charge|cost|fee)\b)",
    ),
    "when": (
        _YEAR,
        rf"\b(?:{MONTH}|{_WEEKDAY})\b",
        rf"(?i:\b(?:{_UNIT_OF_TIME})\b)",
        r"(?i:\b\d+ ?(?:bc|ad|bce|ce|am|pm|a\.m|p\.m)\b)",
    ),
    "who": _NAMES,
    "where": _NAMES,
    "why": (
        r"(?i:\b(?:because|since|therefore|thus|due to|owing to|in order|so that|so as to|as a result)\b)",
        r"(?i:\b(?:reasons?|caus(?:e|es|ed|ing)|(?:led|leads|leading) to|result(?:s|ed|ing)? (?:in|from))\b)",
        r"(?i:\b(?:driven by|attribut(?:able|ed) to|thanks to|explained by|on account of|contributed to)\b)",
        r"(?i:\bto \w)",
    ),
    "list": (r"[;:]", r", [^,.;]+(?:,| and | or )", r"\w and \w", rf"^\s*(?:[{BULLETS}*–-]|\(?\w{{1,2}}[.)])\s"),
    "definition": (
        r"(?i:\b(?:is|are|was|were) (?:an?|the|any|one of|when|where)\b)",
        r"(?i:\b(?:refers? to|means?|meaning|defin\w+|stands? for|known as|called|named|term)\b)",
        r"\w \(|[–—:]",
    ),
}
_COUNTED = re.compile(r"\b(?:how many|(?:the|a|total) number of)\s+(?P<what>.*)", re.IGNORECASE)
_AFTER_NOUN = re.compile(
    rf"\b(?:{AUXILIARIES}|there|in|of|on|at|by|for|from|to|with|per|that|which|who|\w+ed)\b", re.IGNORECASE
)
_NOUN_WITHIN = 80
"""Characters behind a figure in which the noun is looked for, and words."""
_NOUN_WORDS = 5
OTHER_FIGURE = 0.25
"""What a figure of something else counts."""

_PATTERNS = {kind: re.compile("|".join(signs)) for kind, signs in _SIGNS.items()}
_FIGURE = re.compile(rf"\d|(?i:\b(?:{_NUMBER_WORDS})\b)")
_FIGURE_WORD = re.compile(rf"\d[\d,.]*|(?i:\b(?:{_NUMBER_WORDS})\b)")
_NO_FIGURE = re.compile(
    rf"{_YEAR}(?![,.]\d)|\b\d{{1,2}} (?:{MONTH})\b|\b(?:{MONTH}) \d{{1,2}}\b|^\s*\(?\d{{1,2}}[.)]\s|\[\d+\]"
)
"""Years, days, the number of a list item and the mark of a note count nothing."""

TELLING: frozenset[Kind] = frozenset({*_PATTERNS, "how_many"})
"""Kinds that something in a sentence tells; any sentence may answer the others."""


def counted_noun(question: str) -> str | None:
    """Give the term of what a question counts: "organis" of "How many GP organisations had been formed?".

    None for a question that counts nothing by name.
    """
    counted = _COUNTED.search(question)
    if not counted:
        return None
    rest = counted["what"]
    end = _AFTER_NOUN.search(rest)
    found = [term for term in terms(rest[: end.start()] if end else rest) if not term.isdigit()]
    return found[-1] if found else None


def match(kind: Kind, noun: str | None, text: str) -> float:
    """Give how well a sentence has what is asked for, 0 to 1; `noun` is the `counted_noun` of the question.

    A figure before the thing that is counted ("over 260 large-scale organisations") counts wholly, another one less.
    """
    if kind != "how_many":
        return float(answers_kind(kind, text))
    if noun and any(
        noun in terms(text[figure.end() : figure.end() + _NOUN_WITHIN])[:_NOUN_WORDS]
        for figure in _FIGURE_WORD.finditer(text)
    ):
        return 1.0
    return OTHER_FIGURE if answers_kind(kind, text) else 0.0


def answers_kind(kind: Kind, text: str) -> bool:
    """Tell whether a sentence has what that kind of question asks for; True for a kind that is not `TELLING`.

    >>> answers_kind("how_many", "It had nine practices."), answers_kind("how_many", "It began in 2009.")
    (True, False)
    """
    if kind == "how_many":
        return bool(_FIGURE.search(_NO_FIGURE.sub(" ", text)))
    return kind not in _PATTERNS or bool(_PATTERNS[kind].search(text))
