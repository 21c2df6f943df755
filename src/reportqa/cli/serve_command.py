"""The command that serves pages and the HTTP API."""

import click

from reportqa.cli.options import settings_options
from reportqa.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 picks a free one."
)
@click.option("--open", "opens_browser", is_flag=True, help="Also open the page in your browser.")
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
    settings: Settings, host: str, port: int, opens_browser: bool, allow_upload: bool, upload_mib: int,
    hosts: tuple[str, ...],
) -> None:  # fmt: skip
    """Answer questions in the browser and over HTTP.

    The index remembers the folder of the reports, from which pages are shown as pictures: --index is enough.

    With --allow-upload, the browser can also add files: they are held for review outside the corpus, and
    builds are started, followed and cancelled on a page. There are no users and no passwords.
    """
    from reportqa.cli.browser import open_page
    from reportqa.cli.output import ready_text
    from reportqa.server import serve as run

    def on_ready(address: str, sample_questions: tuple[str, ...], problem: str | None) -> None:
        click.echo(ready_text(address, sample_questions, problem, settings.corpus_dir))
        if opens_browser:
            open_page(address)

    run(settings, host, port, on_ready, upload_mib if allow_upload else None, hosts)
