"""The command line: each command reads its options, makes one call and prints what comes back.

Data goes to standard output, progress and messages to standard error. Exit status 0 when done, 1 on a
ReportQAError, 2 on wrong usage.
"""

import io
import logging
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import IO, Any

import click

from reportqa import __version__
from reportqa.errors import IndexUnavailable, ReportQAError
from reportqa.filters import NAMES, Filters
from reportqa.settings import DEFAULT_MODEL, Settings

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class ErrorsAreMessages(click.Group):
    """A group whose commands end with one sentence and status 1 on a ReportQAError."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReportQAError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            # The reader of a pipe (head, say) has seen enough: nothing to report.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ctx.exit(0)


def _index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--index", "index_dir", type=FOLDER, help="Folder of the index.  [default: ROOT/index]")(
        command
    )


def _ocr_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--ocr", is_flag=True, default=None, help="Read pages that are pictures too, with Tesseract (slow)."
    )(command)


def _model_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--model", help=f"A sentence-transformers model by name or folder.  [default: {DEFAULT_MODEL}]"
    )(command)


class FilterValue(click.types.StringParamType):
    """A value of a filter; in the environment semicolons part several, since names have spaces."""

    envvar_list_splitter = ";"


_FILTER_OPTIONS = (
    click.option("--document", type=FilterValue(), multiple=True, metavar="ID", help="Only this document."),
    click.option(
        "--publisher",
        type=FilterValue(),
        multiple=True,
        metavar="NAME",
        help="Only from this publisher: words of its name.",
    ),
    click.option(
        "--author", type=FilterValue(), multiple=True, metavar="NAME", help="Only by this author: words of the name."
    ),
    click.option("--from", metavar="DATE", help="Only dated then or later: 2016, 2016-07 or 2016-07-19."),
    click.option("--to", metavar="DATE", help="Only dated then or earlier."),
    click.option(
        "--language", type=FilterValue(), multiple=True, metavar="CODE", help="Only in this language: en, de, cy …"
    ),
    click.option(
        "--type", type=FilterValue(), multiple=True, metavar="TYPE", help="Only this type of file: pdf, html, docx …"
    ),
)


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the filters, which the command gets as one argument."""

    @wraps(command)
    def filtered(*args: Any, **given: Any) -> Any:
        values = {name: given.pop(name) for name in NAMES}
        dates = {name: (value,) for name, value in values.items() if isinstance(value, str)}
        lists = {name: value for name, value in values.items() if isinstance(value, tuple)}
        return command(*args, filters=Filters.of(lists | dates), **given)

    for option in reversed(_FILTER_OPTIONS):
        option(filtered)
    return filtered


