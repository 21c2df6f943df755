"""The objects that are drawn on a PDF page, in the order in which they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from reportqa.parsing.pdf import handles
from reportqa.parsing.pdf.handles import Box, Colour, Matrix, Pointer
from reportqa.parsing.pdf.layers import Layers

MAX_OBJECTS = 20_000
"""Maximum number of objects of a page that are looked at; all text of a page with more counts as visible."""
_MAX_DEPTH = 5
"""Maximum nesting of forms, which are drawings with coordinates of their own."""
_OPAQUE = 255
_BOX_SEGMENTS = 6
"""Corners of a rectangle, its end and the return to its beginning."""
_LEVEL = Matrix()
_PLAIN = None, False, False
"""What most marks say: nothing, and that their layer is shown."""
_FILLED = pdfium_c.FPDF_TEXTRENDERMODE_FILL


class Path(NamedTuple):
    """A path that is drawn on the page itself: its place in the order of drawing, its handle and its box."""

    order: int
    handle: int
    box: Box

    @property
    def is_stroked(self) -> bool:
        return handles.draw_mode(self.handle)[1]

    @property
    def is_box(self) -> bool:
        """Whether the path has no more corners than a rectangle, and so fills its box."""
        return bool(handles.count_segments(self.handle) <= _BOX_SEGMENTS)

    @property
    def cover(self) -> Colour | None:
        """The colour of an area that hides what is under it, None for any other path."""
        if not handles.draw_mode(self.handle)[0] or handles.has_transparency(self.handle):
            return None
        colour = handles.colour_of(self.handle)
        return colour if colour and colour.opacity == _OPAQUE else None


@dataclass
class PageObjects:
    """The objects of a page, whose handles are valid while the page is open.

    `count` does not count those inside forms. `runs` are pieces of text that are drawn one after another, with the
    place of the first in the order of drawing. `modes` has the render mode of those that are not filled, `actual` the
    text that pieces of text stand for and the number of the mark that says so. Pieces of text in `off` are in a layer
    that is not shown, those in `unsure` may be.
    """

    page: PdfPage
    count: int = 0
    runs: list[tuple[int, list[int]]] = field(default_factory=list)
    modes: dict[int, int] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    actual: dict[int, tuple[str, int]] = field(default_factory=dict)
    off: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)

    @cached_property
    def texts(self) -> dict[int, int]:
        """The place of each piece of text in the order of drawing."""
        return {piece: order for begin, run in self.runs for order, piece in enumerate(run, begin)}


def read_objects(page: PdfPage, layers: Layers) -> PageObjects:
    """Return the objects of a page, none if there are too many."""
    objects = PageObjects(page, pdfium_c.FPDFPage_CountObjects(page.raw))
    if objects.count <= MAX_OBJECTS:
        _Walk(objects, layers).walk(handles.handle_of(page), objects.count, handles.object_of_page)
    return objects


class _Walk:
    def __init__(self, objects: PageObjects, layers: Layers) -> None:
        self._objects, self._layers = objects, layers
        self._marks: dict[int, tuple[str | None, bool, bool]] = {}
        self._order = 0

    def walk(
        self, parent: Pointer, count: int, get: Callable[[Pointer, int], int], depth: int = 0, matrix: Matrix = _LEVEL,
        *, is_off: bool = False, is_unsure: bool = False,
    ) -> None:  # fmt: skip
        """Walk the objects of a page or a form; with `is_off` the form is in a layer that is not shown."""
        objects = self._objects
        # A page may have ten thousand pieces of text.
        found = list(map(get, repeat(parent), range(count)))
        pointers = list(map(handles.pointer, found))
        modes = np.fromiter(map(handles.render_mode, pointers), np.intc, count)
        marks = np.fromiter(map(handles.count_marks, pointers), np.intc, count)
        others = np.flatnonzero(modes < 0).tolist()
        kinds = {at: handles.kind_of(pointers[at]) for at in others}
        paths = [at for at in others if kinds[at] == pdfium_c.FPDF_PAGEOBJ_PATH and not depth]
        boxes = dict(zip(paths, handles.bounds_of([pointers[at] for at in paths]), strict=True))
        for before, at in pairwise([-1, *others, count]):
            if before + 1 < at:
                objects.runs.append((self._order + 1, found[before + 1 : at]))
                self._order += at - before - 1
            if at < count:
                self._order += 1
                if box := boxes.get(at):
                    objects.paths.append(Path(self._order, found[at], box))
                else:
                    self._other(found[at], kinds[at], depth, matrix, is_off=is_off, is_unsure=is_unsure)
        objects.modes.update((found[at], int(modes[at])) for at in np.flatnonzero(modes > _FILLED).tolist())
        for at in np.flatnonzero((modes >= 0) & (marks > 0)).tolist():
            if marks[at] > 1 or self._marks.get(handles.mark_of(pointers[at], 0)) != _PLAIN:
                self._marked(found[at], is_text=True)
        if is_off or is_unsure:
            texts = (found[at] for at in np.flatnonzero(modes >= 0).tolist())
            (objects.off if is_off else objects.unsure).update(texts)

    def _other(self, handle: int, kind: int, depth: int, matrix: Matrix, *, is_off: bool, is_unsure: bool) -> None:
        """Take a picture or a form."""
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            off, unsure = self._marked(handle, is_text=False)
            # A form can itself be in a layer, which PDFium does not say.
            unsure = unsure or is_unsure or bool(self._layers)
            inner = handles.matrix_of(handle).within(matrix)
            count = min(handles.count_in_form(handle), MAX_OBJECTS - self._order)
            self.walk(
                handles.pointer(handle),
                count,
                handles.object_of_form,
                depth + 1,
                inner,
                is_off=is_off or off,
                is_unsure=unsure,
            )
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and (box := handles.bounds(handle)):
            self._objects.pictures.append(matrix.box(box))

    def _marked(self, handle: int, *, is_text: bool) -> tuple[bool, bool]:
        """Read the marks of an object; return whether its layer is not shown, and whether it may be."""
        is_off = is_unsure = False
        place = handles.pointer(handle)
        for number in range(handles.count_marks(place)):
            mark = handles.mark_of(place, number)
            if mark not in self._marks:
                self._marks[mark] = self._mark(mark)
            actual, off, unsure = self._marks[mark]
            is_off, is_unsure = is_off or off, is_unsure or unsure
            if is_text and actual is not None:
                self._objects.actual[handle] = actual, mark
        if is_text and is_off:
            self._objects.off.add(handle)
        elif is_text and is_unsure:
            self._objects.unsure.add(handle)
        return is_off, is_unsure

    def _mark(self, mark: int) -> tuple[str | None, bool, bool]:
        """Return what a mark says: the text that is meant, whether its layer is not shown, and whether it may be."""
        actual = handles.mark_string(mark, b"ActualText")
        if not self._layers or handles.mark_name(mark) != "OC":
            return actual, False, False
        name = handles.mark_string(mark, b"Name")
        return actual, name in self._layers.off, name is None or name in self._layers.unsure
