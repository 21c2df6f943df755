import random
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pytest

from reportqa import parsing
from reportqa.document import Document, Page
from reportqa.server.viewer.highlight_boxes import PrintedText
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.word_boxes import Box, WordBox
from support import hostile
from support.typeset import typeset
from support.witness import Sign, Witness, kept_words, letters

WORDS = (
    "organisation practice responsibilities collaboration administrators patients federation understanding efficient"
    " affiliated offices reconfiguration the of in and to with for by that was had 2016 £4.5m 87,556 12.5%"
).split()


@dataclass(frozen=True)
class Laid:
    """A PDF, the document parsed from it, and its text over its pages."""

    data: bytes
    document: Document
    printed: PrintedText

    def covered(self, start: int, end: int) -> list[Sign] | None:
        """Return what another reader finds in the boxes of a range, None where the range is refused."""
        found: list[Sign] = []
        for page in self.printed.pages_of(start, end):
            boxes = self.printed.boxes(page, start, end)
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
    document = Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, *parts, boxes=tuple(builder.boxes))
    return Laid(data, document, PrintedText(document, kept_words(document)))


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


@pytest.mark.slow
def test_boxes_hold_exactly_the_words_of_any_run(laid: Laid) -> None:
    rng = random.Random(5)  # noqa: S311
    text = laid.document.text
    words = [match.span() for match in re.finditer(r"\S+", text)]
    over_pages = 0
    for _ in range(60):
        first = rng.randrange(len(words))
        start, end = words[first][0], words[min(first + rng.randint(1, 30), len(words) - 1)][1]
        covered = laid.covered(start, end)
        assert covered is not None
        wanted = letters("".join(text[a:b] for a, b in shown_ranges(laid.document, start, end)))
        assert letters("".join(sign.text for sign in covered)) == wanted
        over_pages += len(laid.document.pages_of(start, end)) > 1
    assert over_pages


def test_every_page_has_a_box_for_each_line_run(laid: Laid) -> None:
    page = laid.document.pages[0]
    sentence = laid.document.text.index("Heading 0")
    boxes = laid.printed.boxes(page, sentence, sentence + 400)
    assert boxes
    assert len(boxes) <= 400 // 15
    assert all(a.bottom <= b.bottom or a.right < b.left for a, b in pairwise(boxes))


def test_selectable_runs_are_slices_of_the_text(laid: Laid) -> None:
    for page in laid.document.pages:
        runs = list(laid.printed.runs(page))
        for run in runs:
            if run.start is not None:
                assert laid.document.text.startswith(run.text, run.start)
        known = "".join(run.text for run in runs if run.start is not None)
        shown = shown_ranges(laid.document, page.start, page.end)
        missing = len(letters("".join(laid.document.text[a:b] for a, b in shown))) - len(letters(known))
        assert abs(missing) <= 20


def test_header_that_the_text_leaves_out_is_a_run_without_a_place(laid: Laid) -> None:
    assert [run for run in laid.printed.runs(laid.document.pages[0]) if run.start is None]


TURNS = ["", "/Rotate 90", "/Rotate 180", "/Rotate 270"]
CROPS = ["", "/CropBox [40 200 380 380]", "/CropBox [0 0 400 330]"]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("unit", ["", "/UserUnit 2"])
def test_boxes_lie_over_the_ink_however_the_page_is_turned_and_cropped(turn: str, crop: str, unit: str) -> None:
    page = hostile.page()[:-2] + f" {turn} {crop} {unit} >>".encode()
    data = hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, page, hostile.FONT, hostile.TEXT)
    laid = lay(data)
    (box,) = laid.printed.boxes(laid.document.pages[0], 0, len(hostile.SENTENCE)) or ()
    assert_ink(data, box)
    word = hostile.SENTENCE.index("87,556")
    (inner,) = laid.printed.boxes(laid.document.pages[0], word, word + 6) or ()
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


def test_words_under_other_words_are_not_marked() -> None:
    text = hostile.stream(
        b"BT /F 12 Tf 50 300 Td (Modality had many patients) Tj 3 1 Td (Practices were few in Wales) Tj ET"
    )
    laid = lay(hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, hostile.page(), hostile.FONT, text))
    start = laid.document.text.index("Modality")
    assert laid.printed.boxes(laid.document.pages[0], start, start + 26) is None


def test_what_tables_repeat_in_the_text_needs_no_place(laid: Laid) -> None:
    start = laid.document.text.index("Modality ·")
    line = laid.document.text[start : laid.document.text.index("\n", start)]
    assert line.count("2016") == 1
    covered = laid.covered(start, start + len(line))
    assert covered is not None
    assert letters("".join(sign.text for sign in covered)) == "Modality7010087556"


TEXT = "There was one large organisation that grew quickly."
TURN = TEXT.index("that")
PAGES = (Page(1, "i", 0, TURN), Page(2, "1", TURN, len(TEXT)))
DOCUMENT = Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, TEXT, PAGES)
PRINTED = {1: "Annual report There was one large organ-", 2: "Annual report isation that grew quickly. 1"}


