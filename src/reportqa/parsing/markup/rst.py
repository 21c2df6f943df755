"""reStructuredText files through pandoc; comments are named, and the targets of Sphinx's references left out."""

import re

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, read_tree, write_tree

_COMMENT = re.compile(
    r"^\.\.(?:[ \t]+(?!\[|_|\||[\w:.+-]+::)(?P<line>\S.*))?\n(?P<rest>(?:[ \t]+\S.*\n?|[ \t]*\n(?=[ \t]+\S))*)",
    re.MULTILINE,
)
_TARGET = re.compile(
    r"(:(?:[\w-]+:)?(?:term|ref|doc|numref|any|class|func|meth|mod|option|download):`[^`<]*?)\s*<[^`>]+>`"
)


def parse(data: bytes) -> DocumentBuilder:
    """Read a reStructuredText file in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    source = decode(data).replace("\r\n", "\n")
    builder = DocumentBuilder()
    tree = read_tree(_TARGET.sub(r"\1`", source).encode("utf-8", "replace"), "rst", builder.warnings)
    write_tree(tree, builder, PRINTED_FRONT)
    for match in _COMMENT.finditer(source):
        builder.leave_out("comment", f"{match['line'] or ''} {match['rest'] or ''}")
    return builder
