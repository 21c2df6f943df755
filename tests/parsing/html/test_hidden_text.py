import pytest

from reportqa.parsing.html.parser import parse

BODY = "<h1>Fees</h1><p>The clinic has three fees that depend on the visit.</p>{}<p>They are paid at the desk.</p>"
SHOWN = "Fees\n\nThe clinic has three fees that depend on the visit.\n\n{}They are paid at the desk."


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("<p hidden>Draft.</p>", "hidden text"),
        ('<p style="display: none">Draft.</p>', "hidden text"),
        ('<div style="VISIBILITY:hidden"><p>Draft.</p></div>', "hidden text"),
        ('<style>.off{display:none}</style><p class="off">Draft.</p>', "hidden text"),
        ("<p><del>Draft.</del></p>", "struck-out text"),
        ("<p><s>Draft.</s></p>", "struck-out text"),
        ("<p><strike>Draft.</strike></p>", "struck-out text"),
        ('<p style="text-decoration: line-through">Draft.</p>', "struck-out text"),
        ("<p><span class=msoDel>Draft.</span></p>", "struck-out text"),
        ('<div style="mso-element:comment-list"><p>Draft.</p></div>', "comment"),
        ('<p class="visually-hidden">Draft.</p>', "text for screen readers"),
    ],
)
def test_text_that_is_not_seen_is_named(part: str, kind: str) -> None:
    builder = parse(BODY.format(part).encode())
    assert builder.text == SHOWN.format("")
    assert [(left.kind, left.text) for left in builder.left_out] == [(kind, "Draft.")]


@pytest.mark.parametrize(
    "part",
    [
        '<button aria-controls="more">More</button><div id="more" hidden>A long visit costs £9.</div>',
        '<a href="#more" role="tab">More</a><div id="more" style="display:none">A long visit costs £9.</div>',
        '<div role="tabpanel" hidden>A long visit costs £9.</div>',
        "<style>.x{display:none}.x.open{display:block}</style><p class='x'>A long visit costs £9.</p>",
        "<ins>A long visit costs £9.</ins>",
    ],
)
def test_text_that_a_click_shows_is_read(part: str) -> None:
    assert "A long visit costs £9." in parse(BODY.format(part).encode()).text


def test_long_hidden_text_is_left_out() -> None:
    page = BODY.format(
        "<p hidden>" + "Draft of the fees. " * 20 + "</p>" + "<p>More is said of the fees here.</p>" * 30
    )
    assert "Draft" not in parse(page.encode()).text


def test_page_that_a_script_shows_is_read() -> None:
    assert parse(f'<div style="visibility:hidden">{BODY.format("")}</div>'.encode()).text == SHOWN.format("")


def test_headings_and_captions_for_screen_readers_are_read() -> None:
    page = BODY.format(
        '<table><caption class="sr-only">Costs</caption><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>5</td></tr>'
        "</table>"
    )
    assert "Costs" in parse(page.encode()).text


def test_struck_out_cell_leaves_its_column() -> None:
    rows = "<tr><th>Visit</th><th>Old</th><th>New</th></tr><tr><td>First</td><td style='text-decoration:line-through'>4"
    builder = parse(BODY.format(f"<table>{rows}</td><td>6</td></tr></table>").encode())
    assert "First · New: 6" in builder.text
    assert [left.text for left in builder.left_out] == ["4"]


def test_text_far_outside_the_page_is_named() -> None:
    builder = parse(b"<h1>Beds</h1><p>There are 29.</p><p style='position: absolute; left: -9999px'>Unseen.</p>")
    assert builder.text == "Beds\n\nThere are 29."
    assert [part.text for part in builder.left_out] == ["Unseen."]