def _output_option(name: str, variable: str, description: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give an option for a file that is written at the end; that it can be is checked at the start."""

    def check(_context: click.Context, _option: click.Parameter, file: IO[str] | None) -> IO[str] | None:
        if file is not None and file.name != "-" and not Path(file.name).absolute().parent.is_dir():
            raise click.BadParameter(f"There is no folder {Path(file.name).parent} to write it to.")
        return file

    return click.option(
        name,
        variable,
        type=click.File("w", encoding="utf-8", lazy=True),
        metavar="FILE",
        callback=check,
        envvar=f"REPORTQA_EVALUATE_{name.removeprefix('--').upper()}",
        help=description,
    )


@click.group(
    cls=ErrorsAreMessages,
    context_settings={
        "auto_envvar_prefix": "REPORTQA",
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
)
@click.version_option(__version__, prog_name="reportqa")
@click.option("--root", type=FOLDER, help="Folder with corpus/ and index/.  [default: the current folder]")
@click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")
@click.pass_context
def main(context: click.Context, root: Path | None, verbose: bool) -> None:
    """Ask your own reports and get the sentences that answer, each with a citation you can trust.

    Every option can also be set in the environment: REPORTQA_ROOT for --root, REPORTQA_CORPUS for
    --corpus, REPORTQA_INDEX for --index, REPORTQA_MODEL for --model.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a character gets its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    context.obj = root


@main.command()
@click.option("--corpus", "corpus_dir", type=FOLDER, help="Folder of the reports.  [default: ROOT/corpus]")
@_index_option
@_model_option
@_ocr_option
@click.option("--rebuild", is_flag=True, help="Read and embed everything anew, ignoring what earlier builds kept.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_obj
def index(
    root: Path | None,
    corpus_dir: Path | None,
    index_dir: Path | None,
    model: str | None,
    ocr: bool | None,
    rebuild: bool,
    as_json: bool,
) -> None:
    """Build the index of a folder of reports (PDF, web pages, Office files, Markdown, tables, plain text).

    Only new and changed files are read, and only new text is embedded: what earlier builds made is kept in
    the folder of the index, also that of a build that was interrupted. --rebuild makes everything anew.
    """
    from reportqa.indexing import index as build
    from reportqa.progress import showing_progress
    from reportqa.reporting import summary_json, summary_text

    settings = Settings.from_env(root=root, corpus_dir=corpus_dir, index_dir=index_dir, model=model, ocr=ocr)
    with showing_progress() as progress:
        summary = build(settings, progress, rebuild=rebuild)
    click.echo(summary_json(summary) if as_json else summary_text(summary))


@main.command()
@click.argument("question", required=False)
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="How many citations.")
@_filter_options
@click.option("--explain", "explained", is_flag=True, help="Say how the answer came about, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON.")
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE.jsonl",
    help="Answer each line of a file; - reads standard input.",
)
@_index_option
@_model_option
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
    from reportqa.asking import Asker
    from reportqa.batches import answer_lines
    from reportqa.reporting import answer_text, json_line
    from reportqa.workings import explanation_text

    if (question is None) == (batch is None):
        raise click.UsageError("Give a QUESTION, or --batch FILE.jsonl.")
    asker = Asker.open(Settings.from_env(root=root, index_dir=index_dir, model=model))
    if batch is not None:
        for one in answer_lines(asker, batch, k, filters, explain=explained):
            click.echo(json_line(one.to_dict()))
        return
    if explained:
        explanation = asker.explain(question or "", k=k, filters=filters)
        click.echo(json_line(explanation.to_dict()) if as_json else explanation_text(explanation))
        return
    answer = asker.ask(question or "", k=k, filters=filters)
    click.echo(json_line(answer.to_dict()) if as_json else answer_text(answer))


@main.command()
@click.argument("place", metavar="LINK_OR_DOC#START-END")
@click.option("--style", type=click.Choice(["markdown", "plain", "json"]), default="markdown", show_default=True)
@_index_option
@click.pass_obj
def cite(root: Path | None, place: str, style: str, index_dir: Path | None) -> None:
    """Print the quote and the reference of a place in a document.

    The place is a link that an answer gave, or a document's id with a range of characters:
    report.pdf#1200-1350.
    """
    from reportqa.catalogue import Catalogue
    from reportqa.citing import format_citation
    from reportqa.links import parse_place

    library = Catalogue.open(Settings.from_env(root=root, index_dir=index_dir))
    click.echo(format_citation(library.cite(*parse_place(place)), style))


@main.command()
@_filter_options
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a document.")
@_index_option
@click.pass_obj
def documents(root: Path | None, filters: Filters, as_json: bool, index_dir: Path | None) -> None:
    """List the documents in the index, or those that fit the filters (see "reportqa ask --help")."""
    from reportqa.catalogue import Catalogue
    from reportqa.reporting import document_text, json_line

    for summary in Catalogue.open(Settings.from_env(root=root, index_dir=index_dir)).documents(filters):
        click.echo(json_line(summary.to_dict()) if as_json else document_text(summary))


@main.command()
@click.option("--strict", is_flag=True, help="End with status 1 when any file has a problem.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a file.")
@_index_option
@click.pass_context
def audit(context: click.Context, strict: bool, as_json: bool, index_dir: Path | None) -> None:
    """Say of each file what was read, what was left out, and what to see to.

    A problem, marked "!", may keep an answer from being found or right: a file that was not read, a page
    that is a picture without text, characters that no one can read, anything else that could not be read,
    no title but the file's name, a language that the model does not know. What a
    bibliography would lack, copies, blank pages and pages read by OCR are notes.
    """
    from reportqa.auditing import audit as run
    from reportqa.reporting import audit_text, json_line

    accounts = run(Settings.from_env(root=context.obj, index_dir=index_dir))
    if as_json:
        for account in accounts:
            click.echo(json_line(account.to_dict()))
    else:
        click.echo(audit_text(accounts))
    if strict and any(account.problems for account in accounts):
        context.exit(1)


