"""Commands for writing briefings: citations in any style, bibliographies, and whole briefings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportqa.cli.completion import complete_styles
from reportqa.cli.options import FILE, filter_options, json_option, settings_options
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.index import Filters

STYLE = 'A citation style by name (see "reportqa styles"), or a .csl file.'


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--style", "style_name", metavar="STYLE", help=STYLE, shell_complete=complete_styles)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "bibtex", "ris", "csljson", "json"]),
    default="markdown",
    show_default=True,
    help="Format of the output; bibtex, ris and csljson are for reference managers.",
)
@click.option("--note", "part", flag_value="note", help="Only the citation, as in a note or in brackets.")
@click.option("--bibliography", "part", flag_value="bibliography", help="Only the entries of the bibliography.")
@click.option("--both", "part", flag_value="both", help="Citations and bibliography without the quotes.")
@settings_options("strict_references", "index_dir")
def cite(settings: Settings, places: tuple[str, ...], style_name: str | None, form: str, part: str | None) -> None:
    """Print quote and reference of each place in a document.

    A PLACE is a link printed with an answer, or a document's id with a range of characters:
    report.pdf#1200-1350. With - places are read from standard input, one per line. Without a style the
    reference is short; --note, --bibliography and --both use harvard-cite-them-right by default.
    """
    from reportqa.corpus import cite_places
    from reportqa.index import Catalogue

    click.echo(cite_places(_each_line(places), Catalogue.open(settings), style_name, form, part))


def _each_line(places: tuple[str, ...]) -> list[str]:
    """Return the places, with the lines of standard input in place of each "-"."""
    lines: list[str] = []
    for place in places:
        lines += [line.rstrip("\r\n") for line in sys.stdin if line.strip()] if place == "-" else [place]
    return lines


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD...]")
@json_option("Print one line of JSON per style.")
def styles(words: tuple[str, ...], as_json: bool) -> None:
    """List the citation styles whose name or title has all words.

    The name after → is the style that defines the rules of this one.
    """
    from reportqa.cli.citing import styles_text

    click.echo(styles_text(" ".join(words), as_json=as_json))


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csljson", "bibtex", "ris"]),
    help="Format; by default that of the ending of FILE (.json, .bib, .ris), else csljson.",
)
@filter_options
@settings_options("strict_references", "index_dir")
def bibliography(settings: Settings, file: Path | None, form: str | None, filters: "Filters") -> None:
    """Write the documents as a bibliography.

    It is written to FILE or standard output, of the documents that match the filters. Its keys stay the same
    when the corpus grows, so that a text can cite them: [@rosen2016, p. 15] in Markdown for pandoc. Documents
    described in a bibliography of your own keep your keys.
    """
    from reportqa.briefings import write_files
    from reportqa.cli.citing import bibliography_text

    text = bibliography_text(settings, file, form, filters)
    if file is None:
        click.echo(text, nl=False)
    else:
        write_files({file: text.encode()})


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    "outputs",
    type=FILE,
    multiple=True,
    help="File to write: .docx, .odt, .html, .md, .pdf or .zip; can be repeated.  [default: FILE's name as .docx]",
)
@click.option(
    "--style",
    "style_name",
    metavar="STYLE",
    help=f"{STYLE}  [default: the style that FILE names]",
    shell_complete=complete_styles,
)
@click.option(
    "--live",
    type=click.Choice(["zotero", "word"]),
    help="Write the citations of a .docx as fields that Zotero, or Word itself, can format again.",
)
@json_option("Print what was written as one line of JSON.")
@settings_options("strict_references", "index_dir")
def brief(
    settings: Settings, file: Path, outputs: tuple[Path, ...], style_name: str | None, live: str | None, as_json: bool
) -> None:
    """Make a briefing of a draft; its quotes come from the index.

    In Markdown (.md), each line [[report.pdf#1200-1350]], or with a link printed with an answer, becomes a
    quote; title, author, date, style and lang can be set in YAML at the top. TOML (.toml) has the same
    fields, and sections with a heading and a list of notes and quotes.
    """
    from reportqa.cli.output import json_line
    from reportqa.corpus import write_briefing
    from reportqa.index import Catalogue

    written = write_briefing(file, outputs, Catalogue.open(settings), style_name, live)
    for notice in written.notices:
        click.echo(notice, err=True)
    click.echo(json_line(written.to_dict()) if as_json else written.text())
