"""Markdown files through pandoc, with constructs rewritten that it does not know: TOML metadata, admonitions of MkDocs,
Docusaurus and MyST, and links, callouts and comments of Obsidian.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.admonitions import FENCE, plain_admonitions
from reportqa.parsing.markup.html_tables import HtmlTables
from reportqa.parsing.markup.pandoc import BROKEN, MARKDOWN, read_tree, write_tree
from reportqa.parsing.markup.source_parts import SourceParts
from reportqa.parsing.omissions import CONTEXT, leave_out_parts

_READER = f"{MARKDOWN}+mark"
_FRONT = ("subtitle", "abstract")
"""Paragraphs under the title that pandoc moves to the metadata; author and date in YAML are never printed."""
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([\w-]+)\s*[:=].*(?:\n(?![\w-]+\s*[:=]).*)*", re.MULTILINE)
_KNOWN_FIELDS = frozenset({"title", "subtitle", "author", "authors", "date", "abstract", "publisher", "lang", "url"})
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(r"(?<!\[)\[\[(?!\d+\]\])([^\[\]\n|]+?)(?:\\?\|([^\[\]\n]+))?\]\](?![\](\[:])")
_LEFT_OUT = re.compile(
    r"(?P<comment>(?:(?<=\s)|^)%%(?=\s|\w)(?:(?!%%).)*%%(?=\s|$|[.,;]))|<!--(?P<html_comment>.*?)-->"
    r"|(?P<hidden_text>(?<!`)<(?P<tag>span|div|p)\b(?=[^>]*(?:style=[\"'][^\"'>]*(?:display:\s*none|visibility:\s*hidden)"
    r"|\shidden(?=[\s>])))[^>]*>.*?</(?P=tag)>)"
    r"|(?P<embedded_file>!\[\[[^\[\]\n]+\]\])|(?P<template_code>\{\{[<%].*?[>%]\}\}|\{%.*?%\})",
    re.DOTALL | re.MULTILINE,
)
_TAGS = re.compile(r"<[^<>]*>")
_EMPTY_COMMENT = "<!-- -->"
"""What stays of a comment, which may separate two lists."""
_BLOCK_ID = re.compile(r"(?<=\s)\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_MARKUP = re.compile(r"[*_`#>\[\]|~=]")
_NOTE = re.compile(r"^\[\^[^\]\n]+\]:[ \t]*(.+(?:\n(?:[ \t]+\S.*|(?![\[\s#]).+))*)", re.MULTILINE)


def parse(data: bytes) -> DocumentBuilder:
    """Read a Markdown file in any encoding, with or without YAML or TOML metadata.

    :raises ParseError: when it is empty or not text.
    """
    source = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    builder = DocumentBuilder()
    rewritten = _Source(source)
    try:
        tree = read_tree(rewritten.text, _READER, builder.warnings)
    except ParseError as error:
        if str(error) != BROKEN:
            raise
        # Usually two rules that look like YAML.
        tree = read_tree(rewritten.text, f"{_READER}-yaml_metadata_block", builder.warnings)
    write_tree(rewritten.tables.restore(tree, builder.warnings), builder, _FRONT)
    leave_out_parts(rewritten.left_out, builder)
    SourceParts(source, {"note without a mark": _NOTE}, frozenset()).write(builder)
    return builder


class _Source:
    """The source of a file as pandoc reads it; `left_out` has kind, text and the words before each part without it."""

    def __init__(self, source: str) -> None:
        self.left_out: list[tuple[str, str, str]] = []
        self.tables = HtmlTables()
        front, body = self._metadata(source)
        lines = "".join(self._prose_rewritten(*part) for part in _split_code(body))
        self.text = front + "\n".join(plain_admonitions(lines.split("\n")))

    def _metadata(self, source: str) -> tuple[str, str]:
        """Return the metadata as YAML, and the rest; fields of TOML that are not used are recorded."""
        match = _TOML.match(source)
        if not match:
            return "", source
        unused = [field[0] for field in _FIELD.finditer(match[1]) if field[1].lower() not in _KNOWN_FIELDS]
        self.left_out += [("metadata", field, "") for field in unused]
        return _toml_to_yaml(match[1]), source[match.end() :]

    def _prose_rewritten(self, text: str, is_code: bool) -> str:
        if is_code:
            return text
        kept = ""
        position = 0
        for match in _LEFT_OUT.finditer(text):
            kept += text[position : match.start()]
            kind = str(match.lastgroup).removeprefix("html_").replace("_", " ")
            said = match[match.lastgroup or 0].strip("% ")
            self._leave_out(kind, _TAGS.sub(" ", said).strip() if match.lastgroup == "hidden_text" else said, kept)
            kept += _EMPTY_COMMENT if match.lastgroup == "html_comment" else ""
            position = match.end()
        kept += text[position:]
        kept = self.tables.mark(kept)
        return _BLOCK_ID.sub("", _outside_code(kept, lambda prose: _LINK.sub(lambda link: link[2] or link[1], prose)))

    def _leave_out(self, kind: str, text: str, before: str) -> None:
        squeezed = "".join(_MARKUP.sub("", before[-4 * CONTEXT :].replace(_EMPTY_COMMENT, "")).split())
        self.left_out.append((kind, text, squeezed[-CONTEXT:]))


def _toml_to_yaml(source: str) -> str:
    """Return the fields of TOML metadata that are used, as YAML; empty if it is broken."""
    try:
        fields = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return ""
    if "authors" in fields:
        fields.setdefault("author", fields["authors"])
    used = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
        if name in _KNOWN_FIELDS and isinstance(value, str | date | list)
    }
    # JSON is YAML.
    return f"---\n{json.dumps(used, default=str)}\n---\n\n" if used else ""


def _split_code(source: str) -> Iterator[tuple[str, bool]]:
    """Yield the source in parts, each with whether it is a fenced block of code."""
    part: list[str] = []
    fence = ""
    for line in source.splitlines(keepends=True):
        match = FENCE.match(line.rstrip("\n"))
        if match and not fence:
            yield "".join(part), False
            part, fence = [line], match[2]
        elif match and fence and match[2].startswith(fence) and not match[3].strip():
            yield "".join([*part, line]), True
            part, fence = [], ""
        else:
            part.append(line)
    yield "".join(part), bool(fence)


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return the text with its parts outside of inline code changed."""
    pieces, position = [], 0
    for code in _CODE.finditer(text):
        pieces += [change(text[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*pieces, change(text[position:])])
