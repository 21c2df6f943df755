"""Commands for whoever writes briefings: citations in any style, bibliographies, and whole briefings."""

import sys
from pathlib import Path

import click

from reportqa.cli.options import FILE, filter_options, index_option
from reportqa.errors import InputError, StyleNotFound
from reportqa.index import Filters
from reportqa.settings import Settings

STYLE = 'A citation style by name (see "reportqa styles"), or a .csl file.'


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--style", "style_name", metavar="STYLE", help=STYLE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "bibtex", "ris", "csljson", "json"]),
    default="markdown",
    show_default=True,
    help="What is printed; bibtex, ris and csljson are for reference managers.",
)
@click.option("--note", "part", flag_value="note", help="Only the citation, as in a note or in brackets.")
@click.option("--bibliography", "part", flag_value="bibliography", help="Only the entries of the bibliography.")
@click.option("--both", "part", flag_value="both", help="Citations and bibliography without the quotes.")
@index_option
@click.pass_obj
def cite(
    root: Path | None, places: tuple[str, ...], style_name: str | None, form: str, part: str | None,
    index_dir: Path | None,
) -> None:  # fmt: skip
    """Print quote and reference of each place in a document.

    A PLACE is a link that an answer gave, or a document's id with a range of characters:
    report.pdf#1200-1350. With - places are read from standard input, one a line. Without a style the
    reference is short; --note, --bibliography and --both take harvard-cite-them-right unless you say another.
    """
    from reportqa.citations import DEFAULT_STYLE, cite_text, find_style, parse_place
    from reportqa.citations.formatting import Part
    from reportqa.index import Catalogue

    style = find_style(style_name or DEFAULT_STYLE) if style_name or part else None
    catalogue = Catalogue.open(Settings.from_env(root=root, index_dir=index_dir))
    quotations = [catalogue.quotation(*parse_place(place)) for place in _each_line(places)]
    if not quotations:
        raise InputError("No place was given. Give a link that an answer printed, or DOCUMENT#START-END.")
    click.echo(cite_text(quotations, form, style, Part(part or "all")))


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD...]")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a style.")
def styles(words: tuple[str, ...], as_json: bool) -> None:
    """List the citation styles that have all the words in name or title.

    What stands after → is the style whose rules a style has under its own name.
    """
    from reportqa.citations import nearest_names, search_styles
    from reportqa.cli.output import json_line

    found = search_styles(" ".join(words))
    if not found:
        raise StyleNotFound(" ".join(words), nearest_names(" ".join(words)))
    width = min(max(len(style.name) for style in found), 48)
    for style in found:
        also = f" → {style.parent}" if style.parent else ""
        click.echo(json_line(style.to_dict()) if as_json else f"{style.name:{width}}  {style.title}{also}")


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csljson", "bibtex", "ris"]),
    help="Which; else told from the ending of FILE (.json, .bib, .ris), else csljson.",
)
@filter_options
@index_option
@click.pass_obj
def bibliography(
    root: Path | None, file: Path | None, form: str | None, filters: Filters, index_dir: Path | None
) -> None:
    """Write the documents, or those that fit the filters, as a bibliography: to FILE, else to standard output.

    Its keys stay the same when the corpus grows, so that a text can cite them: [@rosen2016, p. 15] in
    Markdown for pandoc. Documents that a bibliography of yours describes have your own keys.
    """
    from reportqa.briefings import write_files
    from reportqa.citations import FORMATS
    from reportqa.index import Catalogue

    endings = {".json": "csljson", ".bib": "bibtex", ".ris": "ris"}
    form = form or endings.get(file.suffix.lower() if file else ".json")
    if form is None:
        raise InputError(f'"{file}" does not end in .json, .bib or .ris. Name it so, or choose with --format.')
    catalogue = Catalogue.open(Settings.from_env(root=root, index_dir=index_dir))
    works = catalogue.works()
    text = FORMATS[form]([works[summary.doc_id] for summary in catalogue.documents(filters)])
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
    help="What to write: .docx, .odt, .html, .md, .pdf or .zip; can be repeated.  [default: FILE's name as .docx]",
)
@click.option("--style", "style_name", metavar="STYLE", help=f"{STYLE}  [default: what FILE says]")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as one line of JSON.")
@index_option
@click.pass_obj
def brief(
    root: Path | None, file: Path, outputs: tuple[Path, ...], style_name: str | None, as_json: bool,
    index_dir: Path | None,
) -> None:  # fmt: skip
    """Make a briefing of FILE, in which the quotes are places: the words come from the index, with citations.

    In Markdown (.md) a line [[report.pdf#1200-1350]], or a line with a link that an answer gave, is where a
    quote goes; title, author, date, style and lang may stand in YAML in front. TOML (.toml) has these and
    sections, each with a heading and content: notes and quotes in their order.
    """
    from reportqa.briefings import form_of, make_briefing, read_draft, write_files
    from reportqa.briefings.export import export
    from reportqa.citations import DEFAULT_STYLE, find_style
    from reportqa.cli.output import json_line
    from reportqa.index import Catalogue

    draft = read_draft(file)
    wanted = {path: form_of(path) for path in outputs or [Path(f"{file.stem}.docx")]}
    briefing = make_briefing(draft, Catalogue.open(Settings.from_env(root=root, index_dir=index_dir)))
    style = find_style(style_name or briefing.style or DEFAULT_STYLE)
    written: dict[Path, bytes] = {}
    for path, form in wanted.items():
        names = export(briefing, style, form, path.stem)
        written |= {
            path if number == 0 else path.with_name(name): data for number, (name, data) in enumerate(names.items())
        }
    if file.resolve() in {path.resolve() for path in written}:
        raise InputError(f'"{file}" would be written over. Give another name with -o.')
    write_files(written)
    for notice in briefing.notices:
        click.echo(notice, err=True)
    counts = {"quotes": len(briefing.quotations), "works": len(briefing.works), "style": style.name}
    if as_json:
        click.echo(json_line({"files": [str(path) for path in written], **counts}))
    else:
        quotes, works = (
            f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in ((counts["quotes"], "quote"), (counts["works"], "work"))
        )
        click.echo(f"Wrote {', '.join(map(str, written))}: {quotes} of {works} in {style.title}.")


def _each_line(places: tuple[str, ...]) -> list[str]:
    """Give the places, those of standard input where one is "-"."""
    found: list[str] = []
    for place in places:
        if place == "-":
            found += [line.strip() for line in sys.stdin if line.strip()]
        else:
            found.append(place)
    return found
