"""The command that serves the browser and HTTP."""

from pathlib import Path

import click

from reportqa.cli.options import FOLDER, index_option, model_option
from reportqa.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--corpus",
    "corpus_dir",
    type=FOLDER,
    help="Folder of the reports, for pictures of their pages.  [default: ROOT/corpus]",
)
@index_option
@model_option
@click.pass_obj
def serve(
    root: Path | None, host: str, port: int, corpus_dir: Path | None, index_dir: Path | None, model: str | None
) -> None:
    """Answer questions in the browser and over HTTP."""
    from reportqa.reporting import ready_text
    from reportqa.serving import serve as run

    settings = Settings.from_env(root=root, corpus_dir=corpus_dir, index_dir=index_dir, model=model)
    run(
        settings,
        host,
        port,
        lambda ready: click.echo(ready_text(ready.address, ready.sample_questions, ready.problem)),
    )
