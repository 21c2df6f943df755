import random

import pytest

from reportqa.document import Document
from reportqa.parsing import parse
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.word_boxes import WordBox
from support import hostile
from support.typeset import typeset
from support.witness import Witness, kept_words, letters

WORDS = (
    "organisation practice responsibilities collaboration administrators patients federation understanding efficient"
    " affiliated offices reconfiguration the of in and to with for by that was had 2016 £4.5m 87,556 12.5%"
).split()
TABLES = """
#table(columns: 3, [Group], [2015], [2016], [Modality], [70,100], [87,556], [Granta], [10], [10])

#let row(..cells) = block(above: 6pt, grid(columns: (3cm, 1cm, 1cm), ..cells))
#row[In millions][2021][2022]
#row[Northern Wales][\\$ 11][\\$12]
#row[Southern Wales][21%][22 %]
"""
ASIDE = "#place(right + bottom, rotate(-90deg, reflow: true)[Written along the edge of the page])\n"
BROKEN = b"BT /F 12 Tf 50 300 Td (Modality had great in\x01uence) Tj ET"


def prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def report(columns: int) -> bytes:
    """A report with words broken at the ends of lines, columns and pages, notes, a header, tables and turned text."""
    rng = random.Random(columns)  # noqa: S311
    parts = [f"== Heading {n}\n\n{prose(rng, 40)}#footnote[{prose(rng, 9)}] {prose(rng, 60)}" for n in range(4)]
    items = "\n".join(f"- {prose(rng, 8)}" for _ in range(3))
    return typeset(
        "#set par(justify: true)\n#set text(hyphenate: true)\n#set page(header: [Digest of the evidence])\n"
        f"#show: rest => columns({columns}, rest)\n" + "\n\n".join([*parts, items, TABLES, prose(rng, 60), ASIDE])
    )


def on_its_side(turn: str) -> bytes:
    page = hostile.page()[:-2] + f" {turn} >>".encode()
    return hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, page, hostile.FONT, hostile.TEXT)


FILES = {
    "one column": report(1),
    "two columns": report(2),
    **{turn: on_its_side(turn) for turn in ("/Rotate 90", "/Rotate 180", "/CropBox [40 200 380 380]")},
}


def read(data: bytes) -> Document:
    builder = parse("a.pdf", data)
    parts = builder.text, builder.pages, tuple(builder.sections), tuple(builder.tables)
    return Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, *parts, boxes=tuple(builder.boxes))


def wrong_words(data: bytes, document: Document, words: dict[int, tuple[WordBox, ...]]) -> list[str]:
    """Return the words in whose boxes another reader finds something else."""
    wrong = []
    for physical, here in words.items():
        witness = Witness.read(data, physical)
        for word in here:
            said = word.text or document.text[word.start : word.end]
            found = letters("".join(sign.text for sign in witness.said_in([word.box])))
            if (sorted(found) if word.turns else found) != (sorted(letters(said)) if word.turns else letters(said)):
                wrong.append(said)
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_box_of_each_word_holds_its_letters_and_no_others(name: str) -> None:
    document = read(FILES[name])
    words = kept_words(document)
    assert sum(map(len, words.values())) >= 8
    assert wrong_words(FILES[name], document, words) == []


@pytest.mark.parametrize("name", FILES)
def test_each_letter_that_is_shown_is_in_the_range_of_a_word(name: str) -> None:
    document = read(FILES[name])
    covered = {
        offset for here in kept_words(document).values() for word in here for offset in range(word.start, word.end)
    }
    shown = [offset for start, end in shown_ranges(document, 0, len(document.text)) for offset in range(start, end)]
    assert [
        document.text[offset] for offset in shown if document.text[offset].isalnum() and offset not in covered
    ] == []


def test_report_has_what_makes_boxes_hard() -> None:
    for name in ("one column", "two columns"):
        document = read(FILES[name])
        words = [word for here in kept_words(document).values() for word in here]
        assert len(document.pages) > 1
        assert len(document.tables) == 2
        assert "along the edge" in document.text
        assert {word.turns for word in words} == {0, 3}
        halves = [word for word in words if word.start and document.text[word.start - 1].isalpha()]
        assert any(page.start == word.start for word in words for page in document.pages)
        assert halves
        assert {"Digest", "1", "2"} <= {word.text for word in words}


def test_boxes_that_are_shifted_or_exchanged_are_noticed() -> None:
    """The two tests above can fail."""
    data = FILES["two columns"]
    document = read(data)
    words = kept_words(document)
    first, second, *rest = words[1]
    shifted = WordBox(second.start, second.end, second.box._replace(left=second.box.left + second.box.width / 2))
    other = next(word for word in rest if word.end - word.start > 8)
    exchanged = WordBox(first.start, first.end, other.box), WordBox(other.start, other.end, first.box)
    assert len(wrong_words(data, document, {1: (shifted,)})) == 1
    assert len(wrong_words(data, document, {1: exchanged})) == 2


def test_number_that_is_glued_to_its_note_is_a_word_of_its_own() -> None:
    words = kept_words(
        read(
            hostile.pdf(
                hostile.CATALOG,
                hostile.ONE_PAGE,
                hostile.page(),
                hostile.FONT,
                hostile.stream(b"BT /F 12 Tf 50 300 Td (1Source: NHS) Tj ET"),
            )
        )
    )[1]
    assert len(words) == 3


def test_word_outside_the_displayed_page_has_no_box() -> None:
    words = kept_words(read(on_its_side("/CropBox [0 0 90 400]")))[1]
    assert [word.end for word in words] == [8]


def test_page_that_is_a_picture_has_no_words() -> None:
    import io

    import pypdfium2 as pdfium

    picture = io.BytesIO()
    pdfium.PdfDocument(typeset("Short text."))[0].render(scale=1).to_pil().save(picture, "PDF")
    assert [kept_words(read(data)) for data in [picture.getvalue()]] == [{1: ()}]
