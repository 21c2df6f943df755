"""Parts of pages that are shown after a click, as written by several publishing systems."""

import pytest

from reportqa.parsing.html.parser import parse

TEXT = "The board of the partnership met in May and agreed that nothing should change before the summer. " * 3


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html lang=en><body><h1>Merging</h1><p>{TEXT}</p>{body}<p>{TEXT}</p></body></html>".encode()


def test_button_of_a_collapsed_section_is_its_heading() -> None:
    button = (
        '<button aria-expanded="false" aria-controls="x"><span>Fees and costs</span>'
        '<span class="section-toggle">Show</span><span class="visually-hidden"> this section</span></button>'
    )
    panel = '<div id="x" class="accordion__content"><p>The fee is £20 for each of the practices.</p></div>'
    for body in (f"<h2>{button}</h2>{panel}", f"{button}{panel}"):
        builder = parse(page(body))
        assert [section.heading for section in builder.sections] == ["Merging", "Fees and costs"]
        assert "Show" not in builder.text


def test_button_of_a_menu_is_not_a_heading() -> None:
    menu = '<button aria-expanded="false" aria-controls="m">All our pages</button><div id="m">{}</div>'
    links = "<ul><li><a href=a>News of the day</a></li><li><a href=b>People who work here</a></li></ul>"
    assert "All our pages" not in parse(page(menu.format(links))).text


@pytest.mark.parametrize(
    "part",
    [
        '<div class="faq-answer" style="display: none">Nobody does.</div>',
        '<div role="tabpanel" aria-hidden="true">Nobody does.</div>',
        '<div hidden="until-found">Nobody does.</div>',
        '<p aria-expanded="false">Who pays?</p><div hidden>Nobody does.</div>',
    ],
)
def test_short_collapsed_answers_are_kept(part: str) -> None:
    assert "Nobody does." in parse(page(part)).text


def test_other_hidden_parts_are_left_out() -> None:
    assert "Nobody does." not in parse(page("<div hidden>Nobody does.</div>")).text


def test_box_between_paragraphs_is_content() -> None:
    assert "In brief: it works." in parse(page("<aside><b>In brief</b>: it works.</aside>")).text
    links = '<aside><h3>More on this</h3><a href="a">Nurses vote on Friday</a></aside>'
    assert "Nurses vote" not in parse(page(links)).text
    deep = "<ol>" * 30 + "<p>One</p><aside>In brief: it works.</aside>" + "</ol>" * 30
    assert "In brief: it works." in parse(page(deep)).text
    sidebar = "<div><aside><p>In brief: it works.</p></aside></div>"
    assert "In brief" not in parse(page(sidebar)).text


TABS = (
    "<ul role='tablist'><li><a href='#s' data-toggle='tab'>Summer</a></li><li>"
    "<button role='tab' aria-controls='w'>Winter</button></li></ul>"
)


def test_titles_of_tabs_are_headings_of_what_they_show() -> None:
    panels = (
        "<div id='s' role='tabpanel'>From May it is open from 9am to 7pm.</div>"
        "<div id='w' role='tabpanel' hidden><p>From October it is open from 10am.</p></div>"
    )
    builder = parse(f"<h1>Hours</h1>{TABS}{panels}".encode())
    assert [section.heading for section in builder.sections] == ["Hours", "Summer", "Winter"]
    assert builder.text.endswith("Winter\n\nFrom October it is open from 10am.")


def test_tabs_without_text_are_a_menu() -> None:
    builder = parse(
        f"<h1>Hours</h1>{TABS}<p>It is open from May.</p><div id='s'><a href='/x'>Summer of 2020</a></div>".encode()
    )
    assert [section.heading for section in builder.sections] == ["Hours"]
