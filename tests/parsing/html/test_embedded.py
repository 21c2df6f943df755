from html import escape

import pytest

from reportqa.errors import ParseError
from reportqa.parsing.html.parser import parse

BODY = "<h1>Beds</h1><p>The census was taken on one night in every ward.</p>{}<p>It is repeated in spring.</p>"
SHOWN = "Beds\n\nThe census was taken on one night in every ward.\n\n{}It is repeated in spring."


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (
            "<x-a><template shadowrootmode='open'><style>p{display:none}</style><b>It counted 29.</b></template></x-a>",
            "It counted 29.",
        ),
        ("<x-a><template shadowrootmode='open'><b>Wards: </b><slot>none</slot></template>7</x-a>", "Wards: 7"),
        (
            "<x-a><template shadowrootmode='open'><p>Beds <slot name='n'></slot></p></template><i slot='n'>7</i></x-a>",
            "Beds 7",
        ),
        (f"<iframe srcdoc='{escape('<body><p>It counted 29.</p>')}'></iframe>", "It counted 29."),
        (
            "<noscript><table><tr><th>Ward</th><th>Beds</th></tr><tr><td>Ash</td><td>4</td></tr></table></noscript>",
            "Ash · Beds: 4",
        ),
        (
            "<svg><defs><text>no</text></defs><text>Ash <tspan>29</tspan></text><text>Elm 4</text></svg>",
            "Ash 29 · Elm 4",
        ),
        (
            "<svg role='img'><title>Beds by ward</title><desc>Ash has 29 of them</desc></svg>",
            "Beds by ward. Ash has 29 of them",
        ),
        ("<div><embed src='a.swf' title='Plan'><p>It counted 29.</p></div>", "It counted 29."),
        ("<div><embed src='a.swf'>It counted <b>29</b>.</div>", "It counted 29."),
        ("<p>It counted anti<wbr>bodies<wbr>.</p>", "It counted antibodies."),
        ("<p><ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rt>きょう</rt></ruby>は</p>", "東京 (とうきょう)は"),
    ],
)
def test_embedded_content_is_read_in_its_place(part: str, text: str) -> None:
    assert parse(BODY.format(part).encode()).text == SHOWN.format(f"{text}\n\n")


@pytest.mark.parametrize(
    ("part", "kind", "text"),
    [
        ('<iframe src="charts/beds%201.html" title="Chart"></iframe>', "embedded page", "Chart (charts/beds 1.html)"),
        ('<object data="beds.pdf"></object>', "embedded file", "beds.pdf"),
        (
            "<noscript>Please enable JavaScript to use this page.</noscript>",
            "notice",
            "Please enable JavaScript to use this page.",
        ),
        ('<object data="beds.pdf">The beds</object>', "embedded file", "The beds (beds.pdf)"),
        ("<canvas>A chart of beds</canvas>", "text in place of media", "A chart of beds"),
        ("<template><p>No wards.</p></template>", "template", "No wards."),
        ("<dialog><p>No wards.</p></dialog>", "dialog", "No wards."),
        (f"<iframe srcdoc='{escape('<p hidden>No wards.</p>')}'></iframe>", "hidden text", "No wards."),
    ],
)
def test_what_is_not_read_is_named(part: str, kind: str, text: str) -> None:
    builder = parse(BODY.format(part).encode())
    assert builder.text == SHOWN.format("")
    assert [(left.kind, left.text) for left in builder.left_out] == [(kind, text)]


@pytest.mark.parametrize(
    "part", ['<iframe src="x" width="1"></iframe>', '<iframe src="about:blank"></iframe>', "<svg><path/></svg>"]
)
def test_what_shows_nothing_is_not_named(part: str) -> None:
    assert parse(BODY.format(part).encode()).left_out == []


def test_text_without_scripts_that_the_page_has_anyway_is_read_once() -> None:
    page = BODY.format("<noscript><p>It is repeated in spring.</p></noscript>")
    assert parse(page.encode()).text == SHOWN.format("")


def test_frames_are_named_and_their_other_text_is_read() -> None:
    page = "<frameset><frame src='menu.htm'><noframes><body><p>It counted 64 wells.</p></body></noframes></frameset>"
    builder = parse(f"<html><head><title>Wells</title></head>{page}</html>".encode())
    assert builder.text == "It counted 64 wells."
    assert [(left.kind, left.text) for left in builder.left_out] == [("frame", "menu.htm")]


def test_frames_within_frames_end() -> None:
    page = "<p>word</p>"
    for _ in range(8):
        page = f'<p>word</p><iframe srcdoc="{escape(page)}"></iframe>'
    assert 2 <= parse(page.encode()).text.count("word") < 9


@pytest.mark.parametrize(
    "page", ["<frameset><frame src='one.htm'></frameset>", "<body><iframe src='one.htm'></iframe>"]
)
def test_page_of_nothing_but_frames_names_them(page: str) -> None:
    with pytest.raises(ParseError, match=r"no text but frames: one\.htm"):
        parse(f"<html>{page}</html>".encode())


def test_words_of_a_drawing_and_of_old_browsers_are_named() -> None:
    drawing = "<svg><title>Beds by ward</title><text>Ash 29</text></svg>"
    builder = parse(BODY.format(f"{drawing}<noframes><p>Frames are off.</p></noframes>").encode())
    assert [(part.kind, part.text) for part in builder.left_out] == [
        ("tooltip", "Beds by ward"), ("text in place of frames", "Frames are off."),
    ]  # fmt: skip
