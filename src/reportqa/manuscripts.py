"""Reads a finished briefing: Markdown, Word, OpenDocument and web pages through pandoc, PDF and plain text by lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any

from reportqa import parsing
from reportqa.errors import ParseError
from reportqa.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder, Note
from reportqa.parsing.decoding import decode
from reportqa.parsing.package import Package
from reportqa.parsing.pandoc import MARKDOWN, read_tree
from reportqa.wording import Wording

SUFFIXES = (".md", ".markdown", ".docx", ".odt", ".html", ".htm", ".pdf", ".txt")

_PACKAGES = {".docx": ("Word file", "docx"), ".odt": ("OpenDocument text", "odt")}
_MARKED_LINE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_INDENTED = re.compile(r"(?:(?: {2,}|\t).*(?:\n|$))+")
_BLANK = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*|\f")
_NOTE = re.compile(
    r"^\[?(?P<mark>\d{1,3}|[*†‡§]{1,3}|[⁰¹²³⁴-⁹]{1,3})"
    r"(?:[\].):]?[ \t]+|(?=[^\W\d_])(?!(?:st|nd|rd|th)\b))(?P<text>\S.*)",
    re.MULTILINE,
)
_MARK = re.compile(
    r"(?<=[”’\"'»«“›‹.,;:!?)\]])(?:\[(?P<bracket>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<plain>\d{1,3})(?![\w%.,]\d)"
    r"|(?P<star>[*†‡§]{1,3}))"
)
_CLOSING = re.compile(r"[.,;:!?”’\"'»)\]]*")
_CONTEXT = 5
"""Words before a mark by which its place is found again."""
_QUOTES = "”’\"'»«“›‹"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

Node = Mapping[str, Any]


def read_manuscript(name: str, data: bytes) -> Manuscript:
    """Read the bytes of a briefing of that name.

    :raises ParseError: when they cannot be read, with the reason and what to do.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        kinds = "Markdown (.md), Word (.docx), OpenDocument (.odt), HTML, PDF or plain text (.txt)"
        raise ParseError(f"is of a kind that is not read here. Save it as {kinds}.")
    if not data.strip():
        raise ParseError("is empty. Save it again.")
    if suffix == ".pdf":
        return _read_pdf(name, data)
    if suffix == ".txt":
        return _read_text(decode(data))
    if suffix in _PACKAGES:
        kind, reader = _PACKAGES[suffix]
        Package(data, kind, suffix)
        tree = read_tree(data, reader)
    else:
        source = decode(data).encode("utf-8", "replace")
        tree = read_tree(source, "html" if suffix.startswith(".htm") else MARKDOWN)
    builder = ManuscriptBuilder()
    _Reader(tree["blocks"], builder).read()
    manuscript = builder.build()
    if not manuscript.text:
        raise ParseError("has no text. Save it again.")
    return manuscript


class _Reader:
    """Walks pandoc's syntax tree; a link to an element further on is the mark of a note."""

    def __init__(self, blocks: Sequence[Node], builder: ManuscriptBuilder) -> None:
        self._blocks = blocks
        self._builder = builder
        self._targets = dict(_targets(blocks))
        self._used: set[str] = set()

    def read(self) -> None:
        self._used = set(_marks(self._blocks)) & self._targets.keys()
        self._write(self._blocks, PARAGRAPH)

    def _write(self, blocks: Sequence[Node], kind: str) -> None:
        for node in blocks:
            content: Any = node.get("c")
            if node["t"] in {"Para", "Plain"}:
                self._inline(content, kind)
            elif node["t"] == "Header":
                self._inline(content[2], HEADING)
            elif node["t"] == "LineBlock":
                for line in content:
                    self._inline(line, kind)
            elif node["t"] == "BlockQuote":
                self._write(content, QUOTE)
            elif node["t"] == "Div":
                if content[0][0] not in self._used:
                    self._write(content[1], kind)
            elif node["t"] == "CodeBlock":
                self._builder.add(content[1], PARAGRAPH)
            elif node["t"] in {"BulletList", "OrderedList", "DefinitionList", "Table", "Figure"}:
                self._write(list(_inner_blocks(content)), kind)

    def _inline(self, inlines: Sequence[Node], kind: str) -> None:
        pieces: list[str] = []
        notes: list[tuple[int, str]] = []
        self._pieces(inlines, pieces, notes)
        text = "".join(pieces)
        lead = len(text) - len(text.lstrip())
        self._builder.add(text.strip(), kind, [(max(offset - lead, 0), said) for offset, said in notes])

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
            elif kind == "Link" and (target := content[2][0]).startswith("#") and target[1:] in self._used:
                notes.append((len("".join(pieces)), self._targets[target[1:]]))
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
    """Give the blocks within lists, tables and figures, in order."""
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


def _targets(node: object) -> Iterator[tuple[str, str]]:
    """Give the text of each element with an id, by that id; only blocks, which notes are."""
    if isinstance(node, Mapping):
        if node.get("t") == "Div" and node["c"][0][0]:
            yield node["c"][0][0], _text_of(node["c"][1])
        yield from _targets(node.get("c"))
    elif isinstance(node, list):
        for member in node:
            yield from _targets(member)


