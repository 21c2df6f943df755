import pytest
from lxml.html import HtmlElement, fragment_fromstring

from reportqa.parsing.html.list_numbers import write_list_numbers
from reportqa.parsing.html.parser import parse


def items(content: str) -> list[str]:
    body: HtmlElement = fragment_fromstring(f"<div>{content}</div>")
    write_list_numbers(body)
    return [item.text_content() for item in body.iter("li")]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("type='a'", ["a.", "b."]),
        ("type='I' start='4'", ["IV.", "V."]),
        ("start='26' style='list-style-type: lower-alpha'", ["z.", "aa."]),
        ("start='9'", ["9.", "10."]),
        ("style='list-style: upper-roman'", ["I.", "II."]),
    ],
)
def test_number_that_is_no_plain_count_is_text(attributes: str, numbers: list[str]) -> None:
    found = items(f"<ol {attributes}><li><p>lorries</p></li><li>buses</li></ol>")
    assert found == [f"{numbers[0]} lorries", f"{numbers[1]} buses"]


def test_value_of_an_item_counts_on() -> None:
    assert items("<ol><li>a</li><li value='7'>b</li><li>c</li></ol>") == ["1. a", "7. b", "8. c"]


@pytest.mark.parametrize("start", ["-3", "x", "99999999", "1"])
def test_plain_lists_and_strange_starts_are_unchanged(start: str) -> None:
    assert items(f"<ol start='{start}'><li>lorries</li></ol><ul><li>buses</li></ul>") == ["lorries", "buses"]


def test_number_in_the_text_is_not_given_twice() -> None:
    assert items("<ol type='a'><li>(a) lorries</li></ol>") == ["(a) lorries"]
    page = "<h1>Tolls</h1><p>It is for</p><ol type='a'><li>lorries, and</li><li>buses.</li></ol>"
    assert parse(page.encode()).text.endswith("a. lorries, and\nb. buses.")


def test_reversed_list_counts_down() -> None:
    assert items("<ol reversed><li>a</li><li>b</li></ol>") == ["2. a", "1. b"]
    assert items("<ol reversed start='9'><li>a</li><li>b</li></ol>") == ["9. a", "8. b"]
