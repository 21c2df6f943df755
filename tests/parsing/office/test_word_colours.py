import pytest

from reportqa.parsing.office.word_file import parse
from reportqa.parsing.unseen_text import UNSEEN
from support.word import NAMESPACE, kinds, paragraph, word_file


def style(name: str, kind: str, content: str) -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name.lower()}"/>{content}</w:style>'


_SHADED = '<w:shd w:val="clear" w:fill="003366"/>'
STYLES = (
    style("Pale", "paragraph", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    + style("Paler", "paragraph", '<w:basedOn w:val="Pale"/>')
    + style("Banner", "paragraph", f'<w:pPr>{_SHADED}</w:pPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    + style("Faint", "character", '<w:rPr><w:color w:val="FEFEFE"/></w:rPr>')
    + style("Dark", "table", f'<w:tblStylePr w:type="firstRow"><w:tcPr>{_SHADED}</w:tcPr></w:tblStylePr>')
)
WHITE = '<w:color w:val="FFFFFF"/>'
THEMED = '<w:color w:val="FFFFFF" w:themeColor="background1"/>'


def table(cell: str = "", properties: str = "", look: str = WHITE) -> str:
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid><w:gridCol w:w='100'/></w:tblGrid><w:tr><w:tc>"
        f"<w:tcPr>{cell}</w:tcPr>{paragraph('Draft.', run_look=look)}</w:tc></w:tr></w:tbl>"
    )


def box(shape: str) -> str:
    return (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
        f"<v:shape {shape}><v:textbox><w:txbxContent>{paragraph('Draft.', run_look=WHITE)}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r></w:p>"
    )


@pytest.mark.parametrize(
    "body",
    [
        paragraph("Draft.", run_look=WHITE),
        paragraph("Draft.", run_look='<w:color w:val="FDFDFD"/>'),
        paragraph("Draft.", run_look=THEMED),
        paragraph("Draft.", style="Pale"),
        paragraph("Draft.", style="Paler"),
        paragraph("Draft.", run_look='<w:rStyle w:val="Faint"/>'),
        paragraph("Draft.", run_look=WHITE + '<w:shd w:val="clear" w:fill="FFFFFF"/>'),
        paragraph("Draft.", run_look=WHITE, look='<w:shd w:val="clear" w:fill="auto"/>'),
        paragraph("Draft.", run_look='<w:color w:val="000000"/><w:highlight w:val="black"/>'),
        paragraph("Draft.", run_look='<w:color w:val="003366"/>', look='<w:shd w:val="clear" w:fill="003366"/>'),
        table(),
        table('<w:shd w:val="clear" w:fill="FFFFFF"/>'),
        table('<w:shd w:val="clear" w:fill="003366"/>', look='<w:color w:val="003366"/>'),
        box('fillcolor="#FFFFFF"'),
    ],
)
def test_text_in_the_colour_of_its_background_is_named(body: str) -> None:
    builder = parse(word_file(body + paragraph("There are 29 beds."), STYLES))
    assert builder.text == "Text.\n\nThere are 29 beds."
    assert kinds(builder) == [(UNSEEN, "Draft.")]


@pytest.mark.parametrize(
    "body",
    [
        paragraph("Draft.", style="Banner"),
        paragraph("Draft.", style="Pale", run_look='<w:color w:val="auto"/>'),
        paragraph("Draft.", run_look=WHITE + '<w:shd w:val="clear" w:fill="003366"/>'),
        paragraph("Draft.", run_look=WHITE + '<w:shd w:val="clear" w:fill="auto" w:themeFill="accent1"/>'),
        paragraph("Draft.", run_look=WHITE + '<w:shd w:val="pct50" w:fill="FFFFFF"/>'),
        paragraph("Draft.", run_look=WHITE + '<w:highlight w:val="black"/>'),
        paragraph("Draft.", run_look=WHITE, look='<w:shd w:val="clear" w:fill="C00000"/>'),
        paragraph("Draft.", run_look=WHITE + "<w:outline/>"),
        paragraph("Draft.", run_look='<w:color w:val="EEEEEE"/>'),
        table('<w:shd w:val="clear" w:fill="003366"/>'),
        table(properties='<w:shd w:val="clear" w:fill="003366"/>'),
        table(properties='<w:tblStyle w:val="Dark"/>'),
        box('fillcolor="#003366"'),
        box('filled="f"'),
    ],
)
def test_text_on_another_or_an_unknown_background_is_read(body: str) -> None:
    builder = parse(word_file(body, STYLES))
    assert "Draft." in builder.text
    assert kinds(builder) == []


def test_white_text_is_read_where_a_picture_is_behind_the_text() -> None:
    picture = '<w:p><w:r><w:drawing><wp:anchor xmlns:wp="urn:wp" behindDoc="1"/></w:drawing></w:r></w:p>'
    assert "Draft." in parse(word_file(picture + paragraph("Draft.", run_look=WHITE))).text


@pytest.mark.parametrize("shown", ["<w:displayBackgroundShape/>", ""])
def test_white_text_on_a_page_with_a_colour_is_read(shown: str) -> None:
    text = paragraph("Draft.", run_look=WHITE)
    document = f'<w:document {NAMESPACE}><w:background w:color="003366"/><w:body>{text}</w:body></w:document>'
    settings = f"<w:settings {NAMESPACE}>{shown}</w:settings>"
    builder = parse(word_file("", others={"word/document.xml": document, "word/settings.xml": settings}))
    assert "Draft." in builder.text


def test_white_text_on_a_page_that_is_white_is_not_read() -> None:
    texts = paragraph("Draft.", run_look=WHITE) + paragraph("There are 29 beds.")
    document = f'<w:document {NAMESPACE}><w:background w:color="FFFFFF"/><w:body>{texts}</w:body></w:document>'
    settings = f"<w:settings {NAMESPACE}><w:displayBackgroundShape/></w:settings>"
    builder = parse(word_file("", others={"word/document.xml": document, "word/settings.xml": settings}))
    assert builder.text == "There are 29 beds."
