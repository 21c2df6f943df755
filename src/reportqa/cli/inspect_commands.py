"""Commands that show what was read of the files."""

from pathlib import Path

import click

from reportqa.cli.options import index_option, ocr_option
from reportqa.settings import Settings


@click.command()
@click.option("--strict", is_flag=True, help="End with status 1 when any file has a problem.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a file.")
@index_option
@click.pass_context
def audit(context: click.Context, strict: bool, as_json: bool, index_dir: Path | None) -> None:
    """Say of each file what was read, what was left out, and what to see to.

    A problem, marked "!", may keep an answer from being found or right: a file that was not read, a page
    that is a picture without text, characters that no one can read, anything else that could not be read,
    no title but the file's name, a language that the model does not know. What a
    bibliography would lack, copies, blank pages and pages read by OCR are notes.
    """
    from reportqa.cli.output import audit_text, json_line
    from reportqa.ingest import audit as run

    accounts = run(Settings.from_env(root=context.obj, index_dir=index_dir))
    if as_json:
        for account in accounts:
            click.echo(json_line(account.to_dict()))
    else:
        click.echo(audit_text(accounts))
    if strict and any(account.problems for account in accounts):
        context.exit(1)


@click.command()
@click.argument("name", metavar="FILE")
@click.option("--page", "page_name", metavar="N", help="Only page N, as printed, else as counted; file:N as counted.")
@click.option("--json", "as_json", is_flag=True, help="Print the text and its marks as one line of JSON.")
@ocr_option
@index_option
@click.pass_obj
def inspect(
    root: Path | None, name: str, page_name: str | None, as_json: bool, ocr: bool | None, index_dir: Path | None
) -> None:
    """Show the text of FILE as reportqa reads it.

    FILE is a path, read on the spot, or the id of a document in the index. Marks in double brackets say
    where pages, sections and tables begin, and what was left out: ⟦running header: …⟧. All else is the
    text that quotes are taken from.
    """
    from reportqa.cli.output import inspection_text, json_line
    from reportqa.ingest import find_document, find_page, marked_text
    from reportqa.ingest.inspection import inspection

    document = find_document(name, Settings.from_env(root=root, index_dir=index_dir, ocr=ocr))
    page = find_page(document, page_name) if page_name else None
    if as_json:
        click.echo(json_line(inspection(document, page)))
        return
    click.echo(inspection_text(marked_text(document, page)))
