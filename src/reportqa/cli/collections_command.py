"""The commands that list, add, delete and share collections of documents."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from reportqa.cli.auditing import note
from reportqa.cli.completion import complete_collections
from reportqa.cli.options import filter_options, json_option, settings_options
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.index import Filters, SharedCollections


@click.group(invoke_without_command=True)
@click.option(
    "--add", metavar="NAME", shell_complete=complete_collections,
    help="Save the filters as a collection; with --document alone, add these documents to it.",
)  # fmt: skip
@click.option("--delete", metavar="NAME", shell_complete=complete_collections, help="Delete a collection.")
@filter_options
@json_option("Print one line of JSON per collection.")
@settings_options("index_dir")
@click.pass_context
def collections(
    context: click.Context, settings: Settings, add: str | None, delete: str | None, filters: "Filters", as_json: bool
) -> None:
    """List, add, delete or share named sets of documents.

    A collection is a list of documents (--document) or saved filters, whose documents change with the index.
    "--collection NAME" then restricts a question, a list or a bibliography to it. Deleting one leaves its
    documents in the index.
    """
    if context.invoked_subcommand is not None:
        return
    from reportqa.cli.collection_table import table_text
    from reportqa.cli.output import json_line
    from reportqa.index import Catalogue, Collection, CollectionStore

    if add is not None and delete is not None:
        raise click.UsageError("Use --add and --delete one after the other.")
    if filters and add is None:
        raise click.UsageError("Filters belong to a new collection. Name it with --add NAME.")
    facets = Catalogue.open(settings).facets()
    store = CollectionStore(settings.index_dir)
    if add is not None:
        facets.select(filters)
        is_list = Collection(add, filters).is_by_hand and bool(filters)
        made = store.add(add, filters.doc_ids) if is_list else store.save(add, filters)
        note(settings, "collection", *filters.doc_ids, subject=made.name, detail="save")
        click.echo(f'Saved "{made.name}".', err=True)
    with _shared_collections(settings) as shared:
        if delete is not None:
            shared.delete(delete)
            note(settings, "collection", subject=delete, detail="delete")
            click.echo(f'Deleted "{delete}".', err=True)
        rows = [
            facets.describe(one) | ({"groups": sorted(groups)} if (groups := shared.groups(one.name)) else {})
            for one in store.all()
        ]
    for line in map(json_line, rows) if as_json else [table_text(rows)]:
        click.echo(line)


@collections.command()
@click.argument("name", shell_complete=complete_collections)
@click.argument("groups", metavar="GROUP...", nargs=-1, required=True)
@settings_options("index_dir")
def grant(settings: Settings, name: str, groups: tuple[str, ...]) -> None:
    """Share a collection with groups of users.

    From the first shared collection on, users of the server who are not administrators see nothing else; see
    REPORTQA_UNSHARED. The group "everyone" has all users, "nobody" has none.
    """
    with _shared_collections(settings, create=True) as shared:
        is_first = not shared.any()
        found = shared.grant(name, groups)
        note(settings, "collection", subject=found.name, detail="grant")
        click.echo(f'"{found.name}" is shared with {", ".join(sorted(shared.groups(found.name)))}.')
    if is_first and not settings.shows_unshared:
        click.echo(
            "Only administrators now see documents that are in no shared collection. Set REPORTQA_UNSHARED=everyone"
            " where the server is started to show them to all users.",
            err=True,
        )


@collections.command()
@click.argument("name", shell_complete=complete_collections)
@click.argument("groups", metavar="[GROUP...]", nargs=-1)
@settings_options("index_dir")
def revoke(settings: Settings, name: str, groups: tuple[str, ...]) -> None:
    """Stop sharing a collection with groups of users, with all of them when none is named."""
    with _shared_collections(settings) as shared:
        found = shared.revoke(name, groups)
        note(settings, "collection", subject=found.name, detail="revoke")
        left = ", ".join(sorted(shared.groups(found.name)))
        click.echo(f'"{found.name}" is {f"shared with {left}" if left else "not shared any more"}.')
        if not left and not shared.any():
            click.echo("No collection is shared now, so all users see all documents.", err=True)


@contextmanager
def _shared_collections(settings: Settings, *, create: bool = False) -> Iterator["SharedCollections"]:
    """Yield the collections with their groups; without a database of users there are no groups.

    :param create: whether the database is created
    """
    from reportqa.index import CollectionStore, SharedCollections
    from reportqa.state import OpenedState

    store = CollectionStore(settings.index_dir)
    with closing(OpenedState(settings)) as state:
        if not create and not state.exists:
            yield SharedCollections(store)
            return
        from reportqa.state import GrantStore

        yield SharedCollections(store, GrantStore(state.get()))
