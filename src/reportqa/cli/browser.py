"""The page of a server, opened in the user's browser."""

import webbrowser
from threading import Thread

import click

_ANY_HOST = {"//0.0.0.0:": "//127.0.0.1:", "//[::]:": "//[::1]:"}
"""Hosts that a server can listen at but a browser cannot open, with this machine's."""


def local_address(address: str) -> str:
    """Return the address at which a browser on this machine reaches a server.

    >>> local_address("http://0.0.0.0:8000")
    'http://127.0.0.1:8000'
    """
    for host, own in _ANY_HOST.items():
        address = address.replace(host, own)
    return address


def open_page(address: str) -> None:
    """Open the page in the browser, without waiting for it; print a message if none can be started."""
    # Some browsers return only when they are closed, and the server answers in the thread that calls this.
    Thread(target=_open, args=(local_address(address),), name="reportqa-browser", daemon=True).start()


def _open(address: str) -> None:
    if not webbrowser.open(address):
        click.echo(f"No browser could be started. Open {address} yourself.", err=True)
