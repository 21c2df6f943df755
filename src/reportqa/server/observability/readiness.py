"""Whether the server can do its work: the index, the model, space on the disk, the process that draws pages."""

import shutil
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify

from reportqa.answering import CurrentIndex
from reportqa.errors import ModelError, ReportQAError
from reportqa.server.background import Background
from reportqa.server.viewer.page_images import Painter

PATIENCE_SECONDS = 1.0
"""How long the checks may take; the health of a server is asked every few seconds."""
LEAST_FREE_MIB = 100
"""Free space of the disk of the index, below which a build or an upload would soon fill it."""
RETRY_SECONDS = 5
EXTENSION = "reportqa.readiness"
bp = Blueprint("readiness", __name__)


class Readiness:
    """Checks of the parts of a server, each in its own thread, so that none that hangs delays the others."""

    def __init__(self, index: CurrentIndex, painter: Painter, index_dir: Path) -> None:
        checks: dict[str, Callable[[], str]] = {
            "index": partial(_check_index, index),
            "model": partial(_check_model, index),
            "disk": partial(_check_disk, index_dir.absolute()),
            "drawing": painter.problem,
        }
        self._checks = {
            name: Background[str, str](_without_key(check), lasting=False) for name, check in checks.items()
        }

    def problems(self) -> dict[str, str]:
        """Return for each part why it is not ready; "" if it is."""
        found = {name: check.begin("") for name, check in self._checks.items()}
        wait(found.values(), PATIENCE_SECONDS)
        return {name: _result_of(future) for name, future in found.items()}


def init_app(app: Flask, index_dir: Path) -> None:
    """Add the check of an application whose index and painter are there."""
    app.extensions[EXTENSION] = Readiness(app.extensions["reportqa"], app.extensions["reportqa.painter"], index_dir)
    app.register_blueprint(bp)


@bp.get("/readyz")
def ready() -> Response:
    """Return 200 if every part of the server is ready, else 503; each is named."""
    readiness: Readiness = current_app.extensions[EXTENSION]
    problems = readiness.problems()
    is_ready = not any(problems.values())
    checks = {name: {"ready": not problem, "detail": problem or None} for name, problem in problems.items()}
    response = jsonify({"status": "ready" if is_ready else "not ready", "checks": checks})
    if not is_ready:
        response.status_code = 503
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _without_key(check: Callable[[], str]) -> Callable[[str], str]:
    return lambda _: check()


def _result_of(check: "Future[str]") -> str:
    if not check.done():
        return f"The check takes longer than {PATIENCE_SECONDS:g} seconds."
    error = check.exception()
    # Whatever a library raises, the part is not ready.
    return check.result() if error is None else f"The check failed ({type(error).__name__})."


def _check_index(index: CurrentIndex) -> str:
    try:
        index.get().suggest("a")
    except ModelError:
        return ""
    except ReportQAError as error:
        return str(error)
    return ""


def _check_model(index: CurrentIndex) -> str:
    try:
        index.get().check_model()
    except ModelError as error:
        return str(error)
    except ReportQAError:
        # Without an index, no model is wanted.
        return ""
    return ""


def _check_disk(folder: Path) -> str:
    existing = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(existing).free // 1024**2
    if free >= LEAST_FREE_MIB:
        return ""
    return f"The disk of the index has {free:,} MiB left. Free at least {LEAST_FREE_MIB} MiB."
