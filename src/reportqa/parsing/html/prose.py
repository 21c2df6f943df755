"""Running text of a web page: paragraphs of sentences, as opposed to labels, headings and lists of links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul"
    ).split()
)
"""Elements that begin and end a line."""
_MIN_WORDS = 8
_MIN_LETTERS = 40
"""Minimum length of a sentence in a language without spaces between words."""
_MAX_LINKS = 0.5
_SENTENCE = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]\d\s]*$")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text of a page, the innermost block that has it, and how many of its characters are links."""

    block: HtmlElement
    text: str
    linked: int

    @property
    def is_prose(self) -> bool:
        """Whether the line is a sentence or more, mostly outside of links."""
        if self.linked > _MAX_LINKS * len(self.text) or not _SENTENCE.search(self.text):
            return False
        words = self.text.count(" ") + 1
        return words >= _MIN_WORDS or (len(self.text) >= _MIN_LETTERS and len(self.text) > 12 * words)


def lines_of(element: HtmlElement) -> Iterator[PageLine]:
    """Yield the lines of an element in reading order."""
    blocks, links, pieces, linked = [element], 0, list[str](), 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        is_block = node.tag in _BLOCKS
        if is_block and (text := _joined(pieces)):
            yield PageLine(blocks[-1], text, linked)
        if is_block:
            pieces, linked = [], 0
        said = node.text if event == "start" else node.tail if node is not element else None
        if node.tag == "a":
            links += 1 if event == "start" else -1
        if is_block and node is not element:
            blocks.append(node) if event == "start" else blocks.pop()
        if said:
            pieces.append(said)
            linked += len(" ".join(said.split())) if links else 0
    if text := _joined(pieces):
        yield PageLine(element, text, linked)


def prose_length(element: HtmlElement) -> int:
    """Return the number of characters of an element's running text."""
    return sum(len(line.text) for line in lines_of(element) if line.is_prose)


def _joined(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())
