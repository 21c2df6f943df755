"""reStructuredText, Org and AsciiDoc through pandoc; comments and parts that are not published are named."""

import re
from collections.abc import Iterable

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, TIMEOUT, read_tree, write_tree
from reportqa.parsing.plain import parser as plain

_RST_COMMENT = re.compile(
    r"^\.\.(?:[ \t]+(?!\[|_|\||[\w:.+-]+::)(?P<line>\S.*))?\n(?P<rest>(?:[ \t]+\S.*\n?|[ \t]*\n(?=[ \t]+\S))*)",
    re.MULTILINE,
)
_RST_TARGET = re.compile(
    r"(:(?:[\w-]+:)?(?:term|ref|doc|numref|any|class|func|meth|mod|option|download):`[^`<]*?)\s*<[^`>]+>`"
)
_ORG_COMMENT = re.compile(
    r"^[ \t]*#[ \t]+([^\n]+)$|^[ \t]*#\+BEGIN_COMMENT[ \t]*\n(.*?)^[ \t]*#\+END_COMMENT", re.I | re.M | re.S
)
_ORG_HIDDEN = re.compile(r"^(\*+)[ \t]+(?:COMMENT[ \t]|.*:noexport:(?:\w+:)*[ \t]*$)")
_ORG_HEADING = re.compile(r"^(\*+)[ \t]")
_ASCIIDOC_COMMENT = re.compile(
    r"^(/{4,})[ \t]*\n(?P<block>.*?)^\1[ \t]*$\n?|^//(?!/)(?P<line>[^\n]*)$\n?", re.DOTALL | re.MULTILINE
)
_INCLUDE = re.compile(r"^include::([^\[\n]*)\[[^\]\n]*\][ \t]*$\n?", re.MULTILINE)
_CONDITION = re.compile(r"^(?:ifdef|ifndef|ifeval|endif)::[^\[\n]*\[([^\]\n]*)\][ \t]*$\n?", re.MULTILINE)
_ASCIIDOC_TIMEOUT = 20.0
"""Time limit in seconds for pandoc, which takes very long for some files that are not valid."""


def parse_rst(data: bytes) -> DocumentBuilder:
    """Read a reStructuredText file in any encoding, without the targets of Sphinx's references.

    :raises ParseError: when it is empty or not text.
    """
    source = _decoded(data)
    comments = (f"{match['line'] or ''} {match['rest'] or ''}" for match in _RST_COMMENT.finditer(source))
    return _written(_RST_TARGET.sub(r"\1`", source), "rst", comments)


def parse_org(data: bytes) -> DocumentBuilder:
    """Read an Org file in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    source = _decoded(data)
    builder = _written(source, "org", (line or block for line, block in _ORG_COMMENT.findall(source)))
    for part in _unexported(source):
        builder.leave_out("part that is not exported", part)
    return builder


def parse_asciidoc(data: bytes) -> DocumentBuilder:
    """Read an AsciiDoc file in any encoding; one that pandoc cannot read is read as plain text.

    pandoc fails on included files and conditions.
    :raises ParseError: when it is empty or not text.
    """
    source = _decoded(data)
    comments = [match["block"] or match["line"] or "" for match in _ASCIIDOC_COMMENT.finditer(source)]
    source = _ASCIIDOC_COMMENT.sub("", source)
    included = _INCLUDE.findall(source)
    # Text for one condition stays; conditions depend on how the file is published.
    source = _CONDITION.sub(lambda match: f"{match[1]}\n" if match[1] else "", _INCLUDE.sub("", source))
    try:
        builder = _written(source, "asciidoc", comments, _ASCIIDOC_TIMEOUT)
    except ParseError:
        builder = plain.parse(source.encode("utf-8", "replace"))
        builder.warnings.append("pandoc cannot read this file, so it is read as plain text with its markup.")
        for comment in comments:
            builder.leave_out("comment", comment)
    builder.warnings += [f'The included file "{name}" is not read.' for name in dict.fromkeys(included)]
    return builder


def _decoded(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n")


def _written(source: str, reader: str, comments: Iterable[str], timeout: float = TIMEOUT) -> DocumentBuilder:
    builder = DocumentBuilder()
    tree = read_tree(source, reader, builder.warnings, timeout)
    write_tree(tree, builder, PRINTED_FRONT)
    for comment in comments:
        builder.leave_out("comment", comment)
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
