"""Notes of web pages made by word processors: paragraphs that begin with a link back to their marks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def with_notes_named(blocks: Sequence[Node]) -> list[Node]:
    """Return blocks of pandoc's syntax tree with each such note as an element of the name that its mark leads to."""
    return _Notes(blocks).named(blocks)


class _Notes:
    """The targets of named links, without those of the notes."""

    def __init__(self, blocks: Sequence[Node]) -> None:
        self._leads: dict[str, str] = {}
        for name, address in _links(blocks):
            # A note is behind its mark: the first link is the mark's.
            if name and self._leads.get(address) != name:
                self._leads[name] = address

    def named(self, blocks: Sequence[Node]) -> list[Node]:
        """Return blocks with the notes among them as elements."""
        made: list[Node] = []
        for block in blocks:
            content: Any = block.get("c")
            if block["t"] == "Div":
                made.append({"t": "Div", "c": [content[0], self._together(content[1])]})
            elif block["t"] == "BulletList":
                made.append({"t": "BulletList", "c": [self._together(item) for item in content]})
            elif block["t"] == "OrderedList":
                made.append({"t": "OrderedList", "c": [content[0], [self._together(item) for item in content[1]]]})
            elif name := self._name(block):
                made.append({"t": "Div", "c": [[name, [], []], [{"t": block["t"], "c": content[1:]}]]})
            else:
                made.append(block)
        return made

    def _together(self, blocks: Sequence[Node]) -> list[Node]:
        """Return the blocks of an element; where it is that of one note, all of them are of the note."""
        made = self.named(blocks)
        if not made or not self._name(blocks[0]) or any(map(self._name, blocks[1:])):
            return made
        named, *others = made
        attributes, first = named["c"]
        return [{"t": "Div", "c": [attributes, [*first, *others]]}]

    def _name(self, block: Node) -> str:
        """Return the name of a note that is this paragraph, else ""."""
        if block["t"] not in {"Para", "Plain"} or not block["c"]:
            return ""
        name, address = next(iter(_links(block["c"][0])), ("", ""))
        return name if name and self._leads.get(address) == name and name not in self._leads else ""


def _links(node: object) -> Iterator[tuple[str, str]]:
    """Yield name and goal of each link to a place on the same page, in order."""
    if isinstance(node, Mapping):
        if node.get("t") == "Link" and node["c"][2][0].startswith("#"):
            yield node["c"][0][0], node["c"][2][0][1:]
        yield from _links(node.get("c"))
    elif isinstance(node, list):
        for member in node:
            yield from _links(member)
