"""The command that serves pages and the HTTP API."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportqa.cli.options import FILE, settings_options
from reportqa.cli.outside_options import outside_options
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.server import Outside


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 picks a free one."
)
@click.option("--open", "opens_browser", is_flag=True, help="Also open the page in your browser.")
@settings_options("corpus_dir", "index_dir", "model", "reader")
@click.option(
    "--with-sign-in/--without-sign-in",
    default=None,
    help="Have users sign in, or let everyone who reaches the server do everything; by default users sign in with "
    "--known-as, a --host other than this machine, or a sign-in service.",
)
@outside_options
@click.option("--allow-upload", is_flag=True, help="Let users add files and build the index in the browser.")
@click.option(
    "--review-uploads/--no-review-uploads",
    default=None,
    help="Hold uploaded files until somebody accepts them; by default only with a --host other than this machine.",
)
@click.option(
    "--upload-mib",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    help="MiB of all files that are received, or being received, and not yet added.",
)
@click.option(
    "--known-as",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another host name of the server, besides its address, localhost and --host; can be repeated.",
)
@click.option("--log-file", type=FILE, metavar="FILE", help="Write the log to a file, which is rotated.")
@click.option(
    "--log-format",
    type=click.Choice(["auto", "json", "text"]),
    default="auto",
    show_default=True,
    help="Lines of JSON or of text: auto is text on a terminal, where requests are logged with --verbose only.",
)
@click.option("--log-questions", is_flag=True, help="Write the text of questions into the log, too.")
@click.option(
    "--metrics-port", type=click.IntRange(0, 65535), help="Also serve metrics for Prometheus at this port; 0 picks one."
)
@click.option(
    "--metrics-host",
    default="127.0.0.1",
    show_default=True,
    help="Address to serve metrics at; all who reach it can read.",
)
@click.option(
    "--rate-limit",
    "rates",
    multiple=True,
    metavar="KIND=RATE",
    help="Requests of a kind that a user or an address may send, as in ask=60/minute or ask=none; can be repeated.",
)
@click.option(
    "--rate-limits-at",
    "rates_at",
    default="memory://",
    show_default=True,
    help="Where requests are counted: the URL of a Redis server that several servers share.",
)
@click.pass_context
def serve(
    context: click.Context, settings: Settings, others: "Outside",
    host: str, port: int, opens_browser: bool, with_sign_in: bool | None,
    allow_upload: bool, review_uploads: bool | None, upload_mib: int, hosts: tuple[str, ...],
    log_file: Path | None, log_format: str, log_questions: bool,
    metrics_port: int | None, metrics_host: str,
    rates: tuple[str, ...], rates_at: str,
) -> None:  # fmt: skip
    """Answer questions in the browser and over HTTP.

    The index remembers the folder of the reports, from which pages are shown as pictures: --index is enough.

    With --allow-upload, the browser can also add files: dropped on a page, they are checked, copied to your
    reports and indexed. With --review-uploads they wait until somebody accepts them.

    Users sign in on a server that other machines can reach; "reportqa users add" adds them. A proxy can name them in
    a header (--user-header), or a sign-in service with OpenID Connect (REPORTQA_OIDC_ISSUER). It needs a reverse
    proxy with TLS in front of it.
    """
    from reportqa.backups import serving
    from reportqa.cli.browser import open_page
    from reportqa.cli.output import ready_text
    from reportqa.server import LogOptions
    from reportqa.server import serve as run

    def on_ready(address: str, sample_questions: tuple[str, ...], problem: str | None) -> None:
        click.echo(ready_text(address, sample_questions, problem, settings.corpus_dir))
        if opens_browser:
            open_page(address)

    # No backup is restored meanwhile.
    context.with_resource(serving(settings.index_dir))
    limit = upload_mib if allow_upload else None
    log = LogOptions(log_format, log_file, verbose=context.find_root().params["verbose"])
    run(
        settings, host, port, on_ready, limit, hosts,
        reviews_uploads=review_uploads, with_sign_in=with_sign_in, others=others, log=log, logs_questions=log_questions,
        metrics_at=None if metrics_port is None else (metrics_host, metrics_port),
        rates=rates, rates_at=rates_at,
    )  # fmt: skip
