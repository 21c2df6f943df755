"""The command that lists, adds and deletes collections of documents."""

from typing import TYPE_CHECKING

import click

from reportqa.cli.auditing import note
from reportqa.cli.completion import complete_collections
from reportqa.cli.options import filter_options, json_option, settings_options
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.index import Filters


@click.command()
@click.option(
    "--add", metavar="NAME", shell_complete=complete_collections,
    help="Save the filters as a collection; with --document alone, add these documents to it.",
)  # fmt: skip
@click.option("--delete", metavar="NAME", shell_complete=complete_collections, help="Delete a collection.")
@filter_options
@json_option("Print one line of JSON per collection.")
@settings_options("index_dir")
def collections(settings: Settings, add: str | None, delete: str | None, filters: "Filters", as_json: bool) -> None:
    """List, add or delete collections: named sets of documents.

    A collection is a list of documents (--document) or saved filters, whose documents change with the index.
    "--collection NAME" then restricts a question, a list or a bibliography to it. Deleting one leaves its
    documents in the index.
    """
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
    if delete is not None:
        store.delete(delete)
        note(settings, "collection", subject=delete, detail="delete")
        click.echo(f'Deleted "{delete}".', err=True)
    rows = [facets.describe(one) for one in store.all()]
    for line in map(json_line, rows) if as_json else [table_text(rows)]:
        click.echo(line)
