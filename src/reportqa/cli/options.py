"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import IO, Any

import click

from reportqa.index import NAMES, Filters
from reportqa.settings import DEFAULT_MODEL

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare --index, the folder of the index."""
    return click.option("--index", "index_dir", type=FOLDER, help="Folder of the index.  [default: ROOT/index]")(
        command
    )


def ocr_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare --ocr."""
    return click.option(
        "--ocr", is_flag=True, default=None, help="Read pages that are pictures too, with Tesseract (slow)."
    )(command)


def model_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare --model."""
    return click.option(
        "--model", help=f"A sentence-transformers model by name or folder.  [default: {DEFAULT_MODEL}]"
    )(command)


class FilterValue(click.types.StringParamType):
    """A value of a filter; in the environment semicolons part several, since names have spaces."""

    envvar_list_splitter = ";"


_FILTER_OPTIONS = (
    click.option("--document", type=FilterValue(), multiple=True, metavar="ID", help="Only this document."),
    click.option(
        "--publisher",
        type=FilterValue(),
        multiple=True,
        metavar="NAME",
        help="Only from this publisher: words of its name.",
    ),
    click.option(
        "--author", type=FilterValue(), multiple=True, metavar="NAME", help="Only by this author: words of the name."
    ),
    click.option("--from", metavar="DATE", help="Only dated then or later: 2016, 2016-07 or 2016-07-19."),
    click.option("--to", metavar="DATE", help="Only dated then or earlier."),
    click.option(
        "--language", type=FilterValue(), multiple=True, metavar="CODE", help="Only in this language: en, de, cy …"
    ),
    click.option(
        "--type", type=FilterValue(), multiple=True, metavar="TYPE", help="Only this type of file: pdf, html, docx …"
    ),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the filters, which the command gets as one argument."""

    @wraps(command)
    def filtered(*args: Any, **given: Any) -> Any:
        values = {name: given.pop(name) for name in NAMES}
        dates = {name: (value,) for name, value in values.items() if isinstance(value, str)}
        lists = {name: value for name, value in values.items() if isinstance(value, tuple)}
        return command(*args, filters=Filters.of(lists | dates), **given)

    for option in reversed(_FILTER_OPTIONS):
        option(filtered)
    return filtered


def output_option(name: str, variable: str, description: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give an option for a file that is written at the end; that it can be is checked at the start."""

    def check(_context: click.Context, _option: click.Parameter, file: IO[str] | None) -> IO[str] | None:
        if file is not None and file.name != "-" and not Path(file.name).absolute().parent.is_dir():
            raise click.BadParameter(f"There is no folder {Path(file.name).parent} to write it to.")
        return file

    return click.option(
        name,
        variable,
        type=click.File("w", encoding="utf-8", lazy=True),
        metavar="FILE",
        callback=check,
        envvar=f"REPORTQA_EVALUATE_{name.removeprefix('--').upper()}",
        help=description,
    )
