"""What is removed from a web page, with its place among the remaining words."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from lxml import etree
from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import part_kind
from reportqa.parsing.html.elements import MAX_NAME, drop_one, length_of, texts_by_heading
from reportqa.parsing.html.hidden_text import STRUCK
from reportqa.parsing.omissions import CONTEXT
from reportqa.parsing.unseen_text import INVISIBLE, UNSEEN

_WITHOUT_WORDS = frozenset({STRUCK, UNSEEN, INVISIBLE})
"""Kinds of text whose place in a table is seen."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A part removed from a page; `before` and `after` are the remaining words around it, without spaces."""

    kind: str
    text: str
    before: str
    after: str


class Removals:
    """The parts removed from the body of a page."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        # Numbers of elements stay valid when others are removed.
        self._order = {element: number for number, element in enumerate(body.iter())}
        self._removed: list[tuple[int, str, str]] = []

    def placed(self, content: HtmlElement) -> Iterator[Removed]:
        """Yield the removed parts with the words around them."""
        pieces: list[str] = []
        length = 0
        waiting = sorted(self._removed, key=itemgetter(0))
        places: list[int] = []
        for event, element in etree.iterwalk(content, events=("start", "end")):
            if event == "start":
                while len(places) < len(waiting) and waiting[len(places)][0] < self._order.get(element, 0):
                    places.append(length)
            said = element.text if event == "start" else element.tail if element is not content else None
            if said and isinstance(element.tag, str):
                pieces.append("".join(said.split()))
                length += len(pieces[-1])
        places.extend([length] * (len(waiting) - len(places)))
        words = "".join(pieces)
        for (_, kind, text), place in zip(waiting, places, strict=True):
            yield Removed(kind, text, words[max(place - CONTEXT, 0) : place], words[place : place + CONTEXT])

    def note(self, element: HtmlElement, kind: str) -> None:
        """Record the text of an element, each part with a heading separately."""
        number = self._order.get(element)
        for text in texts_by_heading(element) if number is not None else ():
            of_part = part_kind(text[:MAX_NAME], kind) if len(text) < length_of(element) else kind
            self._removed.append((number or 0, of_part, text))

    def remove(self, element: HtmlElement, kind: str) -> None:
        """Remove an element, and record its text unless the kind is empty."""
        if next((node for node in element.iterancestors() if node is self._body), None) is not None:
            if kind:
                self.note(element, kind)
            drop_one(element)

    def hide(self, element: HtmlElement, kind: str) -> None:
        """Remove an element that is not seen; a cell stays, without its content, so that no other takes its place."""
        if element.tag in {"td", "th"} and (kind in _WITHOUT_WORDS or "visibility" in element.get("style", "")):
            self.note(element, kind)
            element[:] = []
            element.text = None
        else:
            self.remove(element, kind)

    def record(self, element: HtmlElement, kind: str, text: str) -> None:
        """Record a text of an element that stays."""
        self._removed.append((self._order.get(element, 0), kind, text))
