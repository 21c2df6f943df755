"""The manual: its examples print what they show, and commands, options, routes and variables are all documented."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from flask import Flask

from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.parsing import SUFFIXES
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import (
    MAX_CITED,
    MAX_K,
    MAX_NOTES,
    MAX_QUESTION_LENGTH,
    MAX_QUOTES,
    MAX_STYLES,
    OCR_SECONDS,
    PAGE_SECONDS,
    PICTURES_MIB,
    REQUEST_SECONDS,
    Limits,
    Settings,
)
from support.console_examples import DOCS, ROOT, Example, assert_shows, examples_in, prepare_folder, printed_by

_IN_README = {(example.command, example.shown) for example in examples_in(ROOT / "README.md")}
EXAMPLES = {
    (example.command, example.shown): example
    for page in sorted(DOCS.rglob("*.md"))
    for example in examples_in(page)
    if (example.command, example.shown) not in _IN_README
}
_VARIABLE = re.compile(r"REPORTQA_[A-Z]+(?:_[A-Z]+)*(?![A-Z_])")
_OPTION = re.compile(r"(?<![\w`/-])`?(--?[a-z][a-z-]*)(?![\w-])")


def page(path: str) -> str:
    return (DOCS / path).read_text(encoding="utf-8")


def sections() -> Iterator[tuple[str, str]]:
    """Yield the commands that the reference has a section for, with the section."""
    for section in re.split(r"^#{2,3} ", page("reference/command-line.md"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if heading.startswith("`reportqa "):
            yield heading.strip("`").removeprefix("reportqa "), body


SECTIONS = dict(sections())


def options_of(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command and of those in it, by each of their names."""
    inner = command.commands.values() if isinstance(command, click.Group) and command is not main else ()
    commands = [command, *inner]
    options = [one for each in commands for one in each.params if isinstance(one, click.Option) and not one.hidden]
    return {name: option for option in options for name in (*option.opts, *option.secondary_opts)}


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(example, marks=[pytest.mark.slow] if " evaluate " in example.command else [], id=str(example))
        for example in EXAMPLES.values()
    ],
)
def test_examples_show_what_the_program_prints(
    example: Example, settings: Settings, built: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert_shows(example, printed_by(example, settings.index_dir))


def test_every_command_has_a_section_and_no_other() -> None:
    assert set(SECTIONS) == set(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_is_documented_and_has_help(name: str) -> None:
    options = options_of(main.commands[name])
    assert set(_OPTION.findall(SECTIONS[name])) >= set(options)
    assert main.commands[name].help
    assert all(option.help for option in options.values())


@pytest.mark.parametrize("name", sorted(main.commands))
def test_tables_of_a_command_name_only_its_options(name: str) -> None:
    first_column = "\n".join(re.findall(r"^\| (`.+?) \|", SECTIONS[name], re.MULTILINE))
    assert set(_OPTION.findall(first_column)) <= set(options_of(main.commands[name]))


def test_options_before_the_command_are_documented() -> None:
    shared = page("reference/command-line.md").partition("\n## ")[0]
    assert set(_OPTION.findall(shared)) >= set(options_of(main)) | {"--help", "-h"}


def test_every_environment_variable_is_in_the_table_and_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(_VARIABLE.findall(source))
    table = re.findall(r"^\| `(REPORTQA_\w+)` \|", page("reference/environment.md"), re.MULTILINE)
    assert set(table) == read
    assert len(table) == len(read)


def test_variables_that_pages_name_exist() -> None:
    table = set(re.findall(r"^\| `(REPORTQA_\w+)` \|", page("reference/environment.md"), re.MULTILINE))
    of_options = {option.envvar for command in main.commands.values() for option in options_of(command).values()}
    pages = [ROOT / "README.md", *DOCS.rglob("*.md")]
    named = {variable for path in pages for variable in _VARIABLE.findall(path.read_text(encoding="utf-8"))}
    assert named - table - of_options <= {"REPORTQA_COMMAND_OPTION"}


def test_an_option_is_set_by_the_documented_variable() -> None:
    result = CliRunner().invoke(main, ["styles", "apa"], env={"REPORTQA_STYLES_JSON": "1"})
    assert json.loads(result.stdout.splitlines()[0])["name"] == "apa"


def test_every_address_of_the_server_is_documented(settings: Settings) -> None:
    app: Flask = create_app(settings, Room())
    documented = re.sub(r"/ID\b", "/<>", page("reference/http.md"))
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<[^>]+>", "<>", rule.rule)
        inside_pages = not address.startswith("/api/") and rule.methods is not None and "GET" not in rule.methods
        if address != "/static/<>" and not inside_pages:
            assert re.search(rf"[ `]{re.escape(address)}[?`]", documented), address


@pytest.mark.parametrize(
    ("schema", "reference"), [("answer", "reference/json.md"), ("record", "reference/citation-records.md")]
)
def test_every_field_of_a_schema_is_documented(schema: str, reference: str) -> None:
    described = json.loads((ROOT / "src" / "reportqa" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    citation = described.get("$defs", {}).get("citation", {})
    fields = {*described["properties"], *citation.get("properties", {})}
    assert {field for field in fields if not re.search(rf'[`"]{field}[`"]', page(reference))} == set()


def test_every_file_type_is_listed() -> None:
    listed = re.findall(r"`(\.\w+)`", page("reference/file-types.md"))
    assert set(SUFFIXES) <= set(listed)
    assert set(listed) - set(SUFFIXES) == {".bib", ".ris"}


def test_limits_and_defaults_are_those_of_the_settings() -> None:
    defaults = Limits()
    assert {
        "REPORTQA_FILE_SECONDS": f"{defaults.seconds}; {OCR_SECONDS} with OCR",
        "REPORTQA_FILE_MEMORY_MIB": str(defaults.memory_mib),
        "REPORTQA_FILE_MIB": str(defaults.file_mib),
        "REPORTQA_FILE_OUTPUT_MIB": str(defaults.output_mib),
        "REPORTQA_PAGE_SECONDS": str(PAGE_SECONDS),
        "REPORTQA_PICTURES_MIB": str(PICTURES_MIB),
        "REPORTQA_REQUEST_SECONDS": str(REQUEST_SECONDS),
    }.items() <= dict(
        re.findall(r"^\| `(REPORTQA_\w+)` \|.*\| (.+) \|$", page("reference/environment.md"), re.MULTILINE)
    ).items()
    limits = dict(re.findall(r"^\| (.+?) \| (.+?) \|", page("reference/limits.md"), re.MULTILINE))
    assert limits["question"] == f"{MAX_QUESTION_LENGTH:,} characters"
    assert limits["citations of an answer"] == str(MAX_K)
    assert limits["records or links per `POST /api/cite`"] == str(MAX_CITED)
    assert limits["quotations in a briefing over HTTP, and in the tray"] == str(MAX_QUOTES)
    assert limits["notes of a briefing over HTTP, with headings"] == f"{MAX_NOTES:,} characters"
    assert limits["citation styles listed over HTTP"] == str(MAX_STYLES)
    assert limits["size of a file"] == f"{defaults.file_mib} MiB"


def test_modules_that_the_development_pages_name_exist() -> None:
    for name in ("packages", "flows"):
        modules = set(re.findall(r"`([\w/]+\.py)`", page(f"development/{name}.md"))) - {"benchmarks/package_graph.py"}
        missing = {
            module for module in modules if not any((base / module).is_file() for base in (ROOT, ROOT / "src/reportqa"))
        }
        assert modules
        assert missing == set()


def test_every_benchmark_and_every_package_is_listed() -> None:
    scripts = {path.name for path in (ROOT / "benchmarks").glob("*.py")}
    assert {name for name in scripts if f"`{name}" not in page("development/measures.md")} == set()
    packages = {path.parent.name for path in (ROOT / "src" / "reportqa").glob("*/__init__.py")}
    assert {name for name in packages if f"| `{name}` |" not in page("development/packages.md")} == set()


@pytest.mark.slow
def test_the_manual_builds_without_warnings_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 25
    for html in pages:
        loaded = re.findall(
            r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=\"?(?:https?:)?//[^\s>]+", html.read_text()
        )
        assert loaded == [], html.name
