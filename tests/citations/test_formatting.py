import json

import pytest

from reportqa.citations.formatting import FORMATS, CitationPart, cite_text
from reportqa.citations.styles import load_style
from reportqa.errors import InputError
from support.cited import CORPORATE, SEVERAL, page, quotation

QUOTE = "Staff said: “no”.\nSecond line with <b> & *stars*."
QUOTATIONS = [
    quotation(CORPORATE, (page("15"),), QUOTE, "nuffieldtrust2016"),
    quotation(SEVERAL, (page("iv"),), "Pay rose.", "rosen2019"),
]
APA, OSCOLA = load_style("apa"), load_style("oscola")
NOTE = "(Nuffield Trust, 2016, p. 15)"
ENTRY = "Nuffield Trust. (2016). Is bigger better? https://example.org/bigger"


def test_quote_citation_and_bibliography_follow_each_other() -> None:
    text = cite_text(QUOTATIONS, "text", APA)
    assert text.split("\n\n") == [
        f"“{QUOTE}”\n— {NOTE}",
        "“Pay rose.”\n— (Rosen et al., 2019, p. iv)",
        ENTRY,
        "Rosen, R., Müller, J., & Curry, N. (2019). Staff & pay. King’s Fund.",
    ]


@pytest.mark.parametrize(
    ("part", "shown"),
    [(CitationPart.NOTE, [NOTE]), (CitationPart.BIBLIOGRAPHY, [ENTRY]), (CitationPart.BOTH, [NOTE, ENTRY])],
)
def test_part_of_a_citation_is_given_alone(part: CitationPart, shown: list[str]) -> None:
    assert cite_text(QUOTATIONS[:1], "text", APA, part).split("\n\n") == shown


def test_html_holds_the_quote_as_text_and_the_title_in_italics() -> None:
    html = cite_text(QUOTATIONS[:1], "html", APA)
    assert "<p>“Staff said: “no”.<br>\nSecond line with &lt;b&gt; &amp; *stars*.”</p>" in html
    assert "<em>Is bigger better?</em>" in html
    assert "&amp; *stars*" in cite_text(QUOTATIONS[:1], "html")


def test_markdown_quotes_every_line() -> None:
    first = cite_text(QUOTATIONS[:1], "markdown", APA).split("\n\n")[0]
    assert all(line.startswith(">") for line in first.split("\n"))
    assert first.endswith(f">\n> — {NOTE}")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_short_form_needs_no_style(form: str) -> None:
    text = cite_text(QUOTATIONS, form)
    assert "Nuffield Trust (2016)" in text
    assert "p. iv" in text


@pytest.mark.parametrize(
    ("form", "sign"), [("bibtex", "@report{rosen2019,"), ("ris", "ID  - rosen2019"), ("csljson", '"id": "rosen2019"')]
)
def test_each_work_stands_once_in_a_bibliography(form: str, sign: str) -> None:
    assert cite_text([*QUOTATIONS, QUOTATIONS[1]], form).count(sign) == 1


def test_json_is_a_line_a_citation() -> None:
    lines = [json.loads(line) for line in cite_text(QUOTATIONS, "json").split("\n")]
    assert [line["quote"] for line in lines] == [QUOTE, "Pay rose."]


@pytest.mark.slow
def test_every_format_holds_the_title() -> None:
    for form in FORMATS:
        assert "igger" in cite_text(QUOTATIONS, form, APA)


def test_other_format_is_refused() -> None:
    with pytest.raises(InputError, match=r'No format "word"\. Choose one of: text, markdown'):
        cite_text(QUOTATIONS, "word")


def test_bibliography_of_a_style_that_has_none_is_refused() -> None:
    with pytest.raises(InputError, match="has no bibliography"):
        cite_text(QUOTATIONS, "text", load_style("chicago-notes"), CitationPart.BIBLIOGRAPHY)
