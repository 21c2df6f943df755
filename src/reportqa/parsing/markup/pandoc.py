"""Reads text formats (Markdown, reStructuredText, LaTeX, Org, notebooks) through pandoc's JSON syntax tree.

pandoc moves the title of a file out of its text: it is written back where it stood.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pypandoc

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.syntax_tree import plain_text, walk
from reportqa.parsing.metadata import csl_item

TIMEOUT = 120.0
"""Seconds that pandoc may take for one file."""

MARKDOWN = (
    "markdown+alerts+lists_without_preceding_blankline"
    # Quotes stay as they are written; "$5 and $10" is no formula and "(c) 2016" no list item.
    "-smart-tex_math_dollars-raw_tex-latex_macros-citations-fancy_lists-example_lists"
    # As most other readers of Markdown have it.
    "-blank_before_header-blank_before_blockquote"
)
_TOO_DEEP = "is nested too deeply to be read. Save it again from the program that made it."
_BROKEN = "is broken and cannot be read. Open it, save it again and try once more."
_FRONT = ("subtitle", "abstract")
"""Paragraphs under the title that pandoc takes for metadata; author and date of YAML are never printed."""
_PRINTED_FRONT = ("subtitle", "author", "date", "abstract")
_EMPTY_FOOT = re.compile(rb"(?:\\(?:bottomrule|hline|noalign\{\})\s*)+\\end(?:last)?foot\b")
"""Of a longtable, after which pandoc loses the first cell."""
_LOST_PART = re.compile(r"Could not load include file (.+?) at ")
_MAX_LOST_PARTS = 20


def parse(data: bytes, source_format: str) -> DocumentBuilder:
    """Read a text file of a format that pandoc names so, in any encoding.

    :raises ParseError: when it is empty or no text.
    """
    source = decode(data).encode("utf-8", "replace")
    if source_format == "latex":
        source = _EMPTY_FOOT.sub(b"", source)
    builder = DocumentBuilder()
    write_tree(read_tree(source, source_format, builder.warnings), builder, _PRINTED_FRONT)
    return builder


parse_rst = partial(parse, source_format="rst")
parse_latex = partial(parse, source_format="latex")
parse_org = partial(parse, source_format="org")


def parse_markdown(data: bytes) -> DocumentBuilder:
    """Read a Markdown file in any encoding, with or without YAML in front.

    :raises ParseError: when it is empty or no text.
    """
    source = decode(data).encode("utf-8", "replace")
    builder = DocumentBuilder()
    try:
        tree = read_tree(source, MARKDOWN)
    except ParseError as error:
        if str(error) != _BROKEN:
            raise
        # Two rules that only look like YAML are the usual cause.
        tree = read_tree(source, f"{MARKDOWN}-yaml_metadata_block")
    write_tree(tree, builder, _FRONT)
    return builder


def parse_notebook(data: bytes) -> DocumentBuilder:
    """Read a Jupyter notebook: its text, its code and what the code printed.

    :raises ParseError: when it is no notebook.
    """
    builder = DocumentBuilder()
    source = decode(data).encode("utf-8", "replace")
    write_tree(read_tree(source, "ipynb"), builder)
    try:
        meta = json.loads(source, strict=False).get("metadata")
    except (ValueError, RecursionError):
        # pandoc forgives more than Python.
        meta = None
    if isinstance(meta, dict):
        authors = meta.get("authors")
        names = (
            [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
        )
        builder.csl_item = csl_item(title=str(meta.get("title") or ""), authors=[str(name) for name in names if name])
    return builder


def read_tree(data: bytes, reader: str, warnings: list[str] | None = None, timeout: float = TIMEOUT) -> dict[str, Any]:
    """Give pandoc's syntax tree of `data`; `reader` is a format as pandoc names it, extensions included.

    Parts that the file would include are named in `warnings`.
    :raises ParseError: as `convert` does.
    """
    printed, said = convert(data, reader, "json", timeout)
    try:
        tree = json.loads(printed)
    except RecursionError as error:
        raise ParseError(_TOO_DEEP) from error
    if not isinstance(tree, dict):
        raise ParseError(_BROKEN)
    if warnings is not None:
        lost = dict.fromkeys(_LOST_PART.findall(said))
        warnings += [f'Its part "{name}" is a file of its own and not read.' for name in list(lost)[:_MAX_LOST_PARTS]]
    return tree


def convert(data: bytes, reader: str, writer: str, timeout: float = TIMEOUT) -> tuple[bytes, str]:
    """Give what pandoc makes of `data`, and its warnings.

    pandoc reads nothing but its input and fetches nothing (`--sandbox`), in 1 GiB and `timeout` seconds.
    :raises ParseError: when pandoc cannot read it.
    """
    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        "--from",
        reader,
        "--to",
        writer,
        # Author and date of reStructuredText are fields only so.
        *(["--standalone"] if reader == "rst" else []),
        "+RTS",
        "-M1G",
        "-RTS",
    ]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired as error:
        raise ParseError(f"took longer than {timeout:.0f} seconds to read. Split it or save it as PDF.") from error
    if done.returncode == 251:
        raise ParseError("needs more than 1 GiB of memory to be read. Split it or save it as PDF.")
    if done.returncode:
        raise ParseError(_BROKEN)
    return done.stdout, done.stderr.decode("utf-8", "replace")


def write_blocks(tree: Mapping[str, Any], builder: DocumentBuilder) -> None:
    """Write the blocks of a syntax tree.

    :raises ParseError: when they are nested too deeply or hold no text.
    """
    try:
        walk(tree["blocks"], builder)
    except RecursionError as error:
        raise ParseError(_TOO_DEEP) from error
    if not builder.text:
        raise ParseError("has no text. Replace it or take it out of the corpus.")


def write_tree(
    tree: Mapping[str, Any], builder: DocumentBuilder, front: Sequence[str] = (), with_title: bool = True
) -> None:
    """Write the title and the paragraphs of `front`, then the blocks; set the item.

    :raises ParseError: as `write_blocks` does.
    """
    meta = tree["meta"]
    fields = {name: list(_meta_texts(value)) for name, value in meta.items()}
    first = {name: texts[0] for name, texts in fields.items() if texts}
    title = first.get("title", "")
    if title and with_title and not _begins_with_heading(tree["blocks"], title):
        builder.heading(title, 1)
    for name in front:
        separator = "\n" if name == "abstract" else ", "
        builder.paragraph(separator.join(fields.get(name, ())))
    write_blocks(tree, builder)
    builder.csl_item = csl_item(
        title=title,
        authors=(name for text in fields.get("author", ()) for name in text.split(";")),
        issued=first.get("date"),
        publisher=first.get("publisher") or first.get("institute"),
        url=first.get("url"),
        language=first.get("lang"),
    )


def _begins_with_heading(blocks: list[dict[str, Any]], title: str) -> bool:
    headings = (block["c"][2] for block in blocks[:3] if block["t"] == "Header")
    return any(plain_text(heading).casefold() == title.casefold() for heading in headings)


def _meta_texts(value: Mapping[str, Any]) -> Iterator[str]:
    """Give the texts of a metadata value: one for each member of a list, the name of a person's fields."""
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
    elif kind == "MetaBlocks":
        inner = DocumentBuilder()
        walk(content, inner)
        yield inner.text
