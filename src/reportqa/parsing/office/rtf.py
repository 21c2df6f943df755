"""RTF files through pandoc, with a few constructs rewritten that it misreads."""

import re

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.markup.source_parts import SourceParts
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.rtf_characters import plain_characters
from reportqa.parsing.omissions import leave_out_parts

_COMMENT = re.compile(rb"\{\\\*\\annotation|\{(?:\\\*)?\\(?:xe|tcn?)\b")
_PARTS = {"picture": re.compile(r"\{\\sn wzDescription\}\s*\{\\sv ([^{}]+)\}")}
_DELETED = re.compile(rb"\{(?:\\(?!deleted)[a-z]+-?\d* ?)*\\deleted\b(?!0)")
_HEADING_LIST = re.compile(rb"(\\outlinelevel[0-8]\b[^{}]*)\{\\listtext[^{}]*\}(?:\\(?:ls|ilvl)\d+ ?)*")
_LIST_NUMBER = re.compile(
    rb"\{\\listtext\b[^{}]*?[ \r\n](\(?\d+(?:\.\d+)+[.)]?)\\tab[^{}]*\}((?:\\[a-z]+-?\d* ?|[\r\n])*)"
)
"""The number of a clause, such as "2.1", which pandoc does not count, and the settings of its paragraph."""
_NUMBER = re.compile(rb"\\listtext\b[^{}]*?[ \r\n]([^\\{}]*\d[^\\{}]*)\\tab")
_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)
_LAST_ROW = re.compile(rb"\\row\b ?(?!(?:[^\\]|\\(?!par\b|trowd\b|intbl\b)){0,600}\\(?:trowd|intbl)\b)")


def parse(data: bytes) -> DocumentBuilder:
    r"""Read an RTF file.

    pandoc skips footnotes marked as inserted, loses or moves a table before a footnote or comment, and puts list items
    without a list table first. The source is changed to avoid this.
    :raises ParseError: when it is not an RTF file.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise ParseError("is not an RTF file. Rename it with the right suffix.")
    data, asides = plain_characters(data)
    has_lists = b"\\listtable" in data
    source = _without_groups(data if has_lists else re.sub(rb"\\ls\d+ ?", rb"\\fi0 ", data), _DELETED)
    # A heading in a list of its own would become a list item.
    source = _HEADING_LIST.sub(_numbered_heading, source)
    source = _LIST_NUMBER.sub(rb"\2 \1 ", source)
    source = _LAST_ROW.sub(rb"\\row\\pard\\~\\par ", source)
    source = _without_groups(source.replace(b"{\\*\\footnote", b"{\\footnote"), _COMMENT)
    builder = DocumentBuilder()
    write_tree(read_tree(source, "rtf"), builder, with_title=False)
    leave_out_parts(((aside.kind, aside.text, aside.before) for aside in asides), builder)
    SourceParts(data.decode("utf-8", "replace"), _PARTS, frozenset(_PARTS)).write(builder)
    created = re.search(rb"\\creatim\s*\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})", data)
    builder.csl_item = csl_item(
        title=_rtf_property(data, b"title"),
        authors=_rtf_property(data, b"author").split(";"),
        issued="-".join(part.decode().zfill(2) for part in created.groups()) if created else None,
        publisher=_rtf_property(data, b"company"),
    )
    return builder


def _numbered_heading(found: re.Match[bytes]) -> bytes:
    """Return the beginning of a heading in a list with its number as text."""
    number = _NUMBER.search(found[0])
    return found[1] + (b" " + number[1] + b" " if number else b"")


def _without_groups(source: bytes, beginning: re.Pattern[bytes]) -> bytes:
    """Return the source without groups that begin with a pattern."""
    pieces, position = [], 0
    while found := beginning.search(source, position):
        start, depth, end = found.start(), 0, len(source)
        for brace in _BRACE.finditer(source, start):
            depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
            if depth == 0:
                end = brace.end()
                break
        pieces.append(source[position:start])
        position = end
    return b"".join([*pieces, source[position:]])


def _rtf_property(data: bytes, name: bytes) -> str:
    """Return the text of a property such as {\\title Lessons}."""
    found = re.search(rb"\{\\" + name + rb" ([^{}]{0,600})\}", data)
    return re.sub(rb"\\[a-z]+-?\d* ?", b"", found[1]).decode("utf-8", "replace") if found else ""
