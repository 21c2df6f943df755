"""Lies: edits of a sentence that change what it says, and citations of other sentences. Prints nothing itself.

The edits are chosen by the words of a sentence alone; they know nothing of the check.
"""

import random
import re
from itertools import pairwise

from written_sources import NUMBER, YEAR, Edit, Made, Source, made_from

from reportqa.text import CARDINALS

_NAME = r"[A-Z][\w’'&-]*[a-z][\w’'&-]*(?: (?:of (?:the )?)?[A-Z][\w’'&-]*)*"
_INSIDE_NAME = re.compile(rf"(?<=[a-z,;] )(?!(?:I|The|A|An)\b){_NAME}")
_NOT = re.compile(r"\b(?:(?<=is|as|re|id|es|do|ve|ld|st|an|ay|ll) not|never|cannot)\b")
_BE = re.compile(r"\b(?:is|are|was|were|has|have|can|should|will|would|must|may)\b(?! (?:not|been|n[o’']))")
_OPPOSITES = (
    "increased decreased, increase decrease, increases decreases, increasing decreasing, rose fell, higher lower,"
    " more less, before after, larger smaller, above below, largest smallest, highest lowest, most least, greater"
    " smaller, gained lost, grew shrank, improved worsened, improve worsen, better worse, maximum minimum, earlier"
    " later, old new, first last, older younger, north south, east west, northern southern, eastern western, up"
    " down, early late, long short, majority minority, strong weak, positive negative, rise fall, growth decline,"
    " allow forbid, accept reject, include exclude, cause prevent, always never, all none, many few"
)
_SWITCH = {a: b for pair in _OPPOSITES.split(",") for a, b in (pair.split(), pair.split()[::-1])}
_UNITS = (
    "million billion, thousand million, per cent percentage points, percent million, days weeks, weeks months,"
    " months years, miles kilometres, hours days, minutes hours, km miles, metres feet, pounds dollars, tonnes"
    " kilograms, years months"
)
_OTHER_UNIT = {found[1]: found[2] for found in re.finditer(r"(per cent|\w+) ([^,]+)", _UNITS)}
_ADDED = (
    "successful controversial expensive international German recent large famous independent illegal rural private new"
    " independent urgent voluntary Scottish temporary"
).split()
_ADVERBS = "significantly rarely reportedly quickly always only mostly allegedly formerly dramatically".split()


def _replaced(source: Source, match: re.Match[str] | None, by: str) -> Made:
    if match is None or not by or match[0] == by:
        return None
    return made_from(source, source.text[: match.start()] + by + source.text[match.end() :])


def _any(drawn: random.Random, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return drawn.choice(found) if found else None


def _wrong_number(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, NUMBER, source.text)
    if match is None or YEAR.fullmatch(match[0]):
        return None
    digits = [place for place, c in enumerate(match[0]) if c.isdigit()]
    place = drawn.choice(digits)
    digit = drawn.choice([d for d in "123456789" if d != match[0][place]])
    return _replaced(source, match, match[0][:place] + digit + match[0][place + 1 :])


def _wrong_word(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, re.compile(rf"\b(?:{'|'.join(CARDINALS[1:])})\b"), source.text)
    return _replaced(source, match, drawn.choice([word for word in CARDINALS[1:] if not match or word != match[0]]))


def _rounded(drawn: random.Random, source: Source) -> Made:
    match = _any(
        drawn, re.compile(r"(?<![\w.,/-])(?:\d+\.\d+|\d{1,3},\d{3}|\d{3}\b(?!,))(?![\w/-]|[.,]\d)"), source.text
    )
    if match is None:
        return None
    value = float(match[0].replace(",", ""))
    rounded = f"{round(value):,}" if "." in match[0] else f"{round(value, -1 if value < 1000 else -3):,.0f}"
    return _replaced(source, match, rounded) if float(rounded.replace(",", "")) != value else None


def _other_year(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, YEAR, source.text)
    return _replaced(source, match, str(int(match[0]) + drawn.choice((-10, -2, -1, 1, 2, 10)))) if match else None


def _other_unit(drawn: random.Random, source: Source) -> Made:
    if (match := _any(drawn, re.compile(r"[£$€](?=\d)"), source.text)) and drawn.random() < 0.7:
        return _replaced(source, match, drawn.choice([one for one in "£$€" if one != match[0]]))
    if match := _any(drawn, re.compile(r"(?<=\d) ?%"), source.text):
        return _replaced(source, match, drawn.choice((" million", " percentage points", " people")))
    match = _any(drawn, re.compile(rf"(?<=\d )(?:{'|'.join(_OTHER_UNIT)})\b"), source.text)
    return _replaced(source, match, _OTHER_UNIT[match[0]]) if match else None


def _swap(source: Source, one: re.Match[str], other: re.Match[str]) -> Made:
    text = source.text
    return made_from(
        source, text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]
    )


