"""The answer of each document to one question, printed as each is found: as text, JSON lines or CSV."""

from typing import TYPE_CHECKING

import click

from reportqa.answer import State
from reportqa.citations import format_pages
from reportqa.cli.output import json_line, wrap
from reportqa.errors import InputError
from reportqa.text import counted, shown_name

if TYPE_CHECKING:
    from reportqa.answering import DocumentAnswer
    from reportqa.index import Filters
    from reportqa.settings import Settings

_NAMES = {State.ANSWERS: "answers", State.RELATED: "may answer", State.NOTHING: "nothing found"}


def print_each(
    settings: "Settings", question: str, filters: "Filters", form: str, *, llm: bool = False, confirmed: bool = False
) -> State:
    """Print what each document that matches the filters says about a question, then how many do; return the best state.

    :param form: "text", "json" or "csv"
    :param confirmed: whether the language model of the settings may read every document
    :raises ReportQAError: as `Engine.ask` does; also when a model would read, and that is not confirmed.
    """
    from reportqa.answering import COLUMNS, Engine, answer_each, cells, csv_line, most_tokens

    engine = Engine.open(settings)
    uses_model = llm and settings.llm is not None
    if settings.llm and uses_model and not confirmed:
        documents = len(engine.facets.select(filters))
        most = most_tokens(engine, filters)
        raise InputError(
            f"The language model would read {counted(documents, 'document')} with at most {most:,} tokens. Add --yes,"
            " or --no-llm to ask without it."
        )

    counts = dict.fromkeys(State, 0)
    if form == "csv":
        click.echo(csv_line(COLUMNS), nl=False)
    for one in answer_each(engine, question, filters, llm=uses_model):
        counts[one.state] += 1
        if form == "json":
            click.echo(json_line(one.to_dict()))
        elif form == "csv":
            click.echo(csv_line(cells(one)), nl=False)
        else:
            click.echo(each_text(one) + "\n")
    if form == "text":
        asked = counted(sum(counts.values()), "document")
        click.echo(f"{asked}: " + ", ".join(f"{counts[state]} {name}" for state, name in _NAMES.items()) + ".")
    return next((state for state in _NAMES if counts[state]), State.NOTHING)


def each_text(one: "DocumentAnswer") -> str:
    """Return the title of a document, what it says with the page, and the place of the quote."""
    title = wrap("", f"{one.document.title} ({_NAMES[one.state]})")
    if one.citation is None:
        return f"{title}\n    {shown_name(one.document.doc_id)}"
    quoted = filter(str.strip, f"“{one.citation.quote}”".split("\n"))
    lines = [wrap("    ", line, bold=[(0, len(line))]) for line in quoted]
    page = format_pages(one.citation.pages)
    place = click.style(one.citation.place, fg="magenta")
    return "\n".join([title, *lines, *([f"    {page}"] if page else []), f"    {place}"])
