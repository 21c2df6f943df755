import os
import pty
import re
import struct
import sys
import termios
import textwrap
from collections.abc import Mapping
from fcntl import ioctl

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

from reportqa.cli.terminal import WIDTH, bold_in, shows_color, text_width

BOLD = re.compile(r"\x1b\[1m(.*?)\x1b\[0m", re.DOTALL)


@pytest.mark.parametrize(
    ("choice", "environ", "shown"),
    [
        ("auto", {}, None),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, None),
        ("auto", {"TERM": "dumb"}, False),
        ("auto", {"TERM": "xterm-256color"}, None),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "0"}, None),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_are_a_choice_else_by_the_environment(
    choice: str, environ: Mapping[str, str], shown: bool | None
) -> None:
    assert shows_color(choice, environ) is shown


@pytest.mark.parametrize(("columns", "width"), [(80, 80), (140, WIDTH), (100, 100), (10, 40)])
def test_text_is_as_wide_as_the_terminal_but_not_too_wide_to_read(
    columns: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    parent, child = pty.openpty()
    ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    try:
        with os.fdopen(child, "w") as terminal:
            monkeypatch.setattr(sys, "stdout", terminal)
            monkeypatch.setattr(sys, "__stdout__", terminal)
            assert text_width() == width
    finally:
        os.close(parent)


def test_text_that_goes_elsewhere_has_one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert text_width() == WIDTH


def test_bold_ends_with_each_line_and_begins_after_the_indent() -> None:
    text = "one two three four five"
    filled = textwrap.fill(text, 10, subsequent_indent="  ")
    assert filled == "one two\n  three\n  four\n  five"
    assert bold_in(filled, text, [(4, 18)]) == (
        "one \x1b[1mtwo\x1b[0m\n  \x1b[1mthree\x1b[0m\n  \x1b[1mfour\x1b[0m\n  five"
    )


@given(st.text(st.sampled_from("ab \u00a0\n\t“"), max_size=60), st.data())
def test_bold_changes_no_character_and_marks_the_ranges(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    filled = textwrap.fill(text, 12, initial_indent="    ", subsequent_indent="    ", break_long_words=False)
    shown = bold_in(filled, text, [(start, end)])
    assert unstyle(shown) == filled
    assert "".join("".join(BOLD.findall(shown)).split()) == "".join(text[start:end].split())
