"""The command that serves pages and the HTTP API."""

import click

from reportqa.cli.options import settings_options
from reportqa.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 picks a free one."
)
@settings_options("corpus_dir", "index_dir", "model", "reader")
@click.option("--allow-upload", is_flag=True, help="Let everyone who reaches the server add files and build the index.")
@click.option(
    "--upload-mib", type=click.IntRange(1), default=1024, show_default=True, help="MiB of all files held for review."
)
@click.option(
    "--known-as",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another host name of the server, besides its address, localhost and --host; can be repeated.",
)
def serve(
    settings: Settings, host: str, port: int, allow_upload: bool, upload_mib: int, hosts: tuple[str, ...]
) -> None:
    """Answer questions in the browser and over HTTP.

    With --allow-upload, the browser can also add files: they are held for review outside the corpus, and
    builds are started, followed and cancelled on a page. There are no users and no passwords.
    """
    from reportqa.cli.output import ready_text
    from reportqa.server import serve as run

    run(
        settings,
        host,
        port,
        lambda *ready: click.echo(ready_text(*ready)),
        upload_mib if allow_upload else None,
        hosts,
    )
