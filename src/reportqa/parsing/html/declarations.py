"""Declarations of styles that decide what is seen, each property in a few values.

- "display", "visibility": as written; "text-decoration": "line-through" or "none"; "clip": "rect(0)" or "auto"
- "opacity": "0" or "1"; "font-size": "0", "relative" or "set"
- "color": as written; "background": "none" or a colour as written; "image": "yes" or "no"
- "moved", "motion", "effect": "yes" for what is placed over something else, changes by itself, or is drawn another way
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import tinycss2
from tinycss2.ast import Declaration, FunctionBlock, Node, URLToken
from tinycss2.color4 import parse_color

Values = Mapping[str, tuple[str, bool]]
"""Values of properties, and whether each is "!important"."""

_PLAIN = frozenset({"display", "visibility", "color"})
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[,\s]*){4}\)|inset\((?:50|100)%\)")
_ZERO = re.compile(r"[+-]?0*\.?0*(?:[a-z]+|%)?")
_RELATIVE = re.compile(r"[\d.]+(?:em|%|ex|ch)|inherit|unset|larger|smaller")
_FONT_SIZE = re.compile(r"(?:^|\s)([\d.]+(?:[a-z]+|%)?)(?:\s*/|\s|$)")
_NO_COLOURS = frozenset({"none", "transparent", "initial", "unset", "revert"})
_MOVED = frozenset({"position", "transform", "translate", "grid-area", "grid-row", "grid-column"})
_EFFECTS = frozenset({"text-shadow", "-webkit-text-stroke", "-webkit-text-fill-color", "mix-blend-mode"})
_UNMOVED = frozenset({"static", "relative", "none", "auto", "initial", "inherit", "unset", "normal"})


def read_declarations(content: str | Sequence[Node]) -> dict[str, tuple[str, bool]]:
    """Return the properties of a block that decide what is seen; of those written twice the last."""
    return dict(_declarations(content))


def _declarations(content: str | Sequence[Node]) -> Iterator[tuple[str, tuple[str, bool]]]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(node, Declaration):
            name, value = node.lower_name, tinycss2.serialize(node.value).strip().lower()
            for found in _values(name, value, node.value):
                yield found[0], (found[1], node.important)


def _values(name: str, value: str, nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    if name in _PLAIN:
        yield name, value
    elif name in {"text-decoration", "text-decoration-line"}:
        yield "text-decoration", "line-through" if "line-through" in value else "none"
    elif name in {"clip", "clip-path"}:
        yield "clip", "rect(0)" if _CLIPPED.fullmatch(value) else "auto"
    elif name == "opacity":
        yield name, "0" if _ZERO.fullmatch(value) else "1"
    elif name == "font-size":
        yield name, _size(value)
    elif name == "font":
        size = _FONT_SIZE.search(value)
        yield "font-size", _size(size[1]) if size else "set"
    elif name in {"background", "background-color", "background-image"}:
        yield from _background(name, value, nodes)
    elif name in _MOVED or name.startswith("margin"):
        is_moved = "-" in re.sub(r"[a-z]-", "", value) if name.startswith("margin") else value not in _UNMOVED
        if is_moved:
            yield "moved", "yes"
    elif name in _EFFECTS or name.endswith("background-clip"):
        if value not in _UNMOVED and (name in _EFFECTS or "text" in value):
            yield "effect", "yes"
    elif name.startswith(("transition", "animation")) and value not in {"none", "initial", "0s"}:
        yield "motion", "yes"


def _size(value: str) -> str:
    return "0" if _ZERO.fullmatch(value) else "relative" if _RELATIVE.fullmatch(value) else "set"


def _background(name: str, value: str, nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    if name == "background-color":
        yield "background", "none" if value in _NO_COLOURS else value
        return
    colours = [node for node in nodes if parse_color(node) is not None]
    others = [node for node in nodes if isinstance(node, URLToken | FunctionBlock) and node not in colours]
    if name == "background-image" or value in _NO_COLOURS:
        yield "image", "no" if value in _NO_COLOURS else "yes"
    else:
        yield "image", "no" if colours and not others else "yes"
    if name == "background":
        yield "background", tinycss2.serialize(colours[:1]).lower() if colours and value not in _NO_COLOURS else "none"
