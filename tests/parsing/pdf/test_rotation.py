"""Pages that lie on their side, as printers and scanners store them, and text along the side of a page."""

import io

import pytest
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from reportqa.parsing.pdf.parser import parse
from support.typeset import typeset

PAGE = """
= Beds and nurses
The wards of the county had more beds than nurses.#super[1] In most of them that was so for 10#super[6] days.

#table(columns: 3, [*Ward*], [*Beds*], [*Nurses*], [North], [41], [12], [South], [43], [14])

What the table shows was confirmed later on.
"""


def laid_down(data: bytes, turns: int) -> bytes:
    """Store the pages of a file turned, marked to be displayed upright."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(data)).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        move = {1: (height, 0.0), 2: (width, height), 3: (0.0, width)}[turns]
        size = (width, height) if turns == 2 else (height, width)
        turned = PageObject.create_blank_page(width=size[0], height=size[1])
        turned.merge_transformed_page(page, Transformation().rotate(90 * turns).translate(*move))
        turned.rotate(90 * turns)
        writer.add_page(turned)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_stored_on_its_side_reads_as_it_does_upright(turns: int) -> None:
    upright = typeset(PAGE)
    text = parse(upright).text
    assert "North · Beds: 41 · Nurses: 12" in text
    assert "nurses. In most" in text
    assert "10⁶ days" in text
    assert parse(laid_down(upright, turns)).text == text


def test_heads_of_columns_that_run_upwards_are_read_word_by_word() -> None:
    heads = ["Practices in the area", "Patients on the lists"]
    turned = ", ".join(f"rotate(-90deg, reflow: true)[{head}]" for head in heads)
    table = f"#table(columns: 3, [Area], {turned}, [North], [41], [9,000], [South], [43], [8,000])"
    text = parse(typeset(f"{PAGE}\n{table}")).text
    assert "North · Practices in the area: 41 · Patients on the lists: 9,000" in text


def test_what_runs_along_the_side_of_every_page_is_left_out() -> None:
    side = "#set page(background: place(right + horizon, rotate(90deg, reflow: true)[Draft of the county council]))\n"
    bodies = "\n#pagebreak()\n".join(f"This is what page {name} says." for name in ("one", "two", "three", "four"))
    builder = parse(typeset(side + bodies))
    assert "Draft" not in builder.text
    assert [thing.text for thing in builder.left_out] == ["Draft of the county council"] * 4
