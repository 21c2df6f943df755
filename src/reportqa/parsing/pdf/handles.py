"""PDFium functions for the objects of a page, whose handles are numbers here.

A page of a report has a thousand objects: a call with numbers takes half the time of one with pointers, and numbers are
keys of dictionaries. Functions that are called for each object or character take a `Pointer` instead, which ctypes need
not convert: that takes half the time again.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import c_float, c_int, c_uint, c_ulong, c_void_p
from itertools import compress
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pypdfium2.raw as pdfium_c
from pypdf.generic import create_string_object
from pypdfium2 import PdfPage, PdfTextPage

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""
Pointer = Any
"""An address as ctypes passes it, which `pointer` makes of a number."""
pointer: Callable[[int], Pointer] = c_void_p.from_param
T = TypeVar("T")

_MAX_STRING = 2000
"""Maximum bytes of a string of a mark."""
ROOM = 1000
"""Number of results of four values that are read in one go."""


class Colour(NamedTuple):
    """Red, green, blue and opacity, 0 to 255."""

    red: int
    green: int
    blue: int
    opacity: int


class Matrix(NamedTuple):
    """The coordinate system of a form on its page."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def within(self, outer: "Matrix") -> "Matrix":
        """Return the coordinate system of a form that is itself in a form."""
        x, y, z = (
            (self.a, self.b, 0.0), (self.c, self.d, 0.0), (self.e, self.f, 1.0)
        )  # fmt: skip
        rows = [
            (p * outer.a + q * outer.c + r * outer.e, p * outer.b + q * outer.d + r * outer.f) for p, q, r in (x, y, z)
        ]
        return Matrix(*rows[0], *rows[1], *rows[2])

    def box(self, box: Box) -> Box:
        """Return the level box around a box of the form."""
        left, bottom, right, top = box
        corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
        xs = [self.a * x + self.c * y + self.e for x, y in corners]
        ys = [self.b * x + self.d * y + self.f for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def with_numbers(function: Any, result: type | None, *arguments: type) -> Callable[..., Any]:
    """Return a PDFium function that takes addresses as numbers, or without `arguments` as pointers, unchecked."""
    # PYFUNCTYPE keeps the interpreter's lock, which takes as long to release as a call does.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


def split(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in parts of a size."""
    return (items[begin : begin + size] for begin in range(0, len(items), size))


def run(function: Callable[..., Any], *arguments: Iterable[Any]) -> None:
    """Call a function with each of some arguments; a statement for each call would take as long as the call."""
    deque(map(function, *arguments), maxlen=0)


object_of_page = with_numbers(pdfium_c.FPDFPage_GetObject, c_void_p)
object_of_form = with_numbers(pdfium_c.FPDFFormObj_GetObject, c_void_p)
count_in_form = with_numbers(pdfium_c.FPDFFormObj_CountObjects, c_int, c_void_p)
kind_of = with_numbers(pdfium_c.FPDFPageObj_GetType, c_int)
render_mode = with_numbers(pdfium_c.FPDFTextObj_GetTextRenderMode, c_int)
_fill_colour = with_numbers(pdfium_c.FPDFPageObj_GetFillColor, c_int)
_stroke_colour = with_numbers(pdfium_c.FPDFPageObj_GetStrokeColor, c_int, *[c_void_p] * 5)
count_marks = with_numbers(pdfium_c.FPDFPageObj_CountMarks, c_int)
mark_of = with_numbers(pdfium_c.FPDFPageObj_GetMark, c_void_p)
has_transparency = with_numbers(pdfium_c.FPDFPageObj_HasTransparency, c_int, c_void_p)
count_segments = with_numbers(pdfium_c.FPDFPath_CountSegments, c_int, c_void_p)
object_of_character = with_numbers(pdfium_c.FPDFText_GetTextObject, c_void_p)
_bounds = with_numbers(pdfium_c.FPDFPageObj_GetBounds, c_int)
_matrix = with_numbers(pdfium_c.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_clip_path = with_numbers(pdfium_c.FPDFPageObj_GetClipPath, c_void_p)
_count_clips = with_numbers(pdfium_c.FPDFClipPath_CountPaths, c_int)
_count_segments = with_numbers(pdfium_c.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
_segment = with_numbers(pdfium_c.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
_point = with_numbers(pdfium_c.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
_draw_mode = with_numbers(pdfium_c.FPDFPath_GetDrawMode, c_int)
_mark_name = with_numbers(pdfium_c.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p)
_mark_string = with_numbers(
    pdfium_c.FPDFPageObjMark_GetParamBlobValue, c_int, c_void_p, ctypes.c_char_p, c_void_p, c_ulong, c_void_p
)
_text_of = with_numbers(pdfium_c.FPDFTextObj_GetText, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)


# One place for all strings, colours, boxes and modes: PDFium is used by one thread at a time.
_BUFFER, _LENGTH = ctypes.create_string_buffer(_MAX_STRING), c_ulong()
_VALUES, _EDGES, _MODES = (c_uint * 4)(), (c_float * 4)(), (c_int * 2)()
_VALUES_READ, _EDGES_READ = memoryview(_VALUES).cast("B").cast("I"), memoryview(_EDGES).cast("B").cast("f")
_OUT = ctypes.addressof(_BUFFER), _MAX_STRING, ctypes.addressof(_LENGTH)


def handle_of(page: PdfPage | PdfTextPage) -> Pointer:
    """Return the handle of a page or of its text."""
    return pointer(ctypes.cast(page.raw, c_void_p).value or 0)


def places(values: Any) -> list[Pointer]:
    """Return the address of each value of an array."""
    begin, size = ctypes.addressof(values), ctypes.sizeof(values) // len(values)
    return [pointer(begin + size * number) for number in range(len(values))]


_PLACES, _EDGE_PLACES, _MODE_PLACES = places(_VALUES), places(_EDGES), places(_MODES)
_RESULTS = (c_uint * (4 * ROOM))()
RESULTS = np.ctypeslib.as_array(_RESULTS).reshape(ROOM, 4)
"""The results of many calls; column by column, the places at which they are written are RESULT_PLACES."""
RESULT_PLACES = [places(_RESULTS)[column::4] for column in range(4)]


def bounds(handle: int) -> Box | None:
    """Return the box of an object in the coordinates of its page or form."""
    if not _bounds(pointer(handle), *_EDGE_PLACES):
        return None
    left, bottom, right, top = _EDGES_READ.tolist()
    return left, bottom, right, top


def matrix_of(handle: int) -> Matrix:
    """Return the coordinate system of a form."""
    numbers = (c_float * 6)()
    return Matrix(*numbers) if _matrix(handle, ctypes.addressof(numbers)) else Matrix()


def bounds_of(found: Sequence[Pointer]) -> Iterator[Box | None]:
    """Yield `bounds` of some objects."""
    for some in split(found, ROOM):
        known = list(map(_bounds, some, *RESULT_PLACES))
        for box, is_known in zip(RESULTS[: len(some)].view(np.float32).tolist(), known, strict=True):
            yield tuple(box) if is_known else None


def is_clipped(handle: int) -> bool:
    """Return whether an object is drawn only inside a path."""
    return bool(_count_clips(pointer(_clip_path(pointer(handle)))) > 0)


def clip_box(handle: int) -> Box | None:
    """Return the box inside all paths that an object is clipped by; None without any."""
    clip = pointer(_clip_path(pointer(handle)))
    point = (c_float * 2)()
    box: Box | None = None
    for path in range(max(_count_clips(clip), 0)):
        xs, ys = [], []
        for number in range(max(_count_segments(clip, path), 0)):
            if _point(_segment(clip, path, number), *places(point)):
                xs.append(point[0])
                ys.append(point[1])
        if xs:
            here = min(xs), min(ys), max(xs), max(ys)
            box = here if box is None else (*map(max, box[:2], here[:2]), *map(min, box[2:], here[2:]))  # type: ignore[assignment]
    return box


def draw_mode(handle: int) -> tuple[bool, bool]:
    """Return whether a path is filled, and whether it is stroked."""
    fill, stroke = _MODES[:] if _draw_mode(pointer(handle), *_MODE_PLACES) else (0, 0)
    return bool(fill), bool(stroke)


def colour_of(handle: int) -> Colour | None:
    """Return the colour in which an object is filled."""
    return tuple.__new__(Colour, _VALUES_READ.tolist()) if _fill_colour(pointer(handle), *_PLACES) else None


def stroke_of(handle: int) -> Colour | None:
    """Return the colour in which an object is stroked."""
    return tuple.__new__(Colour, _VALUES_READ.tolist()) if _stroke_colour(handle, *_PLACES) else None


def by_colour(found: Sequence[int]) -> dict[Colour, list[int]]:
    """Return those of some objects that have a colour, by `colour_of` them."""
    pieces: dict[Colour, list[int]] = {}
    for some in split(found, ROOM):
        known = list(compress(range(len(some)), map(_fill_colour, map(pointer, some), *RESULT_PLACES)))
        packed = RESULTS[known] @ np.array([1 << 24, 1 << 16, 1 << 8, 1], np.uint32)
        for one in set(packed.tolist()):
            here = (some[known[at]] for at in np.flatnonzero(packed == one).tolist())
            pieces.setdefault(Colour(*one.to_bytes(4, "big")), []).extend(here)
    return pieces


def mark_name(mark: int) -> str:
    """Return the name of a mark: "OC", "Span"."""
    return _written() if _mark_name(mark, *_OUT) else ""


def mark_string(mark: int, key: bytes) -> str | None:
    """Return a text that a mark has, None if it has none of this key."""
    # PDFium decodes the text of a mark as one byte a character, whatever its encoding.
    return str(create_string_object(_BUFFER.raw[: _LENGTH.value])) if _mark_string(mark, key, *_OUT) else None


def text_of(handle: int, text_page: PdfTextPage) -> str:
    """Return what PDFium reads in a piece of text."""
    _LENGTH.value = _text_of(handle, handle_of(text_page), *_OUT[:2])
    return _written()


def _written() -> str:
    """Return what a function has written to the place for strings."""
    return _BUFFER.raw[: min(_LENGTH.value, _MAX_STRING)].decode("utf-16-le", "replace").split("\0")[0]
