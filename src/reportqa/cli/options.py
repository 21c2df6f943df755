"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import IO, Any

import click

from reportqa.cli.completion import complete_collections, complete_documents
from reportqa.settings import DEFAULT_MODEL, Settings
from reportqa.storage import RESTORE_JOURNAL

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)

Command = Callable[..., Any]

_SETTINGS_OPTIONS = {
    "corpus_dir": click.option(
        "--corpus",
        "corpus_dir",
        type=FOLDER,
        help="Folder of the reports.  [default: the one the index was built from, else ROOT/corpus]",
    ),
    "index_dir": click.option("--index", "index_dir", type=FOLDER, help="Folder of the index.  [default: ROOT/index]"),
    "model": click.option(
        "--model", help=f"A sentence-transformers model by name or folder.  [default: {DEFAULT_MODEL}]"
    ),
    "reader": click.option(
        "--reader",
        help="A cross-encoder or question-answering model that reads the ten best passages.  [default: none]",
    ),
    "strict_references": click.option(
        "--strict",
        "strict_references",
        is_flag=True,
        default=None,
        envvar="REPORTQA_STRICT_REFERENCES",
        help="Leave author and date that only the metadata of a file have out of references.",
    ),
    "ocr": click.option(
        "--ocr", is_flag=True, default=None, help="Also read pages that are pictures, with Tesseract (slow)."
    ),
}


def settings_options(*names: str) -> Callable[[Command], Command]:
    """Add the options of some settings to a command, which gets all settings as one argument, `settings`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def configured(*args: Any, **given: Any) -> Any:
            chosen = {name: given.pop(name) for name in names}
            settings = Settings.from_env(root=click.get_current_context().obj, **chosen)
            if (settings.index_dir / RESTORE_JOURNAL).exists():
                from reportqa.backups import finish_restore

                finish_restore(settings.index_dir)
            return command(*args, settings=settings, **given)

        for name in reversed(names):
            _SETTINGS_OPTIONS[name](configured)
        return configured

    return decorate


def json_option(description: str) -> Callable[[Command], Command]:
    """Return the option --json, passed on as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help=description)


class FilterValue(click.types.StringParamType):
    """A value of a filter; semicolons separate several in the environment, since names contain spaces."""

    envvar_list_splitter = ";"


def _filter(name: str, metavar: str, description: str, **given: Any) -> Callable[[Command], Command]:
    return click.option(f"--{name}", type=FilterValue(), multiple=True, metavar=metavar, help=description, **given)


_FILTER_OPTIONS = {
    "collection": _filter(
        "collection", "NAME", "Only the documents of this collection.", shell_complete=complete_collections
    ),
    "document": _filter("document", "ID", "Only this document.", shell_complete=complete_documents),
    "publisher": _filter("publisher", "NAME", "Only from this publisher: words of its name."),
    "author": _filter("author", "NAME", "Only by this author: words of the name."),
    "from": click.option("--from", metavar="DATE", help="Only from this date on: 2016, 2016-07 or 2016-07-19."),
    "to": click.option("--to", metavar="DATE", help="Only up to this date."),
    "language": _filter("language", "CODE", "Only in this language: en, de, cy …"),
    "type": _filter("type", "TYPE", "Only files of this type: pdf, html, docx …"),
}


def filter_options(command: Command) -> Command:
    """Add the filters to a command, which gets them as one argument, `filters`."""

    @wraps(command)
    def filtered(*args: Any, **given: Any) -> Any:
        from reportqa.index import Filters

        values = {name: given.pop(name) for name in _FILTER_OPTIONS}
        lists = {name: (value,) if isinstance(value, str) else value or () for name, value in values.items()}
        return command(*args, filters=Filters.of(lists), **given)

    for option in reversed(_FILTER_OPTIONS.values()):
        option(filtered)
    return filtered


def output_option(name: str, variable: str, description: str) -> Callable[[Command], Command]:
    """Return an option for a file that is written at the end; its folder is checked at the start."""

    def check(_context: click.Context, _option: click.Parameter, file: IO[str] | None) -> IO[str] | None:
        if file is not None and file.name != "-" and not Path(file.name).absolute().parent.is_dir():
            raise click.BadParameter(f"There is no folder {Path(file.name).parent} to write it to.")
        return file

    return click.option(
        name, variable, type=click.File("w", encoding="utf-8", lazy=True), metavar="FILE", callback=check,
        envvar=f"REPORTQA_EVALUATE_{name.removeprefix('--').upper()}", help=description,
    )  # fmt: skip
