from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.citations.pandoc import inlines, make_tree, run_pandoc, write_inlines
from reportqa.errors import InputError

words = st.text('ab*_<&[\\"', min_size=1, max_size=5)
lines = st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map("\n".join)


@settings(max_examples=10)
@given(st.lists(lines, max_size=4))
def test_each_text_is_written_as_it_is(texts: list[str]) -> None:
    assert write_inlines([inlines(text) for text in texts], "plain") == texts


def test_texts_are_marked_up_as_their_format_requires() -> None:
    emphasis = {"t": "Emph", "c": inlines("must & may")}
    assert write_inlines([[emphasis], inlines("x < y")], "html5") == ["<em>must &amp; may</em>", "x &lt; y"]


def test_tree_has_its_metadata() -> None:
    tree = make_tree([{"t": "Para", "c": inlines("Text.")}], {"title": "The title", "author": ["A & B", "C"]})
    template = run_pandoc(tree, "markdown", ["--standalone"]).decode()
    assert template == "---\nauthor:\n- A & B\n- C\ntitle: The title\n---\n\nText.\n"


def test_no_file_is_read_for_a_text(tmp_path: Path) -> None:
    (tmp_path / "part.tex").write_text("Hidden words.")
    done = run_pandoc(f"\\input{{{tmp_path}/part.tex}} Shown.".encode(), "plain", reader="latex")
    assert b"Hidden" not in done


def test_text_that_pandoc_cannot_read_is_refused() -> None:
    with pytest.raises(InputError, match=r"^The text cannot be formatted: JSON parse error.*[^.]\.$"):
        run_pandoc(b"no tree", "plain")
    with pytest.raises(InputError, match=r'^The style "ours" has an error: JSON parse error'):
        run_pandoc(b"no tree", "plain", style="ours")
