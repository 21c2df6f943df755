"""The alternative texts of a tagged PDF: what its figures and formulas show, in words that are not drawn.

PDFium returns those of elements with content on a page only. Only objects that name one are parsed here: to walk the
whole tag tree with pypdf takes as long as to read all pages of some files.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject, TextStringObject

from reportqa.parsing.markup.inlines import is_description
from reportqa.text import clean_text

_NAMED = re.compile(rb"/Alt(?=[\s(</])")
_MAX_OBJECTS = 20_000
"""Maximum number of objects that are parsed."""
_MAX_BYTES = 200_000_000
"""Maximum size of the packed objects that are looked through, unpacked."""
_MAX_DEPTH, _MAX_PARTS = 50, 200
"""Maximum number of elements around one and of parts in one that are looked at for its page."""
_MAX_LENGTH = 50_000

Alternatives = Mapping[int | None, list[str]]
"""The alternative texts that say something by their page from 0, None where it is unknown."""


def read_alternatives(reader: PdfReader, data: bytes) -> Alternatives:
    """Return the alternative texts of the elements of a PDF, none for one without a tag tree."""
    found = defaultdict[int | None, list[str]](list)
    if "/StructTreeRoot" not in reader.root_object:
        return found
    numbers = sorted({*_plain(reader, data), *_packed(reader)})[:_MAX_OBJECTS]
    elements = [one for number in numbers for one in _elements(reader.get_object(number)) if "/Alt" in one]
    pages = _page_numbers(reader) if elements else {}
    for element in elements:
        text = element["/Alt"]
        said = " ".join(clean_text(text[:_MAX_LENGTH]).split()) if isinstance(text, TextStringObject) else ""
        if said and is_description(said):
            found[_page_of(element, pages)].append(said)
    return found


def _plain(reader: PdfReader, data: bytes) -> Iterator[int]:
    """Yield the numbers of objects of a file that name an alternative text."""
    places = sorted((place, number) for entries in reader.xref.values() for number, place in entries.items())
    yield from _numbers_in(data, places)


def _packed(reader: PdfReader) -> Iterator[int]:
    """Yield the numbers of such objects that are packed in streams."""
    size = 0
    for number in dict.fromkeys(stream for stream, _ in reader.xref_objStm.values()):
        stream = reader.get_object(number)
        if isinstance(stream, StreamObject) and size < _MAX_BYTES:
            packed = stream.get_data()
            size += len(packed)
            first = int(stream.get("/First", 0))
            head = list(map(int, packed[:first].split()))
            places = sorted((first + place, number) for number, place in zip(head[::2], head[1::2], strict=False))
            yield from _numbers_in(packed, places)


def _numbers_in(data: bytes, places: list[tuple[int, int]]) -> Iterator[int]:
    """Yield the numbers of the objects, by their places in the data, that name an alternative text."""
    for match in _NAMED.finditer(data):
        if at := bisect(places, (match.start(), 0)):
            yield places[at - 1][1]


def _elements(found: object, depth: int = 0) -> Iterator[DictionaryObject]:
    """Yield an element and those that are written inside it."""
    if isinstance(found, ArrayObject):
        for one in found:
            yield from _elements(one, depth)
    elif isinstance(found, DictionaryObject) and "/S" in found:
        yield found
        if "/K" in found and depth < _MAX_DEPTH:
            yield from _elements(found.raw_get("/K"), depth + 1)


def _page_numbers(reader: PdfReader) -> dict[int, int]:
    return {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages) if page.indirect_reference}


def _page_of(element: DictionaryObject, pages: Mapping[int, int]) -> int | None:
    """Return the page of an element: its own, that of what is in it, or that of an element around it."""
    return next((page for part in _parts(element) if (page := _own_page(part, pages)) is not None), None)


def _parts(element: DictionaryObject) -> Iterator[DictionaryObject]:
    yield from _inside(element)
    for _ in range(_MAX_DEPTH):
        around = element.get("/P", NullObject()).get_object()
        if not isinstance(around, DictionaryObject):
            break
        yield (element := around)


def _inside(element: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield an element and what is in it, each before its parts."""
    waiting: list[object] = [element]
    for _ in range(_MAX_PARTS):
        if not waiting:
            break
        part = waiting.pop()
        part = part.get_object() if isinstance(part, IndirectObject) else part
        if isinstance(part, ArrayObject):
            waiting += part[:_MAX_PARTS][::-1]
        elif isinstance(part, DictionaryObject):
            yield part
            if "/K" in part:
                waiting.append(part.raw_get("/K"))


def _own_page(part: DictionaryObject, pages: Mapping[int, int]) -> int | None:
    own = part.raw_get("/Pg") if "/Pg" in part else None
    return pages.get(own.idnum) if isinstance(own, IndirectObject) else None
