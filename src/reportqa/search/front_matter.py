"""Bylines, dates and imprints at the beginning of a document's text, as ranges of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.text import MONTH_NUMBERS, YEAR, split_sentences

FRONT = 1500
"""Characters at the beginning of a text that are read for its author, date and publisher."""
STANDFIRST = 700
"""Characters in which "Nadia Brandt looks at …" names the author."""

_PART = r"(?:[A-Z]\.|[A-ZÀ-ÖØ-Þ][\w'’-]*[^\W\d_])"
_NAME = rf"{_PART}(?: (?:{_PART}|de|del|der|di|la|van|von|den|ten|al|bin|y)){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:, and |, | and | & ){_NAME})*"
_RANK = re.compile(r"(?:Dr|Prof|Professor|Sir|Dame|Lord|Lady|Mr|Mrs|Ms)\.? ")
_BODY = re.compile(
    r".*\b(?:Agency|Association|Bank|Cent(?:re|er)|College|Commission|Committee|Council|Department|Forum|Foundation|Fund"
    r"|Group|Hospital|Institute|Ltd|Ministry|Network|Office|Partnership|School|Society|Trust|University)\b.*"
)
"""Names after an author that are an affiliation: "Ann Lee, Coast Forum"."""
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\b\.?,?\s+{YEAR}|(?:{_MONTH})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{YEAR}"
    rf"|(?:{_MONTH})\b\.?,?\s+{YEAR}|\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR}|{YEAR}-\d\d(?:-\d\d)?)"
)
_OTHER_DATE = "(?:next|until|due|expires?|valid|updated|deadline|review|closes?|closing|ends?|starts?|applies)"
"""Words in the line of a date that is not of publication: "Next edition, May 2025"."""
_WROTE = r"(?:co-?)?(?:authored|written|prepared|compiled|edited)"
_LOOKS_AT = (
    r"(?:looks at|takes a look at|explores|examines|reflects on|argues|considers|asks|explains|discusses|writes|unpicks"
    r"|reports on|sets out|shares|outlines|investigates|reviews|assesses|traces)"
)
AUTHORS = (
    re.compile(rf"^(?:(?i:(?:{_WROTE} )?by|authors?|author\(s\)|editors?):? )(?P<value>{_NAMES})\b.{{0,80}}$", re.M),
    re.compile(rf"^.*\b{_WROTE} by (?P<value>{_NAMES}).*$", re.M),
)
_STANDFIRST = re.compile(rf"^.*?\b(?P<value>{_NAME}(?: and {_NAME})?),? {_LOOKS_AT}\b.*$", re.M)
_DATES = (
    re.compile(
        r"^(?:first |last )?"
        r"(?:published|publication date|date of publication|date of report|dated?|issued|posted|released)"
        rf"(?: \([^)\n]*\))?(?: on| in)?\s*:?\s*(?P<value>{_DATE}|{YEAR}\b).{{0,60}}$",
        re.M | re.I,
    ),
    re.compile(rf"^(?!.*\b{_OTHER_DATE}\b)(?:[^\n.!?]{{0,60}}[,·|–—] ?)?(?P<value>{_DATE})\.?$", re.M | re.I),
)
_PUBLISHERS = (
    re.compile(r"^.*\b[Pp]ublished by (?:the )?(?P<value>[A-Z][\w'’&. -]{1,60}?\w)(?=[.,;\n]| (?:in|on) |$).*$", re.M),
    re.compile(
        rf"^(?:©|\([cC]\)|Copyright ©?)\s*(?:{YEAR}\s*)?(?P<value>[A-Z][\w'’& -]{{1,60}}?\w)(?=[.,;\n]| {YEAR}|$).*$",
        re.M,
    ),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A value that a text states, and the range of the words that state it."""

    value: str
    start: int
    end: int


def stated_authors(front: str) -> tuple[tuple[str, ...], Statement] | None:
    """Return the authors in the byline of a text, and where it names them; None without a byline.

    >>> stated_authors("A title\\n\\nBy Ann Lee and Bo Dahl\\n\\nText.")[0]
    ('Ann Lee', 'Bo Dahl')
    """
    front = front[:FRONT]
    found = _first(AUTHORS, front) or _first((_STANDFIRST,), front[:STANDFIRST])
    return (names_in(found.value), found) if found and names_in(found.value) else None


def stated_date(front: str) -> Statement | None:
    """Return the date at the beginning of a text, as written: a line "Published: …", or a line that is a date."""
    return _first(_DATES, front[:FRONT])


def stated_publisher(front: str) -> Statement | None:
    """Return the publisher that the imprint at the beginning of a text names."""
    return _first(_PUBLISHERS, front[:FRONT])


def authors_of_work(title: str, text: str) -> tuple[tuple[str, ...], Statement] | None:
    """Return the authors of a work that a text names by its title: "Quiet Streets was written by Ann Lee"."""
    words = r"\W+".join(map(re.escape, re.findall(r"[^\W_]+", title)))
    found = re.search(rf"(?i:\b{words}\b)[^;\n]{{0,120}}?\b{_WROTE} by (?P<value>{_NAMES})", text)
    return (names_in(found["value"]), Statement(found["value"], *found.span())) if found else None


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a list of names without ranks, and those of people without the bodies that they work for."""
    names = tuple(_RANK.sub("", name) for name in re.split(r", and |, | and | & ", text) if name)
    people = tuple(name for name in names if not _BODY.fullmatch(name))
    return people or names


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> Statement | None:
    return next(_found(patterns, text), None)


def _found(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[Statement]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            # A paragraph is one line, of which the sentences with the value are enough.
            value = range(*match.span("value"))
            said = [
                one for one in split_sentences(text, *match.span()) if one.end > value.start and one.start < value.stop
            ]
            start, end = (said[0].start, said[-1].end) if said else match.span()
            yield Statement(match["value"], start, end)
