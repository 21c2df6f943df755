"""The terminal that is printed to: its width, whether it shows colours, and ranges of a text in bold."""

import shutil
import sys
from collections.abc import Mapping, Sequence

import click

WIDTH = 100
"""Columns of text, at most: longer lines are hard to read."""
_LEAST = 40


def text_width() -> int:
    """Return the columns of text: those of the terminal, at most WIDTH, which holds elsewhere."""
    columns = terminal_columns()
    return WIDTH if columns is None else max(min(WIDTH, columns), _LEAST)


def terminal_columns() -> int | None:
    """Return the columns of the terminal that standard output is; None for a file or pipe."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else None


def shows_color(choice: str, environ: Mapping[str, str]) -> bool | None:
    """Return whether to print colours; None: on a terminal.

    :param choice: "always", "never" or "auto", which leaves it to NO_COLOR, FORCE_COLOR and TERM=dumb
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    return True if environ.get("FORCE_COLOR", "0") not in {"", "0"} else None


def bold_in(filled: str, text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """Return a text that was broken into lines, with ranges of it in bold.

    :param filled: the characters of `text` in their order, with other white space between them
    :param ranges: of `text`, each in one piece on every line
    """
    places = [at for at, character in enumerate(filled) if not character.isspace()]
    known = dict(zip((at for at, character in enumerate(text) if not character.isspace()), places, strict=True))
    for start, end in sorted(ranges, reverse=True):
        if inside := [known[at] for at in range(start, end) if at in known]:
            first, last = inside[0], inside[-1] + 1
            lines = filled[first:last].split("\n")
            filled = filled[:first] + "\n".join(map(_bold, lines)) + filled[last:]
    return filled


def _bold(line: str) -> str:
    """Return a line in bold, without the white space around it: some programs underline or colour that."""
    if not line.strip():
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return indent + click.style(line.strip(), bold=True) + line[len(line.rstrip()) :]
