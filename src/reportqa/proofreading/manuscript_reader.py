"""Reader of finished briefings: Markdown, Word, OpenDocument and HTML with pandoc; PDF and plain text by lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from reportqa.errors import ParseError
from reportqa.parsing import MARKDOWN, Package, decode, read_tree
from reportqa.proofreading.html_notes import find_nodes, with_notes_named
from reportqa.proofreading.line_notes import read_lines
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder
from reportqa.proofreading.pdf_manuscript import read_pdf

SUFFIXES = (".md", ".markdown", ".docx", ".odt", ".html", ".htm", ".pdf", ".txt")

_PACKAGES = {".docx": ("Word file", "docx"), ".odt": ("OpenDocument text", "odt")}

_QUOTE_STYLE = re.compile(
    rb"(?:<p\b(?=[^>]*\sclass=[\"']?(?:MsoQuote|MsoIntenseQuote|block-text|quotations?)\b)[^>]*>"
    rb"[^<]*(?:<(?!p\b|/p>)[^<]*)*</p>\s*)+",
    re.IGNORECASE,
)
"""Paragraphs in a word processor's style for block quotes, in a web page."""

_LONGEST_MARK = 5
"""Length of the mark of a note, such as a number or stars, in characters."""

Node = Mapping[str, Any]


def read_manuscript(name: str, data: bytes) -> Manuscript:
    """Return the manuscript of a briefing; `name` is its file name.

    :raises ParseError: when it cannot be read, with the reason and what to do.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        kinds = "Markdown (.md), Word (.docx), OpenDocument (.odt), HTML, PDF or plain text (.txt)"
        raise ParseError(f"can't be read as a briefing. Save it as {kinds}.")
    if not data.strip():
        raise ParseError("is empty. Save it again.")
    if suffix == ".pdf":
        return read_pdf(data)
    if suffix == ".txt":
        return read_lines(decode(data))
    if suffix in _PACKAGES:
        kind, reader = _PACKAGES[suffix]
        Package(data, kind, suffix)
        tree = read_tree(data, reader)
    elif suffix.startswith(".htm"):
        source = _QUOTE_STYLE.sub(rb"<blockquote>\g<0></blockquote>", decode(data).encode("utf-8", "replace"))
        tree = read_tree(source, "html")
    else:
        tree = read_tree(decode(data).encode("utf-8", "replace"), MARKDOWN)
    blocks = with_notes_named(tree["blocks"])
    # In OpenDocument each paragraph of a quotation is a separate block quote.
    walk = _Walk(blocks, joins_quotes=suffix == ".odt")
    walk.read(blocks)
    manuscript = walk.builder.build()
    if not manuscript.text:
        raise ParseError("has no text. Save it again.")
    return manuscript


class _Walk:
    """A walk through pandoc's syntax tree; a short link to an element is the mark of a note."""

    def __init__(self, tree: Sequence[Node] = (), *, joins_quotes: bool = False) -> None:
        """Find the notes in a tree; those in pandoc's own form need none."""
        self.builder = ManuscriptBuilder()
        elements = {node["c"][0][0]: node["c"][1] for node in find_nodes(tree, "Div") if node["c"][0][0]}
        links = [(text, address) for _, text, (address, _) in (node["c"] for node in find_nodes(tree, "Link"))]
        marks = {address[1:] for text, address in links if address[:1] == "#" and len(_text_of(text)) <= _LONGEST_MARK}
        self._notes = {name: _text_of(elements[name]) for name in marks & elements.keys()}
        self._groups = 0
        self._joins_quotes = joins_quotes

    def read(self, blocks: Sequence[Node], kind: str = PARAGRAPH) -> None:
        """Add blocks to the manuscript, as paragraphs or as parts of a block quote."""
        before = None
        for node in blocks:
            content: Any = node.get("c")
            is_joined = self._joins_quotes and before == node["t"]
            before = node["t"]
            if node["t"] in {"Para", "Plain"}:
                self._inline(content, kind)
            elif node["t"] == "Header":
                self._inline(content[2], HEADING)
            elif node["t"] == "LineBlock":
                for line in content:
                    self._inline(line, kind)
            elif node["t"] == "BlockQuote":
                self._groups += kind != QUOTE and not is_joined
                self.read(content, QUOTE)
            elif node["t"] == "Div":
                if content[0][0] not in self._notes:
                    self.read(content[1], kind)
            elif node["t"] == "CodeBlock":
                self.builder.add(content[1], PARAGRAPH)
            elif node["t"] in {"BulletList", "OrderedList", "DefinitionList", "Table", "Figure"}:
                self.read(list(_inner_blocks(content)), kind)

    def _inline(self, inlines: Sequence[Node], kind: str) -> None:
        pieces: list[str] = []
        notes: list[tuple[int, str]] = []
        self._pieces(inlines, pieces, notes)
        text = "".join(pieces)
        lead = len(text) - len(text.lstrip())
        group = self._groups if kind == QUOTE else 0
        self.builder.add(text.strip(), kind, [(max(offset - lead, 0), note) for offset, note in notes], group=group)

    def _pieces(self, inlines: Sequence[Node], pieces: list[str], notes: list[tuple[int, str]]) -> None:
        for node in inlines:
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind == "Str":
                pieces.append(content)
            elif kind in {"Space", "SoftBreak"}:
                pieces.append(" ")
            elif kind == "LineBreak":
                pieces.append("\n")
            elif kind == "Note":
                notes.append((len("".join(pieces)), _text_of(content)))
            elif kind == "Link" and (target := content[2][0]).startswith("#") and target[1:] in self._notes:
                notes.append((len("".join(pieces)), self._notes[target[1:]]))
            elif kind == "Quoted":
                opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                pieces.append(opening)
                self._pieces(content[1], pieces, notes)
                pieces.append(closing)
            elif kind in {"Code", "Math"}:
                pieces.append(content[1])
            elif kind in {"Span", "Link", "Cite"}:
                self._pieces(content[1], pieces, notes)
            elif kind in {"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"}:
                self._pieces(content, pieces, notes)


def _inner_blocks(content: object) -> Iterator[Node]:
    """Yield the blocks within lists, tables and figures, in order."""
    if isinstance(content, Mapping):
        if content.get("t") in {
            "Para", "Plain", "Header", "LineBlock", "BlockQuote", "Div", "CodeBlock", "BulletList", "OrderedList",
            "DefinitionList", "Table", "Figure",
        }:  # fmt: skip
            yield content
    elif isinstance(content, list):
        if content and all(isinstance(node, Mapping) and node.get("t") in _INLINE for node in content):
            yield {"t": "Plain", "c": content}
            return
        for member in content:
            yield from _inner_blocks(member)


_INLINE = frozenset(
    "Str Space SoftBreak LineBreak Note Link Quoted Code Math Span Cite Emph Underline Strong Strikeout Superscript"
    " Subscript SmallCaps Image RawInline".split()
)


def _text_of(blocks: Sequence[Node]) -> str:
    """Return the text of blocks or of inlines."""
    walk = _Walk()
    is_inline = bool(blocks) and blocks[0]["t"] in _INLINE
    walk.read([{"t": "Plain", "c": blocks}] if is_inline else blocks)
    return walk.builder.build().text
