import lxml.html
import pytest

from reportqa.parsing.html.styles import apply_styles


def _style(sheet: str, element: str = '<p class="off" id="draft">', attributes: str = "") -> str:
    root = lxml.html.document_fromstring(f"<style{attributes}>{sheet}</style><div class='box'>{element}text</div>")
    apply_styles(root)
    return str(root.xpath("string(//p/@style)"))


@pytest.mark.parametrize(
    "sheet",
    [
        ".off{display:none}",
        "h1, p.off { color: red; display : none }",
        "#draft{display:none}",
        ".box .off{display:none} .other{display:block}",
        "p{display:block} .off{display:none}",
        ".off{display:none!important} #draft{display:block}",
        "/* } */ .off{display:none}",
        "@media screen{.off{display:none}}",
        "@import 'x.css'; .off{display:none",
    ],
)
def test_rule_that_hides_is_applied(sheet: str) -> None:
    assert "display:none" in _style(sheet)


@pytest.mark.parametrize(
    "sheet",
    [
        ".of{display:none}",
        "@media print{.off{display:none}}",
        ".off{display:none} #draft{display:block}",
        ".off{display:none} .off.open{display:block}",
        ".off{display:none} .off:target{display:block}",
        ".off:not(.open){display:none}",
        ".js .off{display:none}",
        ".off{display:",
        "{}}{{",
    ],
)
def test_rule_that_does_not_hide_or_is_undone_is_not(sheet: str) -> None:
    assert "display:none" not in _style(sheet)


def test_own_style_of_an_element_overrides_the_sheet() -> None:
    assert "none" not in _style(".off{display:none}", '<p class="off" style="display: block">')


def test_sheet_for_paper_is_not_applied() -> None:
    assert _style(".off{display:none}", attributes=' media="print"') == ""


def test_struck_and_clipped_text_is_marked() -> None:
    assert "text-decoration:line-through" in _style(".off{text-decoration:red line-through}")
    assert "clip:rect(0)" in _style(".off{position:absolute;clip:rect(1px, 1px, 1px, 1px)}")


def test_nested_blocks_do_not_exhaust_the_stack() -> None:
    assert _style("@media all{" * 5000 + ".off{display:none}" + "}" * 5000) == ""


def test_brackets_within_brackets_do_not_exhaust_the_stack() -> None:
    assert _style(".off{display:" + "(" * 20_000) == ""
