"""Text formats through pandoc's JSON syntax tree.

pandoc moves the title of a file out of its text; it is written back.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypandoc

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import plain_text
from reportqa.parsing.markup.syntax_tree import walk
from reportqa.parsing.metadata import csl_item

TIMEOUT = 120.0
"""Time limit in seconds for pandoc and one file."""

MARKDOWN = (
    "markdown+alerts+lists_without_preceding_blankline"
    # Quotation marks stay as written; "$5 and $10" is not a formula and "(c) 2016" not a list item.
    "-smart-tex_math_dollars-raw_tex-latex_macros-citations-fancy_lists-example_lists"
    # As in most other Markdown parsers.
    "-blank_before_header-blank_before_blockquote"
)
_TOO_DEEP = "is nested too deeply to be read. Save it again from the program that created it."
BROKEN = "is broken and cannot be read. Open it, save it again and try again."
PRINTED_FRONT = ("subtitle", "author", "date", "abstract")
"""Paragraphs under the title that pandoc moves to the metadata."""
_ITEM_FIELDS = frozenset({"title", "author", "authors", "date", "publisher", "institute", "url", "lang", "jupyter"})
"""Fields that are read as metadata, and one of notebooks that has no words."""
_LOST_PART = re.compile(r"^\[WARNING\] Could not load include file (.+?) at ", re.MULTILINE)
_WARNING = re.compile(r"^\[WARNING\] (?!Could not load include file )(.+?)$", re.MULTILINE)
_MAX_WARNINGS = 20


def read_tree(
    data: str | bytes, reader: str, warnings: list[str] | None = None, timeout: float = TIMEOUT
) -> dict[str, Any]:
    """Return pandoc's syntax tree of `data`; `reader` is a format of pandoc with extensions.

    What pandoc warns of is added to `warnings`.
    :raises ParseError: as `convert` does.
    """
    printed, said = convert(data, reader, "json", timeout)
    if warnings is not None:
        warnings += pandoc_warnings(said)
    return load_tree(printed)


def load_tree(printed: bytes) -> dict[str, Any]:
    """Return a syntax tree that pandoc printed.

    :raises ParseError: when it is nested too deeply.
    """
    try:
        tree = json.loads(printed)
    except RecursionError as error:
        raise ParseError(_TOO_DEEP) from error
    if not isinstance(tree, dict):
        raise ParseError(BROKEN)
    return tree


def pandoc_warnings(said: str) -> list[str]:
    """Return the warnings in pandoc's messages: files that are included and not read, notes that are not used."""
    lost = [f'The included file "{name}" is not read.' for name in _LOST_PART.findall(said)]
    other = [f"pandoc: {text.rstrip('.')}." for text in _WARNING.findall(said)]
    return list(dict.fromkeys(lost + other))[:_MAX_WARNINGS]


def convert(data: str | bytes, reader: str, writer: str, timeout: float = TIMEOUT) -> tuple[bytes, str]:
    """Return pandoc's output for `data` and its warnings.

    pandoc reads only its input (`--sandbox`), within 1 GiB and `timeout` seconds.
    :raises ParseError: when pandoc cannot read it.
    """
    source = data.encode("utf-8", "replace") if isinstance(data, str) else data
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", reader, "--to", writer, "+RTS", "-M1G", "-RTS"]
    if reader == "rst":
        # Otherwise author and date of reStructuredText are not metadata.
        command.append("--standalone")
    if reader == "latex":
        # Names the commands that are skipped.
        command.append("--verbose")
    try:
        done = subprocess.run(command, input=source, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired as error:
        raise ParseError(f"took longer than {timeout:.0f} seconds to read. Split it or save it as PDF.") from error
    if done.returncode == 251:
        raise ParseError("needs more than 1 GiB of memory to be read. Split it or save it as PDF.")
    if done.returncode:
        raise ParseError(BROKEN)
    return done.stdout, done.stderr.decode("utf-8", "replace")


def write_blocks(tree: Mapping[str, Any], builder: DocumentBuilder, *, is_naming: bool = False) -> None:
    """Write the blocks of a syntax tree; `is_naming` as in `walk`.

    :raises ParseError: when they are nested too deeply or have no text.
    """
    try:
        walk(tree["blocks"], builder, is_naming=is_naming)
    except RecursionError as error:
        raise ParseError(_TOO_DEEP) from error
    builder.require_text()


def write_tree(
    tree: Mapping[str, Any], builder: DocumentBuilder, front: Sequence[str] = (), with_title: bool = True
) -> None:
    """Write the title, the metadata fields of `front` and the blocks; set the item. Other metadata is recorded.

    :raises ParseError: as `write_blocks` does.
    """
    meta = tree["meta"]
    fields = {name: list(_meta_texts(value)) for name, value in meta.items()}
    first = {name: texts[0] for name, texts in fields.items() if texts}
    title = first.get("title", "")
    headings = [plain_text(block["c"][2]).casefold() for block in tree["blocks"][:3] if block["t"] == "Header"]
    if title and with_title and title.casefold() not in headings:
        builder.heading(title, 1)
    for name in front:
        separator = "\n" if name == "abstract" else ", "
        builder.paragraph(separator.join(fields.get(name, ())))
    walk([block for value in meta.values() for note in _notes(value) for block in note], builder)
    write_blocks(tree, builder, is_naming=True)
    text = builder.text
    for name in sorted(fields.keys() - _ITEM_FIELDS - set(front)):
        if others := [said for said in fields[name] if said not in text]:
            builder.leave_out("metadata", f"{name}: {'; '.join(others)}", 0)
    builder.csl_item = csl_item(
        title=title,
        authors=(name for text in (fields.get("author") or fields.get("authors") or ()) for name in text.split(";")),
        issued=first.get("date"),
        publisher=first.get("publisher") or first.get("institute"),
        url=first.get("url"),
        language=first.get("lang"),
    )


def _notes(value: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the footnotes within a metadata value."""
    if isinstance(value, dict) and value.get("t") == "Note":
        yield value["c"]
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _notes(part)


def _meta_texts(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a metadata value: one for each member of a list, the name of a person."""
    kind: str = value["t"]
    content: Any = value.get("c")
    if kind == "MetaInlines":
        yield plain_text(content)
    elif kind == "MetaString":
        yield content
    elif kind == "MetaList":
        for member in content:
            yield from _meta_texts(member)
    elif kind == "MetaMap":
        for name in ("name", "literal", "family"):
            if name in content:
                yield from _meta_texts(content[name])
                return
        for member in content.values():
            yield from _meta_texts(member)
    elif kind == "MetaBlocks":
        inner = DocumentBuilder()
        walk(content, inner)
        yield inner.text
