"""Console examples of the README and the manual: the commands, what they show, and a check that they print it."""

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportqa.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ELISION = "…"
"""A line of an example that stands for any number of lines."""

_BLOCK = re.compile(r"^```console\n\$ (.+)\n((?:.*\n)*?)```$", re.MULTILINE)
_GAP = re.compile(r"([ ─])\1+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Example:
    """A command with its output as a page shows it."""

    page: str
    command: str
    shown: str

    def __str__(self) -> str:
        return f"{self.page}: {self.command}"


def examples_in(page: Path) -> list[Example]:
    """Return the console examples of a page in their order."""
    text = page.read_text(encoding="utf-8")
    return [Example(str(page.relative_to(ROOT)), *found) for found in _BLOCK.findall(text)]


def prepare_folder(folder: Path) -> None:
    """Make `folder` the one that examples run in, with the sample corpus and the files they name."""
    (folder / "corpus").symlink_to(ROOT / "corpus")
    for file in (DOCS / "examples").iterdir():
        shutil.copy(file, folder)


def printed_by(example: Example, index_dir: Path) -> list[str]:
    """Return the lines that the command prints in the current folder: its output, or else its message."""
    command, _, pipe = example.command.partition(" | ")
    both = command.endswith(" 2>&1")
    program, *arguments = shlex.split(command.removesuffix(" 2>&1"))
    assert program == "reportqa"
    result = CliRunner().invoke(main, arguments, env={"REPORTQA_INDEX": str(index_dir)})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    lines = (result.output if both else result.stdout or result.stderr).splitlines()
    match pipe:
        case "head -1" | "head -3":
            return lines[: int(pipe[-1])]
        case "tail -1":
            return lines[-1:]
        case "grep -v ms":  # Times are never the same twice.
            return [line for line in lines if "ms" not in line]
        case 'sed "/ms/d; /by kind/Q"':
            end = next(at for at, line in enumerate(lines) if "by kind" in line)
            return "\n".join(line for line in lines[:end] if "ms" not in line).rstrip().splitlines()
    assert not pipe, example
    return lines


def assert_shows(example: Example, printed: list[str]) -> None:
    """Check that an example shows the lines printed, where it does not leave some out."""
    shown = example.shown.splitlines()
    if "evaluate" in example.command:
        _assert_close(printed, shown)
        return
    if ELISION not in shown:
        assert printed == shown
        return
    parts = [part.splitlines() for part in re.split(rf"^{ELISION}$", example.shown, flags=re.MULTILINE)]
    first, *middle, last = [[line for line in part if line] for part in parts]
    printed = [line for line in printed if line]
    assert printed[: len(first)] == first
    position = len(first)
    for part in middle:
        found = [at for at in range(position, len(printed)) if printed[at:][: len(part)] == part]
        assert found, part
        position = found[0] + len(part)
    assert printed[max(position, len(printed) - len(last)) :] == last


def _assert_close(printed: list[str], shown: list[str]) -> None:
    # Integer arithmetic differs slightly between kinds of processors: a rank more or less. A slow machine has longer
    # times, and with them a wider column.
    without_numbers = [[_GAP.sub(r"\1", _NUMBER.sub("#", line)) for line in lines] for lines in (printed, shown)]
    assert without_numbers[0] == without_numbers[1]
    numbers = ([float(number.replace(",", "")) for number in _NUMBER.findall("\n".join(x))] for x in (printed, shown))
    measured, expected = numbers
    assert measured == pytest.approx(expected, abs=0.05, rel=0.02)
