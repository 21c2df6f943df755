"""Headings of word processor files that are only formatted as headings, not marked as such."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportqa.parsing.markup.inlines import plain_text
from reportqa.parsing.markup.table_grid import Node

MAX_LENGTH = 120
"""Maximum length of a heading; longer text in bold is emphasis."""
_MAX_RUN = 2
"""Maximum number of consecutive paragraphs in bold, a title and a subtitle; more are an address or a list."""
_CAPTION = re.compile(r"(?:table|figure|fig\.|chart|box|graph|map)\s*\d", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.,;:!]$")
_WRAPPERS = frozenset({"Emph", "Underline", "SmallCaps", "Strong"})


def promote(blocks: Sequence[Node]) -> list[Node]:
    """Return the blocks with paragraphs in bold before other text as headings.

    Their level is below marked headings; bold italics are one level lower.
    """
    marked = max((block["c"][0] for block in blocks if block["t"] == "Header"), default=0)
    weights = [_weight(block) for block in blocks]
    promoted: list[Node] = []
    for is_bold, group in groupby(range(len(blocks)), key=lambda at: weights[at] > 0):
        run = list(group)
        following = blocks[run[-1] + 1]["t"] if run[-1] + 1 < len(blocks) else ""
        heads_text = is_bold and len(run) <= _MAX_RUN and following not in {"", "Header", "HorizontalRule"}
        for at in run:
            level = min(marked + weights[at], 6)
            heading = {"t": "Header", "c": [level, ["", [], []], blocks[at].get("c")]}
            promoted.append(heading if heads_text else blocks[at])
    return promoted


def _weight(block: Node) -> int:
    """Return 1 for a possible heading in bold, 2 in bold italics, 0 for other blocks."""
    if block["t"] != "Para":
        return 0
    text = plain_text(block["c"])
    if not re.search(r"[^\W\d_]{2}", text) or len(text) > MAX_LENGTH or _ENDS_SENTENCE.search(text):
        return 0
    looks = list(_looks(block["c"], frozenset()))
    if _CAPTION.match(text) or not looks or not all("Strong" in look for look in looks):
        return 0
    return 2 if all("Emph" in look for look in looks) else 1


def _looks(inlines: Sequence[Node], look: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield the formatting of each piece of text; none for pictures, notes and links."""
    for node in inlines:
        kind: str = node["t"]
        if kind in _WRAPPERS:
            yield from _looks(node["c"], look | {kind})
        elif kind == "Span":
            yield from _looks(node["c"][1], look)
        elif kind not in {"Space", "SoftBreak", "LineBreak"}:
            yield look if kind == "Str" else frozenset()
