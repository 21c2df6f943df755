"""The command that serves the index to assistants over the Model Context Protocol."""

import click

from reportqa.cli.options import settings_options
from reportqa.settings import Settings


@click.command()
@click.option("--http", "over_http", is_flag=True, help="Serve over HTTP instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http, the address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="With --http, the port; 0 picks a free one.",
)
@click.option(
    "--known-as",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="With --http, another host name of the server, besides its address, localhost and --host; can be repeated.",
)
@settings_options("index_dir", "model", "reader")
def mcp(settings: Settings, over_http: bool, host: str, port: int, hosts: tuple[str, ...]) -> None:
    """Let assistants use the index (Model Context Protocol).

    The client starts this command and talks to it over standard input and output. With --http, clients connect
    to http://HOST:PORT/mcp; if REPORTQA_MCP_TOKEN is set, they need it as bearer token. Beyond this machine the
    server only listens with a token.
    """
    from reportqa.mcp_server import serve_http, serve_stdio

    if over_http:
        serve_http(settings, host, port, lambda address: click.echo(f"Ready at {address}"), hosts)
    else:
        serve_stdio(settings)
