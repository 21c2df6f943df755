"""The question of a command line: its words, or standard input."""

import io
import sys
from collections.abc import Sequence

STDIN = "-"
_MOST = 1024**2
"""Characters that are read of standard input, far more than a question may have."""


def question_of(words: Sequence[str]) -> str | None:
    """Return the words as one question; for "-", or no word and input from a pipe or file, standard input.

    None without a question.
    """
    if words and list(words) != [STDIN]:
        return " ".join(words)
    if not sys.stdin or (not words and sys.stdin.isatty()):
        return None
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    typed = sys.stdin.read(_MOST)
    return typed if words or typed.strip() else None
