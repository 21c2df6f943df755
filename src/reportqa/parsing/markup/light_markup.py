"""reStructuredText, Org and AsciiDoc through pandoc; comments and parts that are not published are named."""

import re

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, TIMEOUT, read_tree, write_tree
from reportqa.parsing.markup.source_parts import SourceParts
from reportqa.parsing.plain import parser as plain

_ALWAYS = frozenset({"comment"})
"""Kinds of parts that are named even if their words are in the text."""
_RST_PARTS = {
    "comment": re.compile(
        r"^\.\.((?:[ \t]+(?!\[|_|\||[\w:.+-]+::)\S.*)?\n(?:[ \t]+\S.*\n?|[ \t]*\n(?=[ \t]+\S))*)", re.MULTILINE
    ),
    "note without a mark": re.compile(r"^\.\.[ \t]+\[[^\]\n]+\][ \t]+(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE),
    "metadata": re.compile(r"^\.\.[ \t]+meta::[ \t]*\n((?:[ \t]+\S.*\n?)+)", re.MULTILINE),
    "option of a directive": re.compile(r"^[ \t]+:(?:caption|alt|name|title|subtitle):[ \t]*(\S.*)$", re.MULTILINE),
}
_RST_TARGET = re.compile(
    r"(:(?:[\w-]+:)?(?:term|ref|doc|numref|any|class|func|meth|mod|option|download):`[^`<]*?)\s*<[^`>]+>`"
)
_ORG_BLOCK = r"^[ \t]*#\+BEGIN_{0}\b[^\n]*\n(.*?)^[ \t]*#\+END_{0}"
_FLAGS = re.I | re.M | re.S
_ORG_PARTS = {
    "comment": re.compile(r"^[ \t]*#[ \t]+([^\n]+)$|" + _ORG_BLOCK.format("COMMENT"), _FLAGS),
    "drawer": re.compile(r"^[ \t]*:[\w-]+:[ \t]*\n(.*?)^[ \t]*:END:", _FLAGS),
    "planning": re.compile(r"^[ \t]*((?:SCHEDULED|DEADLINE|CLOSED):[^\n]*\S)", re.M),
    "state of a heading": re.compile(r"^\*+[ \t]+(TODO|DONE)\b", re.M),
    "code that is not exported": re.compile(_ORG_BLOCK.format("SRC"), _FLAGS),
    "result that is not exported": re.compile(r"^[ \t]*#\+RESULTS[^\n]*\n((?:[ \t]*[:|][^\n]*\n)+)", re.I | re.M),
    "formula of a table": re.compile(r"^[ \t]*#\+TBLFM:[ \t]*(\S.*)$", re.I | re.M),
    "keyword": re.compile(
        r"^[ \t]*#\+(?!begin|end|include|html|latex|results|tblfm|filetags|options|startup)[\w-]+:[ \t]*(\S.*)$",
        re.I | re.M,
    ),
    "tag": re.compile(r"^\*+[ \t].*?[ \t](:[\w@#%:]+:)[ \t]*$", re.M),
    "note without a mark": re.compile(r"^\[fn:[^\]\n]+\][ \t]+(.+(?:\n(?![\[*\s#]).+)*)", re.M),
}
_ORG_HIDDEN = re.compile(r"^(\*+)[ \t]+(?:COMMENT[ \t]|.*:(?:noexport|ARCHIVE):(?:\w+:)*[ \t]*$)")
_ORG_HEADING = re.compile(r"^(\*+)[ \t]")
_ASCIIDOC_COMMENT = re.compile(r"^/{4,}[ \t]*\n(.*?)^/{4,}[ \t]*$\n?|^//(?!/)([^\n]*)$\n?", re.DOTALL | re.MULTILINE)
_ASCIIDOC_PARTS = {
    "comment": _ASCIIDOC_COMMENT,
    "index entry": re.compile(r"\(\(\(([^()]+)\)\)\)"),
    "title of a picture": re.compile(r"\b(?:image|video|audio)::?\S+\[[^\]]*\btitle=\"([^\"]+)\""),
    "metadata": re.compile(r"^:[\w-]+:[ \t]+(\S.*)$", re.MULTILINE),
}
_INCLUDE = re.compile(r"^include::([^\[\n]*)\[[^\]\n]*\][ \t]*$\n?", re.MULTILINE)
_CONDITION = re.compile(r"^(?:ifdef|ifndef|ifeval|endif)::[^\[\n]*\[([^\]\n]*)\][ \t]*$\n?", re.MULTILINE)
_ASCIIDOC_TIMEOUT = 20.0
"""Time limit in seconds for pandoc, which takes very long for some files that are not valid."""


def parse_rst(data: bytes) -> DocumentBuilder:
    """Read a reStructuredText file in any encoding, without the targets of Sphinx's references.

    :raises ParseError: when it is empty or not text.
    """
    source = _decoded(data)
    builder = _written(_RST_TARGET.sub(r"\1`", source), "rst")
    SourceParts(source, _RST_PARTS, _ALWAYS).write(builder)
    return builder


def parse_org(data: bytes) -> DocumentBuilder:
    """Read an Org file in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    source = _decoded(data)
    builder = _written(source, "org")
    for part in _unexported(source):
        builder.leave_out("part that is not exported", part)
    SourceParts(source, _ORG_PARTS, _ALWAYS).write(builder)
    return builder


def parse_asciidoc(data: bytes) -> DocumentBuilder:
    """Read an AsciiDoc file in any encoding; one that pandoc cannot read is read as plain text.

    pandoc fails on included files and conditions.
    :raises ParseError: when it is empty or not text.
    """
    whole = _decoded(data)
    source = _ASCIIDOC_COMMENT.sub("", whole)
    included = _INCLUDE.findall(source)
    # Text for one condition stays; conditions depend on how the file is published.
    source = _CONDITION.sub(lambda match: f"{match[1]}\n" if match[1] else "", _INCLUDE.sub("", source))
    try:
        builder = _written(source, "asciidoc", _ASCIIDOC_TIMEOUT)
    except ParseError:
        builder = plain.parse(source.encode("utf-8", "replace"))
        builder.warnings.append("pandoc cannot read this file, so it is read as plain text with its markup.")
    builder.warnings += [f'The included file "{name}" is not read.' for name in dict.fromkeys(included)]
    SourceParts(whole, _ASCIIDOC_PARTS, _ALWAYS).write(builder)
    return builder


def _decoded(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n")


def _written(source: str, reader: str, timeout: float = TIMEOUT) -> DocumentBuilder:
    builder = DocumentBuilder()
    tree = read_tree(source, reader, builder.warnings, timeout)
    write_tree(tree, builder, PRINTED_FRONT)
    return builder


def _unexported(source: str) -> list[str]:
    """Return the sections of an Org file that are marked as comments or not for export."""
    parts: list[list[str]] = []
    level = 0
    for line in source.split("\n"):
        heading = _ORG_HEADING.match(line)
        if heading and level and len(heading[1]) <= level:
            level = 0
        if not level and (hidden := _ORG_HIDDEN.match(line)):
            level = len(hidden[1])
            parts.append([])
        if level:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]
