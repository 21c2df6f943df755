"""Commands that build and maintain the index."""

import click

from reportqa.cli.auditing import note
from reportqa.cli.options import json_option, settings_options
from reportqa.errors import IndexUnavailable
from reportqa.settings import Settings


@click.command()
@settings_options("corpus_dir", "index_dir", "model", "ocr")
@click.option("--rebuild", is_flag=True, help="Parse and embed everything again, without the cache.")
@click.option("--watch", is_flag=True, help="Keep running until Ctrl-C and rebuild after changes.")
@json_option("Print the summary as JSON; with --watch one line per build.")
@click.option(
    "--progress",
    "progress_kind",
    type=click.Choice(["auto", "json"]),
    default="auto",
    show_default=True,
    help="Progress on standard error; json is one object per line, for programs.",
)
@click.option("--with-stdin", is_flag=True, hidden=True, help="End when standard input ends, as with Ctrl-C.")
def index(settings: Settings, rebuild: bool, watch: bool, as_json: bool, progress_kind: str, with_stdin: bool) -> None:
    """Build the index of a folder of reports.

    Reports are PDF, web pages, Office files, Markdown, tables, plain text and more. Only new and changed files
    are parsed, and only new text is embedded: the results of earlier builds, also of interrupted ones, are kept
    in the index folder. --rebuild starts from scratch.

    With --watch, changed reports are indexed as soon as nothing has changed for a moment; a build that fails prints
    why, and watching continues. Set REPORTQA_WATCH_POLLING=1 for drives that do not report changes.
    """
    from reportqa.ingest import end_with_stdin

    if with_stdin:
        end_with_stdin()  # Before the imports that take long.

    from reportqa.cli.building import build_once, build_repeatedly

    build = build_repeatedly if watch else build_once
    build(settings, rebuild=rebuild, as_json=as_json, json_progress=progress_kind == "json")
    if not with_stdin:
        # The server, which has started the others, notes who asked for them.
        note(settings, "build")


@click.command()
@settings_options("corpus_dir", "index_dir", "ocr")
@json_option("Print the status as one line of JSON.")
def status(settings: Settings, as_json: bool) -> None:
    """Show the index in use, and what has changed since.

    Files are compared by content, as "reportqa index" does; nothing is built.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.status_output import status_text
    from reportqa.ingest import read_status
    from reportqa.llm import open_model

    found, model = read_status(settings), open_model(settings)
    described = model.description if model else None
    more = {"corpus": str(settings.corpus_dir), "language_model": described}
    shown = status_text(found, settings.corpus_dir, described)
    click.echo(json_line(found.to_dict() | more) if as_json else shown)


@click.command()
@settings_options("index_dir")
@json_option("Print the index in use as one line of JSON.")
def rollback(settings: Settings, as_json: bool) -> None:
    """Return to the index before the last build, or forward again.

    A running server follows. The next "reportqa index" rebuilds unless the corpus is as it was then.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.status_output import rollback_text
    from reportqa.index import rollback as roll_back

    manifest = roll_back(settings.index_dir)
    note(settings, "rollback", detail=manifest.generation)
    shown = {"generation": manifest.generation, "created": manifest.created, "counts": manifest.counts}
    click.echo(json_line(shown) if as_json else rollback_text(manifest))


@click.command("verify-index")
@settings_options("index_dir")
@json_option("Print the result as one line of JSON.")
def verify_index(settings: Settings, as_json: bool) -> None:
    """Check every file of the index, and whether all parts agree.

    Ends with status 1 if anything is wrong.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.status_output import verification_text
    from reportqa.index import verify

    found = verify(settings)
    click.echo(json_line(found.to_dict()) if as_json else verification_text(found))
    if found.problems:
        raise IndexUnavailable(f"The index is damaged. {found.remedy}")
