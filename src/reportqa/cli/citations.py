"""Commands that check citations, and finished briefings, against the documents of the index."""

from pathlib import Path

import click

from reportqa.cli.options import index_option
from reportqa.settings import Settings


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE_OR_LINK...")
@click.option("--fix", is_flag=True, help="Write a copy with page numbers corrected, FILE-corrected.md; never words.")
@click.option("--all", "all_of_them", is_flag=True, help="Show the quotations that are right, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a quotation or citation.")
@index_option
@click.pass_context
def verify(
    context: click.Context, names: tuple[str, ...], fix: bool, all_of_them: bool, as_json: bool, index_dir: Path | None
) -> None:
    """Check the quotations of finished briefings, or citations, against the documents of the index.

    A FILE is a briefing (Markdown, Word, OpenDocument, HTML, PDF or plain text), by whomever it was written, or
    holds citation records (JSON). Each quotation is word for word on the page that its note names, or elsewhere, or
    has other words or numbers than the document, or is not found. A citation, from a record or a permanent
    LINK, is unchanged, moved, changed or withdrawn. Ends with status 1 when any is wrong or cannot be read.
    """
    from reportqa.proofing import check_names
    from reportqa.reporting import json_line

    is_wrong = False
    for checked in check_names(names, Settings.from_env(root=context.obj, index_dir=index_dir), fix=fix):
        is_wrong |= checked.is_wrong
        if checked.problem:
            click.echo(f"Error: {checked.problem}", err=True)
        for note in checked.notes:
            click.echo(note, err=True)
        if as_json:
            for line in checked.objects():
                click.echo(json_line(line))
        elif text := checked.text(all_of_them=all_of_them):
            click.echo(text)
    if is_wrong:
        context.exit(1)
