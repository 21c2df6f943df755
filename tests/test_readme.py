"""What the README shows is what the program prints, and every command is in it."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.settings import Settings

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ (.+)\n((?:.*\n)*?)```$", README, re.MULTILINE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_what_the_readme_shows_is_what_the_program_prints(
    command: str, shown: str, settings: Settings, built: Summary
) -> None:
    command, _, pipe = command.partition(" | ")
    arguments = shlex.split(command)
    assert arguments.pop(0) == "reportqa"
    result = CliRunner().invoke(main, arguments, env={"REPORTQA_INDEX": str(settings.index_dir)})
    assert result.exit_code == 0, result.output
    # The place after a citation is left out of the README: it changes with every character before it.
    lines = [line for line in result.stdout.splitlines() if not re.search(r"^ +\S+#\d+-\d+$", line)]
    if pipe:
        # Times are never the same twice.
        assert pipe in {"head -1", "grep -v ms"}
        lines = lines[:1] if pipe == "head -1" else [line for line in lines if "ms" not in line]
    if "evaluate" in command:
        # A model in integers gives a little other vectors on another kind of processor, and one rank more or less.
        assert [_NUMBER.sub("#", line) for line in lines] == [_NUMBER.sub("#", line) for line in shown.splitlines()]
        printed, expected = (_NUMBER.findall(text) for text in ("\n".join(lines), shown))
        assert list(map(_value, printed)) == pytest.approx(list(map(_value, expected)), abs=0.05, rel=0.02)
        return
    assert lines == shown.splitlines()


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def test_every_command_is_in_the_readme_and_has_help() -> None:
    assert main.commands
    for name, command in main.commands.items():
        assert f"`reportqa {name}" in README
        assert command.help
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help or option.name == "style", f"{name} {option.name}"


def test_every_module_is_in_the_reading_order() -> None:
    listed = set(re.findall(r"`(?:parsing/)?(\w+)\.py`", README))
    for module in ("errors", "parsing", "chunker", "embedder", "retriever", "indexing", "asking", "app", "cli"):
        assert module in listed or f"`{module}/`" in README