def _distinct(one: re.Match[str], other: re.Match[str]) -> bool:
    """Return whether two parts of a sentence differ, and are not two items of a list, whose order says nothing."""
    between = one.string[one.end() : other.start()]
    is_list = re.fullmatch(r"(?:[,;]| and| or| &| the| of| |[A-Z][\w’'-]*|\d[\d,.]*)*", between)
    return one[0] != other[0] and one[0] not in other[0] and other[0] not in one[0] and not is_list


def _swapped(pattern: re.Pattern[str]) -> Edit:
    def edit(drawn: random.Random, source: Source) -> Made:
        found = list(pattern.finditer(source.text))
        pairs = [(one, other) for n, one in enumerate(found) for other in found[n + 1 :] if _distinct(one, other)]
        return _swap(source, *drawn.choice(pairs)) if pairs else None

    return edit


def _misjoined(drawn: random.Random, source: Source) -> Made:
    """ "A had 12 and B had 15" as "A had 15"."""
    found = [match for match in NUMBER.finditer(source.text) if not YEAR.fullmatch(match[0])]
    pairs = [
        (one, other) for one, other in pairwise(found)
        if _INSIDE_NAME.search(source.text, one.end(), other.start()) and one[0] != other[0]
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = drawn.choice(pairs)
    return made_from(source, source.text[: one.start()] + source.text[other.start() :])


def _other_name(drawn: random.Random, source: Source) -> Made:
    names = {match[0] for other in source.others for match in _INSIDE_NAME.finditer(other)}
    match = _any(drawn, _INSIDE_NAME, source.text)
    names = {name for name in names if match and name not in source.text and match[0] not in name}
    return _replaced(source, match, drawn.choice(sorted(names))) if match and names else None


def _not_added(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, _BE, source.text)
    return _replaced(source, match, f"{match[0]} not") if match else None


def _not_left_out(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, _NOT, source.text)
    if match is None or source.text.startswith(" only", match.end()):
        return None
    made = _replaced(source, match, "can" if match[0] == "cannot" else " ")
    return (" ".join(made[0].split()), made[1]) if made else None


def _reversed(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, re.compile(rf"\b(?:{'|'.join(_SWITCH)})\b"), source.text)
    return _replaced(source, match, _SWITCH[match[0]]) if match else None


def _stronger(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, re.compile(r"\b(?:may|might|could|should)\b(?! not)"), source.text)
    return _replaced(source, match, "will") if match else None


def _adjective(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, re.compile(r"(?:(?<=\b[Tt]he )|(?<=\bof )|(?<=\bin ))(?=[a-z]{4,})"), source.text)
    word = drawn.choice(_ADDED)
    return (
        made_from(source, source.text[: match.end()] + word + " " + source.text[match.end() :])
        if match and word not in source.text
        else None
    )


def _adverb(drawn: random.Random, source: Source) -> Made:
    match = _any(drawn, _BE, source.text)
    word = drawn.choice(_ADVERBS)
    return _replaced(source, match, f"{match[0]} {word}") if match and word not in source.text else None


def _false_quotation(drawn: random.Random, source: Source) -> Made:
    words = source.text[:-1].split()
    begin = drawn.randrange(1, len(words) - 4)
    quoted = words[begin : begin + 4]
    del quoted[2]
    if "".join(quoted).strip(".,") in "".join(words) or any(mark in source.text for mark in "“”\"‘’'"):
        return None
    return made_from(source, " ".join([*words[:begin], f"“{' '.join(quoted)}”", *words[begin + 4 :]]) + ".")


LIES: dict[str, Edit] = {
    "wrong number": _wrong_number,
    "wrong number in words": _wrong_word,
    "rounded number": _rounded,
    "other year": _other_year,
    "other unit": _other_unit,
    "two numbers swapped": _swapped(re.compile(rf"(?!{YEAR.pattern}\b){NUMBER.pattern}")),
    "two years swapped": _swapped(YEAR),
    "two names swapped": _swapped(_INSIDE_NAME),
    "figure of another name": _misjoined,
    "other name of the passage": _other_name,
    "not added": _not_added,
    "not left out": _not_left_out,
    "direction reversed": _reversed,
    "made certain": _stronger,
    "adjective or name added": _adjective,
    "adverb added": _adverb,
    "false quotation": _false_quotation,
    "citation of the passage": lambda drawn, source: (
        (source.text, (drawn.choice(source.others),)) if source.others else None
    ),
    "citation of another passage": lambda _, source: (source.text, (source.elsewhere,)),
}
