"""The layers of a PDF ("optional content groups") and which of them a viewer does not show."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

_MAX_LAYERS = 10_000


@dataclass(frozen=True, slots=True)
class Layers:
    """The names of layers that are not shown, and the names that layers of both kinds have.

    It is false for a file that shows all its layers.
    """

    off: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.off or self.unsure)


NO_LAYERS = Layers()


def read_layers(reader: PdfReader) -> Layers:
    """Return the layers of a file, as they are when it is opened on a screen."""
    properties = _dictionary(reader.root_object.get("/OCProperties"))
    groups = {number: _name(group) for number, group in _references(properties.get("/OCGs"))}
    if not groups:
        return NO_LAYERS
    default = _dictionary(properties.get("/D"))
    hidden = set(groups) if default.get("/BaseState") == "/OFF" else set[int]()
    hidden -= {number for number, _ in _references(default.get("/ON"))}
    hidden |= {number for number, _ in _references(default.get("/OFF"))}
    states = defaultdict[str, set[bool]](set)
    automatic = _automatic(default)
    for number, group in _references(properties.get("/OCGs")):
        state = _dictionary(_dictionary(_dictionary(group).get("/Usage")).get("/View")).get("/ViewState")
        is_automatic = state is not None and number in automatic
        states[groups[number]].add(state == "/OFF" if is_automatic else number in hidden)
    off = frozenset(name for name, state in states.items() if state == {True})
    return Layers(off, frozenset(name for name, state in states.items() if len(state) > 1))


def _automatic(default: DictionaryObject) -> set[int]:
    """Return the layers whose state on a screen is that of their usage."""
    found = set[int]()
    for usage in list(default.get("/AS", []))[:_MAX_LAYERS]:
        application = _dictionary(usage)
        if application.get("/Event") == "/View" and "/View" in application.get("/Category", []):
            found |= {number for number, _ in _references(application.get("/OCGs"))}
    return found


def _references(value: PdfObject | None) -> Iterator[tuple[int, PdfObject | None]]:
    """Return number and object of each reference in an array."""
    array = value.get_object() if value is not None else None
    for item in array[:_MAX_LAYERS] if isinstance(array, ArrayObject) else []:
        if isinstance(item, IndirectObject):
            yield item.idnum, item.get_object()


def _name(group: PdfObject | None) -> str:
    return str(_dictionary(group).get("/Name", ""))


def _dictionary(value: object) -> DictionaryObject:
    found = value.get_object() if isinstance(value, PdfObject) else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
