"""The command that confirms and corrects what is known of a document."""

import click

from reportqa.cli.auditing import note
from reportqa.cli.completion import complete_documents
from reportqa.cli.options import json_option, settings_options
from reportqa.settings import Settings


@click.command()
@click.argument("doc_id", metavar="DOCUMENT", shell_complete=complete_documents)
@click.option("--title", metavar="TEXT", help="The title.")
@click.option(
    "--author", "authors", multiple=True, metavar="NAME",
    help='An author: "Family, Given", or an organisation without a comma; can be repeated.',
)  # fmt: skip
@click.option(
    "--issued", metavar="DATE", help='The date: 2016, 2016-07, 2016-07-19, "forthcoming", "in press" or "n.d."'
)
@click.option("--publisher", metavar="NAME", help="The publisher.")
@click.option("--confirm", is_flag=True, help="Author and date are as the file's metadata say: keep them as checked.")
@click.option("--undo", is_flag=True, help="Undo the last change of this document.")
@click.option("--show", is_flag=True, help="Print what is known and where it is from (default without other options).")
@json_option("Print what is known as one line of JSON.")
@settings_options("corpus_dir", "index_dir")
def describe(
    settings: Settings, doc_id: str, title: str | None, authors: tuple[str, ...], issued: str | None,
    publisher: str | None, confirm: bool, undo: bool, show: bool, as_json: bool,
) -> None:  # fmt: skip
    """Confirm or correct title, authors, date and publisher.

    DOCUMENT is the id of a document in the index. Authors and dates that only the metadata of a file have are
    often wrong; they are marked "not checked". The description is kept in library.json in the corpus folder,
    and used from the next "reportqa index" on. An empty text ("") says that the document has none.
    """
    from reportqa.cli.describing import description_text
    from reportqa.cli.output import json_line
    from reportqa.index import Catalogue
    from reportqa.ingest import LibraryFile, description_fields, read_description

    fields = read_description(title, authors, issued, publisher)
    if undo and (fields or confirm):
        raise click.UsageError("Use --undo by itself.")
    if show and (fields or confirm or undo):
        raise click.UsageError("Use --show by itself.")
    catalogue = Catalogue.open(settings)
    document = catalogue.summary(doc_id)
    library = LibraryFile(settings.corpus_dir)
    if confirm:
        fields = {name: document.item[name] for name in document.unchecked} | fields
    if undo:
        library.undo(document)
    elif fields:
        library.describe(document, fields, catalogue.works()[document.doc_id].key)
    described = library.fields(document)
    found = description_fields(document, described)
    click.echo(json_line({"doc_id": document.doc_id, **found}) if as_json else description_text(document, described))
    if undo or fields:
        note(settings, "describe", document.doc_id, detail="undo" if undo else None)
        click.echo('Written to library.json. "reportqa index" takes it up.', err=True)
