import pytest

from reportqa.parsing.office.word_styles import WordStyles
from support.word import element

STYLES = """<w:styles>
<w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Inner"><w:name w:val="x"/><w:basedOn w:val="Secret"/></w:style>
<w:style w:type="paragraph" w:styleId="Shown"><w:name w:val="y"/><w:basedOn w:val="Inner"/>
<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Old"><w:name w:val="z"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hush"><w:name w:val="h"/><w:rPr><w:vanish w:val="true"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="l"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Inhalt1"><w:name w:val="toc 1"/></w:style></w:styles>"""


@pytest.mark.parametrize(
    ("style", "look", "kind"),
    [
        ("", "", None),
        ("Secret", "", "hidden text"),
        ("Inner", "", "hidden text"),
        ("Shown", "", None),
        ("Loop", "", None),
        ("Secret", '<w:vanish w:val="false"/>', None),
        # Two toggles cancel each other out.
        ("Secret", '<w:rStyle w:val="Hush"/>', None),
        ("", '<w:rStyle w:val="Hush"/>', "hidden text"),
        ("", '<w:rStyle w:val="Old"/>', "struck-out text"),
        ("", "<w:dstrike/>", "struck-out text"),
        ("", "<w:webHidden/>", None),
    ],
)
def test_run_is_hidden_or_struck_out_by_itself_or_its_styles(style: str, look: str, kind: str | None) -> None:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    root = element(f"<w:p>{named}<w:r><w:rPr>{look}</w:rPr><w:t>Words</w:t></w:r></w:p>")
    run = root.find("{*}r")
    assert run is not None
    assert WordStyles(element(STYLES)).omission(run) == kind


def test_styles_of_a_table_of_contents_are_known_by_their_names() -> None:
    assert "Inhalt1" in WordStyles(element(STYLES)).contents_ids()
    assert "TOC1" in WordStyles(None).contents_ids()
