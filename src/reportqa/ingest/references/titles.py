"""Finds the title of a report that nobody has given one: in its headings, or in its name."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from reportqa.text import YEAR

HEADING = "first heading"
FILE_NAME = "file name"
"""Where a title that is found here comes from."""

_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|(?:document|presentation|book|draft|print|layout)\s*\d*"
    r"|[\W\d_]+|.*\.(?:docx?|indd|qxd|pptx?|xlsx?|pdf|rtf|html?|tmp))",
    re.IGNORECASE,
)
_NAME_PARTS = re.compile(r"[^\W_]+")
_YEAR_OR_FORM = re.compile(rf"{YEAR}(?:Q[1-4])?|\d{{1,2}}[A-Z]", re.IGNORECASE)
_NAME_FILLERS = frozenset(
    "copy digital document download draft final full print report scan summary version web".split()
)
_FRONT_HEADINGS = 8


def find_title(doc_id: str, headings: Sequence[str], words: Mapping[str, int]) -> tuple[str, str]:
    """Return the heading or the file name that says most of what a document is, and which of the two it is.

    A name whose parts stand in the document ("BESTBUY_2019_10K") tells the true title from a form's
    ("UNITED STATES SECURITIES AND EXCHANGE COMMISSION"): the first of the front headings that has half of
    its parts is the title, else the name itself, split. A name that says nothing ("scan0001") leaves the
    first heading. `words` counts the document's words, in lower case.
    """
    front = [heading for heading in headings[:_FRONT_HEADINGS] if len(heading.strip()) > 3]
    parts = _split_name(doc_id, words)
    telling = {part.casefold() for part in parts if words.get(part.casefold()) or not part.isalpha()} - _NAME_FILLERS
    if not telling:
        return (front[0], HEADING) if front else (title_of_file(doc_id), FILE_NAME)
    for heading in front:
        shared = telling & _spoken(heading)
        if len(shared) >= len(telling) / 2 and (any(map(str.isalpha, shared)) or not any(map(str.isalpha, telling))):
            return heading, HEADING
    return " ".join(parts), FILE_NAME


def file_words(doc_id: str, title: str, words: Mapping[str, int]) -> str:
    """Return the telling words and years of a file name that the title lacks, as they are searched for.

    "FORM 10-K" says less than the name "BLOCK_2016_10K" that somebody gave it: "Block 2016". `words` counts the
    document's words, in lower case.
    """
    spoken = _spoken(title)
    telling = [part for part in dict.fromkeys(_split_name(doc_id, words)) if not part.isdecimal() or len(part) == 4]
    return " ".join(part for part in telling if part.casefold() not in spoken | _NAME_FILLERS)


def is_junk_title(title: str) -> bool:
    """Return whether a file's own title was written by a program and not by its author."""
    return len(title.strip()) < 3 or _JUNK_TITLE.fullmatch(title.strip()) is not None


def title_of_file(doc_id: str) -> str:
    """Split a file name where it can be without knowing the document: "a_b-2019.pdf" → "a b 2019"."""
    return " ".join(_NAME_PARTS.findall(PurePosixPath(doc_id).stem)) or doc_id


def _spoken(heading: str) -> set[str]:
    """Return the words of a heading in lower case, "10-K" as "10k"."""
    return set(re.findall(r"[^\W_]+", re.sub(r"(?<=\d)-(?=[^\W\d])", "", heading.casefold())))


def _split_name(doc_id: str, words: Mapping[str, int]) -> list[str]:
    """Return the words and years of a file name, run-together ones parted by the document's own words."""
    parts: list[str] = []
    for part in _NAME_PARTS.findall(PurePosixPath(doc_id).stem):
        lower = part.casefold()
        halves = [(part[:at], part[at:]) for at in range(2, len(part) - 1)] if part.isalpha() else []
        frequency = {pair: min(words.get(half.casefold(), 0) for half in pair) for pair in halves}
        # "BESTBUY": of several ways to part it, the one whose rarer half is most frequent.
        likeliest = max(frequency, key=lambda pair: frequency[pair], default=None)
        if likeliest and frequency[likeliest] > words.get(lower, 0):
            parts += map(_spelled, likeliest)
        elif _YEAR_OR_FORM.fullmatch(part) or words.get(lower) or (part.isalpha() and len(part) > 3):
            parts.append(_spelled(part))
    return parts


def _spelled(part: str) -> str:
    return part.capitalize() if part.isalpha() and part.isupper() and len(part) > 3 else part
