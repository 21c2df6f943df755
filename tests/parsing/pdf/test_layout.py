from reportqa.parsing.pdf.layout import read_layout
from support.typeset import typeset

PAGE = '#set page(width: 12cm, height: 12cm, numbering: "1")\n#set text(font: "Libertinus Serif", size: 10pt)\n'


def test_lines_have_the_tags_of_the_structure() -> None:
    layout = read_layout(typeset("= Title\n\n#quote(block: true)[Words.]", PAGE))
    assert layout.is_tagged
    assert [line.tag.kind for line in layout.pages[0].lines if line.tag] == ["heading", "quote"]


def test_page_number_is_left_out_without_a_structure() -> None:
    layout = read_layout(typeset("Some words.", PAGE, tags=False))
    assert not layout.is_tagged
    assert [line.text for line in layout.pages[0].lines] == ["Some words."]


def test_second_column_has_its_own_edges() -> None:
    words = "The rest of this page is words that nobody needs. " * 3
    layout = read_layout(typeset(f"#columns(2)[{words} #colbreak() {words}]", PAGE, tags=False))
    assert len(layout.pages[0].columns) == 2
    left, right = layout.pages[0].columns
    assert left[1] < right[0]


def test_raised_number_that_is_hardly_smaller_is_a_mark() -> None:
    source = "They say “so it is”#h(0pt)#text(size: 8.4pt, baseline: -3pt)[1] of it."
    words = [word for line in read_layout(typeset(source, PAGE, tags=False)).pages[0].lines for word in line.words]
    assert [(word.text, word.mark) for word in words if word.mark] == [("is”", "1")]
