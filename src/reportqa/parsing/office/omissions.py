"""Parts taken out of an XML document before it is read, each recorded with the words around it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.omissions import CONTEXT, PositionFinder
from reportqa.parsing.xml_tree import Element, local_name, take_out

_CELLS = frozenset({"tc", "table-cell", "td", "th"})
_MARK = "{reportqa}omitted"


@dataclass
class _Part:
    kind: str
    text: str
    before: str = ""
    after: str = ""


class Omissions:
    """Records of the parts taken out of XML trees, in the order of the document after `locate`."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._located: list[int] = []

    def take_out(self, node: Element, kind: str, text: str) -> None:
        """Remove an element and record its text; parts of one kind side by side are one record."""
        before = node.getprevious()
        if before is not None and before.tag == _MARK and not (before.tail or "").strip():
            part = self._parts[int(str(before.get("at")))]
            if part.kind == kind:
                part.text += text
                take_out(node)
                return
        if node.getparent() is not None:
            node.addprevious(self._mark(kind, text))
            take_out(node)

    def empty(self, node: Element, kind: str, text: str, kept: str = "") -> None:
        """Remove the text and the children of an element, except those of the name `kept`, and record their text."""
        for part in list(node):
            if local_name(part) != kept:
                node.remove(part)
        node.text = None
        node.append(self._mark(kind, text))

    def record(self, kind: str, text: str) -> None:
        """Record a part that is outside of the document's text; its place is the beginning."""
        self._located.append(len(self._parts))
        self._parts.append(_Part(kind, text))

    def is_mark(self, node: Element) -> bool:
        """Return whether an element is the mark of a part that was taken out."""
        return node.tag == _MARK

    def marks(self, node: Element) -> list[Element]:
        """Return the marks of the parts taken out of an element."""
        return list(node.iter(_MARK))

    def locate(self, root: Element, pieces: Callable[[Element], Iterator[str | Element]]) -> None:
        """Find the words around each part and remove its mark.

        `pieces` yields the texts of a tree in order, and the elements between them.
        """
        words: list[str] = []
        places: list[tuple[int, int]] = []
        cells = [0]
        length = 0
        for piece in pieces(root):
            if isinstance(piece, str):
                words.append("".join(piece.split()))
                length += len(words[-1])
            elif piece.tag == _MARK:
                places.append((int(str(piece.get("at"))), length))
            elif local_name(piece) in _CELLS:
                cells.append(length)
        squeezed = "".join(words)
        cells.append(length)
        for at, place in places:
            # The cells of a table are not side by side in the text.
            first, last = cells[bisect_left(cells, place, 1) - 1], cells[bisect_left(cells, place)]
            part = self._parts[at]
            part.before = squeezed[max(place - CONTEXT, first) : place]
            part.after = squeezed[place : min(place + CONTEXT, last)]
            self._located.append(at)
        for mark in list(root.iter(_MARK)):
            take_out(mark)

    def write(self, builder: DocumentBuilder) -> None:
        """Record the parts in a finished document, each where its text would be."""
        positions = PositionFinder(builder.text)
        rest = sorted(set(range(len(self._parts))) - set(self._located))
        for at in [*self._located, *rest]:
            part = self._parts[at]
            builder.leave_out(part.kind, part.text, positions.find(part.before, part.after))

    def _mark(self, kind: str, text: str) -> Element:
        self._parts.append(_Part(kind, text))
        return etree.Element(_MARK, at=str(len(self._parts) - 1))


def mixed_pieces(root: Element) -> Iterator[str | Element]:
    """Yield the texts and elements of a tree in which text is between elements, in order."""
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            yield node
            if node.text and isinstance(node.tag, str):
                yield node.text
        elif node.tail and node is not root:
            yield node.tail