def _marks(node: object) -> Iterator[str]:
    """Give the ids that short links lead to: numbers, stars and the like, which marks of notes are."""
    if isinstance(node, Mapping):
        if node.get("t") == "Link" and node["c"][2][0].startswith("#") and len(_text_of(node["c"][1])) <= 5:
            yield node["c"][2][0][1:]
        yield from _marks(node.get("c"))
    elif isinstance(node, list):
        for member in node:
            yield from _marks(member)


def _text_of(blocks: Sequence[Node]) -> str:
    """Give the text of the blocks of a note, or of inline nodes."""
    inner = ManuscriptBuilder()
    reader = _Reader([], inner)
    inline = bool(blocks) and blocks[0]["t"] in _INLINE
    for node in [{"t": "Plain", "c": blocks}] if inline else blocks:
        reader._write([node], PARAGRAPH)
    return inner.build().text


def _read_text(text: str) -> Manuscript:
    """Read plain text: quotations set apart are marked with ">" or indented; notes are numbered."""
    builder = ManuscriptBuilder()
    paragraphs = [raw for raw in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")) if raw.strip()]
    # Where all is indented, that sets nothing apart.
    is_flush = any(not _is_indented(raw) for raw in paragraphs)
    for raw in paragraphs:
        is_marked = all(line.lstrip().startswith(">") for line in raw.strip().split("\n"))
        is_quote = is_marked or (is_flush and _is_indented(raw))
        builder.add(_MARKED_LINE.sub("", raw).strip() if is_marked else raw.strip(), QUOTE if is_quote else PARAGRAPH)
    return _with_numbered_notes(builder.build())


def _is_indented(paragraph: str) -> bool:
    return bool(_INDENTED.fullmatch(paragraph.strip("\n") + "\n"))


def _read_pdf(name: str, data: bytes) -> Manuscript:
    read = parsing.parse(name, data)
    builder = ManuscriptBuilder()
    position = 0
    text, pages = read.text, read.pages
    headings = {section.start for section in read.sections}
    for paragraph in text.split("\n\n"):
        page = next((page.physical for page in pages if page.start <= position < page.end), None)
        builder.add(paragraph.strip(), HEADING if position in headings else PARAGRAPH, page=page)
        position += len(paragraph) + 2
    if not builder.parts:
        raise ParseError("holds no text that can be read. Save it from the program that made it.")
    made = builder.build()
    return _with_numbered_notes(made, _raised_marks(data, made.text))


def _numbered_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Give the lines that begin as notes do, each with where it stands, its mark, and its text to the next of them."""
    found = list(_NOTE.finditer(text))
    for number, match in enumerate(found):
        blank = text.find("\n\n", match.end())
        ends = [blank if blank >= 0 else len(text), *(other.start() for other in found[number + 1 : number + 2])]
        yield match.start(), match["mark"].translate(_RAISED), " ".join(text[match.start("text") : min(ends)].split())


def _with_numbered_notes(manuscript: Manuscript, raised: Sequence[tuple[int, str]] = ()) -> Manuscript:
    """Tie the marks behind quotations to the numbered lines further on that they mean.

    `raised` are marks that the text does not have, each with the offset at which it would stand.
    """
    text = manuscript.text
    lines = list(_numbered_lines(text))
    marks = list(raised)
    for match in _MARK.finditer(text):
        behind = text[max(match.start() - 3, 0) : match.start()]
        if match["raised"] or any(mark in behind for mark in _QUOTES):
            marks.append((match.start(), str(match[match.lastgroup or 0]).translate(_RAISED)))
    notes: list[Note] = []
    taken: set[int] = set()
    for offset, mark in sorted(marks):
        line = next((line for line in lines if line[0] > offset and line[1] == mark), None)
        if line:
            notes.append(Note(offset, line[2]))
            taken.add(line[0])
    blocks = tuple(block for block in manuscript.blocks if block.start not in taken)
    return Manuscript(text, tuple(notes), blocks)


def _raised_marks(data: bytes, text: str) -> list[tuple[int, str]]:
    """Give the marks of notes in a PDF, which its text is read without: where they would stand in the text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    with closing(document):
        raw = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    printed, read = Wording.of(raw), Wording.of(text)
    found: list[tuple[int, str]] = []
    begin = 0
    for position in sorted(printed.marks):
        context = tuple(key for n, key in enumerate(printed.keys[:position]) if n not in printed.marks)[-_CONTEXT:]
        at = next(
            (n for n in range(begin, len(read.keys)) if read.keys[n : n + len(context)] == context), None
        ) if len(context) == _CONTEXT else None  # fmt: skip
        if at is not None:
            begin = at
            end = read.ends[at + len(context) - 1]
            behind = _CLOSING.match(text, end)
            found.append((behind.end() if behind else end, printed.keys[position]))
    return found
