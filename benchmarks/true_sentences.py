"""True sentences: edits of a sentence that keep what it says, chosen by its words alone. Prints nothing itself."""

import random
import re

from written_sources import YEAR, Edit, Made, Source, made_from

from reportqa.text import CARDINALS

_FRONT = re.compile(
    rf"^((?:In|During|Since|By|On|Between|At|After|Before) (?:[^,]{{0,40}}\b)?(?:{YEAR.pattern})), ([^,;:]+)\.$"
)
_BACK = re.compile(rf"^([^,;:]+?) (in (?:[A-Z][a-z]+ )?{YEAR.pattern})\.$")
_ASIDE = re.compile(r", (?:which|who|where|whose) [^,;:()]+(?=,(?! ?\d))|(?<=[^,]) \([^()]{3,80}\)(?= )")
_TAIL = re.compile(r", (?:which|who|where|whose) [^,;:()]+(?=\.$)")
_BE_NOT = re.compile(r"\b(is|are|was|were|did|does|do|has|have|could|should|would|must) not\b")
_REPORTED = {
    "said": "stated", "stated": "said", "found": "showed", "shows": "finds", "reported": "said", "noted": "stated",
    "showed": "found", "says": "states", "states": "says", "began": "started", "started": "began",
}  # fmt: skip
_FRAMES = ("However, ", "In addition, ", "Moreover, ", "According to the report, ", "The report says that ")
_PRONOUN = re.compile(r"^(?:It|They|He|She|This|These|Those|I|We|You|There|Such|That|And|But|Or|So)\b")


def _lowered(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return (
        text[0].lower() + text[1:]
        if first
        in {
            "The",
            "A",
            "An",
            "In",
            "It",
            "This",
            "These",
            "There",
            "Some",
            "Many",
            "When",
            "During",
            "They",
            "As",
            "At",
            "For",
            "However,",
            "On",
            "By",
            "While",
            "Most",
            "All",
            "Both",
            "Their",
            "His",
            "Its",
        }
        else text
    )


def _number_style(_: random.Random, source: Source) -> Made:
    text = source.text
    words = dict(enumerate(CARDINALS[:19], 1))
    text = re.sub(r"(?<![\w.,£$€/–-])([2-9]|1\d)(?= [a-z])", lambda m: words[int(m[1])], text)
    if text == source.text:
        text = re.sub(
            rf"(?<!-)\b({'|'.join(CARDINALS[1:19])})\b(?= [a-z])", lambda m: str(CARDINALS.index(m[1]) + 1), text
        )
    text = re.sub(r"(\d) ?%", r"\1 per cent", text) if "%" in text else re.sub(r" (?:per cent|percent)\b", "%", text)
    text = re.sub(r"([£$]\d[\d.]*) million\b", r"\1m", text)
    return made_from(source, re.sub(r"(?<![\d,])(\d{1,3}),(\d{3})(?![\d,])", r"\1\2", text))


def _contracted(_: random.Random, source: Source) -> Made:
    return made_from(source, _BE_NOT.sub(r"\1n’t", source.text))


def _moved(_: random.Random, source: Source) -> Made:
    if len(YEAR.findall(source.text)) > 1:
        return None
    if match := _FRONT.match(source.text):
        return made_from(source, f"{match[2][0].upper()}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}.")
    if match := _BACK.match(source.text):
        return made_from(source, f"{match[2][0].upper()}{match[2][1:]}, {_lowered(match[1])}.")
    return None


def _shortened(_: random.Random, source: Source) -> Made:
    text = _TAIL.sub("", source.text, count=1)
    if text == source.text:
        match = _ASIDE.search(source.text)
        if match is None:
            return None
        end = match.end() + (source.text[match.end()] == ",")
        text = source.text[: match.start()] + source.text[end:]
    return made_from(source, text)


def _spelt(_: random.Random, source: Source) -> Made:
    if any(mark in source.text for mark in "“”\"‘’'"):
        return None
    text = re.sub(r"\b([a-z]{3,})iz(e|ed|es|ing|ation|ations)\b", r"\1is\2", source.text)
    text = (
        re.sub(r"\b([a-z]{2,}(?:[nlrtdgc]))(?<!comp)(?<!prom)is(e|ed|es|ing|ation|ations)\b", r"\1iz\2", source.text)
        if text == source.text
        else text
    )
    return made_from(
        source, text.replace("center ", "centre ").replace("labor ", "labour ").replace("program ", "programme ")
    )


def _merged(drawn: random.Random, source: Source) -> Made:
    if not source.following or _PRONOUN.match(source.following):
        return None
    joint = drawn.choice((", and ", "; ", ", while ", "; in addition, "))
    return f"{source.text[:-1]}{joint}{_lowered(source.following)}", (source.text, source.following)


def _reported(_: random.Random, source: Source) -> Made:
    pattern = rf"\b({'|'.join(_REPORTED)})\b"
    return made_from(source, re.sub(pattern, lambda match: _REPORTED[match[1]], source.text))


def _quoting(drawn: random.Random, source: Source) -> Made:
    words = source.text[:-1].split()
    if any(mark in source.text for mark in "“”\"‘’'"):
        return None
    begin = drawn.randrange(1, len(words) - 4)
    if any(word[-1].isdigit() for word in words[begin - 1 : begin + 4]):
        return None
    return made_from(
        source, " ".join([*words[:begin], f"“{' '.join(words[begin : begin + 3])}”", *words[begin + 3 :]]) + "."
    )


def _first_clause(_: random.Random, source: Source) -> Made:
    first, mark = source.text.partition("; ")[:2]
    return made_from(source, f"{first}.") if mark and len(first.split()) > 5 else None


TRUE: dict[str, Edit] = {
    "word for word": lambda _, source: made_from(source, source.text),
    "numbers written otherwise": _number_style,
    "contracted": _contracted,
    "time moved": _moved,
    "aside left out": _shortened,
    "first clause only": _first_clause,
    "other spelling": _spelt,
    "two sentences merged": _merged,
    "other verb of saying": _reported,
    "connected": lambda drawn, source: made_from(source, drawn.choice(_FRAMES) + _lowered(source.text)),
    "with a true quotation": _quoting,
}
