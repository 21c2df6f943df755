import pytest

from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.opendocument_xml import attribute
from support.opendocument import content, element, style

NAMED = style("Secret", 'text:display="none"') + style("Old", 'style:text-line-through-style="solid"')
AUTOMATIC = (
    style("T1", "", parent="Secret")
    + style("T2", 'text:display="true"', parent="Secret")
    + style("T3", 'style:text-line-through-type="double"')
    + style("T4", 'style:text-line-through-style="none"', parent="Old")
    + style("P1", 'text:display="none"', "paragraph")
    + style("P2", "", "paragraph", "Title", 'style:list-style-name="L1"')
    + style("Loop", "", parent="Loop")
)


def styles() -> OpenDocumentStyles:
    root = element(f"<office:document-styles><office:styles>{NAMED}</office:styles></office:document-styles>")
    return OpenDocumentStyles(root, element(content("", AUTOMATIC)))


@pytest.mark.parametrize(
    ("kind", "name", "omission"),
    [
        ("span", "", None),
        ("span", "Secret", "hidden text"),
        ("span", "T1", "hidden text"),
        ("span", "T2", None),
        ("span", "T3", "struck-out text"),
        ("span", "Old", "struck-out text"),
        ("span", "T4", None),
        ("span", "Loop", None),
        ("p", "P1", "hidden text"),
        ("span", "P1", None),
    ],
)
def test_text_is_hidden_or_struck_out_by_its_style_or_those_above(kind: str, name: str, omission: str | None) -> None:
    assert styles().omission(element(f'<text:{kind} text:style-name="{name}"/>')) == omission


def test_title_and_list_of_a_paragraph_are_those_of_its_style() -> None:
    paragraph = element('<text:p text:style-name="P2"/>')
    assert styles().is_title(paragraph)
    assert styles().list_of_paragraph(paragraph) == "L1"
    assert not styles().is_title(element('<text:p text:style-name="P1"/>'))


def test_hidden_section_is_known_by_its_condition() -> None:
    assert styles().is_hidden_section(element('<text:section text:display="none"/>'))
    assert styles().is_hidden_section(element('<text:section text:display="condition" text:is-hidden="true"/>'))
    assert not styles().is_hidden_section(element("<text:section/>"))
    assert attribute(None, "name") == ""
