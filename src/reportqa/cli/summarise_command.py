"""The command that summarises a document section by section with a language model."""

from typing import TYPE_CHECKING

import click

from reportqa.cli.completion import complete_documents
from reportqa.cli.options import json_option, settings_options
from reportqa.errors import InputError
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.writing import SectionSummary


@click.command()
@click.argument("document", shell_complete=complete_documents)
@click.option("--yes", is_flag=True, help="Write it, whatever it costs at most.")
@json_option("Print one line of JSON per section.")
@settings_options("index_dir")
def summarise(settings: Settings, document: str, yes: bool, as_json: bool) -> None:
    """Summarise a document section by section with a language model.

    DOCUMENT is its id, the model that of REPORTQA_LLM_URL. Each sentence is checked against the sentences that
    it cites, and struck out if they do not say it. Without --yes, only the cost is printed. Replies are kept in
    the index folder: after Ctrl-C, an error or a used-up budget, the same command goes on where it stopped.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.written_output import NO_MODEL
    from reportqa.index import Catalogue
    from reportqa.llm import open_model
    from reportqa.text import counted
    from reportqa.writing import KeptReplies, Summariser

    if (model := open_model(settings)) is None:
        raise InputError(NO_MODEL)
    summariser = Summariser(Catalogue.open(settings), document, model, KeptReplies(settings.index_dir))
    sections = counted(len(summariser.citations), "section")
    cost = f"{sections}, {summariser.kept} of them kept from before; at most {summariser.estimate:,} tokens"
    if not yes and summariser.estimate:
        raise InputError(f"{summariser.title}: {cost}. Add --yes to have {model.name} write the summary.")
    click.echo(f"{summariser.title}: {cost}.", err=True)
    for number, one in enumerate(summariser.summaries()):
        click.echo(json_line(one.to_dict()) if as_json else ("\n" if number else "") + section_text(one, number == 0))


def section_text(summary: "SectionSummary", is_first: bool = False) -> str:
    """Return the headings of a section and its sentences, each with the quotes and pages that it cites."""
    from reportqa.citations import format_pages
    from reportqa.cli.output import wrap
    from reportqa.text import counted

    paragraph = summary.paragraph
    lines = [wrap("", paragraph.heading), ""] if is_first else []
    lines.append(wrap("", " › ".join(summary.citation.section) or summary.citation.title))
    for one in paragraph.shown:
        lines.append(wrap("  - ", one.text))
        for source in (paragraph.sources[n - 1] for n in one.cites):
            page = format_pages(source.pages)
            lines.append(wrap("      ", f"“{source.text}”{f' {page}' if page else ''}"))
    if not paragraph.shown:
        lines.append("  (nothing that the section supports)")
    if paragraph.struck:
        lines.append(f"  ({counted(len(paragraph.struck), 'sentence')} struck out)")
    return "\n".join(lines)
