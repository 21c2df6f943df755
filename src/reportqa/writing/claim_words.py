"""The words of a sentence that carry its claim, each with what qualifies it: a negation, a "may", a preposition."""

import re
from collections.abc import Iterator
from functools import cache

from reportqa.text import (
    CARDINALS,
    DAY,
    FIGURE,
    MONTH,
    MONTH_NUMBERS,
    MONTHS,
    YEAR,
    figure_terms,
    parse_amount,
    terms,
    year_pattern,
)
from reportqa.writing.claim_word import ClaimReader, ClaimWord, Kind
from reportqa.writing.word_classes import (
    BE,
    BEFORE_NUMBER,
    BREAKS,
    CONNECTING,
    CURRENCIES,
    DETERMINERS,
    DIRECTIONS,
    IRREGULAR,
    MODALS,
    NEGATIONS,
    ORDINALS,
    POSITIVE,
    PREPOSITIONS,
    PRONOUNS,
    SAME,
)

NOT = "not"
_HAVE_TO = re.compile(r"(?:have|has|had|need|needs|needed) to\b", re.IGNORECASE)
_FAIL_TO = re.compile(r"fail(?:s|ed|ing)? to\b", re.IGNORECASE)
_OR_MORE = re.compile(r"%?(?: [a-z]+){0,3}? or (more|over|above|fewer|less|under|below)\b")
_NOT_ONLY = re.compile(r"not (?:only|just|merely)\b", re.IGNORECASE)
_ONLY = re.compile(r" (?:only|just|merely)\b", re.IGNORECASE)
_MORE = frozenset("more over above fewer less under below".split())
_SCALED = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12}
_VALUES = {word: number if number < 20 else 10 * (number - 18) for number, word in enumerate(CARDINALS, 1)}
_NUMBER_WORD = "|".join((*CARDINALS, "half", "third", "quarter", "dozen"))
_NUMBER_NEXT = rf"(?:an? )?(?:[£$€¥]? ?\d|(?i:{_NUMBER_WORD})\b)"
_BEFORE = dict(BEFORE_NUMBER)
_ANY_YEAR = re.compile(year_pattern(1000))
_DATE = rf"\b(?:{DAY})(?:st|nd|rd|th)?(?!\d)(?:,? {YEAR})?\b|\b(?:{MONTH}),? {YEAR}\b|\b{YEAR}-\d\d-\d\d\b"
_TOKEN = re.compile(
    rf"(?P<date>{_DATE})"
    rf"|(?P<qualifier>(?i:\b(?:{'|'.join(map(re.escape, _BEFORE))})) (?={_NUMBER_NEXT}))"
    r"|(?P<ordinal>\b\d[\d,]*(?:st|nd|rd|th)\b)"
    rf"|(?P<minus>(?<=[\s(])[-−–](?=[£$€¥]? ?\d))"
    rf"|(?P<figure>(?:[£$€¥] ?(?=\d))?(?:{FIGURE}))"
    r"|(?P<initials>(?:[A-Z]\.)+[A-Z]\b\.?)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?(?:[-‐‑][^\W_]+(?:['’][^\W\d_]+)?)*)"
    r"|(?P<mark>[,;:()\[\]–—\"“”/]|\s-\s)"
)


def claim_words(text: str, number: int = 0) -> list[ClaimWord]:
    """Return the words of a sentence that carry its claim, in order.

    :param number: that of the sentence among those that are cited, from 0
    """
    reading = ClaimReader(number, gap="sentence")
    is_shouted = text.isupper()
    for match in _TOKEN.finditer(text):
        _READERS[str(match.lastgroup)](reading, match, is_shouted)
    if reading.operators and reading.words:
        # "It could not."
        reading.words[-1].operators |= reading.operators
    return reading.words


def pronouns(text: str) -> list[str]:
    """Return the pronouns of a text in lower case, in order."""
    return [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word in PRONOUNS]


