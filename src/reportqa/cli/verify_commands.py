"""Commands that check citations and finished briefings against the documents of the index."""

from datetime import UTC, datetime

import click

from reportqa.cli.options import json_option, settings_options
from reportqa.errors import InputError
from reportqa.settings import Settings


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="LINK_OR_DOC#START-END...")
@click.option("--question", help="The question that found it, stored in the record.")
@settings_options("index_dir")
def record(settings: Settings, places: tuple[str, ...], question: str | None) -> None:
    """Print a record of each citation, to keep and verify later.

    It holds the document, the sha256 of its file, its bibliographic item, the pages, the words and their
    context; record.schema.json in the package describes it. "reportqa verify FILE.jsonl" checks it.
    """
    from reportqa.citations import read_link
    from reportqa.cli.output import json_line
    from reportqa.index import Catalogue

    catalogue = Catalogue.open(settings)
    for place in places:
        made = catalogue.record(*read_link(place).span, taken=datetime.now(UTC).date(), question=question)
        click.echo(json_line(made.to_dict()))


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE_OR_LINK...")
@click.option("--fix", is_flag=True, help="Write a copy with page numbers corrected, FILE-corrected.md; never words.")
@click.option("--all", "all_of_them", is_flag=True, help="Also show the quotations that are right.")
@json_option("Print one line of JSON per quotation or citation.")
@settings_options("index_dir")
@click.pass_context
def verify(
    context: click.Context, settings: Settings, names: tuple[str, ...], fix: bool, all_of_them: bool, as_json: bool
) -> None:
    """Check the quotations of finished briefings, or citations.

    A FILE is a briefing by any author (Markdown, Word, OpenDocument, HTML, PDF or plain text), or holds
    citation records (JSON). Each quotation is found word for word on the page that its note names, or
    elsewhere, or has other words or numbers than the document, or is not found. A citation, from a record or
    a permanent LINK, is unchanged, moved, changed or withdrawn. Ends with status 1 if any is wrong or cannot
    be read.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.verify_output import result_text
    from reportqa.corpus import check_names

    is_wrong = False
    for checked in check_names(names, settings, fix=fix):
        if isinstance(checked, InputError):
            is_wrong = True
            click.echo(f"Error: {checked}", err=True)
            continue
        is_wrong |= checked.is_wrong
        for note in checked.notes:
            click.echo(note, err=True)
        if as_json:
            for line in checked.to_dicts():
                click.echo(json_line(line))
        elif text := result_text(checked, all_of_them=all_of_them):
            click.echo(text)
    if is_wrong:
        context.exit(1)
