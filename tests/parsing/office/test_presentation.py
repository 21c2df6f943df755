from reportqa.parsing import parse
from support.hostile import zipped
from support.opendocument import opendocument

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("draw", "drawing"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("presentation", "presentation"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
CONTENT = f"""<office:document-content {SPACES}><office:automatic-styles>
<style:style style:name="off"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>
</office:automatic-styles><office:body><office:presentation>
<draw:page><draw:frame><draw:text-box><text:list><text:list-item><text:p>Ely<text:s/>clinic: <text:span>63</text:span>
visits</text:p></text:list-item></text:list></draw:text-box></draw:frame>
<draw:frame presentation:class="title"><draw:text-box><text:p>Visits</text:p></draw:text-box></draw:frame>
<draw:frame presentation:class="footer"><draw:text-box><text:p>Trust</text:p></draw:text-box></draw:frame>
<draw:frame><table:table><table:table-row><table:table-cell><text:p>Town</text:p></table:table-cell><table:table-cell>
<text:p>Beds</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Hale</text:p>
</table:table-cell><table:table-cell><text:p>31</text:p></table:table-cell></table:table-row></table:table></draw:frame>
<draw:frame><draw:image/><svg:desc>A bus</svg:desc></draw:frame>
<presentation:notes><draw:frame presentation:class="notes"><draw:text-box><text:p>Say it.</text:p></draw:text-box>
</draw:frame></presentation:notes></draw:page>
<draw:page draw:style-name="off"><draw:frame><draw:text-box><text:p>999 secret</text:p></draw:text-box></draw:frame>
</draw:page></office:presentation></office:body></office:document-content>"""


def test_slides_are_pages_and_what_is_hidden_is_named() -> None:
    media_type = "application/vnd.oasis.opendocument.presentation"
    builder = parse("a.odp", zipped({"mimetype": media_type, "content.xml": CONTENT}))
    assert builder.text == "Visits\n\nEly clinic: 63 visits\n\nHale · Beds: 31\n\nA bus\n\nSay it."
    assert [page.label for page in builder.pages] == ["1", "2"]
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("running footer", "Trust"), ("picture", "picture"), ("hidden slide", "999 secret"),
    ]  # fmt: skip


def test_shapes_are_read_by_position_and_struck_out_text_and_merged_cells_right() -> None:
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
    rows = (
        (("", "Region"), ("", "Town")),
        (('table:number-rows-spanned="2"', "North"), ("", "Alne")),
        (("", "Bolam"),),
    )
    table = "".join(f"<table:table-row>{''.join(cell.format(*each) for each in row)}</table:table-row>" for row in rows)
    shapes = (
        '<draw:frame svg:x="1cm" svg:y="9cm" svg:width="5cm" svg:height="2cm">'
        f"<table:table>{table}</table:table></draw:frame>"
        '<draw:frame svg:x="1cm" svg:y="20mm" svg:width="5cm" svg:height="1in"><draw:text-box><text:p>First'
        '<text:span text:style-name="T1"> not</text:span>.</text:p></draw:text-box></draw:frame>'
    )
    struck = '<style:text-properties style:text-line-through-style="solid"/>'
    automatic = f'<style:style style:name="T1" style:family="text">{struck}</style:style>'
    data = opendocument(f"<draw:page>{shapes}</draw:page>", automatic, kind="presentation")
    builder = parse("a.otp", data)
    assert builder.text == "First.\n\nNorth · Town: Alne\nNorth · Town: Bolam"
    assert [(thing.kind, thing.text, thing.position, thing.page) for thing in builder.left_out] == [
        ("struck-out text", "not", 5, 1)
    ]


def test_number_of_a_slide_is_that_of_its_page() -> None:
    slide = "<draw:page><draw:frame><draw:text-box><text:p>Page <text:page-number>&lt;number&gt;</text:page-number>"
    slide += "</text:p></draw:text-box></draw:frame></draw:page>"
    builder = parse("a.odp", opendocument(slide * 2, kind="presentation"))
    assert builder.text == "Page 1\n\nPage 2"
    assert not builder.left_out


def test_picture_of_a_table_is_not_named_beside_it() -> None:
    rows = "".join(f"<table:table-row>{2 * f'<table:table-cell><text:p>{text}</text:p></table:table-cell>'}"
                   "</table:table-row>" for text in ("Town", "Hale"))  # fmt: skip
    frame = f"<draw:frame><table:table>{rows}</table:table><draw:image/></draw:frame>"
    builder = parse("a.odp", opendocument(f"<draw:page>{frame}</draw:page>", kind="presentation"))
    assert builder.text == "Hale · Town: Hale"
    assert not builder.left_out
