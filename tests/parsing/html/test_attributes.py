import lxml.html
import pytest
from lxml.html import HtmlElement

from reportqa.parsing.html.attributes import missing, show_labels, worded
from reportqa.parsing.html.parser import parse

TEXT = "<p>The fund paid for visits of nurses.</p>"


def named(content: str) -> list[tuple[str, str]]:
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{TEXT}{content}</body>")
    return [(attribute.kind, attribute.text) for attribute in missing(worded(root.body), root.body)]


def shown(content: str) -> str:
    root: HtmlElement = lxml.html.document_fromstring(f"<body>{content}</body>")
    show_labels(root)
    return "|".join(cell.text_content() or cell.get("alt", "") for cell in root.iter("td", "img"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<abbr title='Key figure'>KF</abbr>", "tooltip"),
        ("<a href='/x' title='Statement of accounts'>here</a>", "tooltip"),
        ("<input placeholder='Name of your council'>", "hint in a field"),
        ("<section aria-label='Summary of costs'><p>The fund</p></section>", "text for screen readers"),
        ("<table summary='Costs per county'><tr><td>1</td></tr></table>", "description of a table"),
        (
            "<figure><img alt='Costs of 12 counties'><figcaption>The fund</figcaption></figure>",
            "description of a picture",
        ),
    ],
)
def test_words_that_the_text_does_not_have_are_named_once(content: str, kind: str) -> None:
    assert [found for found, _ in named(content * 2)] == [kind]


@pytest.mark.parametrize(
    "content",
    [
        "<p title='Visits of nurses'>1</p>",
        "<button aria-label='Close menu'>x</button>",
        "<a href='/wiki/Gross_domestic_product' title='Gross domestic product'>GDP</a>",
        "<span class='Z3988' title='ctx_ver=Z39.88-2004&amp;rft.title=Birds'></span>",
        "<iframe src='a.html' title='Map of counties'></iframe>",
    ],
)
def test_words_of_the_text_of_tools_and_of_addresses_are_not_named(content: str) -> None:
    assert named(content) == []


def test_labels_of_removed_parts_are_not_named() -> None:
    root: HtmlElement = lxml.html.document_fromstring(f"<body><nav title='All counties'>x</nav>{TEXT}</body>")
    attributes = worded(root.body)
    root.body.remove(root.body[0])
    assert [attribute.text for attribute in missing(attributes, root.body)] == ["All counties"]
    inner: HtmlElement = lxml.html.document_fromstring(f"<body><nav><p title='All counties'>x</p></nav>{TEXT}</body>")
    attributes = worded(inner.body)
    inner.body.remove(inner.body[0])
    assert list(missing(attributes, inner.body)) == []


def test_sign_alone_in_a_cell_is_its_label() -> None:
    cells = (
        "<td><i aria-label='No'></i></td><td title='Included'><span></span></td><td><svg><title>Yes</title></svg></td>"
        "<td><i aria-label='Up'></i>12</td><td><img alt='Tick'></td>"
    )
    assert shown(f"<table><tr>{cells}</tr></table>") == "No|Included|Yes|12||Tick"
    page = f"<body>{TEXT}<table><tr><td>Visits</td><td><i></i><span class='sr-only'>Yes</span></td></tr></table></body>"
    assert parse(page.encode()).tables[0].rows[-1] == ("Visits", "Yes")


def test_label_of_a_drawing_describes_a_picture() -> None:
    assert shown("<div role='img' aria-label='Map of the counties'></div>") == "Map of the counties"
    assert shown("<button><i role='img' aria-label='Close'></i></button>") == ""
