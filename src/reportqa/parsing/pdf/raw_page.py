"""One page of a PDF as it is read: lines, tables, pictures, word boxes, and what is not part of its text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pypdfium2 as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from reportqa.parsing.members import Allowance
from reportqa.parsing.pdf.actual_text import read_actual
from reportqa.parsing.pdf.annotations import LINK, TOOLTIP, read_annotations
from reportqa.parsing.pdf.attachments import Attachment
from reportqa.parsing.pdf.banded_tables import find_banded
from reportqa.parsing.pdf.handles import handle_of
from reportqa.parsing.pdf.hidden_text import STRUCK, describe, find_hidden, without_hidden
from reportqa.parsing.pdf.justified import join_justified
from reportqa.parsing.pdf.lines import Line, page_lines
from reportqa.parsing.pdf.ocr import is_picture, is_scan, recognise, stamped
from reportqa.parsing.pdf.page_objects import read_objects
from reportqa.parsing.pdf.pdf_file import PdfInfo, characters
from reportqa.parsing.pdf.rotation import Frame, open_text
from reportqa.parsing.pdf.ruled_tables import Grid, find_grids
from reportqa.parsing.pdf.rules import find_rules
from reportqa.parsing.pdf.stacked import WIDE, join_stacked
from reportqa.parsing.pdf.struck_text import find_strikes
from reportqa.parsing.pdf.typed_text import with_typed
from reportqa.parsing.pdf.undrawn import ALTERNATIVE, unsaid
from reportqa.parsing.pdf.unmapped import is_unreadable
from reportqa.parsing.pdf.word_boxes import PrintedPage, read_words
from reportqa.parsing.pdf.words import no_rules
from reportqa.text import clean_text


@dataclass(frozen=True, slots=True)
class RawPage:
    """The lines of a page with the text that was added to it, its ruled tables, and kind and text of what is left out.

    `has_picture` is whether it is a picture with little or no text, `is_unreadable` whether its fonts name other
    characters than it shows, `is_recognised` whether OCR read either. `lacks_text` is a page whose text PDFium drops.
    `attached` are the files attached to it. A page that `may_be_scan` is a picture with little text.
    """

    lines: list[Line]
    grids: list[Grid]
    has_picture: bool
    is_recognised: bool = False
    height: float = 0.0
    printed: PrintedPage | None = None
    left_out: Sequence[tuple[str, str]] = ()
    is_unreadable: bool = False
    lacks_text: bool = False
    attached: Sequence[Attachment] = ()
    may_be_scan: bool = False


def read_pages(
    document: pdfium.PdfDocument, info: PdfInfo, form: object | None, allowance: Allowance, *, ocr: bool
) -> list[RawPage]:
    """Read the pages of a document.

    :param form: the open form of the document, None without one
    :param allowance: for the files that are attached to the pages
    """
    pages = [_read_page(document, number, info, form, allowance, ocr=ocr) for number in range(len(document))]
    for number in stamped([page.lines if page.may_be_scan or page.has_picture else None for page in pages]):
        if not pages[number].has_picture:
            pages[number] = _read_page(document, number, info, form, allowance, ocr=ocr, is_scanned=True)
    return pages


def _read_page(
    document: pdfium.PdfDocument, number: int, info: PdfInfo, form: object | None, allowance: Allowance, *, ocr: bool,
    is_scanned: bool = False,
) -> RawPage:  # fmt: skip
    """Read a page (from 0); one that is broken is a picture without text."""
    try:
        page = document[number]
        text_page, frame = open_text(page)
    except pdfium.PdfiumError:
        # Only the broken page is lost; a warning names it as a page without text.
        return RawPage([], [], has_picture=True)
    try:
        return _read(page, text_page, frame, number, info, form, allowance, ocr=ocr, is_scanned=is_scanned)
    finally:
        text_page.close()
        page.close()


def _read(
    page: PdfPage, text_page: PdfTextPage, frame: Frame, number: int, info: PdfInfo, form: object | None,
    allowance: Allowance, *, ocr: bool, is_scanned: bool,
) -> RawPage:  # fmt: skip
    objects = read_objects(page, info.layers)
    rules = find_rules(objects, frame)
    grids = find_grids(rules)
    text, meanings = read_actual(characters(text_page), text_page, objects)
    lines = _read_lines(text_page, text, grids, frame, meanings)
    added = read_annotations(page, form, allowance)
    strikes = list(find_strikes(handle_of(text_page), frame, objects, lines))
    if strikes:
        drawn = {strike.path.order for strike in strikes}
        objects.paths = [path for path in objects.paths if path.order not in drawn]
        rules = find_rules(objects, frame)
        grids = find_grids(rules)
    struck = [box for one in added for box in one.struck]
    hidden = find_hidden(page, text_page, frame, objects, lines, struck, strikes)
    left_out = list(describe(text, hidden))
    unreadable = is_unreadable(text)
    gone = {index for one in hidden if one.kind == STRUCK for index in range(one.first, one.last + 1)}
    if hidden:
        text = without_hidden(text, [one for one in hidden if one.kind != STRUCK])
        lines = _read_lines(text_page, text, grids, frame, meanings, gone)
    tables = [grid.with_sides(lines) for grid in grids if not (grid.is_crossed(lines) or grid.is_fragment(lines))]
    banded = find_banded(rules, lines, tables)
    if banded or tables != grids:
        grids = sorted([*tables, *banded], key=lambda grid: -grid.top)
        lines = _read_lines(text_page, text, grids, frame, meanings, gone)
    may_be_scan = bool(lines) and not unreadable and is_picture(page, lines)
    is_scanned = is_scanned or (may_be_scan and is_scan(page, lines))
    has_picture = not unreadable and (is_scanned if lines else objects.count > 0)
    recognised = recognise(page) if (has_picture or unreadable) and ocr else []
    text = without_hidden(text, hidden)
    printed = None if recognised or unreadable else read_words(page, text_page, text, frame, lines)
    if unreadable:
        left_out += [("unreadable text", line.text) for line in lines[:1]]
        lines = []
    lines = recognised or lines
    attached: list[Attachment] = []
    left_out += [(ALTERNATIVE, said) for said in unsaid(info.alternatives.get(number, ()), text)]
    if added:
        attached = [annotation.file for annotation in added if annotation.file]
        lines = with_typed(lines, added, frame, partial(_separated, grids))
        links = {one.text: one.kind for one in added if one.kind in {LINK, TOOLTIP}}
        left_out += [(one.kind, one.text) for one in added if not (one.is_text or one.file or one.text in links)]
        left_out += [(links[said], said) for said in unsaid(links, text)]
    return RawPage(
        lines,
        grids,
        has_picture,
        bool(recognised),
        frame.level_height,
        printed,
        left_out,
        unreadable,
        bool(objects.runs) and not text,
        attached,
        may_be_scan,
    )


def _read_lines(
    text_page: PdfTextPage, text: str, grids: Sequence[Grid], frame: Frame, meanings: Mapping[int, str],
    gone: Collection[int] = (),
) -> list[Line]:  # fmt: skip
    """Return the lines of a page with cleaned text; words in different cells are in different lines.

    :param gone: the indexes of characters that are left out of their lines
    """
    separated = partial(_separated, grids) if grids else no_rules
    lines = join_justified(page_lines(text_page, text, frame, separated, gone), separated)
    if meanings:
        lines = [_with_meanings(line, meanings) for line in lines]
    if WIDE.search(text):
        lines = join_stacked(lines)
    return [
        line if cleaned == line.text else replace(line, text=cleaned)
        for line in lines
        if (cleaned := clean_text(line.text).strip())
    ]


def _with_meanings(line: Line, meanings: Mapping[int, str]) -> Line:
    """Return a line with the meanings of its stand-ins."""
    text = line.text.translate(meanings)
    if text == line.text:
        return line
    words, aside = (
        tuple(word._replace(text=word.text.translate(meanings)) for word in some) for some in (line.words, line.aside)
    )
    return replace(line, text=text, words=words, aside=aside)


def _separated(grids: Sequence[Grid], left: float, right: float, height: float) -> bool:
    return any(grid.separates(left, right, height) for grid in grids)
