"""Commands that show what was read of the files."""

import click

from reportqa.cli.completion import complete_documents_and_files
from reportqa.cli.options import json_option, settings_options
from reportqa.settings import Settings


@click.command()
@click.option("--strict", is_flag=True, help="End with status 1 if any file has a problem.")
@json_option("Print one line of JSON per file.")
@settings_options("index_dir")
@click.pass_context
def audit(context: click.Context, settings: Settings, strict: bool, as_json: bool) -> None:
    """Report what was read of each file, and what needs attention.

    A problem, marked "!", can hide or falsify an answer: a file that could not be read, a page that is a
    picture without text, unreadable characters, a title that is only the file's name, a language that the
    model does not know. Missing bibliographic fields, copies, blank pages and pages read by OCR are notes.
    """
    from reportqa.cli.output import audit_text, json_line
    from reportqa.ingest import audit as read_reports

    reports = read_reports(settings)
    lines = [json_line(report.to_dict()) for report in reports] if as_json else [audit_text(reports)]
    for line in lines:
        click.echo(line)
    if strict and any(report.problems for report in reports):
        context.exit(1)


@click.command()
@click.argument("name", metavar="FILE", shell_complete=complete_documents_and_files)
@click.option("--page", "page_name", metavar="N", help="Only page N as printed, else as counted; file:N as counted.")
@json_option("Print the text and its marks as one line of JSON.")
@settings_options("ocr", "index_dir")
def inspect(settings: Settings, name: str, page_name: str | None, as_json: bool) -> None:
    """Show the text of a file as reportqa reads it.

    FILE is a path, read directly, or the id of a document in the index. Marks in double brackets show
    where pages, sections and tables begin, and what was left out: ⟦running header: …⟧. Everything else is
    the text that quotes are copied from.
    """
    from reportqa.cli.output import inspection_text, json_line
    from reportqa.ingest import find_document, find_page, inspect_document, marked_text

    document = find_document(name, settings)
    page = find_page(document, page_name) if page_name else None
    shown = json_line(inspect_document(document, page)) if as_json else inspection_text(marked_text(document, page))
    click.echo(shown)