def one_line(line: str, texts: list[tuple[int, str]]) -> list[WordBox]:
    """Make a page of one line, its characters ten points apart; `texts` are its words that the document has."""
    words = []
    ranges = iter(texts)
    start, said = next(ranges, (-1, ""))
    for match in re.finditer(r"\S+", line):
        box = Box(10.0 * match.start(), 0.0, 10.0 * match.end(), 12.0)
        if match[0].rstrip("-") == said:
            words.append(WordBox(start, start + len(said), box))
            start, said = next(ranges, (-1, ""))
        else:
            words.append(WordBox(0, 0, box, text=match[0]))
    return words


def broken(document: Document = DOCUMENT) -> PrintedText:
    """A word that is broken between two pages is in the text of the first."""
    first = [*((TEXT.index(word), word) for word in "There was one large".split()), (TEXT.index("organ"), "organ")]
    second = [(TEXT.index(word), word) for word in "isation that grew quickly.".split()]
    return PrintedText(document, {1: one_line(PRINTED[1], first), 2: one_line(PRINTED[2], second)})


def said(physical: int, start: int, end: int) -> list[str] | None:
    boxes = broken().boxes(PAGES[physical - 1], start, end)
    return None if boxes is None else [PRINTED[physical][round(b.left / 10) : round(b.right / 10)] for b in boxes]


def test_word_broken_over_a_page_end_is_marked_on_both_pages() -> None:
    start = TEXT.index("large")
    assert said(1, start, TURN + 9) == ["large organ-"]
    assert said(2, start, TURN + 9) == ["isation that grew"]
    assert [page.physical for page in broken().pages_of(start, TURN - 1)] == [1, 2]
    assert said(2, start, TURN - 1) == ["isation"]


def test_range_that_ends_before_the_break_is_on_one_page_only() -> None:
    end = TEXT.index(" organisation")
    assert [page.physical for page in broken().pages_of(0, end)] == [1]
    assert said(1, 0, end) == ["There was one large"]
    assert said(2, 0, end) == []


def test_recognised_page_has_no_boxes() -> None:
    pages = tuple(replace(page, ocr=True) for page in PAGES)
    assert broken(replace(DOCUMENT, pages=pages)).boxes(pages[0], 0, 10) is None


def test_header_is_text_to_select_without_a_place_in_the_document() -> None:
    assert [(run.text, run.start) for run in broken().runs(PAGES[1])] == [
        ("Annual report", None),
        ("isation that grew quickly.", TEXT.index("isation")),
        ("1", None),
    ]


def test_range_with_a_letter_that_has_no_place_is_not_marked() -> None:
    words = [(TEXT.index(word), word) for word in ("There", "was", "large")]
    printed = PrintedText(DOCUMENT, {1: one_line("There was large", words)})
    assert printed.boxes(PAGES[0], 0, TEXT.index("large") + 5) is None
    assert printed.boxes(PAGES[0], 0, TEXT.index("one")) == (Box(0.0, 0.0, 90.0, 12.0),)


def test_word_that_the_text_has_twice_and_the_page_once_is_marked_for_either_alone() -> None:
    box = Box(0.0, 0.0, 50.0, 12.0)
    document = replace(DOCUMENT, text="Wales Wales", pages=(Page(1, None, 0, 11),))
    printed = PrintedText(document, {1: [WordBox(0, 5, box), WordBox(6, 11, box)]})
    assert [printed.boxes(document.pages[0], *place) for place in ((0, 5), (6, 11), (0, 11))] == [(box,), (box,), None]
    assert [run.text for run in printed.runs(document.pages[0])] == ["Wales"]


@pytest.mark.parametrize(
    ("turns", "box"),
    [
        (0, (30.0, 0.0, 50.0, 12.0)),
        (1, (0.0, 30.0, 12.0, 50.0)),
        (2, (0.0, 0.0, 20.0, 12.0)),
        (3, (0.0, 0.0, 12.0, 20.0)),
    ],
)
def test_part_of_a_word_is_cut_along_its_line(turns: int, box: tuple[float, ...]) -> None:
    whole = Box(0.0, 0.0, 12.0, 50.0) if turns % 2 else Box(0.0, 0.0, 50.0, 12.0)
    document = replace(DOCUMENT, text="aaaaa", pages=(Page(1, None, 0, 5),))
    (cut,) = PrintedText(document, {1: [WordBox(0, 5, whole, turns)]}).boxes(document.pages[0], 3, 5) or ()
    assert cut == pytest.approx(box)


def test_page_of_nothing_has_no_boxes() -> None:
    printed = PrintedText(replace(DOCUMENT, text="", pages=(Page(1, None, 0, 0),)), {})
    assert printed.boxes(Page(1, None, 0, 0), 0, 0) == ()
    assert list(printed.runs(Page(1, None, 0, 0))) == []
