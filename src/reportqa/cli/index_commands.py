"""Commands that build the index and look after it."""

from pathlib import Path

import click

from reportqa.cli.options import FOLDER, index_option, model_option, ocr_option
from reportqa.errors import IndexUnavailable, ReportQAError
from reportqa.settings import Settings


@click.command()
@click.option("--corpus", "corpus_dir", type=FOLDER, help="Folder of the reports.  [default: ROOT/corpus]")
@index_option
@model_option
@ocr_option
@click.option("--rebuild", is_flag=True, help="Read and embed everything anew, ignoring what earlier builds kept.")
@click.option("--watch", is_flag=True, help="Go on until Ctrl-C: build again whenever reports have changed.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON, with --watch one line a build.")
@click.option(
    "--progress",
    "progress_kind",
    type=click.Choice(["auto", "json"]),
    default="auto",
    show_default=True,
    help="How progress is told on standard error; json is one object a line, for programs.",
)
@click.option("--with-stdin", is_flag=True, hidden=True, help="End when standard input does, as with Ctrl-C.")
@click.pass_obj
def index(
    root: Path | None,
    corpus_dir: Path | None,
    index_dir: Path | None,
    model: str | None,
    ocr: bool | None,
    rebuild: bool,
    watch: bool,
    as_json: bool,
    progress_kind: str,
    with_stdin: bool,
) -> None:
    """Build the index of a folder of reports (PDF, web pages, Office files, Markdown, tables, plain text).

    Only new and changed files are read, and only new text is embedded: what earlier builds made is kept in
    the folder of the index, also that of a build that was interrupted. --rebuild makes everything anew.

    With --watch, changed reports are indexed as soon as nothing has changed for a moment; a build that fails says why,
    and the watching goes on. REPORTQA_WATCH_POLLING=1 is for drives that tell of no changes.
    """
    from reportqa.ingest import end_with_stdin

    # Before the imports that take long.
    if with_stdin:
        end_with_stdin()

    from reportqa.cli.output import summary_json, summary_line, summary_text
    from reportqa.cli.progress_bars import showing_progress
    from reportqa.ingest import due_builds, until_stopped
    from reportqa.ingest import index as build

    settings = Settings.from_env(root=root, corpus_dir=corpus_dir, index_dir=index_dir, model=model, ocr=ocr)
    show = summary_json if as_json else summary_line if watch else summary_text
    if not watch:
        with showing_progress(as_json=progress_kind == "json") as progress:
            summary = build(settings, progress, rebuild=rebuild)
        click.echo(show(summary))
        return
    with until_stopped():
        for _ in due_builds(settings):
            try:
                with showing_progress(as_json=progress_kind == "json") as progress:
                    summary = build(settings, progress, rebuild=rebuild)
            except ReportQAError as error:
                click.echo(f"Error: {error}", err=True)
            else:
                click.echo(show(summary))
                rebuild = False


@click.command()
@click.option("--corpus", "corpus_dir", type=FOLDER, help="Folder of the reports.  [default: ROOT/corpus]")
@index_option
@ocr_option
@click.option("--json", "as_json", is_flag=True, help="Print the status as one line of JSON.")
@click.pass_obj
def status(root: Path | None, corpus_dir: Path | None, index_dir: Path | None, ocr: bool | None, as_json: bool) -> None:
    """Say what index is in use, how large it is, and what in the corpus has changed since it was built.

    Files are compared by what is in them, as "reportqa index" does; nothing is built.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.status_output import status_text
    from reportqa.ingest.status import status as run

    found = run(Settings.from_env(root=root, corpus_dir=corpus_dir, index_dir=index_dir, ocr=ocr))
    click.echo(json_line(found.to_dict()) if as_json else status_text(found))


@click.command()
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print what is in use as one line of JSON.")
@click.pass_obj
def rollback(root: Path | None, index_dir: Path | None, as_json: bool) -> None:
    """Go back to the index as it was before the last build; a second time, forward again.

    A running server follows. The next "reportqa index" builds anew, unless the corpus is what it was then.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.status_output import rollback_text
    from reportqa.index import rollback as run

    manifest = run(Settings.from_env(root=root, index_dir=index_dir).index_dir)
    shown = {"generation": manifest.generation, "created": manifest.created, "counts": manifest.counts}
    click.echo(json_line(shown) if as_json else rollback_text(manifest))


@click.command("verify-index")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print what was checked as one line of JSON.")
@click.pass_obj
def verify_index(root: Path | None, index_dir: Path | None, as_json: bool) -> None:
    """Check every file of the index against its sum, and whether all parts fit each other.

    Ends with status 1 when anything is wrong.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.status_output import verification_text
    from reportqa.index import verify

    found = verify(Settings.from_env(root=root, index_dir=index_dir))
    click.echo(json_line(found.to_dict()) if as_json else verification_text(found))
    if found.problems:
        raise IndexUnavailable(f"The index is damaged. {found.remedy}")