def _read_date(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    """Add the year, month and day of a date, in this order however it is written."""
    text = match[0]
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        year, month, day = found[1], int(found[2]), int(found[3])
        if not 1 <= month <= len(MONTHS):
            reading.add(text, "number", text)
            return
    else:
        name = next(name for name in MONTHS if name in text)
        month = MONTH_NUMBERS[name.lower()]
        year = found[0] if (found := re.search(YEAR, text)) else ""
        day = int(found[0]) if (found := re.search(r"\d+", text.removesuffix(year))) else 0
    if year:
        reading.add(year, "year", text)
    reading.add(MONTHS[month - 1].lower(), "year", text)
    if day:
        reading.add(f"day {day}", "year", text)


def _read_qualifier(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    if meaning := _BEFORE[match[0].strip().lower()]:
        reading.operators.add(meaning)


def _read_ordinal(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    ordinal = match[0].replace(",", "")
    reading.add(ORDINALS.get(ordinal, ordinal), "number", match[0])


def _read_minus(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    if (
        match.start() == 0
        or match.string[match.start() - 1] == "("
        or not match.string[: match.start()].rstrip().endswith(tuple("0123456789"))
    ):
        reading.operators.add("minus")
    else:
        reading.separate("clause")


def _read_figure(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    figure = match[0].rstrip(",")
    if not figure[-1].isalnum() or figure.lower().startswith("per"):
        reading.add("percent", "word", figure)
        return
    amount = parse_amount(figure)
    if amount is None:
        found = figure_terms(figure)
        is_span = bool(re.search(r"[/–-]", figure)) or figure.lower().startswith("f")
        dated = next((term for term in found if term[-1].isdigit()), found[0])
        reading.add(dated if is_span else found[-1], "year" if is_span else "number", figure)
        return
    if tail := _OR_MORE.match(match.string, match.end()):
        reading.operators.add("at least" if tail[1] in {"more", "over", "above"} else "up to")
    is_year = not amount.unit and bool(_ANY_YEAR.fullmatch(figure))
    reading.add(f"{amount.unit}{amount.value.normalize():f}", "year" if is_year else "number", figure)
    if figure != match[0]:
        reading.separate("clause")


def _read_initials(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    reading.add(match[0].replace(".", "").lower(), "name", match[0])


def _read_mark(reading: ClaimReader, match: re.Match[str], _: bool) -> None:
    reading.brackets = max(reading.brackets + (match[0] in "([") - (match[0] in ")]"), 0)
    if match[0] in '“”"':
        reading.in_quotes = match[0] == "“" or (match[0] == '"' and not reading.in_quotes)
    if match[0] in {",", ";", ":"}:
        reading.preposition = ""
    if match[0] == ";" and reading.words:
        reading.words[-1].operators |= reading.operators
        reading.operators = set()
    reading.separate("aside" if match[0].strip() in {"(", "[", "–", "—", "-"} else "clause")


def _read_word(reading: ClaimReader, match: re.Match[str], is_shouted: bool) -> None:
    text, rest = match[0], match.string[match.start() :]
    word, _, ending = text.lower().replace("’", "'").partition("'")
    is_after_or = word in _MORE and match.string[: match.start()].endswith(" or ")
    if is_after_or and any(one.operators & {"at least", "up to"} for one in reading.words[-4:]):
        # "50,000 patients or more": noted at the number.
        return
    is_capital = text[0].isupper() and not is_shouted
    is_initials = is_capital and text.isupper() and len(text) > 1
    if ending == "t" and word.endswith("n"):
        if _ONLY.match(rest, len(text)):
            reading.add("not only", "word", "not only")
        else:
            reading.toggle(NOT)
        word = {"ca": "can", "wo": "will", "can": "can"}.get(word[:-1], word[:-1])
        if word in MODALS:
            reading.operators.add(MODALS[word])
        return
    if not is_initials and _read_function_word(reading, word, rest, is_capital=is_capital and match.start() > 0):
        return
    _read_content_word(reading, text, word, "name" if is_capital else "word")


def _read_function_word(reading: ClaimReader, word: str, rest: str, *, is_capital: bool) -> bool:
    """Return whether a word is no content; what it does to the next content word is noted."""
    if word == "cannot":
        reading.operators.add(MODALS["can"])
        reading.toggle(NOT)
    elif _NOT_ONLY.match(rest):
        reading.add("not only", "word", "not only")
    elif word in NEGATIONS or _FAIL_TO.match(rest):
        reading.toggle(NOT)
    elif _HAVE_TO.match(rest):
        reading.operators.add(MODALS["must"])
    elif word in MODALS and not is_capital:
        reading.operators.add(MODALS[word])
    elif word in BREAKS:
        is_aside = reading.gap == "clause" and word in {"which", "who", "whose", "whom", "where", "when"}
        reading.separate("aside" if is_aside else "clause")
    elif word in DIRECTIONS or word in CURRENCIES:
        if word in DIRECTIONS:
            reading.separate("phrase")
        return False
    elif word in PREPOSITIONS:
        is_aside = reading.gap == "clause" and word in {"with", "including"}
        reading.govern(word)
        if is_aside:
            reading.separate("aside")
    elif word in DETERMINERS or word in CONNECTING:
        reading.has_determiner |= word in DETERMINERS
        reading.after_pronoun |= word in PRONOUNS
        reading.after_be |= word in BE
    else:
        return False
    return True


def _read_content_word(reading: ClaimReader, text: str, word: str, kind: Kind) -> None:
    before = reading.words[-1] if reading.words else None
    is_next = before is not None and before.kind == "number" and not reading.gap
    if before and is_next and word in CURRENCIES and before.key[:1].isdigit():
        before.key = CURRENCIES[word] + before.key
        return
    if before and is_next and word in _SCALED and before.key.isdigit():
        before.key = str(int(before.key) * _SCALED[word])
        return
    if word in _VALUES or word in {"hundred", "thousand", "million", "billion", "dozen"}:
        reading.add(str(_VALUES.get(word) or _SCALED[word]), "number", text)
        return
    if word in set(ORDINALS.values()):
        reading.add(word, "number", text)
        return
    if word.startswith("un") and word[2:] in POSITIVE:
        reading.toggle(NOT)
        word = word[2:]
    if reading.preposition in {"among", "amongst"} and (word in {"most", "least"} or word.endswith("est")):
        reading.operators.add("among")
    for position, part in enumerate(_parts(word, text)):
        value = _VALUES.get(part)
        reading.add(
            str(value) if value else word_key(part), "number" if value else kind, text if position == 0 else part
        )


def _parts(word: str, text: str) -> Iterator[str]:
    """Yield the words of a compound: "long-term" is two, "co-operation" one."""
    pieces = re.split("[-‐‑]", word)
    if len(pieces) > 1 and len(terms(text)) >= len(pieces):
        yield from filter(None, pieces)
    else:
        yield word


@cache
def _groups() -> dict[str, str]:
    """Return the first term of the group of each term that has synonyms."""
    return {term: terms(group.split()[0])[0] for group in SAME for word in group.split() for term in terms(word)[:1]}


def word_key(word: str) -> str:
    """Return what is equal for all forms, spellings and the usual synonyms of a word in lower case."""
    found = terms(IRREGULAR.get(word, word))
    term = " ".join(found) if found else word
    return _groups().get(term, term)


_READERS = {
    "date": _read_date,
    "qualifier": _read_qualifier,
    "ordinal": _read_ordinal,
    "minus": _read_minus,
    "figure": _read_figure,
    "initials": _read_initials,
    "word": _read_word,
    "mark": _read_mark,
}
