"""Words, shapes and charts that pandoc would lose, and text that it would show."""

import pytest

from support.formats import read
from support.opendocument import NAMESPACES, opendocument, style
from support.word import kinds


def text_of(body: str, automatic: str = "") -> str:
    return read("a.odt", opendocument(body, automatic)).text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<text:expression>£9,300</text:expression>", "£9,300"),
        ("<text:bookmark-ref>Table 4</text:bookmark-ref>", "Table 4"),
        ("<text:span><text:user-field-get>86</text:user-field-get> midwives</text:span>", "86 midwives"),
        ('<text:drop-down><text:label text:value="no"/>yes</text:drop-down>', "yes"),
        ("<text:meta-field><text:sequence>5</text:sequence></text:meta-field>", "5"),
        ("<loext:content-control>Bela</loext:content-control>", "Bela"),
        ("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>", "漢(kan)"),
        ('<text:hidden-text text:is-hidden="false">seen</text:hidden-text>', "seen"),
        ("<text:script>x</text:script>", ""),
    ],
)
def test_field_is_its_text_in_its_sentence(field: str, text: str) -> None:
    assert text_of(f"<text:p>It has {field}.</text:p>").replace(" .", ".") == f"It has {text}.".replace(" .", ".")


@pytest.mark.parametrize(
    "body",
    [
        "<text:p>One</text:p><text:numbered-paragraph><text:p>Two</text:p></text:numbered-paragraph>",
        "<text:p>One<draw:custom-shape><text:p>Two</text:p></draw:custom-shape></text:p>",
        "<text:p>One<draw:g><draw:frame><draw:text-box><text:p>Two</text:p></draw:text-box></draw:frame></draw:g></text:p>",
        "<draw:frame><draw:text-box><text:p>One</text:p></draw:text-box></draw:frame><text:p>Two</text:p>",
        "<text:p>One</text:p><text:bibliography><text:index-body><text:p>Two</text:p></text:index-body></text:bibliography>",
        "<text:p>One<draw:frame><draw:image/><svg:desc>Two</svg:desc></draw:frame></text:p>",
        "<draw:frame><draw:image/><svg:desc>One</svg:desc></draw:frame><text:p>Two</text:p>",
    ],
)
def test_paragraphs_in_shapes_and_indexes_are_read(body: str) -> None:
    assert text_of(body) == "One\n\nTwo"


def test_descriptions_of_pictures_in_a_paragraph_keep_their_order() -> None:
    frame = "<draw:frame><draw:image/><svg:desc>Map of {}</svg:desc></draw:frame>"
    body = f"<text:p>Maps:{frame.format('Ely')}{frame.format('Hale')}</text:p>"
    assert text_of(body) == "Maps:\n\nMap of Ely\n\nMap of Hale"


def test_hidden_struck_out_and_deleted_text_is_named_at_its_place() -> None:
    automatic = (
        style("T1", 'text:display="none"')
        + style("T2", 'style:text-line-through-style="solid"')
        + style("P1", 'text:display="none"', "paragraph")
    )
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>many</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    body = (
        f'{changes}<text:p>It has 640<text:change text:change-id="c1"/> staff<text:span text:style-name="T1"> in secret'
        "</text:span><office:annotation><text:p>Check.</text:p></office:annotation>.</text:p>"
        '<text:p text:style-name="P1">The true number.</text:p><text:p>More'
        '<text:span text:style-name="T2"> less</text:span>'
        '.</text:p><text:section text:display="none"><text:p>Draft</text:p></text:section>'
        "<text:p>Name: <text:placeholder>&lt;name&gt;</text:placeholder></text:p>"
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>Gone</text:p>'
    )
    builder = read("a.odt", opendocument(body, automatic))
    assert builder.text == "It has 640 staff.\n\nMore.\n\nName:"
    assert kinds(builder) == [
        ("tracked deletion", "many"),
        ("hidden text", "in secret"),
        ("comment", "Check."),
        ("hidden text", "The true number."),
        ("struck-out text", "less"),
        ("hidden text", "Draft"),
        ("prompt of an empty field", "<name>"),
        ("hidden text", "Gone"),
    ]
    places = [builder.text[: thing.position][-4:] for thing in builder.left_out]
    assert places[:5] == [" 640", "taff", "taff", "aff.", "More"]


def test_form_fields_have_their_values() -> None:
    forms = (
        '<office:forms><form:form><form:text form:id="a" form:current-value="Bela Kiss"/><form:checkbox form:id="b"'
        ' form:label="Checked" form:current-state="checked"/><form:listbox form:id="c"><form:option form:label="No"/>'
        '<form:option form:label="Yes" form:current-selected="true"/></form:listbox></form:form></office:forms>'
    )
    marks = [f'<draw:control draw:control="{key}"/>' for key in "abcd"]
    assert text_of(f"{forms}<text:p>Who: {marks[0]}, {marks[1]}, {marks[2]}{marks[3]}</text:p>") == (
        "Who: Bela Kiss, ☒ Checked, Yes"
    )


def test_chart_is_the_table_of_its_figures() -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in (("", "Visits"), ("2016", "5120"), ("2017", "6480"))
    )
    header, *others = rows.split("</table:table-row>", 1)
    table = (
        f"<table:table-header-rows>{header}</table:table-row></table:table-header-rows><table:table-rows>{others[0]}"
    )
    chart = (
        f"<office:document-content {NAMESPACES}><office:body><office:chart><chart:chart><chart:title><text:p>By year"
        f"</text:p></chart:title><table:table>{table}</table:table-rows></table:table></chart:chart></office:chart>"
        "</office:body></office:document-content>"
    )
    body = '<text:p>See:<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    builder = read("a.odt", opendocument(body, others={"Object 1/content.xml": chart}))
    assert builder.text == "See:\n\nBy year\n\n2016 · Visits: 5120\n2017 · Visits: 6480"


def test_repeated_cells_are_written_as_often() -> None:
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
    twice = 'table:number-columns-repeated="2"'
    body = row.format(cell.format(twice, "7") + cell.format("", "8")) + row.format(cell.format("", "a") * 3)
    assert "7 · 7 · 8" in text_of(f"<table:table>{body}</table:table>").replace("\n", " ")
