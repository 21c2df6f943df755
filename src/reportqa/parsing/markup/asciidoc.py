"""AsciiDoc files through pandoc, without comments, and without included files and conditions, on which it fails."""

import re

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, read_tree, write_tree
from reportqa.parsing.plain import parser as plain

_BLOCK_COMMENT = re.compile(r"^(/{4,})[ \t]*\n(.*?)^\1[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"^//(?!/)(.*)$\n?", re.MULTILINE)
_INCLUDE = re.compile(r"^include::([^\[\n]*)\[[^\]\n]*\][ \t]*$\n?", re.MULTILINE)
_CONDITION = re.compile(r"^(?:ifdef|ifndef|ifeval|endif)::[^\[\n]*\[([^\]\n]*)\][ \t]*$\n?", re.MULTILINE)

_TIMEOUT = 20.0
"""Time limit in seconds for pandoc, which takes very long for some files that are not valid."""


def parse(data: bytes) -> DocumentBuilder:
    """Read an AsciiDoc file in any encoding; one that pandoc cannot read is read as plain text.

    :raises ParseError: when it is empty or not text.
    """
    source = decode(data).replace("\r\n", "\n")
    comments = [match[2] for match in _BLOCK_COMMENT.finditer(source)]
    source = _BLOCK_COMMENT.sub("", source)
    comments += [match[1] for match in _COMMENT.finditer(source)]
    source = _COMMENT.sub("", source)
    included = _INCLUDE.findall(source)
    # Text for one condition stays; conditions depend on how the file is published.
    source = _CONDITION.sub(lambda match: f"{match[1]}\n" if match[1] else "", _INCLUDE.sub("", source))
    builder = DocumentBuilder()
    try:
        tree = read_tree(source.encode("utf-8", "replace"), "asciidoc", builder.warnings, _TIMEOUT)
    except ParseError:
        builder = plain.parse(source.encode("utf-8", "replace"))
        builder.warnings.append("pandoc cannot read this file, so it is read as plain text with its markup.")
    else:
        write_tree(tree, builder, PRINTED_FRONT)
    builder.warnings += [f'The included file "{name}" is not read.' for name in dict.fromkeys(included)]
    for comment in comments:
        builder.leave_out("comment", comment)
    return builder
