import pytest

from reportqa.parsing.html.parser import parse
from reportqa.parsing.unseen_text import INVISIBLE, UNSEEN

BODY = "<h1>Fees</h1><p>The clinic has three fees that depend on the visit.</p>{}<p>They are paid at the desk.</p>"
READ = BODY.format("").replace("<p>", "\n\n")


def _left(part: str, head: str = "") -> list[tuple[str, str]]:
    builder = parse(f"<!DOCTYPE html><html><head>{head}</head><body>{BODY.format(part)}</body></html>".encode())
    assert "They are paid at the desk." in builder.text
    assert ("Draft." in builder.text) == (not builder.left_out), builder.text
    assert builder.warnings == []
    return [(part.kind, part.text) for part in builder.left_out]


@pytest.mark.parametrize(
    ("part", "head", "kind"),
    [
        ('<p style="color:#fff">Draft.</p>', "", UNSEEN),
        ('<p style="color: rgb(255 255 255)">Draft.</p>', "", UNSEEN),
        ('<p style="color:#fdfdfd">Draft.</p>', "", UNSEEN),
        ('<p style="color:rgba(0,0,0,.02)">Draft.</p>', "", UNSEEN),
        ('<p style="color:transparent">Draft.</p>', "", UNSEEN),
        ('<p>A long visit costs £9.<span style="color:white">Draft.</span></p>', "", UNSEEN),
        ('<p><font color="#FFFFFF">Draft.</font></p>', "", UNSEEN),
        ('<div style="background:#333"><p style="color:#333">Draft.</p></div>', "", UNSEEN),
        ('<p class="off">Draft.</p>', "<style>body{background:#eee} .off{color:#eee}</style>", UNSEEN),
        ('<div class="off"><p>Draft.</p></div>', "<style>.off{color:#fff}</style>", UNSEEN),
        ('<table><tr><td bgcolor="#000000"><font color="black">Draft.</font></td></tr></table>', "", UNSEEN),
        ('<p style="color:#000;background:black">Draft.</p>', '<link rel="stylesheet" href="site.css">', UNSEEN),
        ('<p style="font-size:0">Draft.</p>', "", INVISIBLE),
        ('<p style="font:0/0 a">Draft.</p>', "", INVISIBLE),
        ('<div class="off"><p style="font-size:2em">Draft.</p></div>', "<style>.off{font-size:0px}</style>", INVISIBLE),
        ('<p style="font-size:0">Draft.</p>', '<link rel="stylesheet" href="site.css">', INVISIBLE),
        ('<p style="opacity:0">Draft.</p>', "", INVISIBLE),
        ('<div style="opacity: 0.0"><p style="opacity:1">Draft.</p></div>', "", INVISIBLE),
        ('<p class="off">Draft.</p>', "<style>.off{opacity:0%}</style>", INVISIBLE),
    ],
)
def test_text_that_is_not_seen_is_named(part: str, head: str, kind: str) -> None:
    assert _left(part, head) == [(kind, "Draft.")]


