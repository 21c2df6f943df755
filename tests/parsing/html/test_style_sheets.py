import lxml.html
import pytest

from reportqa.parsing.html.style_sheets import StyleSheets

PAGE = "<head>{}</head><body><p class='a' id='b'>text</p></body>"


def _sheets(head: str) -> StyleSheets:
    return StyleSheets.read(lxml.html.document_fromstring(PAGE.format(head)))


def test_rules_that_may_select_something_are_read_in_order() -> None:
    sheets = _sheets("<style>.a{color:red} .z{color:red} .z p{color:red} #b, .z{display:none} p{width:9px}</style>")
    assert [rule.selector.last.key for rule in sheets.rules] == [".a", "#b", ".z"]
    assert sheets.is_whole


@pytest.mark.parametrize(
    ("sheet", "applies", "is_printed"),
    [
        ("@media screen{.a{color:red}}", True, False),
        ("@media print{@media all{.a{color:red}}}", False, True),
        ("@media (min-width: 9px){.a{color:red}}", False, False),
        ("@supports (display: grid){.a{color:red}}", False, False),
    ],
)
def test_media_of_rules_are_known(sheet: str, applies: bool, is_printed: bool) -> None:
    [rule] = _sheets(f"<style>{sheet}</style>").rules
    assert (rule.applies, rule.is_printed) == (applies, is_printed)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="a.css">',
        "<style>@import 'a.css';</style>",
        "<style>@container (min-width: 9px){.a{color:red}}</style>",
        '<style media="(min-width: 9px)">.a{color:red}</style>',
        "<style>" + "@media all{" * 50 + ".a{color:red}" + "}" * 50 + "</style>",
    ],
)
def test_sheets_that_are_not_read_are_known(head: str) -> None:
    assert not _sheets(head).is_whole


def test_sheets_for_paper_need_not_be_read() -> None:
    assert _sheets('<style media="print">.a{color:red}</style>').is_whole
