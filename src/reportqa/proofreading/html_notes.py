"""Notes in web pages made by word processors: paragraphs that begin with a link back to their mark."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def with_notes_named(blocks: Sequence[Node]) -> list[Node]:
    """Return blocks of pandoc's syntax tree with each such note in an element whose id is the target of its mark."""
    return _Notes(blocks).named(blocks)


def find_nodes(part: object, kind: str) -> Iterator[Node]:
    """Yield the nodes of a kind in a part of a syntax tree, in order."""
    if isinstance(part, Mapping):
        if part.get("t") == kind:
            yield part
        yield from find_nodes(part.get("c"), kind)
    elif isinstance(part, list):
        for member in part:
            yield from find_nodes(member, kind)


class _Notes:
    """The targets of the marks of notes, by the names of the marks."""

    def __init__(self, blocks: Sequence[Node]) -> None:
        self._leads: dict[str, str] = {}
        for name, address in _links(blocks):
            # The mark comes before its note, so the first link of a pair is the mark.
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
        """Return the blocks of an element; if only the first is a note, the others are part of it."""
        made = self.named(blocks)
        if not made or not self._name(blocks[0]) or any(map(self._name, blocks[1:])):
            return made
        named, *others = made
        attributes, first = named["c"]
        return [{"t": "Div", "c": [attributes, [*first, *others]]}]

    def _name(self, block: Node) -> str:
        """Return the name of the note that this paragraph begins, else ""."""
        if block["t"] not in {"Para", "Plain"} or not block["c"]:
            return ""
        name, address = next(iter(_links(block["c"][0])), ("", ""))
        return name if name and self._leads.get(address) == name and name not in self._leads else ""


def _links(node: object) -> Iterator[tuple[str, str]]:
    """Yield name and target of each link within the page, in order."""
    for link in find_nodes(node, "Link"):
        (name, _, _), _, (address, _) = link["c"]
        if address.startswith("#"):
            yield name, address[1:]
