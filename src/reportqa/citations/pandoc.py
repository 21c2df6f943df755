"""Texts as syntax trees of pandoc, and pandoc itself, which writes them in any format."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from reportqa.errors import InputError, ReadingStopped
from reportqa.sandbox import run_program

Node = dict[str, Any]
"""A block or an inline of pandoc's syntax tree: {"t": kind, "c": content}."""
Tree = dict[str, Any]

TIMEOUT = 60.0
"""Time limit of pandoc in seconds."""
_OUTPUT_MIB = 256
_READING = 0.5, 200_000
"""Processor seconds to read a text, and bytes for each further second: five times what usual texts take. Each bracket
that is left open doubles the time."""
_WRITING = 5.0, 100_000
SPACE: Node = {"t": "Space"}

_API_VERSION = [1, 23, 1]


def make_tree(blocks: Sequence[Node], meta: Mapping[str, Any] | None = None) -> Tree:
    """Return a tree of blocks with metadata (strings, lists and objects)."""
    fields = {name: meta_value(value) for name, value in (meta or {}).items()}
    return {"pandoc-api-version": _API_VERSION, "meta": fields, "blocks": list(blocks)}


def inlines(text: str) -> list[Node]:
    """Return a text as inlines; each line end is a line break."""
    found: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append({"t": "LineBreak"})
        for place, word in enumerate(line.split(" ")):
            if place:
                found.append(SPACE)
            if word:
                found.append({"t": "Str", "c": word})
    return found


def write_inlines(texts: Sequence[Sequence[Node]], writer: str) -> list[str]:
    """Return each list of inlines in a text format of pandoc, with one call for all.

    :raises InputError: when pandoc cannot write them.
    """
    if not texts:
        return []
    # A paragraph between them marks the end of each.
    mark = "reportqa9mark"
    blocks = [block for text in texts for block in ({"t": "Para", "c": list(text)}, {"t": "Para", "c": inlines(mark)})]
    printed = run_pandoc(make_tree(blocks), writer).decode()
    parts = printed.replace(f"<p>{mark}</p>", mark).split(mark)[: len(texts)]
    return [part.strip().removeprefix("<p>").removesuffix("</p>") for part in parts]


def run_pandoc(
    tree: Tree | bytes, writer: str, options: Sequence[str] = (), style: str = "", reader: str = "json"
) -> bytes:
    """Return a tree, or a text in the format `reader`, in the format `writer`; pandoc reads no other file or address.

    :raises InputError: when pandoc fails, or needs too much time or more than 1 GiB.
    """
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(), "--sandbox", "--from", reader, "--to", writer, "--wrap=none", *options,
        "+RTS", "-M1G", "-RTS",
    ]  # fmt: skip
    source = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    least, rate = _WRITING if reader == "json" else _READING
    try:
        done = run_program(command, source, TIMEOUT, least + len(source) / rate, _OUTPUT_MIB)
    except ReadingStopped as error:
        raise InputError(
            "The text takes too long to format. Split it; in notes, nest less and close all square brackets."
        ) from error
    if done.status == 251:
        raise InputError("Formatting needs more than 1 GiB of memory. Split the briefing.")
    if done.status:
        reason = " ".join(done.messages.split()).rstrip(".") or f"status {done.status}"
        if style:
            raise InputError(f'The style "{style}" has an error: {reason}. Correct it, or use another style.')
        raise InputError(f"The text cannot be formatted: {reason}.")
    return done.output


def plain_text(content: Sequence[Node]) -> str:
    """Return the text of inlines."""
    words = []
    for node in content:
        inner = node.get("c")
        if node["t"] in {"Space", "SoftBreak", "LineBreak"}:
            words.append(" ")
        elif isinstance(inner, str):
            words.append(inner)
        elif node["t"] in {"Code", "Math"} and isinstance(inner, list):
            words.append(inner[1])
        elif isinstance(inner, list):
            nested = (part for part in (inner, *inner) if isinstance(part, list) and part and isinstance(part[0], dict))
            words.append(plain_text(next(nested, [])))
    return "".join(words)


def meta_value(value: Any) -> Node:
    """Return metadata (a string, a list or an object) as a node."""
    if isinstance(value, Mapping):
        return {"t": "MetaMap", "c": {name: meta_value(part) for name, part in value.items()}}
    if isinstance(value, list | tuple):
        return {"t": "MetaList", "c": [meta_value(part) for part in value]}
    return {"t": "MetaInlines", "c": inlines(str(value))}