@pytest.mark.parametrize(
    ("part", "head"),
    [
        ('<p style="color:#ccc">Draft.</p>', ""),
        ('<div style="background:#036"><p style="color:#fff">Draft.</p></div>', ""),
        ('<div style="background:url(sea.jpg)"><p style="color:#fff">Draft.</p></div>', ""),
        ('<div style="background:linear-gradient(red,blue)"><p style="color:#fff">Draft.</p></div>', ""),
        ('<div style="background-image:url(sea.jpg);background-color:#fff"><p style="color:#fff">Draft.</p></div>', ""),
        ('<table bgcolor="#003366"><tr><td style="color:white">Draft.</td></tr></table>', ""),
        ('<table background="sea.jpg"><tr><td style="color:white">Draft.</td></tr></table>', ""),
        ('<p style="color:#fff">Draft.</p>', '<link rel="stylesheet" href="site.css">'),
        ('<p style="color:#fff">Draft.</p>', "<style>@import 'site.css';</style>"),
        ('<p class="x" style="color:#fff">Draft.</p>', "<style>.x{background:#036}</style>"),
        ('<p class="x" style="color:#fff">Draft.</p>', "<style>@media (min-width:9px){.x{background:#036}}</style>"),
        ('<p style="color:#fff">Draft.</p>', "<style>p:nth-child(odd){background:#036}</style>"),
        ('<p style="color:#fff">Draft.</p>', "<style>:root{background:#036}</style>"),
        ('<p style="color:var(--ink)">Draft.</p>', "<style>body{background:#fff}</style>"),
        ('<p class="x">Draft.</p>', "<style>.x{color:#fff} .x:hover{color:#000}</style>"),
        ('<p style="color:#fff;text-shadow:0 0 2px #000">Draft.</p>', ""),
        ('<p style="color:transparent;-webkit-background-clip:text;background:url(x.png)">Draft.</p>', ""),
        ('<p style="position:absolute;top:0;color:#fff">Draft.</p>', ""),
        ('<p style="color:#fff"><img src="a.jpg" style="position:absolute">Draft.</p>', ""),
        ('<p style="color:#fff"><mark>Draft.</mark></p>', ""),
        ('<p style="color:#fff"><span style="color:#000">Draft.</span></p>', ""),
        ('<p style="font-size:0"><span style="font-size:12px">Draft.</span></p>', ""),
        ('<div style="font-size:0"><p class="x">Draft.</p></div>', '<link rel="stylesheet" href="site.css">'),
        ('<p class="x">Draft.</p>', "<style>.x{font-size:0} @media (min-width:9px){.x{font-size:12px}}</style>"),
        ('<p style="font-size:0.9em">Draft.</p>', ""),
        ('<p style="opacity:0.01">Draft.</p>', ""),
        ('<p class="x">Draft.</p>', "<style>.x{opacity:0} .x.in{opacity:1}</style>"),
        ('<p class="x">Draft.</p>', "<style>.x{opacity:0;transition:opacity 1s}</style>"),
        ('<p class="x">Draft.</p>', "<style>.x{opacity:0;animation:fade 1s forwards}</style>"),
    ],
)
def test_text_that_may_be_seen_is_read(part: str, head: str) -> None:
    assert _left(part, head) == []


@pytest.mark.parametrize("head", ["<script>show()</script>", '<link rel="stylesheet" href="site.css">'])
def test_transparent_text_that_a_script_or_another_file_may_show_is_read_with_a_warning(head: str) -> None:
    page = f"<head>{head}</head>" + BODY.format('<p style="opacity:0">A long visit costs £9.</p>')
    builder = parse(page.encode())
    assert "A long visit costs £9." in builder.text
    assert builder.left_out == []
    [warning] = builder.warnings
    assert "“A long visit costs £9.”" in warning


def test_page_of_which_most_is_not_seen_is_read() -> None:
    builder = parse(f'<div style="color:#fff">{BODY.format("")}</div>'.encode())
    assert "three fees" in builder.text


def test_cell_that_is_not_seen_leaves_its_column() -> None:
    rows = (
        "<tr><th>Visit</th><th>Old</th><th>New</th></tr><tr><td>First</td><td style='color:#fff'>4</td><td>6</td></tr>"
    )
    builder = parse(BODY.format(f"<table>{rows}</table>").encode())
    assert "First · New: 6" in builder.text
    assert [(left.kind, left.text) for left in builder.left_out] == [(UNSEEN, "4")]


def test_pictures_of_parts_in_the_colour_of_their_background_stay() -> None:
    builder = parse(BODY.format('<div style="color:#fff">Draft.<img src="a.png" alt="Fees by visit"></div>').encode())
    assert "Fees by visit" in builder.text
    assert "Draft." not in builder.text


def test_colours_of_a_page_in_a_frame_are_not_those_of_the_page() -> None:
    inner = "<style>body{background:#036;color:#fff}</style><p>Draft.</p>"
    builder = parse(BODY.format(f'<iframe srcdoc="{inner}"></iframe>').encode())
    assert "Draft." in builder.text


def test_transparent_text_that_is_not_read_gives_no_warning() -> None:
    menu = '<nav style="opacity:0"><a href="/a">Home</a> <a href="/b">News</a></nav>'
    assert parse(f"<script>show()</script>{BODY.format(menu)}".encode()).warnings == []
