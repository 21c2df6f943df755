"""Marked inputs in formats of office programs and electronic books."""

from functools import cache
from typing import Any

import pptx
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from support.books import book
from support.formats import saved, with_parts, workbook
from support.marked import Marked, marked
from support.opendocument import content, opendocument, style
from support.word import paragraph, word_file

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text} </w:t></w:r>'


def picture(key: str) -> str:
    return (
        f"<a:graphic><a:graphicData uri='{PIC}'><pic:pic xmlns:pic='{PIC}'><pic:blipFill><a:blip r:embed='{key}'/>"
        f"</pic:blipFill>"
        "</pic:pic></a:graphicData></a:graphic>"
    )


def line(inner: str) -> str:
    return f'<w:p>{run("Said")}{inner}<w:r><w:t xml:space="preserve"> then.</w:t></w:r></w:p>'


def table(*rows: str) -> str:
    grid = '<w:tblPr><w:tblCaption w:val="zqtablealt words"/><w:tblDescription w:val="zqdescription words"/></w:tblPr>'
    return f'<w:tbl>{grid}<w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>{"".join(rows)}</w:tbl>'


def row(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


WORD_FIELDS = (
    line(f'<w:fldSimple w:instr=" REF x ">{run("zqsimple")}</w:fldSimple>')
    + line(f"{BEGIN}<w:r><w:instrText> PAGE </w:instrText></w:r>{SEPARATE}{run('zqcomplex')}{END}")
    + line(f'<w:customXml w:element="x">{run("zqcustominline")}</w:customXml>')
    + f'<w:customXml w:element="x">{paragraph("zqcustomblock")}</w:customXml>'
    + line(
        f"<w:smartTag>{run('zqsmarttag')}</w:smartTag><w:bdo w:val='rtl'>{run('zqbdo')}</w:bdo><w:dir>"
        f"{run('zqdir')}</w:dir>"
    )
    + line(
        f"<w:r><w:ruby><w:rt>{run('zqrubytext')}</w:rt><w:rubyBase>{run('zqrubybase')}</w:rubyBase></w:ruby></w:r>"
        f"<w:hyperlink {R} w:tooltip='zqtooltip words'>{run('zqhyperlink')}</w:hyperlink>"
    )
    + line(f"<w:sdt><w:sdtPr><w:alias w:val='Name'/></w:sdtPr><w:sdtContent>{run('zqsdt')}</w:sdtContent></w:sdt>")
    + f"<w:sdt><w:sdtContent>{paragraph('zqsdtblock')}</w:sdtContent></w:sdt>"
    + line(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="0"/><w:listEntry '
        'w:val="zqdropdown"/>'
        f"</w:ddList></w:ffData></w:fldChar></w:r>{END}"
    )
    + line(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> FORMTEXT </w:instrText></w:r>{SEPARATE}{run('zqformtext')}{END}"
    )
    + line(f'<w:ins w:id="1" w:author="A">{run("zqinserted")}</w:ins><w:moveTo w:id="2">{run("zqmoveto")}</w:moveTo>')
    + line('<w:del w:id="3"><w:r><w:delText>zqdeleted </w:delText></w:r></w:del>')
    + line(f'<w:moveFrom w:id="4">{run("zqmovefrom")}</w:moveFrom>')
    + line(f"<m:oMath {M}><m:r><m:t>zqmath</m:t></m:r></m:oMath>")
    + f"<w:p><m:oMathPara {M}><m:oMath><m:r><m:t>zqmathpara</m:t></m:r></m:oMath></m:oMathPara></w:p>"
    + line(
        run("zqvanish", "<w:vanish/>") + run("zqspecvanish", "<w:specVanish/>") + run("zqwebhidden", "<w:webHidden/>")
    )
    + line(f"{run('zqstrike', '<w:strike/>')}{run('zqdouble', '<w:dstrike/>')}")
    + paragraph("zqhiddenstyle", "Hid")
    + line(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("zqplaceholder") + "</w:sdtContent></w:sdt>"
    )
    + table(
        row(paragraph("zqcella"), paragraph("zqcellb")),
        row(paragraph("zqhiddenrow"), paragraph("x"), look="<w:hidden/>"),
        row(paragraph("zqdeletedrow"), paragraph("x"), look='<w:del w:id="1"/>'),
        row(paragraph("zqcellc"), paragraph("zqouter") + table(row(paragraph("zqnested"), paragraph("zqnestedb")))),
    )
)
WORD_STYLES = '<w:style w:type="paragraph" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
BOX = f"<w:txbxContent>{paragraph('zqBOX')}</w:txbxContent>"
CHART = (
    '<chartSpace><chart><title><tx><rich><a:p xmlns:a="a"><a:r><a:t>zqcharttitle</a:t></a:r></a:p></rich></tx></title>'
    "<ser><tx><v>zqseries</v></tx><cat><pt idx='0'><v>zqcategory</v></pt></cat><val><pt idx='0'><v>6480</v></pt></val>"
    "</ser></chart></chartSpace>"
)
DIAGRAM = '<d xmlns:a="x"><a:p><a:r><a:t>zqsmartart</a:t></a:r></a:p></d>'
WORD_DRAWINGS = (
    f"<w:p {V}><w:r><w:pict><v:shape alt='zqvmlalt words'><v:textbox>{BOX.replace('zqBOX', 'zqvml')}</v:textbox>"
    f"</v:shape></w:pict></w:r></w:p>"
    f"<w:p {WPS}><w:r><w:drawing><wps:wsp><wps:txbx>{BOX.replace('zqBOX', 'zqwps')}</wps:txbx></wps:wsp></w:drawing>"
    f"</w:r></w:p><w:p {V}><w:r><w:pict><v:textpath string='zqwordart'/></w:pict></w:r></w:p>"
    f"<w:p {MC} {V}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX.replace('zqBOX', 'zqchoice')}"
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    f"<w:p {R}><w:r><w:drawing><docPr descr='zqchartalt words here'/><chart r:id='rIdC'/></w:drawing></w:r></w:p>"
    f"<w:p {R}><w:r><w:drawing><relIds r:dm='rIdD'/></w:drawing></w:r></w:p>"
    f"<w:p {R} {A} {WP}><w:r><w:drawing><wp:inline><wp:docPr id='1' descr='zqpicalt of the hall'"
    f" title='zqpictitle words'/>{picture('rIdP')}"
    f"</wp:inline></w:drawing></w:r></w:p>"
    f"<w:p {R} {A} {WP}><w:r><w:drawing><wp:inline><wp:docPr id='1'/>{picture('rIdQ')}"
    f"</wp:inline></w:drawing></w:r></w:p>"
    f"<w:p {R} xmlns:o='o'><w:r><w:object><o:OLEObject ProgID='zqole.1' r:id='rIdE'/></w:object></w:r></w:p>"
    f"<w:p {A}><w:r><w:drawing><lockedCanvas><a:txBody><a:p><a:r><a:t>zqlocked</a:t></a:r></a:p></a:txBody>"
    f"</lockedCanvas></w:drawing></w:r></w:p>"
    f"<w:altChunk {R} r:id='rIdH'/><w:altChunk {R} r:id='rIdT'/><w:p {R}><w:subDoc r:id='rIdS'/></w:p>"
    f"<w:p {R}><w:r><w:control r:id='rIdX' w:name='zqcontrol'/></w:r></w:p>"
)
WORD_PARTS = {
    "word/c.xml": CHART, "word/d.xml": DIAGRAM, "word/media/zqpicture.png": b"x", "word/media/p.png": b"x",
    "word/h.html": "<p>zqaltchunk</p>", "word/t.txt": "zqalttext",
}  # fmt: skip
WORD_RELATED = {
    "rIdC": ("chart", "c.xml"), "rIdD": ("diagramData", "d.xml"), "rIdP": ("image", "media/p.png"),
    "rIdQ": ("image", "media/zqpicture.png"), "rIdE": ("package", "embeddings/zqsheet.xlsx"),
    "rIdH": ("aFChunk", "h.html"), "rIdT": ("aFChunk", "t.txt"), "rIdS": ("subDocument", "zqsubdocument.docx"),
}  # fmt: skip
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_NOTES = (
    '<w:p><w:r><w:footnoteReference w:id="5"/></w:r><w:r><w:endnoteReference w:id="6"/></w:r>'
    '<w:commentRangeStart w:id="0"/><w:r><w:t>Said.</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    f'<w:r><w:commentReference w:id="0"/></w:r></w:p><w:sectPr {R}><w:headerReference w:type="first" r:id="rIdHead"/>'
    '<w:footerReference w:type="even" r:id="rIdFoot"/></w:sectPr>'
)
WORD_NOTE_PARTS = {
    "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="5">{paragraph("zqfootnote")}</w:footnote></w:footnotes>',
    "word/endnotes.xml": f'<w:endnotes {W}><w:endnote w:id="6">{paragraph("zqendnote")}</w:endnote></w:endnotes>',
    "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="zqreviewer">'
    f"{paragraph('zqcomment')}</w:comment>"
    "</w:comments>",
    "word/header9.xml": f"<w:hdr {W}>{paragraph('zqheader')}</w:hdr>",
    "word/footer9.xml": f"<w:ftr {W} {V}>{paragraph('zqfooter')}<w:p><w:r><w:pict>{BOX.replace('zqBOX', 'zqfooterbox')}"
    "</w:pict></w:r></w:p></w:ftr>",
}
WORD_NOTE_RELATED = {
    "rIdHead": ("header", "header9.xml"), "rIdFoot": ("footer", "footer9.xml"), "rIdFn": ("footnotes", "footnotes.xml"),
    "rIdEn": ("endnotes", "endnotes.xml"), "rIdCm": ("comments", "comments.xml"),
}  # fmt: skip

ODT_BODY = (
    "<text:p>It has <text:expression>zqexpression</text:expression> <text:bookmark-ref>zqreference</text:bookmark-ref>"
    " <text:user-field-get>zquserfield</text:user-field-get> <text:drop-down><text:label text:value='no'/>zqchosen"
    "</text:drop-down> <loext:content-control>zqcontrol</loext:content-control> <text:ruby><text:ruby-base>zqbase"
    "</text:ruby-base><text:ruby-text>zqruby</text:ruby-text></text:ruby> <text:conditional-text>zqconditional"
    "</text:conditional-text> <text:author-name>zqauthorname</text:author-name> <text:bibliography-mark>zqbibmark"
    "</text:bibliography-mark> <text:database-display>zqdatabase</text:database-display> <text:meta>zqmeta</text:meta>"
    " <text:hidden-text text:is-hidden='true'>zqhiddenfield</text:hidden-text> <text:dde-connection>zqdde"
    "</text:dde-connection> <text:execute-macro>zqmacro</text:execute-macro>"
    "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>zqnote</text:p></text:note-body>"
    "</text:note> <text:a xlink:href='x' office:title='zqlinktitle words'>zqlink</text:a><office:annotation><text:p>"
    "zqannotation</text:p></office:annotation></text:p>"
    "<text:p text:style-name='P1'>zqhiddenparagraph</text:p><text:p><text:span text:style-name='T1'>zqhiddenspan"
    "</text:span> <text:span text:style-name='T2'>zqstruck</text:span></text:p><text:section text:display='none'>"
    "<text:p>zqhiddensection</text:p></text:section><text:section text:name='s'><text:section-source"
    " xlink:href='zqlinked.odt'/></text:section><text:p><text:placeholder>zqplaceholder</text:placeholder></text:p>"
    "<text:list><text:list-header><text:p>zqlistheader</text:p></text:list-header><text:list-item><text:p>"
    "zqitem</text:p>"
    "</text:list-item></text:list><text:numbered-paragraph><text:p>zqnumbered</text:p></text:numbered-paragraph>"
    "<text:table-of-content><text:index-body><text:p>zqcontents</text:p></text:index-body></text:table-of-content>"
    "<text:bibliography><text:index-body><text:p>zqbibliography</text:p></text:index-body></text:bibliography>"
    "<text:alphabetical-index><text:index-body><text:p>zqindex</text:p></text:index-body></text:alphabetical-index>"
)
ODT_STYLES = (
    style("T1", 'text:display="none"')
    + style("T2", 'style:text-line-through-style="solid"')
    + style("P1", 'text:display="none"', "paragraph")
    + '<style:style style:name="co" style:family="table-column"><style:table-column-properties/></style:style>'
)
ODT_CHANGES = (
    "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><text:p>zqdeletion</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes><text:p>A<text:change text:change-id='c1'/> word.</text:p>"
)
ODT_SHAPES = (
    "<office:forms><form:form><form:text form:id='a' form:current-value='zqformvalue'/><form:checkbox form:id='b'"
    " form:label='zqformlabel' form:current-state='checked'/><form:listbox form:id='c'><form:option "
    "form:label='zqoption'"
    " form:current-selected='true'/></form:listbox><form:textarea form:id='d'><text:p>zqtextarea</text:p>"
    "</form:textarea>"
    "<form:button form:id='e' form:label='zqbutton'/></form:form></office:forms><text:p>Who: <draw:control"
    " draw:control='a'/> <draw:control draw:control='b'/> <draw:control draw:control='c'/> <draw:control"
    " draw:control='d'/> <draw:control draw:control='e'/></text:p>"
    "<text:p>See<draw:frame><draw:text-box><text:p>zqtextbox</text:p></draw:text-box></draw:frame><draw:custom-shape>"
    "<text:p>zqshape</text:p></draw:custom-shape><draw:g><svg:desc>zqgroupalt of shapes</svg:desc><draw:rect><text:p>"
    "zqgrouped</text:p></draw:rect></draw:g><draw:line><text:p>zqline</text:p></draw:line></text:p>"
    "<text:p><draw:frame draw:name='x'><draw:image xlink:href='Pictures/a.png'/><svg:title>zqimagetitle "
    "words</svg:title>"
    "<svg:desc>zqimagealt of the hall</svg:desc></draw:frame><draw:frame><draw:image "
    "xlink:href='Pictures/zqpicture.png'/>"
    "</draw:frame></text:p><text:p><draw:frame><draw:object xlink:href='./Object 1'/></draw:frame><draw:frame>"
    "<draw:object"
    " xlink:href='./Object 2'/></draw:frame><draw:frame><draw:object-ole xlink:href='./zqole'/></draw:frame>"
    "<draw:frame>"
    "<draw:plugin xlink:href='zqplugin.mp4'/></draw:frame><draw:frame><draw:floating-frame "
    "xlink:href='zqfloating.html'/>"
    "</draw:frame><draw:frame><draw:object xlink:href='./Object 3'/></draw:frame></text:p>"
    "<table:table><table:title>zqtabletitle words</table:title><table:desc>zqtabledesc words</table:desc>"
    "<table:table-row>"
    "<table:table-cell><text:p>zqcella</text:p></table:table-cell><table:table-cell><text:p>zqcellb</text:p>"
    "</table:table-cell></table:table-row><table:table-row table:visibility='collapse'><table:table-cell><text:p>"
    "zqhiddenrow"
    "</text:p></table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    "</table:table>"
)
CHART_ODT = content(
    "<chart:chart><chart:title><text:p>zqcharttitle</text:p></chart:title><table:table><table:table-rows>"
    "<table:table-row>"
    "<table:table-cell><text:p>zqcategory</text:p></table:table-cell><table:table-cell><text:p>5120</text:p>"
    "</table:table-cell></table:table-row></table:table-rows></table:table></chart:chart>",
    kind="chart",
)
FORMULA = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>zqformula</mi></math>'
SHEET_OBJECT = content(
    "<table:table table:name='s'><table:table-row><table:table-cell><text:p>zqsheetobject</text:p></table:table-cell>"
    "</table:table-row></table:table>",
    kind="spreadsheet",
)
ODT_OBJECTS = {"Object 1/content.xml": CHART_ODT, "Object 2/content.xml": FORMULA, "Object 3/content.xml": SHEET_OBJECT}
ODT_MARGINS = (
    "<office:master-styles><style:master-page style:name='m'><style:header><text:p>zqheader</text:p></style:header>"
    "<style:footer-left><text:p>zqfooterleft</text:p></style:footer-left><style:footer><text:p>zqfooter</text:p>"
    "</style:footer></style:master-page></office:master-styles>"
)
ODP_BODY = (
    "<draw:page draw:name='p1'><draw:frame presentation:class='title'><draw:text-box><text:p>zqtitle</text:p>"
    "</draw:text-box>"
    "</draw:frame><draw:frame><draw:image/><svg:desc>zqalt of the hall</svg:desc></draw:frame><presentation:notes>"
    "<draw:frame presentation:class='notes'><draw:text-box><text:p>zqnotes</text:p></draw:text-box></draw:frame>"
    "</presentation:notes><office:annotation><text:p>zqcomment</text:p></office:annotation><draw:frame><draw:object"
    " xlink:href='./Object 1'/></draw:frame></draw:page><draw:page draw:style-name='dp'><draw:frame>"
    "<draw:text-box><text:p>"
    "zqhiddenslide</text:p></draw:text-box></draw:frame></draw:page>"
)
ODP_STYLES = (
    "<style:style style:name='dp' style:family='drawing-page'><style:drawing-page-properties"
    " presentation:visibility='hidden'/></style:style>"
)


def _word(name: str, body: str, **parts: Any) -> Marked:
    styles = parts.pop("styles", "")
    others = parts.get("others") or {}
    said = [str(part) for part in (*others, *others.values(), parts.get("related", ""))]
    return marked(name, word_file(body, styles, **parts), body, *said)


def _sheets() -> Marked:
    book = workbook(
        {
            "zqsheet": [
                ["zqa", "zqb", "zqhiddencolumn"],
                ["zqc", 12, "zqd"],
                ["zqhiddenrow", 1, 2],
                ["zqe", "=1+1", 3],
            ],
            "zqhiddensheet": [["zqhiddencell"]],
            "zqveryhidden": [["zqveryhiddencell"]],
        }
    )
    book["zqhiddensheet"].sheet_state = "hidden"
    book["zqveryhidden"].sheet_state = "veryHidden"
    sheet: Any = book["zqsheet"]
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet["A2"].comment = Comment("zqcellnote", "A")
    sheet["A3"].comment = Comment("zqhiddennote", "A")
    sheet["D2"], sheet["D2"].number_format = 777, ';;;"zqformat"'
    sheet["E2"], sheet["E2"].font = "zqstruck", Font(strike=True)
    sheet.oddHeader.center.text, sheet.evenFooter.left.text = "zqheader", "zqfooter"
    sheet.merge_cells("F2:F3")
    rule: Any = DataValidation(type="list", formula1='"zqlistentry,b"', allow_blank=True)
    rule.promptTitle, rule.prompt, rule.errorTitle, rule.error = "zqprompttitle", "zqprompt", "zqerrortitle", "zqerror"
    sheet.add_data_validation(rule)
    rule.add("B2")
    chart = BarChart()
    chart.title = "zqcharttitle"
    chart.y_axis.title = "zqaxis"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "H2")
    box = (
        '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f"{A}><xdr:sp><xdr:txBody><a:p><a:r><a:t>zqtextbox</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:grpSp><xdr:sp>"
        "<xdr:txBody><a:p><a:r><a:t>zqgrouped</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:grpSp><xdr:pic><xdr:nvPicPr>"
        '<xdr:cNvPr name="Picture 1" descr="zqpicalt of beds"/></xdr:nvPicPr></xdr:pic></xdr:twoCellAnchor>'
    )
    data = with_parts(saved(book), {"xl/drawings/drawing1.xml": box}, "</wsDr>")
    words = "zqsheet zqa zqb zqhiddencolumn zqc zqd zqhiddenrow zqe zqhiddensheet"
    words += " zqhiddencell zqveryhidden zqveryhiddencell"
    words += " zqcellnote zqhiddennote zqstruck zqheader zqfooter zqcharttitle zqaxis zqprompttitle zqprompt"
    return marked("a.xlsx", data, words, box)


