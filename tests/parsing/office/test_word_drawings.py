from reportqa.parsing.office.word_drawings import move_boxes
from reportqa.parsing.office.word_xml import text_of
from support.formats import read
from support.word import element, kinds, word_file

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
CHART = (
    "<chartSpace><chart><ser><tx><v/></tx><cat><pt idx='0'><v>2017</v></pt></cat><val><pt idx='0'><v>6480</v></pt>"
    "</val></ser></chart></chartSpace>"
)


def drawing(graphic: str) -> str:
    described = '<docPr descr="A chart of visits to the clinic"/>'
    return f"<w:p {R}><w:r><w:drawing>{described}{graphic}</w:drawing></w:r></w:p>"


def test_chart_is_a_table_and_a_diagram_its_text() -> None:
    diagram = '<d xmlns:a="x"><a:p><a:r><a:t>Plan</a:t></a:r></a:p><a:p><a:r><a:t>Do</a:t></a:r></a:p></d>'
    data = word_file(
        drawing('<chart r:id="rIdC"/>') + drawing('<relIds r:dm="rIdD"/>'),
        others={"word/c.xml": CHART, "word/d.xml": diagram},
        related={"rIdC": ("chart", "c.xml"), "rIdD": ("diagramData", "d.xml")},
    )
    assert read("a.docx", data).text == (
        "Text.\n\nA chart of visits to the clinic\n\n2017 · 6480\n\nA chart of visits to the clinic\n\nPlan\n\nDo"
    )


def test_word_art_is_text_and_an_embedded_file_is_named() -> None:
    art = '<w:p><w:r><w:pict><textpath string="Draft of May"/></w:pict></w:r></w:p>'
    thing = f'<w:p {R}><w:r><w:object><OLEObject ProgID="Excel.Sheet.12" r:id="rIdE"/></w:object></w:r></w:p>'
    builder = read("a.docx", word_file(art + thing, related={"rIdE": ("package", "embeddings/a.xlsx")}))
    assert builder.text == "Text.\n\nDraft of May"
    assert kinds(builder) == [("embedded file", "Excel.Sheet.12 a.xlsx")]


def test_boxes_are_moved_after_their_paragraph_in_order() -> None:
    box = "<w:r><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:r>"
    root = element(f"<w:body><w:p>{box.format('1')}{box.format('2')}</w:p><w:p><w:r><w:t>3</w:t></w:r></w:p></w:body>")
    move_boxes(root)
    assert [text_of(each) for each in root] == ["", "1", "2", "3"]
