import io
import random
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pytest

from reportqa import parsing
from reportqa.document import Document
from reportqa.server.viewer.folding import Folded
from reportqa.server.viewer.glyphs import Box, PageLayer, read_layer
from reportqa.server.viewer.highlight_boxes import Placed
from reportqa.server.viewer.overlay import Overlay
from reportqa.server.viewer.table_cells import shown_ranges
from support import hostile
from support.typeset import typeset
from support.witness import Sign, Witness, letters

WORDS = (
    "organisation practice responsibilities collaboration administrators patients federation understanding efficient"
    " affiliated offices reconfiguration the of in and to with for by that was had 2016 £4.5m 87,556 12.5%"
).split()


@dataclass(frozen=True)
class Laid:
    """A PDF, the document parsed from it, and its text over its pages."""

    data: bytes
    document: Document
    overlay: Overlay

    def covered(self, start: int, end: int) -> list[Sign] | None:
        """Give what another reader finds in the boxes of a range, None where the range is refused."""
        found: list[Sign] = []
        for page in self.overlay.pages_of(start, end):
            boxes = self.overlay.boxes(page, start, end)
            if boxes is None:
                return None
            found += witness(self.data, page.physical).said_in(boxes)
        return found


@cache
def witness(data: bytes, physical: int) -> Witness:
    return Witness.read(data, physical)


def lay(data: bytes) -> Laid:
    builder = parsing.parse("a.pdf", data)
    parts = builder.text, builder.pages, tuple(builder.sections), tuple(builder.tables)
    document = Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, *parts)
    pdf = pdfium.PdfDocument(data)
    layers: dict[int, PageLayer] = {}

    def layer_of(physical: int) -> PageLayer:
        if physical not in layers:
            layers[physical] = read_layer(pdf[physical - 1])
        return layers[physical]

    return Laid(data, document, Overlay(document, layer_of))


def prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def book(columns: int) -> str:
    rng = random.Random(columns)  # noqa: S311
    parts = [f"== Heading {n}\n\n{prose(rng, 60)}#footnote[{prose(rng, 12)}] {prose(rng, 90)}" for n in range(6)]
    table = "#table(columns: 3, [Group], [2015], [2016], [Modality], [70,100], [87,556], [Granta], [10], [10])"
    return (
        "#set par(justify: true)\n#set text(hyphenate: true)\n"
        "#set page(header: [Digest of the evidence])\n"
        f"#show: rest => columns({columns}, rest)\n" + "\n\n".join([*parts, table, prose(rng, 80)])
    )


@pytest.fixture(scope="module", params=[1, 2])
def laid(request: pytest.FixtureRequest) -> Laid:
    """A report in one column or two, with words broken at line ends, columns and pages, notes, headers and a table."""
    return lay(typeset(book(request.param)))


def test_boxes_hold_exactly_the_words_of_any_run(laid: Laid) -> None:
    rng = random.Random(5)  # noqa: S311
    text = laid.document.text
    words = [match.span() for match in re.finditer(r"\S+", text)]
    placed = over_pages = 0
    for _ in range(60):
        first = rng.randrange(len(words))
        start, end = words[first][0], words[min(first + rng.randint(1, 30), len(words) - 1)][1]
        covered = laid.covered(start, end)
        if covered is None:
            continue
        wanted = letters("".join(text[a:b] for a, b in shown_ranges(laid.document, start, end)))
        assert letters("".join(sign.text for sign in covered)) == wanted
        placed += 1
        over_pages += len(laid.document.pages_of(start, end)) > 1
    assert placed >= 58
    assert over_pages


def test_report_has_what_makes_placing_hard(laid: Laid) -> None:
    layers = [laid.overlay.layer(page) for page in laid.document.pages]
    assert len(layers) > 1
    assert any(c in layer.text for layer in layers for c in "\ufffe\x02\xad")
    assert laid.document.tables


def test_every_page_has_a_box_for_each_line_run(laid: Laid) -> None:
    page = laid.document.pages[0]
    sentence = laid.document.text.index("Heading 0")
    boxes = laid.overlay.boxes(page, sentence, sentence + 400)
    assert boxes
    assert len(boxes) <= 400 // 15
    assert all(a.bottom <= b.bottom or a.right < b.left for a, b in pairwise(boxes))


def test_selectable_runs_are_slices_of_the_text(laid: Laid) -> None:
    for page in laid.document.pages:
        runs = laid.overlay.runs(page)
        for run in runs:
            if run.start is not None:
                assert laid.document.text.startswith(run.text, run.start)
        known = "".join(run.text for run in runs if run.start is not None)
        shown = shown_ranges(laid.document, page.start, page.end)
        missing = len(letters("".join(laid.document.text[a:b] for a, b in shown))) - len(letters(known))
        assert abs(missing) <= 20


