"""Org files through pandoc; comments and parts that are not exported are named."""

import re

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, read_tree, write_tree

_COMMENT = re.compile(
    r"^[ \t]*#[ \t]+([^\n]+)$|^[ \t]*#\+BEGIN_COMMENT[ \t]*\n(.*?)^[ \t]*#\+END_COMMENT", re.I | re.M | re.S
)
_HIDDEN = re.compile(r"^(\*+)[ \t]+(?:COMMENT[ \t]|.*:noexport:(?:\w+:)*[ \t]*$)")
_HEADING = re.compile(r"^(\*+)[ \t]")


def parse(data: bytes) -> DocumentBuilder:
    """Read an Org file in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    source = decode(data).replace("\r\n", "\n")
    builder = DocumentBuilder()
    write_tree(read_tree(source.encode("utf-8", "replace"), "org", builder.warnings), builder, PRINTED_FRONT)
    for line, block in re.findall(_COMMENT, source):
        builder.leave_out("comment", line or block)
    for part in _hidden_parts(source):
        builder.leave_out("part that is not exported", part)
    return builder


def _hidden_parts(source: str) -> list[str]:
    """Return the sections that are marked as comments or not for export."""
    parts: list[list[str]] = []
    level = 0
    for line in source.split("\n"):
        heading = _HEADING.match(line)
        if heading and level and len(heading[1]) <= level:
            level = 0
        if not level and (hidden := _HIDDEN.match(line)):
            level = len(hidden[1])
            parts.append([])
        if level:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]
