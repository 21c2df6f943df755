import click
import pytest
from click.testing import CliRunner

from reportqa.cli import main
from reportqa.cli.command_group import CommandGroup
from reportqa.errors import InputError

COMMANDS = sorted(main.commands)


@click.command()
@click.option("--how-much")
def one(how_much: str | None) -> None:
    """Do one thing,
    and no other.

    More is said here.
    """
    raise InputError(f"It can't be done\x1b with {how_much}.")


@pytest.fixture
def group() -> CommandGroup:
    group = CommandGroup("program")
    group.add_section("Things", [one])
    return group


def test_error_is_one_sentence_and_status_1(group: CommandGroup) -> None:
    result = CliRunner().invoke(group, ["one", "--how-much", "7"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: It can't be done\\x1b with 7.\n"


def test_options_have_variables(group: CommandGroup) -> None:
    result = CliRunner().invoke(group, ["one"], env={"REPORTQA_ONE_HOW_MUCH": "8"})
    assert "with 8." in result.stderr


def test_summary_is_the_first_paragraph_under_its_heading(group: CommandGroup) -> None:
    assert "\nThings:\n  one  Do one thing, and no other.\n" in CliRunner().invoke(group, ["--help"]).stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_summary_of_each_command_is_a_sentence_that_fits_80_columns(command: str) -> None:
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout
    (line,) = [line for line in shown.splitlines() if line.startswith(f"  {command} ")]
    assert len(line) <= 79
    assert line.endswith(".")
    assert not line.endswith("...")


def test_help_has_a_heading_for_each_subject() -> None:
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == [
        "Options:", "Reports and index:", "Ask:", "Documents:", "Cite and write:", "Measure:", "Serve:",
        "Users:", "Shell:",
    ]  # fmt: skip


def test_misspelt_command_is_guessed() -> None:
    assert "Did you mean" in CliRunner().invoke(main, ["documnts"]).stderr
