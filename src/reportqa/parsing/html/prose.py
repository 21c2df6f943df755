"""Running text of a web page: paragraphs of sentences, as opposed to labels, headings and lists of links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

BLOCKS = frozenset(
    (
        "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul"
    ).split()
)
"""Elements that begin and end a line."""
MIN_WORDS = 8
"""Minimum length of a sentence."""
_LONG_WORD = 15
"""Mean length of words from which on a language has no spaces between words."""
_WORD = 4
"""Mean length of words in such a language."""
_MAX_LINKS = 0.5
_SENTENCE = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]\d\s]*$")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text of a page: the innermost block that has it, and how many of its characters are links.

    `nodes` are the elements whose text it is, each with "text" or, for what follows an inline element, "tail".
    """

    block: HtmlElement
    text: str
    linked: int
    nodes: tuple[tuple[HtmlElement, str], ...] = ()

    @property
    def words(self) -> int:
        """Number of words; in languages without spaces between words an estimate."""
        spaced = self.text.count(" ") + 1
        return spaced if len(self.text) < _LONG_WORD * spaced else len(self.text) // _WORD

    @property
    def is_long(self) -> bool:
        """Whether the line is of the length of a sentence, mostly outside of links."""
        return self.linked <= _MAX_LINKS * len(self.text) and self.words >= MIN_WORDS

    @property
    def is_prose(self) -> bool:
        """Whether the line is a sentence or more, mostly outside of links."""
        return self.is_long and _SENTENCE.search(self.text) is not None

    def clear(self) -> None:
        """Remove the line's text from its page."""
        for node, attribute in self.nodes:
            setattr(node, attribute, " ")


def lines_of(element: HtmlElement) -> Iterator[PageLine]:
    """Yield the lines of an element in reading order."""
    blocks, links, linked = [element], 0, 0
    nodes: list[tuple[HtmlElement, str]] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if node.tag in BLOCKS:
            if line := _line(blocks[-1], nodes, linked):
                yield line
            nodes, linked = [], 0
            if node is not element:
                blocks.append(node) if event == "start" else blocks.pop()
        links += (node.tag == "a") * (1 if event == "start" else -1)
        attribute = "text" if event == "start" else "tail"
        said = getattr(node, attribute) if event == "start" or node is not element else None
        if said:
            nodes.append((node, attribute))
            linked += len(" ".join(said.split())) if links else 0
    if line := _line(element, nodes, linked):
        yield line


def prose_length(element: HtmlElement) -> int:
    """Return the number of characters of an element's running text."""
    return sum(len(line.text) for line in lines_of(element) if line.is_prose)


def _line(block: HtmlElement, nodes: list[tuple[HtmlElement, str]], linked: int) -> PageLine | None:
    text = " ".join("".join(getattr(node, attribute) for node, attribute in nodes).split())
    return PageLine(block, text, linked, tuple(nodes)) if text else None
