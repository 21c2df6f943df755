"""Completion of words in a shell: the scripts, and the ids of documents and names of styles that they ask for."""

import re
from contextlib import suppress

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from reportqa.errors import ReportQAError
from reportqa.settings import Settings

_PROGRAM = "reportqa"
SHELLS = ("bash", "zsh", "fish")
_MOST = 200
"""Words that are offered at once."""
_NEEDS_ESCAPE = re.compile(r"[^\w@%+=:,./#~-]")


@add_completion_class
class _EscapingBashComplete(BashComplete):
    """Completion of bash, which puts words on the line as they are: spaces and the like need a backslash."""

    def format_completion(self, item: CompletionItem) -> str:
        # The script reads the line with `read`, which takes away one backslash.
        return f"{item.type}," + _NEEDS_ESCAPE.sub(r"\\\\\g<0>", str(item.value))


def completion_script(shell: str, program: click.Command) -> str:
    """Return the script that has a shell complete the words of the program `reportqa`.

    :param shell: one of SHELLS
    """
    found = get_completion_class(shell)
    if found is None:
        raise ValueError(shell)
    return found(program, {}, _PROGRAM, f"_{_PROGRAM}_complete".upper()).source()


def complete_documents(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the ids of documents that begin with what was typed, whatever the case, with their titles."""
    from reportqa.index import Catalogue

    with suppress(ReportQAError):
        found = [one for one in Catalogue.open(_settings(context)).documents() if _begins(one.doc_id, typed)]
        return [CompletionItem(one.doc_id, help=one.title) for one in found[:_MOST]]
    return []


def complete_collections(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the names of collections that begin with what was typed, whatever the case."""
    from reportqa.index import CollectionStore

    with suppress(ReportQAError):
        found = CollectionStore(_settings(context).index_dir).all()
        return [CompletionItem(one.name) for one in found if _begins(one.name, typed)]
    return []


def complete_documents_and_files(
    context: click.Context, parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the ids of documents as `complete_documents`; without one, files are completed."""
    return complete_documents(context, parameter, typed) or [CompletionItem(typed, type="file")]


def complete_styles(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the names of citation styles that begin with what was typed, with their titles."""
    from reportqa.citations import search_styles

    found = [style for style in search_styles(typed) if _begins(style.name, typed)]
    return [CompletionItem(style.name, help=style.title) for style in found[:_MOST]]


def _settings(context: click.Context) -> Settings:
    """Return the settings that the words before name."""
    root = context.find_root().params.get("root")
    return Settings.from_env(root=root, index_dir=context.params.get("index_dir"))


def _begins(word: str, typed: str) -> bool:
    return word.casefold().startswith(typed.casefold())
