"""The application served over HTTP with waitress."""

import errno
import os
import signal
from collections.abc import Callable
from contextlib import ExitStack, closing, nullcontext, suppress
from threading import Event, Thread, current_thread, main_thread
from typing import TYPE_CHECKING

from reportqa.errors import InputError, ReportQAError
from reportqa.request_origin import is_loopback
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.connections import Listeners
from reportqa.server.observability.log_options import LogOptions
from reportqa.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from reportqa.answering import CurrentIndex

MAX_PORT = 65535
CONTRADICTION = (
    "--without-sign-in lets everyone do everything, but a sign-in service is set. Leave it out, or unset"
    " REPORTQA_OIDC_ISSUER and --user-header."
)


class Server(Listeners):
    """An application bound to a host and a port; port 0 picks a free one.

    :raises InputError: when it cannot listen there.
    """

    def __init__(self, app: "Flask", host: str, port: int) -> None:
        try:
            if not 0 <= port <= MAX_PORT:  # A larger number would wrap around.
                raise OverflowError(port)
            config = app.config
            threads = config["THREADS"], config["SLOW_THREADS"]
            super().__init__(app, host, port, threads, config["BUDGETS"], config.get("SINGLE_HEADERS", ()))
        except (OSError, ValueError, OverflowError) as error:
            raise InputError(_explain(error, host, port)) from error


def serve(
    settings: Settings,
    host: str,
    port: int,
    on_ready: Callable[[str, tuple[str, ...], str | None], None],
    upload_mib: int | None = None,
    hosts: tuple[str, ...] = (),
    *,
    reviews_uploads: bool | None = None,
    with_sign_in: bool | None = None,
    others: Outside | None = None,
    log: LogOptions | None = None,
    logs_questions: bool = False,
    metrics_at: tuple[str, int] | None = None,
    rates: tuple[str, ...] = (),
    rates_at: str = "memory://",
) -> None:
    """Serve until Ctrl-C or SIGTERM.

    :param on_ready: called when the server listens, with its address, the sample questions of the index, and why it
        cannot answer yet, if so.
    :param upload_mib: the limit of all files held for review; None turns uploads and builds off.
    :param hosts: host names to answer to, besides `host`.
    :param reviews_uploads: whether uploads are held until somebody accepts them; by default with `hosts`, or a `host`
        that others can reach.
    :param with_sign_in: whether users must sign in; by default with `hosts`, a `host` that others can reach, or
        `others`.
    :param others: an OpenID provider and trusted proxies that sign users in, besides this server.
    :param log: where to log; None leaves logging as it is.
    :param logs_questions: whether the log has the text of questions.
    :param metrics_at: host and port at which metrics are served.
    :param rates: limits of requests, KIND=RATE, in place of the defaults.
    :param rates_at: where requests are counted: memory, or the URL of a Redis server.
    :raises InputError: when the server cannot listen at a host and port, users must sign in and nobody can, or the log
        cannot be written.
    """
    from reportqa.server.accounts.current_user import STATE
    from reportqa.server.accounts.sign_in_methods import check_methods
    from reportqa.server.app import create_app
    from reportqa.server.observability.logs import logging_to
    from reportqa.server.observability.metrics import metrics_served
    from reportqa.server.observability.traces import traced
    from reportqa.server.pages.home import begin_examples
    from reportqa.server.rate_limits import read_rates
    from reportqa.server.uploads.room import Room
    from reportqa.server.uploads.upload_service import EXTENSION

    others = others or Outside()
    if reviews_uploads is None:
        reviews_uploads = may_be_shared(host, hosts)
    if with_sign_in is None:
        with_sign_in = may_be_shared(host, hosts) or others.signs_in
    elif others.signs_in and not with_sign_in:
        raise InputError(CONTRADICTION)
    room = None if upload_mib is None else Room(mib=upload_mib)
    app = create_app(
        settings, room, (host, *hosts), reviews_uploads=reviews_uploads, with_sign_in=with_sign_in, others=others,
        rates=read_rates(rates), rates_at=rates_at,
        audits=may_be_shared(host, hosts) if settings.audit is None else settings.audit,
    )  # fmt: skip
    if with_sign_in:
        check_methods(app)
    app.config["LOG_QUESTIONS"] = logs_questions
    index: CurrentIndex = app.extensions["reportqa"]
    ended = Event()
    logging = nullcontext() if log is None else logging_to(log)
    with suppress(KeyboardInterrupt), logging, closing(Server(app, host, port)) as server, ExitStack() as ending:
        if (service := app.extensions.get(EXTENSION)) is not None:
            # A build ends before the server waits for the requests that follow it.
            ending.callback(service.close)
        if (database := app.extensions.get(STATE)) is not None:
            ending.callback(database.close)
        ending.callback(ended.set)
        ending.enter_context(traced(app, os.environ))
        if metrics_at is not None:
            ending.enter_context(metrics_served(app, server, *metrics_at))
        if current_thread() is main_thread():
            signal.signal(signal.SIGTERM, _interrupt)
        on_ready(server.address, *_open_index(index))
        with suppress(ReportQAError):
            begin_examples(app)
        Thread(target=index.watch, args=(ended,), name="reportqa-watch", daemon=True).start()
        server.run()


def may_be_shared(host: str, hosts: tuple[str, ...]) -> bool:
    """Return whether others than the people at this machine may reach a server, directly or through a proxy."""
    return bool(hosts) or not is_loopback(host)


def _open_index(index: "CurrentIndex") -> tuple[tuple[str, ...], str | None]:
    """Open the index before the first request; return its sample questions, or what is wrong with it."""
    try:
        return index.get().sample_questions, None
    except ReportQAError as error:
        return (), str(error)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _explain(error: Exception, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use at {host}. Stop the other program or choose another port with --port."
    if number == errno.EACCES:
        return f"You do not have permission to use port {port}. Choose a port above 1023 with --port."
    return f'Cannot listen at host "{host}", port {port}. Try --host 127.0.0.1 and a port up to {MAX_PORT}.'
