"""Text that is in a file and that nobody sees: its kinds, colours that look alike, and the elements that hold it."""

from collections.abc import Callable, Collection, Iterator

from reportqa.parsing.xml_tree import Element

UNSEEN, INVISIBLE = "text in the colour of its background", "invisible text"

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

WHITE: Colour = (255, 255, 255)
_SAME = 8
"""Maximum difference of two colours that look alike, in red, green or blue."""


def read_colour(text: str) -> Colour | None:
    """Return a colour of six hexadecimal digits, with or without "#"; None for other text."""
    digits = text.removeprefix("#")
    try:
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)) if len(digits) == 6 else None
    except ValueError:
        return None


def look_alike(one: Colour, other: Colour) -> bool:
    """Return whether text in one colour is not seen on the other."""
    return all(abs(mine - its) <= _SAME for mine, its in zip(one, other, strict=True))


def unseen_elements(
    root: Element, kind_of: Callable[[Element], str], wrapper: str, seen_tags: Collection[str] = ()
) -> Iterator[tuple[Element, str]]:
    """Yield the outermost elements whose text is not seen, with its kind; unseen text beside seen text is wrapped.

    :param kind_of: returns why the text between the tags of an element is not seen, empty if it is.
    :param wrapper: the tag of elements that are put around text.
    :param seen_tags: tags of elements that are seen without text.
    """
    seen: set[Element] = set()
    kinds: dict[Element, str] = {}
    for node in reversed(list(root.iter("*"))):
        kind = kind_of(node)
        has_text = bool((node.text or "").strip()) or any((child.tail or "").strip() for child in node)
        if (has_text and not kind) or node.tag in seen_tags or any(child in seen for child in node):
            seen.add(node)
        elif has_text:
            kinds[node] = kind
        elif found := next((kinds[child] for child in node if child in kinds), ""):
            kinds[node] = found
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node in kinds:
            yield node, kinds[node]
        elif node in seen:
            waiting.extend(reversed(node))
            if kind := kind_of(node):
                yield from ((piece, kind) for piece in _wrapped(node, wrapper))


def _wrapped(node: Element, wrapper: str) -> Iterator[Element]:
    """Put an element around each text between the children of an element, and yield it."""
    for child in list(node):
        if (child.tail or "").strip():
            piece = node.makeelement(wrapper, None, None)
            piece.text, child.tail = child.tail, None
            child.addnext(piece)
            yield piece
    if (node.text or "").strip():
        piece = node.makeelement(wrapper, None, None)
        piece.text, node.text = node.text, None
        node.insert(0, piece)
        yield piece
