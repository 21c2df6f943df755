import pytest

from reportqa.parsing.pdf.layout import read_layout
from support.typeset import typeset

PAGE = '#set page(width: 12cm, height: 12cm, numbering: "1")\n#set text(font: "Libertinus Serif", size: 10pt)\n'


@pytest.mark.parametrize("tags", [True, False])
def test_footnotes_have_their_page_number_and_lines(tags: bool) -> None:
    source = "Words#footnote[The first, 2016.] and\n#pagebreak()\nothers.#footnote[The second.]"
    layout = read_layout(typeset(source, PAGE, tags=tags))
    assert [(note.page, note.label, note.lines[0].strip()) for note in layout.notes] == [
        (1, "1", "The first, 2016."), (2, "2", "The second.")
    ]  # fmt: skip
    assert all("first" not in line.text for page in layout.pages for line in page.lines)


def test_endnotes_in_a_list_belong_to_marks_that_occur_once() -> None:
    def notes(text: str) -> list[str]:
        source = f"{text}\n\nNotes\n\n1. Rosen, p. 3.\n\n2. Curry, p. 4."
        return [note.label for note in read_layout(typeset(source, PAGE, tags=False)).notes]

    assert notes("So it is.#super[1] And so it was.#super[2]") == ["1", "2"]
    assert notes("So it is.#super[1] And so it was.#super[2] Again.#super[1]") == []
