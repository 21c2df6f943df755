"""Boilerplate in text saved from a web page, and its removal: menus, calls to register, teasers."""

import re
from collections.abc import Sequence

from reportqa.parsing.html.boilerplate_words import BOILERPLATE_HEADING
from reportqa.parsing.plain.blocks import TextBlock

_MENU_WORDS = frozenset(
    "menu home search news about us contact login log in sign register events jobs help close share print email tweet"
    " facebook twitter linkedin skip to main content navigation back top subscribe cookies accept all".split()
)
_CERTAIN_LINE = re.compile(
    r"have you registered\b.*\?|already (?:registered|a member|a subscriber)\?|register (?:now|free|today)\b.*"
    r"|follow us(?: on .*)?:?|share this (?:page|article|story)\b.*|skip to (?:main )?content"
    r"|(?:sign up|subscribe) (?:to|for) our newsletter.*|(?:updated|posted) on .*\bviews"
    r"|(?:this (?:site|website) uses|we use) cookies\b.*|accept (?:all )?cookies",
    re.IGNORECASE,
)
_LIKELY_LINE = re.compile(r"register|sign in|log in|sign up|subscribe|login|follow us|share|menu|search", re.IGNORECASE)
_MAX_TEASER = 200
_MIN_TEASERS = 3


def without_boilerplate(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the blocks without those that are certainly boilerplate."""
    certain = [_is_certain(block) for block in blocks]
    unwanted = {at for at, sure in enumerate(certain) if sure}
    for at, block in enumerate(blocks):
        beside = certain[max(at - 2, 0) : at + 3]
        if any(beside) and _LIKELY_LINE.fullmatch(block.text.strip()):
            unwanted.add(at)
    for at, block in enumerate(blocks):
        if BOILERPLATE_HEADING.fullmatch(block.text.strip(" :")):
            teasers = _teasers(blocks, at + 1)
            if teasers >= _MIN_TEASERS:
                unwanted.update(range(at, at + 1 + teasers))
    return [block for at, block in enumerate(blocks) if at not in unwanted]


def _is_certain(block: TextBlock) -> bool:
    text = block.text.strip()
    words = re.findall(r"\w+", text.lower())
    if 2 <= len(set(words)) <= len(words) <= 8 and {"menu", "home", "search", "skip"} & set(words):
        return all(word in _MENU_WORDS for word in words)
    return len(text) < _MAX_TEASER and bool(_CERTAIN_LINE.fullmatch(text))


def _teasers(blocks: Sequence[TextBlock], start: int) -> int:
    """Return the number of blocks from `start` that link to other pages: a title, often twice, and a truncated text."""
    count = 0
    for at in range(start, len(blocks)):
        text = blocks[at].text.strip()
        neighbours = [blocks[near].text for near in (at - 1, at + 1) if near < len(blocks)]
        is_teaser = text.endswith(("...", "…")) or text in neighbours
        if len(text) > _MAX_TEASER or not is_teaser:
            break
        count += 1
    return count
