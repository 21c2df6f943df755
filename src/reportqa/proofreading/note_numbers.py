"""Numbers in notes that are no pages: years, dates, sections, tables, volumes, notes and addresses."""

import re

from reportqa.text import DAY, year_pattern

_UNIT = (
    r"(?:sub)?sections?|secs?\.|ss?\.(?=\s?\d)|§§?|para(?:graph)?s?\.?|¶¶?|chapters?|chaps?\.|ch\.|parts?|pt\.|tables?|tab\."
    r"|figures?|figs?\.|box(?:es)?|charts?|maps?|exhibits?|annex(?:es)?|appendix|appendices|app\.|clauses?|cls?\."
    r"|art(?:icle)?s?\.?|rules?|lines?|ll?\.|columns?|cols?\.|slides?|items?|questions?|steps?|rows?|sheets?"
    r"|foot ?notes?|endnotes?|notes?|nn?\.?|fnn?\.?|Abschnitte?|Abs\.|Abb(?:ildung(?:en)?)?\.?|Tab(?:elle)?n?\.?"
    r"|Kap(?:itel)?\.?|Anm(?:erkung(?:en)?)?\.?|Fu(?:ß|ss)noten?|Fn\.?|Rn\.?|Rz\.?|Rdnr?\.?|Ziff(?:er)?n?\.?|Teil|Zeilen?|Z\."
)
_COUNT = r"(?:(?:no\.?|nr\.?)\s*)?[\[(]?[A-Z]?\d[\d.:-]*[a-z]?(?:\([\da-z]+\))*[\])]?(?![^\W_])"
SUBDIVISION = rf"(?<![^\W_])(?:{_UNIT})\s*{_COUNT}(?:\s*(?:[-–,&]|and|und|to|bis)\s*{_COUNT})*"
"""A regular expression for a part of a work that is not a page: "section 2.1", "paras 3–5", "Tab. 4", "§ 12"."""
_OTHER = re.compile(
    rf"(?:https?://|www\.|doi:\s*)\S+|\b10\.\d{{4,9}}/\S+|@\{{?[\w:.#$%&+?<>~/-]+"
    rf"|\b\d{{4}}-\d\d?-\d\d?\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b(?:{DAY})\b"
    rf"|\b{year_pattern(1500)}(?:\s?[-–/]\s?\d{{2,4}})?[a-z]?(?![^\W_])"
    rf"|\b(?:vol(?:ume)?s?|no|nr|issue|bd|band|heft|jg|nos)\.?\s*\d+[\d/–-]*(?:\s?\(\d+\))?"
    rf"|\b\d+(?:st|nd|rd|th|\.\s?Aufl\w*\.?)(?![^\W_])|\b\d+\s*[({{\[]\d+[)}}\]]"
    rf"|{SUBDIVISION}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def without_numbers(note: str) -> str:
    """Return a note without its years, dates, sections, tables, volumes and addresses."""
    return _OTHER.sub(" ", note)


def has_unread_number(note: str, known: str) -> bool:
    """Return whether a note has a number that no rule reads and that is not in the `known` text, such as a title."""
    numbers = set(_DIGITS.findall(known))
    return any(number not in numbers for number in _DIGITS.findall(without_numbers(note)))
