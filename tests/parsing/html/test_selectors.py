import lxml.html
import pytest
import tinycss2

from reportqa.parsing.html.selectors import Selector, read_selectors

PAGE = lxml.html.fromstring('<div id="a" class="x y"><section><p class="off z">text</p></section></div>')


def _read(written: str) -> list[Selector]:
    return list(read_selectors(tinycss2.parse_component_value_list(written)))


@pytest.mark.parametrize(
    "written",
    ["p", ".off", "p.off", ".z.off", "#a p", "div.x .off", "section > p", "#a > section > p.off", "*", "div P"],
)
def test_selector_selects_the_paragraph(written: str) -> None:
    (selector,) = _read(written)
    assert selector.matches(PAGE.find(".//p"))


@pytest.mark.parametrize(
    "written", ["div", ".of", "p.a", "#a > p", "h1 ~ p", "p:hover", ".off::before", "p[lang]", ".js .off"]
)
def test_selector_does_not_select_it_or_is_not_understood(written: str) -> None:
    (selector,) = _read(written)
    assert not selector.matches(PAGE.find(".//p"))


def test_list_of_selectors_is_split() -> None:
    assert [selector.last.key for selector in _read("h1, .off , #a b")] == ["h1", ".off", "b"]


def test_id_weighs_more_than_classes_and_names() -> None:
    weights = [selector.specificity for selector in _read("div p, .x p, #a")]
    assert weights == sorted(weights)


def test_selector_with_another_class_may_match_later() -> None:
    (selector,) = _read(".off.open")
    assert selector.may_match(PAGE.find(".//p"))
    assert not selector.matches(PAGE.find(".//p"))
