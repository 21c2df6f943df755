import io
import os
import pty
import sys

import pytest

from reportqa.cli.question import question_of


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Have a process read these bytes from a pipe or file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def test_words_are_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"not read")
    assert question_of(["How", "many", "CCGs", "answered"]) == "How many CCGs answered"
    assert question_of(["How many CCGs answered?"]) == "How many CCGs answered?"
    assert question_of([""]) == ""
    assert question_of(["-", "and", "more"]) == "- and more"


@pytest.mark.parametrize("words", [["-"], []])
def test_question_comes_from_a_pipe(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    type_in(monkeypatch, "How many\nCCGs answerëd?\n".encode())
    assert question_of(words) == "How many\nCCGs answerëd?\n"


def test_bytes_that_are_no_text_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"How many p\xffatients?")
    assert question_of(["-"]) == "How many p\ufffdatients?"


def test_empty_pipe_is_a_question_only_if_it_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"\n")
    assert question_of([]) is None
    type_in(monkeypatch, b"\n")
    assert question_of(["-"]) == "\n"


def test_terminal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, child = pty.openpty()
    try:
        with os.fdopen(child) as terminal:
            monkeypatch.setattr(sys, "stdin", terminal)
            assert question_of([]) is None
    finally:
        os.close(parent)


def test_closed_standard_input_is_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert question_of([]) is None
    assert question_of(["-"]) is None


def test_endless_input_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"a" * (3 * 1024**2))
    assert len(question_of(["-"]) or "") == 1024**2
