import pytest

from reportqa.citations.pandoc import write_inlines
from reportqa.citations.title_markup import plain_title, tidy_markup, title_latex, title_nodes

TITLE = "Loss of <i>Salix <b>alba</b></i> & CO<sub>2</sub>"


def test_title_in_each_form() -> None:
    assert plain_title(TITLE) == "Loss of Salix alba & CO2"
    assert write_inlines([title_nodes(TITLE)], "html") == [
        "Loss of <em>Salix <strong>alba</strong></em> &amp; CO<sub>2</sub>"
    ]
    assert title_latex(TITLE, lambda text: text.replace("&", r"\&")) == (
        r"Loss of \emph{Salix \textbf{alba}} \& CO\textsubscript{2}"
    )


@pytest.mark.parametrize(
    ("title", "tidy"),
    [
        ('A <span class="nocase">NHS</span> <em>trust</em>', "A NHS <i>trust</i>"),
        ('The <span style="font-variant:small-caps;">bbc</span>', "The <sc>bbc</sc>"),
        ("<i>open", "open"),
        ("shut</i>", "shut"),
        ("<i>a <b>b</i> c</b>", "<i>a b</i> c"),
        ("1 < 2 <u>x</u>", "1 < 2 <u>x</u>"),
    ],
)
def test_markup_is_closed_and_of_csl(title: str, tidy: str) -> None:
    assert tidy_markup(title) == tidy
    assert tidy_markup(tidy) == tidy