def _slides() -> Marked:
    deck = pptx.Presentation()
    layout = deck.slide_layouts[5]
    first = deck.slides.add_slide(layout)
    first.shapes.title.text = "zqtitle"
    for at, text in enumerate(("zqtextbox", "zqhiddenshape", "zqoffslide", "zqlinkedshape")):
        box = first.shapes.add_textbox(Inches(1), Inches(at), Inches(1), Inches(1))
        box.text_frame.text = text
        if text == "zqhiddenshape":
            box._element.nvSpPr.cNvPr.set("hidden", "1")
        if text == "zqoffslide":
            box.left = Inches(40)
    run_ = first.shapes.add_textbox(0, 0, 9, 9).text_frame.paragraphs[0].add_run()
    run_.text = "zqstruck"
    run_._r.get_or_add_rPr().set("strike", "sngStrike")
    first.notes_slide.notes_text_frame.text = "zqnotes"
    table = first.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1))
    for at, text in enumerate(["zqa", "zqb", "zqc", "zqd"]):
        table.table.cell(at // 2, at % 2).text = text
    table._element.nvGraphicFramePr.cNvPr.set("descr", "zqtablealt of beds")
    figures: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    figures.categories = ["zqcategory", "2016"]
    figures.add_series("zqseries", (9, 16))
    chart = first.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(5), Inches(4), figures)
    chart.chart.has_title = True
    chart.chart.chart_title.text_frame.text = "zqcharttitle"
    chart._element.nvGraphicFramePr.cNvPr.set("descr", "zqchartalt of beds")
    group = first.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "zqgrouped"
    group._element.nvGrpSpPr.cNvPr.set("descr", "zqgroupalt of beds")
    line_ = first.shapes.add_connector(1, 0, 0, 9, 9)
    line_._element.nvCxnSpPr.cNvPr.set("descr", "zqlinealt of beds")
    second = deck.slides.add_slide(deck.slide_layouts[6])
    second.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "zqhiddenslide"
    second.notes_slide.notes_text_frame.text = "zqhiddennotes"
    second._element.set("show", "0")
    math = (
        f"<p:sp xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' {A} {M}><p:nvSpPr><p:cNvPr id='90'"
        " name='x'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><m:oMath><m:r><m:t>zqmath</m:t>"
        "</m:r></m:oMath></a:p></p:txBody></p:sp>"
    )
    data = with_parts(saved(deck), {"ppt/slides/slide1.xml": math}, "</p:spTree>")
    words = "zqtitle zqtextbox zqhiddenshape zqoffslide zqstruck zqnotes zqa zqb zqc zqd zqtablealt zqcategory zqseries"
    words += " zqcharttitle zqchartalt zqgrouped zqgroupalt zqlinealt zqhiddenslide zqhiddennotes zqmath"
    return marked("a.pptx", data, words)


