"""Commands that ask, and list what the index holds."""

from pathlib import Path
from typing import IO

import click

from reportqa.cli.options import filter_options, index_option, model_option
from reportqa.index import Filters
from reportqa.settings import Settings


@click.command()
@click.argument("question", required=False)
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="How many citations.")
@filter_options
@click.option("--explain", "explained", is_flag=True, help="Say how the answer came about, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON.")
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE.jsonl",
    help="Answer each line of a file; - reads standard input.",
)
@index_option
@model_option
@click.pass_obj
def ask(
    root: Path | None, question: str | None, k: int, filters: Filters, explained: bool, as_json: bool,
    batch: IO[bytes] | None, index_dir: Path | None, model: str | None,
) -> None:  # fmt: skip
    """Answer QUESTION from the index.

    The filters from --document to --type say which documents to look in. All but --from and --to can be
    repeated: any of the values does. Of different filters all must fit. Publishers and authors fit by whole
    words, whatever the case and accents: "nuffield" fits Nuffield Trust. A document that is dated only 2016
    fits every range with a day of 2016; one without a date fits none.

    Each line of a batch is a JSON object with "question" and, optionally, "id", "k", "explain" (true or false)
    and the filters by their names ("publisher": a string or a list of them). One answer a line comes back, in the
    order of the input.
    """
    from reportqa.answering import Engine
    from reportqa.cli.output import answer_text, json_line

    if (question is None) == (batch is None):
        raise click.UsageError("Give a QUESTION, or --batch FILE.jsonl.")
    engine = Engine.open(Settings.from_env(root=root, index_dir=index_dir, model=model))
    if batch is not None:
        from reportqa.cli.batch import answer_lines

        for one in answer_lines(engine, batch, k, filters, explain=explained):
            click.echo(json_line(one.to_dict()))
        return
    if explained:
        from reportqa.cli.explanation_output import explanation_text

        explanation = engine.explain(question or "", k=k, filters=filters)
        click.echo(json_line(explanation.to_dict()) if as_json else explanation_text(explanation))
        return
    answer = engine.ask(question or "", k=k, filters=filters)
    click.echo(json_line(answer.to_dict()) if as_json else answer_text(answer))


@click.command()
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a document.")
@index_option
@click.pass_obj
def documents(root: Path | None, filters: Filters, as_json: bool, index_dir: Path | None) -> None:
    """List the documents in the index, or those that fit the filters (see "reportqa ask --help")."""
    from reportqa.cli.output import document_text, json_line
    from reportqa.index import Catalogue

    for summary in Catalogue.open(Settings.from_env(root=root, index_dir=index_dir)).documents(filters):
        click.echo(json_line(summary.to_dict()) if as_json else document_text(summary))
