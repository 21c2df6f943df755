"""Markup in titles: italics, bold, raised, lowered and small capitals of CSL-JSON, to text, nodes and LaTeX."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from reportqa.citations.pandoc import Node, inlines

_NODES = {"i": "Emph", "b": "Strong", "sup": "Superscript", "sub": "Subscript", "sc": "SmallCaps"}
_COMMANDS = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript", "sc": "textsc"}
_TAG = re.compile(r"<(/?)(i|b|sup|sub|sc)>", re.I)
_SMALL_CAPITALS = re.compile(r'<span style="font-variant:\s*small-caps;?">(.*?)</span>', re.I | re.S)
_OTHER = re.compile(r"</?(?:span|em|strong)\b[^<>]*>", re.I)

Part = str | tuple[str, list[Any]]
"""A text, or a name of markup and its parts."""


def tidy_markup(text: str) -> str:
    """Return a title with the markup that CSL has; that for capitals, and what is not closed, is left out."""
    text = _SMALL_CAPITALS.sub(r"<sc>\1</sc>", text)
    text = re.sub(r"<(/?)(em|strong)\b[^<>]*>", lambda match: f"<{match[1]}{'i' if match[2] == 'em' else 'b'}>", text)
    return _written(_parse(_OTHER.sub("", text)))


def plain_title(text: str) -> str:
    """Return a title without its markup."""
    return _TAG.sub("", tidy_markup(text))


def title_nodes(text: str) -> list[Node]:
    """Return a title as inlines."""
    return list(_nodes(_parse(text)))


def title_latex(text: str, escape: Callable[[str], str]) -> str:
    """Return a title in LaTeX; `escape` is applied to its texts."""
    return _latex(_parse(text), escape)


def _parse(text: str) -> list[Part]:
    """Return the parts of a text; a tag without its counterpart is left out."""
    stack: list[tuple[str, list[Part]]] = [("", [])]
    position = 0
    for match in _TAG.finditer(text):
        stack[-1][1].append(text[position : match.start()])
        position, name = match.end(), match[2].lower()
        if not match[1]:
            stack.append((name, []))
        elif any(name == open_ for open_, _ in stack[1:]):
            while True:
                last, parts = stack.pop()
                if last == name:
                    stack[-1][1].append((name, parts))
                    break
                stack[-1][1].extend(parts)
    stack[-1][1].append(text[position:])
    while len(stack) > 1:
        _, parts = stack.pop()
        stack[-1][1].extend(parts)
    return [part for part in stack[0][1] if part]


def _written(parts: list[Any]) -> str:
    return "".join(part if isinstance(part, str) else f"<{part[0]}>{_written(part[1])}</{part[0]}>" for part in parts)


def _nodes(parts: list[Any]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, str):
            yield from inlines(part)
        else:
            yield {"t": _NODES[part[0]], "c": list(_nodes(part[1]))}


def _latex(parts: list[Any], escape: Callable[[str], str]) -> str:
    return "".join(
        escape(part) if isinstance(part, str) else f"\\{_COMMANDS[part[0]]}{{{_latex(part[1], escape)}}}"
        for part in parts
    )
