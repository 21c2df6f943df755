"""Tells whether a sentence has the kind of thing that a question asks for."""

import re

from reportqa.kinds import Kind

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_YEAR = r"\b(?:1\d|20)\d\ds?\b"
_UNIT_OF_TIME = (
    "hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|era|dynast(?:y|ies)|spring|summer|autumn|winter"
)
_CURRENCY = "pounds|dollars|euros|pence|cents|yen|usd|gbp|eur"
_SCALE = "m|bn|hundred|thousand|million|billion|trillion"
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
    "|once|twice|half|several|none|single"
)
_NOT_A_NAME = rf"{_MONTH}|{_WEEKDAY}|I|The|A|An|In|On|At|It|This"
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
        rf"\b(?:{_MONTH}|{_WEEKDAY})\b",
        rf"(?i:\b(?:{_UNIT_OF_TIME})\b)",
        r"(?i:\b\d+ ?(?:bc|ad|bce|ce|am|pm|a\.m|p\.m)\b)",
    ),
    "who": _NAMES,
    "where": _NAMES,
    "why": (
        r"(?i:\b(?:because|since|therefore|thus|due to|owing to|in order|so that|so as to|as a result)\b)",
        r"(?i:\b(?:reasons?|caus(?:e|es|ed|ing)|(?:led|leads|leading) to|result(?:s|ed|ing)? (?:in|from))\b)",
        r"(?i:\bto \w)",
    ),
    "list": (r"[;:]", r", [^,.;]+(?:,| and | or )", r"\w and \w", r"^\s*(?:[•·*–-]|\(?\w{1,2}[.)])\s"),
    "definition": (
        r"(?i:\b(?:is|are|was|were) (?:an?|the|any|one of|when|where)\b)",
        r"(?i:\b(?:refers? to|means?|meaning|defin\w+|stands? for|known as|called|named|term)\b)",
        r"\w \(|[–—:]",
    ),
}
_PATTERNS = {kind: re.compile("|".join(signs)) for kind, signs in _SIGNS.items()}
_FIGURE = re.compile(rf"\d|(?i:\b(?:{_NUMBER_WORDS})\b)")
_NO_FIGURE = re.compile(
    rf"{_YEAR}(?![,.]\d)|\b\d{{1,2}} (?:{_MONTH})\b|\b(?:{_MONTH}) \d{{1,2}}\b|^\s*\(?\d{{1,2}}[.)]\s|\[\d+\]"
)
"""Years, days, the number of a list item and the mark of a note count nothing."""

TELLING: frozenset[Kind] = frozenset({*_PATTERNS, "how_many"})
"""Kinds that something in a sentence tells; any sentence may answer the others."""


def answers_kind(kind: Kind, text: str) -> bool:
    """Tell whether a sentence has what that kind of question asks for; True for a kind that is not `TELLING`.

    >>> answers_kind("how_many", "It had nine practices."), answers_kind("how_many", "It began in 2009.")
    (True, False)
    """
    if kind == "how_many":
        return bool(_FIGURE.search(_NO_FIGURE.sub(" ", text)))
    return kind not in _PATTERNS or bool(_PATTERNS[kind].search(text))
