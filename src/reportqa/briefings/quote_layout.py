"""Quotes of a briefing as a style wants them: short ones run in with quotation marks, long ones set apart without."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from reportqa.citations import Node, SourcedQuote, Style, inlines, link_citation
from reportqa.text import Wording

_LINE = 90
"""Characters in a line of the files that `brief` writes."""
_PARAGRAPHS = re.compile(r"\n\s*\n")
FULL_STOP = re.compile(r"(?<![.\s])\.\Z")
_LIST_SIGN = re.compile(r"[•‣▪◦·–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s")
"""A sign of a list, which a quote begins with that would look like a list of the writer."""
_OUTSIDE_SINGLE = re.compile(r"[‘'’](?!\w)|(?<!\w)[‘'’]")
"""A single mark that is not an apostrophe within a word."""


@dataclass(frozen=True, slots=True)
class QuoteRule:
    """The longest quote that is run in, in words or in characters, and the marks around it."""

    words: int | None = None
    characters: int | None = None
    marks: tuple[str, str] = ("“", "”")

    def runs_in(self, quote: str) -> bool:
        """Return whether a quote is short; one of several lines, or with a mark of a pair cut off, is set apart."""
        if "\n" in quote or '"' in quote or not _is_paired(quote):
            return False
        if self.words is not None:
            return len(quote.split()) <= self.words
        return self.characters is None or len(quote) <= self.characters

    def marks_around(self, quote: str) -> tuple[str, str]:
        """Return the opening and the closing mark: double ones around a quote that has single ones itself."""
        return ("“", "”") if _OUTSIDE_SINGLE.search(quote) else self.marks


RULES: Mapping[str, QuoteRule] = {
    "apa": QuoteRule(words=39),
    "chicago": QuoteRule(words=99),
    "mhra": QuoteRule(words=40, marks=("‘", "’")),
    "modern-language-association": QuoteRule(characters=4 * _LINE),
    "oscola": QuoteRule(characters=3 * _LINE, marks=("‘", "’")),
}
"""Rules by the beginning of a style's name.

Source: Publication Manual of the APA, 7th edition, 8.26; Chicago Manual of Style, 18th edition, 12.10; MHRA Style
Guide, 4th edition, 9.3; MLA Handbook, 9th edition, 6.35; OSCOLA, 4th edition, 1.5.
"""


def rule_of(style: Style) -> QuoteRule | None:
    """Return the rule of a style; None if it has none here."""
    name = PurePath(style.name).name
    return next((rule for start, rule in RULES.items() if re.match(rf"{start}(?:[-.]|\Z)", name)), None)


def place_quotes(
    blocks: Sequence[Node], marks: Mapping[str, SourcedQuote], style: Style, *, links: bool = False
) -> list[Node]:
    """Return blocks with each quote and its citation in place of its mark.

    With `links`, the citation is a link to the words on a public page. Without a rule for the style, each is set apart
    in quotation marks, and so is one that begins like a list.
    """
    rule = rule_of(style)
    placed: list[Node] = []
    for block in blocks:
        mark = block["c"][0]["c"] if block["t"] == "Para" and block["c"][0]["t"] == "Str" else ""
        if mark not in marks:
            placed.append(block)
            continue
        quote, citation = marks[mark].words.strip(), block["c"][1:]
        if links:
            citation = link_citation(citation, marks[mark])
        # In quotation marks within a paragraph, a title would be read as one.
        is_title = _begins(marks[mark].citation.title, quote)
        if rule is None or is_title or not rule.runs_in(quote):
            is_marked = rule is None or _LIST_SIGN.match(quote)
            placed.append(_apart(f"“{quote}”" if is_marked else quote, citation))
            continue
        text = _run_in(quote, citation, rule, style)
        if placed and _leads_on(placed[-1]):
            text = [*placed.pop()["c"], *inlines(" "), *text]
        placed.append({"t": "Para", "c": text})
    return placed


def _apart(quote: str, citation: Sequence[Node]) -> Node:
    paragraphs = [inlines(text) for text in _PARAGRAPHS.split(quote)]
    paragraphs[-1] += citation
    return {"t": "BlockQuote", "c": [{"t": "Para", "c": text} for text in paragraphs]}


def _run_in(quote: str, citation: Sequence[Node], rule: QuoteRule, style: Style) -> list[Node]:
    """Return a quote in marks with its citation; before a citation in the text, its full stop moves behind that."""
    opening, closing = rule.marks_around(quote)
    if style.is_note:
        return [*inlines(f"{opening}{quote}{closing}"), *citation]
    return [*inlines(f"{opening}{FULL_STOP.sub('', quote)}{closing}"), *citation, *inlines(".")]


def _begins(title: str, quote: str) -> bool:
    """Return whether a quote is a title or its beginning."""
    words, quoted = Wording.of(title.casefold()).keys, Wording.of(quote.casefold()).keys
    return list(words[: len(quoted)]) == list(quoted)


def _leads_on(block: Node) -> bool:
    """Return whether a paragraph introduces what follows: it ends with a colon or a comma."""
    words = [node for node in block["c"] if node["t"] != "Note"] if block["t"] == "Para" else []
    return bool(words) and words[-1]["t"] == "Str" and words[-1]["c"].endswith((":", ","))


def _is_paired(quote: str) -> bool:
    depth = 0
    for character in quote:
        depth += (character == "“") - (character == "”")
        if depth < 0:
            return False
    return depth == 0