BOOK = {
    "one": "<h1>zqchapter</h1><p>zqtext <a epub:type='noteref' href='#n'>1</a></p><aside epub:type='footnote' "
    "id='n'><p>"
    "zqfootnote</p></aside><img src='a.png' alt='zqalt of the hall' title='zqimagetitle words'/><p "
    "hidden='hidden'>zqhidden"
    "</p><svg><text>zqsvg</text></svg><math alttext='x'><mi>zqmath</mi></math><del>zqdel</del>"
    "<audio><p>zqaudio</p></audio><p style='display:none'>zqnone</p><ruby>a<rt>zqruby</rt></ruby><table><tr><th>"
    "zqa</th>"
    "<th>zqb</th></tr><tr><td>zqc</td><td>zqd</td></tr></table><iframe src='zqframe.html'></iframe><textarea>zqtextarea"
    "</textarea><details><summary>zqsummary</summary>zqdetails</details><aside><p>zqaside</p></aside>",
    "two": "<p>zqnonlinear</p>",
}
BOOK_MORE = {
    "OPS/extra.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>zqoutside of the spine</p></body></html>"
}
BOOK_MANIFEST = "<item id='x' href='extra.xhtml' media-type='application/xhtml+xml'/>"


@cache
def cases() -> list[Marked]:
    return [
        _word("fields.docx", WORD_FIELDS, styles=WORD_STYLES),
        _word("drawings.docx", WORD_DRAWINGS, others=WORD_PARTS, related=WORD_RELATED),
        _word("notes.docx", WORD_NOTES, others=WORD_NOTE_PARTS, related=WORD_NOTE_RELATED),
        marked(
            "body.odt",
            opendocument(ODT_CHANGES + ODT_BODY, ODT_STYLES, ODT_MARGINS),
            ODT_BODY,
            ODT_CHANGES,
            ODT_MARGINS,
        ),
        marked("shapes.odt", opendocument(ODT_SHAPES, others=ODT_OBJECTS), ODT_SHAPES, *ODT_OBJECTS.values()),
        marked(
            "a.odp", opendocument(ODP_BODY, ODP_STYLES, others=ODT_OBJECTS, kind="presentation"), ODP_BODY, CHART_ODT
        ),
        _sheets(),
        _slides(),
        marked("a.epub", book(BOOK, others=BOOK_MORE, manifest=BOOK_MANIFEST), *BOOK.values(), *BOOK_MORE.values()),
    ]
