"""Reads Word and Markdown files, and whatever else pandoc reads, through pandoc's JSON syntax tree.

pandoc drops a DOCX file's properties and moves its Title, Author and Date paragraphs out of the text:
the properties are read here, and those paragraphs are written back where they stood.
"""

import json
import subprocess
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import pypandoc  # type: ignore[import-untyped]
from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.syntax_tree import plain_text, walk

TIMEOUT = 120.0
"""Seconds that pandoc may take for one file."""
MAX_UNZIPPED = 512 * 1024 * 1024
"""Bytes that a zipped format may unpack to."""
MAX_ENTRIES = 20_000

MARKDOWN = (
    "markdown+alerts+lists_without_preceding_blankline"
    # Quotes stay as they are written; "$5 and $10" is no formula and "(c) 2016" no list item.
    "-smart-tex_math_dollars-raw_tex-latex_macros-citations-fancy_lists-example_lists"
    # As most other readers of Markdown have it.
    "-blank_before_header-blank_before_blockquote"
)
_TOO_DEEP = "is nested too deeply to be read. Save it again from the program that made it."
_BROKEN = "is broken and cannot be read. Open it, save it again and try once more."
_DOCX_FRONT = ("subtitle", "author", "institute", "date", "abstract")
_MARKDOWN_FRONT = ("subtitle", "abstract")
"""Paragraphs under the title that pandoc takes for metadata; author and date of YAML are never printed."""


def parse(data: bytes, source_format: str) -> DocumentBuilder:
    """Read a file of the format "docx" or "markdown".

    :raises ParseError: when it cannot be read.
    """
    return parse_docx(data) if source_format == "docx" else parse_markdown(data)


def parse_docx(data: bytes) -> DocumentBuilder:
    """Read a Word file.

    :raises ParseError: when it is no such file, broken, protected or far larger than it looks.
    """
    properties = _docx_properties(data)
    builder = DocumentBuilder()
    tree = read_tree(data, "docx")
    _write(tree, builder, _DOCX_FRONT)
    builder.csl_item = properties | builder.csl_item
    return builder


def parse_markdown(data: bytes) -> DocumentBuilder:
    """Read a Markdown file in any encoding, with or without YAML in front.

    :raises ParseError: when it is empty or no text.
    """
    source = decode(data).encode("utf-8", "replace")
    builder = DocumentBuilder()
    try:
        tree = read_tree(source, MARKDOWN)
    except ParseError:
        # Two rules that only look like YAML are the usual cause.
        tree = read_tree(source, f"{MARKDOWN}-yaml_metadata_block")
    _write(tree, builder, _MARKDOWN_FRONT)
    return builder


def read_tree(data: bytes, reader: str, timeout: float = TIMEOUT) -> dict[str, Any]:
    """Give pandoc's syntax tree of `data`; `reader` is a format as pandoc names it, extensions included.

    pandoc reads nothing but its input and fetches nothing (`--sandbox`), in 1 GiB and `timeout` seconds.

    :raises ParseError: when pandoc cannot read it.
    """
    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        "--from",
        reader,
        "--to",
        "json",
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
    try:
        tree = json.loads(done.stdout)
    except RecursionError as error:
        raise ParseError(_TOO_DEEP) from error
    if not isinstance(tree, dict):
        raise ParseError(_BROKEN)
    return tree


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


def _write(tree: Mapping[str, Any], builder: DocumentBuilder, front: Sequence[str]) -> None:
    """Write the title and the paragraphs of `front`, then the blocks; set the item."""
    meta = tree["meta"]
    fields = {name: list(_meta_texts(value)) for name, value in meta.items()}
    first = {name: texts[0] for name, texts in fields.items() if texts}
    title = first.get("title", "")
    if title and not _begins_with_heading(tree["blocks"], title):
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


def _docx_properties(data: bytes) -> dict[str, Any]:
    """Give the CSL-JSON fields of docProps/core.xml, after a look at the size of all parts."""
    if not data:
        raise ParseError("is empty. Save or download it again.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ParseError("has a password or the old .doc format. Save it as .docx without a password.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > MAX_UNZIPPED or len(entries) > MAX_ENTRIES:
                raise ParseError(
                    f"unpacks to {size:,} bytes in {len(entries):,} parts, too much."
                    " Take its pictures out or save it as PDF."
                )
            names = {entry.filename for entry in entries}
            core = archive.read("docProps/core.xml") if "docProps/core.xml" in names else b""
    except (BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ParseError("is no Word file or is damaged. Open it, save it again as .docx and try once more.") from error
    return _core_fields(core) if core else {}


def _core_fields(core: bytes) -> dict[str, Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(core, parser)
    if root is None:
        return {}
    texts = {etree.QName(node).localname: node.text or "" for node in root.iterchildren("*") if node.text}
    return csl_item(
        title=texts.get("title"),
        authors=texts.get("creator", "").split(";"),
        issued=texts.get("created"),
        language=texts.get("language"),
    )
