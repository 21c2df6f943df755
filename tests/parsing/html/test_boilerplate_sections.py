import lxml.html
from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_sections import boilerplate_sections
from reportqa.parsing.html.second_opinion import SecondOpinion

TEXT = "".join(f"<p>The fund paid for visit {number} of a nurse to a home in the county.</p>" for number in range(20))
LINKS = "<ul><li><a href='/a'>Roads of the county</a></li><li><a href='/b'>Schools of the county</a></li></ul>"


def sections(content: str) -> list[str]:
    root: HtmlElement = lxml.html.document_fromstring(f"<body><article>{content}</article></body>")
    found = boilerplate_sections(root.body, SecondOpinion(root), len(root.text_content()), is_article=True)
    return ["".join(part.text_content() for part in parts) for parts, _ in found]


def test_teasers_end_where_the_text_goes_on() -> None:
    (section,) = sections(f"{TEXT}<h3>Most read in world news</h3>{LINKS}{TEXT}")
    assert section == "Most read in world newsRoads of the countySchools of the county"


def test_paragraph_may_be_the_heading_of_teasers() -> None:
    links = "<p><a href='/a'>Roads of the county</a> [video] <a href='/b'>Schools of the county</a></p>"
    (section,) = sections(f"{TEXT}<p><strong>Don't miss</strong></p>{links}{TEXT}")
    assert section.endswith("Schools of the county")


def test_other_sections_are_kept() -> None:
    assert sections(f"{TEXT}<h3>Costs</h3>{LINKS}{TEXT}") == []