def test_header_that_the_text_leaves_out_is_a_run_without_a_place(laid: Laid) -> None:
    assert [run for run in laid.overlay.runs(laid.document.pages[0]) if run.start is None]


TURNS = ["", "/Rotate 90", "/Rotate 180", "/Rotate 270"]
CROPS = ["", "/CropBox [40 200 380 380]", "/CropBox [0 0 400 330]"]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("unit", ["", "/UserUnit 2"])
def test_boxes_lie_over_the_ink_however_the_page_is_turned_and_cropped(turn: str, crop: str, unit: str) -> None:
    page = hostile.page()[:-2] + f" {turn} {crop} {unit} >>".encode()
    data = hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, page, hostile.FONT, hostile.TEXT)
    laid = lay(data)
    (box,) = laid.overlay.boxes(laid.document.pages[0], 0, len(hostile.SENTENCE)) or ()
    assert_ink(data, box)
    word = hostile.SENTENCE.index("87,556")
    (inner,) = laid.overlay.boxes(laid.document.pages[0], word, word + 6) or ()
    assert box.joined(inner) == box
    assert inner.width * inner.height < 0.2 * box.width * box.height


def assert_ink(data: bytes, box: Box) -> None:
    """Check that all the ink of a page lies in a box, which it fills from end to end."""
    picture = pdfium.PdfDocument(data)[0].render(scale=4).to_numpy()[:, :, 0]
    rows, columns = np.nonzero(picture < 128)
    left, right, top, bottom = columns.min() / 4, columns.max() / 4, rows.min() / 4, rows.max() / 4
    assert box.left - 1 <= left <= right <= box.right + 1
    assert box.top - 1 <= top <= bottom <= box.bottom + 1
    assert max(box.width, box.height) - max(right - left, bottom - top) < 3


def test_words_outside_the_visible_page_are_not_marked() -> None:
    page = hostile.page()[:-2] + b" /CropBox [0 0 400 200] >>"
    laid = lay(hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, page, hostile.FONT, hostile.TEXT))
    assert laid.overlay.boxes(laid.document.pages[0], 0, len(hostile.SENTENCE)) is None


def test_words_under_other_words_are_not_marked() -> None:
    text = hostile.stream(
        b"BT /F 12 Tf 50 300 Td (Modality had many patients) Tj 3 1 Td (Practices were few in Wales) Tj ET"
    )
    laid = lay(hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, hostile.page(), hostile.FONT, text))
    start = laid.document.text.index("Modality")
    assert laid.overlay.boxes(laid.document.pages[0], start, start + 26) is None


def layer(text: str) -> PageLayer:
    """Give a page with its characters ten points apart, each line twenty below the last."""
    places: list[float] = []
    x = y = 0.0
    for character in text:
        if character == "\n":
            x, y = 0.0, y + 20
        places += [x, y, x + 10, y + 12]
        x += 10
    return PageLayer(1000, 1000, text, places)


def test_lost_ligature_that_was_mended_has_its_place() -> None:
    placed = Placed("great influence", [(0, 15)], layer("great in\ufffduence"))
    (box,) = placed.boxes(6, 15) or ()
    assert (box.left, box.right) == (60, 140)


def test_word_that_the_page_does_not_say_is_refused() -> None:
    placed = Placed("great influence here", [(0, 20)], layer("great confluence here"))
    assert placed.boxes(0, 20) is None
    assert placed.boxes(0, 5) is not None


def test_text_from_right_to_left_is_one_run() -> None:
    said = "שלום עולם גדול"
    places: list[float] = []
    for n, _ in enumerate(said):
        places += [300 - 10 * n, 0, 310 - 10 * n, 12]
    placed = Placed(said, [(0, len(said))], PageLayer(400, 100, said, places))
    (box,) = placed.boxes(0, 4) or ()
    assert (box.left, box.right) == (270, 310)


def test_what_tables_repeat_in_the_text_needs_no_place(laid: Laid) -> None:
    start = laid.document.text.index("Modality ·")
    line = laid.document.text[start : laid.document.text.index("\n", start)]
    assert line.count("2016") == 1
    covered = laid.covered(start, start + len(line))
    assert covered is not None
    assert letters("".join(sign.text for sign in covered)) == "Modality7010087556"


def test_page_of_nothing_has_no_boxes() -> None:
    placed = Placed("", [], layer(""))
    assert placed.boxes(0, 0) is None
    assert list(placed.runs()) == []
    assert Folded.of("").signs == ""


def test_picture_of_text_has_no_places() -> None:
    laid = lay(typeset("Short text."))
    picture = io.BytesIO()
    pdfium.PdfDocument(laid.data)[0].render(scale=1).to_pil().save(picture, "PDF")
    scanned = pdfium.PdfDocument(picture.getvalue())
    assert read_layer(scanned[0]).text == ""
