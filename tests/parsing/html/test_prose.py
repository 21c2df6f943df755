import pytest
from lxml.html import fragment_fromstring

from reportqa.parsing.html.prose import lines_of, prose_length

SENTENCE = "The trial ended in March 2018 after the last visit."


def test_lines_are_in_reading_order_with_their_blocks() -> None:
    page = fragment_fromstring("<div>one <b>two</b><p>three <a href='#'>four</a></p>five<ul><li>six</li></ul></div>")
    lines = [(line.block.tag, line.text, line.linked) for line in lines_of(page)]
    assert lines == [("div", "one two", 0), ("p", "three four", 4), ("div", "five", 0), ("li", "six", 0)]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        f"{SENTENCE}”",
        "試験は二〇一八年三月に最後の患者が最後に来院した後に終了したので、結果はこの報告書の第三章に示されている。",
    ],
)
def test_sentences_are_prose(text: str) -> None:
    assert prose_length(fragment_fromstring(f"<div><p>{text}</p></div>")) == len(text)


@pytest.mark.parametrize(
    "content",
    ["Home", "About the trial and its results in the year", f"<a href='#'>{SENTENCE}</a>", "See the results."],
)
def test_labels_and_links_are_no_prose(content: str) -> None:
    assert prose_length(fragment_fromstring(f"<div><p>{content}</p></div>")) == 0
