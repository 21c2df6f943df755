"""Paragraphs of presentations: runs joined without spaces, automatic numbers, without text that is struck out."""

import re
from collections.abc import Iterator

from reportqa.parsing.markup.inlines import SUPERSCRIPTS
from reportqa.parsing.office.numerals import numeral
from reportqa.parsing.xml_tree import Element, local_name, whole_number
from reportqa.text import clean_text

_NUMBERED = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(Period|ParenR|ParenBoth|Plain)")
_FORMS = {"arabic": "1", "alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
_FRAMES = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}


def paragraphs(node: Element) -> Iterator[str]:
    """Yield the text of each non-empty paragraph."""
    for text, _ in listed_paragraphs(node):
        yield text


def listed_paragraphs(node: Element) -> Iterator[tuple[str, bool]]:
    """Yield the text of each non-empty paragraph with its automatic number, and whether it has a number or bullet."""
    counts: dict[int, int] = {}
    for paragraph in node.iter("{*}p"):
        text = " ".join(clean_text("".join(_pieces(paragraph))).split())
        if not text:
            continue
        level = _level(paragraph)
        counts = {at: count for at, count in counts.items() if at <= level}
        look = _bullet(paragraph, level, node)
        if look is None or local_name(look) != "buAutoNum":
            counts.pop(level, None)
            yield text, look is not None and local_name(look) != "buNone"
            continue
        counts[level] = counts.get(level, whole_number(look.get("startAt")) - 1) + 1
        match = _NUMBERED.fullmatch(str(look.get("type")))
        number = _FRAMES[match[2]].format(numeral(counts[level], _FORMS[match[1]])) if match else f"{counts[level]}."
        yield f"{number} {text}", True


def struck_out(node: Element) -> Iterator[str]:
    """Yield the struck-out text of each paragraph that has some."""
    for paragraph in node.iter("{*}p"):
        text = "".join(part.text or "" for part in paragraph.iter("{*}t") if _is_struck(part))
        if text.strip():
            yield text


def _pieces(paragraph: Element) -> Iterator[str]:
    for part in paragraph.iter("{*}t", "{*}br"):
        if local_name(part) == "br":
            yield " "
        elif not _is_struck(part):
            baseline = _look(part, "baseline")
            text = part.text or ""
            yield text.translate(SUPERSCRIPTS) if baseline.isdecimal() and baseline != "0" else text


def _is_struck(part: Element) -> bool:
    return _look(part, "strike") in {"sngStrike", "dblStrike"}


def _look(part: Element, name: str) -> str:
    run = part.getparent()
    look = None if run is None else run.find("{*}rPr")
    return "" if look is None else look.get(name, "")


def _level(paragraph: Element) -> int:
    look = paragraph.find("{*}pPr")
    return 0 if look is None else whole_number(look.get("lvl"), 0)


def _bullet(paragraph: Element, level: int, shape: Element) -> Element | None:
    """Return the number or bullet of a paragraph, its own before that of the shape."""
    looks = [paragraph.find("{*}pPr"), shape.find(f".//{{*}}lstStyle/{{*}}lvl{level + 1}pPr")]
    for look in looks:
        for name in ("buAutoNum", "buChar", "buBlip", "buNone"):
            found = None if look is None else look.find(f"{{*}}{name}")
            if found is not None:
                return found
    return None