@main.command()
@click.option("--corpus", "corpus_dir", type=FOLDER, help="Folder of the reports.  [default: ROOT/corpus]")
@_index_option
@_ocr_option
@click.option("--json", "as_json", is_flag=True, help="Print the status as one line of JSON.")
@click.pass_obj
def status(root: Path | None, corpus_dir: Path | None, index_dir: Path | None, ocr: bool | None, as_json: bool) -> None:
    """Say what index is in use, how large it is, and what in the corpus has changed since it was built.

    Files are compared by what is in them, as "reportqa index" does; nothing is built.
    """
    from reportqa.reporting import json_line
    from reportqa.status import status as run
    from reportqa.upkeep import status_text

    found = run(Settings.from_env(root=root, corpus_dir=corpus_dir, index_dir=index_dir, ocr=ocr))
    click.echo(json_line(found.to_dict()) if as_json else status_text(found))


@main.command()
@_index_option
@click.option("--json", "as_json", is_flag=True, help="Print what is in use as one line of JSON.")
@click.pass_obj
def rollback(root: Path | None, index_dir: Path | None, as_json: bool) -> None:
    """Go back to the index as it was before the last build; a second time, forward again.

    A running server follows. The next "reportqa index" builds anew, unless the corpus is what it was then.
    """
    from reportqa.generations import rollback as run
    from reportqa.reporting import json_line
    from reportqa.upkeep import rollback_text

    manifest = run(Settings.from_env(root=root, index_dir=index_dir).index_dir)
    shown = {"generation": manifest.generation, "created": manifest.created, "counts": manifest.counts}
    click.echo(json_line(shown) if as_json else rollback_text(manifest))


@main.command("verify-index")
@_index_option
@click.option("--json", "as_json", is_flag=True, help="Print what was checked as one line of JSON.")
@click.pass_obj
def verify_index(root: Path | None, index_dir: Path | None, as_json: bool) -> None:
    """Check every file of the index against its sum, and whether all parts fit each other.

    Ends with status 1 when anything is wrong.
    """
    from reportqa.reporting import json_line
    from reportqa.upkeep import verification_text
    from reportqa.verifying import verify

    found = verify(Settings.from_env(root=root, index_dir=index_dir))
    click.echo(json_line(found.to_dict()) if as_json else verification_text(found))
    if found.problems:
        raise IndexUnavailable(f"The index is damaged. {found.remedy}")


@main.command()
@click.argument("name", metavar="FILE")
@click.option("--page", "page_name", metavar="N", help="Only page N, as printed, else as counted; file:N as counted.")
@click.option("--json", "as_json", is_flag=True, help="Print the text and its marks as one line of JSON.")
@_ocr_option
@_index_option
@click.pass_obj
def inspect(
    root: Path | None, name: str, page_name: str | None, as_json: bool, ocr: bool | None, index_dir: Path | None
) -> None:
    """Show the text of FILE as reportqa reads it.

    FILE is a path, read on the spot, or the id of a document in the index. Marks in double brackets say
    where pages, sections and tables begin, and what was left out: ⟦running header: …⟧. All else is the
    text that quotes are taken from.
    """
    from reportqa.inspecting import find_document, find_page, inspection, marked_text
    from reportqa.reporting import inspection_text, json_line

    document = find_document(name, Settings.from_env(root=root, index_dir=index_dir, ocr=ocr))
    page = find_page(document, page_name) if page_name else None
    if as_json:
        click.echo(json_line(inspection(document, page)))
        return
    click.echo(inspection_text(marked_text(document, page)))


