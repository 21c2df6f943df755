"""Commands that ask questions and list documents."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from reportqa.answer import State
from reportqa.cli.options import FILE, filter_options, json_option, settings_options
from reportqa.cli.question import question_of
from reportqa.errors import InputError
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.index import Filters

EXIT_STATUS = {State.ANSWERS: 0, State.NOTHING: 3, State.RELATED: 4}
"""Status with which `ask --exit-status` ends; 1 and 2 are errors."""


@click.command()
@click.argument("words", nargs=-1, metavar="[QUESTION | -]")
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="Number of passages shown.")
@click.option("--short", is_flag=True, help="Print only the nearest sentences, and where they are from.")
@click.option(
    "--exit-status", is_flag=True, help="End with status 3 if nothing answers, 4 if passages only may answer."
)
@filter_options
@click.option("--explain", "explained", is_flag=True, help="Also print how the answer was found.")
@click.option("--each", is_flag=True, help="Ask each document by itself; print a quote of each that answers.")
@click.option("--csv", "as_csv", is_flag=True, help="With --each: print a table as CSV.")
@click.option("--yes", is_flag=True, help="With --each: have the language model, if set, read each document.")
@click.option("--write", is_flag=True, help="Also have a language model write a paragraph; each sentence is checked.")
@click.option("--draft", type=FILE, metavar="FILE.md", help='With --write: save a draft for "reportqa brief".')
@json_option("Print the answer as one line of JSON.")
@click.option(
    "--batch", type=click.File("rb"), metavar="FILE.jsonl", help="Answer each line of a file; - reads standard input."
)
@click.option(
    "--after", metavar="QUESTION", multiple=True,
    help="The question before, to which this one is a follow-up; repeat it for a thread, from the first to the last.",
)  # fmt: skip
@click.option(
    "--llm/--no-llm",
    default=True,
    show_default=True,
    help="Have the language model of REPORTQA_LLM_URL, if set, read the passages.",
)
@settings_options("index_dir", "model", "reader")
@click.pass_context
def ask(
    context: click.Context, settings: Settings, words: tuple[str, ...], k: int, short: bool, exit_status: bool,
    filters: "Filters", explained: bool, each: bool, as_csv: bool, yes: bool, write: bool, draft: Path | None,
    after: tuple[str, ...], llm: bool, as_json: bool, batch: IO[bytes] | None,
) -> None:  # fmt: skip
    """Answer a question from your reports.

    QUESTION needs no quotation marks, unless it has characters that the shell replaces (? * ' " & $ and others).
    With -, or without QUESTION in a pipe, the question is read from standard input.

    The options from --document to --type choose the documents to search. Repeat a filter to match any of its
    values (except dates); different filters must all match. Publishers and authors match by whole words,
    whatever the case and accents: "nuffield" matches Nuffield Trust. A document dated only 2016 matches
    every range with a day of 2016; one without a date matches none.

    With --write, the language model of REPORTQA_LLM_URL writes a paragraph from the cited passages. Each of its
    sentences is checked against the sentences that it cites, and struck out if they do not say it.

    With --each, every document that matches is asked by itself: "What does each report say about staff?"

    Each line of a batch is a JSON object with "question" and, optionally, "id", "k", "explain" and "llm" (true or
    false), "after" and the filters by their names ("publisher" or "after": a string or a list of strings). Answers
    are printed one per line, in the order of the input. A line that cannot be answered prints an object with "id",
    "line" and "error"; the others are answered, and the exit status is 1.
    """
    question = question_of(words) if words or batch is None else None
    if (question is None) == (batch is None):
        raise click.UsageError("Give a QUESTION, or --batch FILE.jsonl.")
    if batch is not None and after:
        raise click.UsageError('--after goes with a QUESTION. In a batch, write "after" in a line.')
    if each and (question is None or explained or after or write):
        raise click.UsageError("--each needs a QUESTION, and neither --batch, --explain, --after nor --write.")
    if write and (question is None or explained):
        raise click.UsageError("--write needs a QUESTION, and neither --batch nor --explain.")
    if draft and not write:
        raise click.UsageError("--draft goes with --write.")
    if as_csv and (as_json or not each):
        raise click.UsageError("--csv goes with --each, and not with --json.")
    if short and (question is None or explained or each or write or as_json):
        raise click.UsageError("--short goes with a QUESTION, without --json, --explain, --each and --write.")
    if exit_status and question is None:
        raise click.UsageError("--exit-status goes with a QUESTION; each line of a batch has its state.")
    if each and question:
        from reportqa.cli.each_output import print_each

        form = "csv" if as_csv else "json" if as_json else "text"
        state = print_each(settings, question, filters, form, llm=llm, confirmed=yes)
    elif write and question:
        state = _write(settings, question, k, filters, draft, llm=llm, after=after, as_json=as_json)
    elif question is None:
        _print_batch(settings, batch or (), k, filters, explain=explained, llm=llm)
        return
    else:
        state = _print_answer(
            settings, question, k, filters, explain=explained, llm=llm, after=after, as_json=as_json, short=short
        )
    if exit_status:
        context.exit(EXIT_STATUS[state])


def _print_batch(
    settings: Settings, lines: Iterable[bytes], k: int, filters: "Filters", *, explain: bool, llm: bool
) -> None:
    """Print the answer to each line of a batch.

    :raises InputError: after the last line, when lines could not be answered.
    """
    from reportqa.answering import Engine
    from reportqa.cli.batch import FailedLine, answer_lines
    from reportqa.cli.output import json_line
    from reportqa.text import counted

    failed = []
    for one in answer_lines(Engine.open(settings), lines, k, filters, explain=explain, llm=llm):
        failed += [one] if isinstance(one, FailedLine) else []
        click.echo(json_line(one.to_dict()))
    if failed:
        raise InputError(
            f"{counted(len(failed), 'line')} of the batch could not be answered, first line {failed[0].line}:"
            f" {failed[0].error}"
        )


def _print_answer(
    settings: Settings, question: str, k: int, filters: "Filters", *, explain: bool, llm: bool,
    after: tuple[str, ...], as_json: bool, short: bool,
) -> State:  # fmt: skip
    """Print the answer to a question and return its state."""
    from reportqa.answering import Engine
    from reportqa.cli.answer_output import answer_text
    from reportqa.cli.explanation_output import explanation_text
    from reportqa.cli.output import json_line
    from reportqa.cli.short_output import short_text

    engine = Engine.open(settings)
    if explain:
        explanation = engine.explain(question, k=k, filters=filters, llm=llm, after=after)
        click.echo(json_line(explanation.to_dict()) if as_json else explanation_text(explanation))
        return explanation.answer.state
    answer = engine.ask(question, k=k, filters=filters, llm=llm, after=after)
    shown = short_text if short else answer_text
    click.echo(json_line(answer.to_dict()) if as_json else shown(answer))
    return answer.state


def _write(
    settings: Settings, question: str, k: int, filters: "Filters", draft: Path | None, *, llm: bool,
    after: tuple[str, ...], as_json: bool,
) -> State:  # fmt: skip
    """Print an answer and the paragraph that a language model writes about it; save the draft of a briefing.

    Return the state of the answer.
    """
    from reportqa.answering import Engine
    from reportqa.cli.answer_output import answer_text
    from reportqa.cli.output import json_line
    from reportqa.cli.written_output import NO_MODEL, written_text
    from reportqa.llm import open_model
    from reportqa.writing import draft_markdown, write_paragraph

    if (model := open_model(settings)) is None:
        raise InputError(NO_MODEL)
    answer = Engine.open(settings).ask(question, k=k, filters=filters, llm=llm, after=after)
    if not as_json:
        click.echo(answer_text(answer) + "\n")
    paragraph = write_paragraph(answer.asked, answer.citations if answer.answerable else (), model)
    click.echo(json_line(answer.to_dict() | {"written": paragraph.to_dict()}) if as_json else written_text(paragraph))
    if draft:
        try:
            draft.write_text(draft_markdown(paragraph), encoding="utf-8")
        except OSError as error:
            raise InputError(f"{draft} cannot be written ({error.strerror}).") from error
        click.echo(f"Saved {draft}.", err=True)
    return answer.state


@click.command()
@filter_options
@json_option("Print one line of JSON per document.")
@settings_options("index_dir")
def documents(settings: Settings, filters: "Filters", as_json: bool) -> None:
    """List the documents in the index.

    With filters, those that match them (see "reportqa ask --help"). On a terminal, titles are shortened to its width.
    """
    from reportqa.cli.document_table import table_text
    from reportqa.cli.output import json_line
    from reportqa.cli.terminal import terminal_columns
    from reportqa.index import Catalogue

    found = Catalogue.open(settings).documents(filters)
    lines = [json_line(one.to_dict()) for one in found] if as_json else [table_text(found, terminal_columns())]
    for line in lines:
        click.echo(line)