@main.command()
@click.argument("sets", nargs=-1, required=True, metavar="SET...", type=click.Path(path_type=Path))
@click.option(
    "--corpus",
    "corpus_dir",
    type=FOLDER,
    envvar="REPORTQA_EVALUATE_CORPUS",
    help="Folder of reports to ask lists of questions of.  [default: what is in the index]",
)
@_index_option
@_model_option
@click.option("-k", type=click.IntRange(1, 50), default=50, show_default=True, help="How many passages are ranked.")
@click.option("--limit", type=click.IntRange(1), help="At most so many questions a set, drawn at random.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of what is drawn at random.")
@click.option(
    "--keep",
    "keep_dir",
    type=FOLDER,
    envvar="REPORTQA_EVALUATE_KEEP",
    help="Folder that keeps the indexes for the next run.",
)
@click.option("--compare", type=FILE, metavar="RUN.json", help="Say what changed since a run written with --json.")
@_output_option("--json", "json_file", "Write the run with a row for each question; - instead of the tables.")
@_output_option("--html", "html_file", "Write the run as a page with plots.")
@click.pass_obj
def evaluate(
    root: Path | None, sets: tuple[Path, ...], corpus_dir: Path | None, index_dir: Path | None, model: str | None,
    k: int, limit: int | None, seed: int, keep_dir: Path | None, compare: Path | None, json_file: IO[str] | None,
    html_file: IO[str] | None,
) -> None:  # fmt: skip
    """Measure how well questions are answered whose answers are known.

    A SET is a JSONL file of questions, one a line, asked of the index or of --corpus: "question" and, optionally,
    "id", "answers" (strings; null or "answerable": false if nothing answers), "document" (an id, or its beginning)
    and "page". Or it is a folder with queries.jsonl, corpus.jsonl (units: id, title, text, page), qrels.tsv and
    docs/, which is indexed first.
    """
    from reportqa.evaluation.comparison import compare as compare_runs
    from reportqa.evaluation.comparison import read_baseline
    from reportqa.evaluation.page import run_page
    from reportqa.evaluation.run import Options
    from reportqa.evaluation.run import evaluate as run_sets
    from reportqa.evaluation.tables import run_text
    from reportqa.progress import showing_progress
    from reportqa.reporting import json_line

    settings = Settings.from_env(root=root, index_dir=index_dir, model=model)
    baseline = read_baseline(compare) if compare else None
    with showing_progress() as progress:
        run = run_sets(sets, settings, Options(corpus_dir, keep_dir, k, limit, seed), progress)
    comparisons = compare_runs(run, baseline) if baseline is not None else ()
    if json_file:
        changes = {"comparisons": [one.to_dict() for one in comparisons]} if comparisons else {}
        click.echo(json_line(run.to_dict() | changes), file=json_file)
    if html_file:
        click.echo(run_page(run, comparisons, settings.web_dir), file=html_file)
    if json_file is None or json_file.name != "-":
        click.echo(run_text(run, comparisons))


@main.command()
@click.argument("questions", metavar="QUESTIONS.jsonl", required=False, type=FILE)
@click.option("--reset", is_flag=True, help="Go back to the confidence as shipped.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one line of JSON.")
@_index_option
@_model_option
@click.pass_obj
def calibrate(
    root: Path | None, questions: Path | None, reset: bool, as_json: bool, index_dir: Path | None, model: str | None
) -> None:
    """Fit the confidence of answers to your own questions.

    The questions are those of "reportqa evaluate", with the "document" that answers each, so that each can be
    asked without it too. Ten that are answered are enough, fifty or more are better. The result is kept
    beside the index, for every index built there later.
    """
    from reportqa.evaluation.recalibration import recalibrate
    from reportqa.evaluation.recalibration import reset as remove
    from reportqa.evaluation.tables import calibration_text, reset_text
    from reportqa.progress import showing_progress
    from reportqa.reporting import json_line

    if (questions is None) != reset:
        raise click.UsageError("Give QUESTIONS.jsonl, or --reset.")
    settings = Settings.from_env(root=root, index_dir=index_dir, model=model)
    if questions is None:
        removed = remove(settings)
        click.echo(json_line({"removed": removed and str(removed)}) if as_json else reset_text(removed))
        return
    with showing_progress() as progress:
        made = recalibrate(questions, settings, progress)
    click.echo(json_line(made.to_dict()) if as_json else calibration_text(made))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@_index_option
@_model_option
@click.pass_obj
def serve(root: Path | None, host: str, port: int, index_dir: Path | None, model: str | None) -> None:
    """Answer questions in the browser and over HTTP."""
    from reportqa.reporting import ready_text
    from reportqa.serving import serve as run

    settings = Settings.from_env(root=root, index_dir=index_dir, model=model)
    run(
        settings,
        host,
        port,
        lambda ready: click.echo(ready_text(ready.address, ready.sample_questions, ready.problem)),
    )
