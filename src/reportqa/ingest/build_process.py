"""Builds of the index in a process of their own: started, followed, cancelled, and how the last one ended."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import IO

from reportqa.errors import Conflict, IndexUnavailable
from reportqa.index import generations
from reportqa.ingest.build_status import BuildState, BuildStatus, advanced, last_object, read_step, why
from reportqa.settings import DEFAULT_MODEL, Settings
from reportqa.storage import replace_text

OUTCOME = "build.json"
"""The file in the folder of the index that says how the last build ended."""
END_SECONDS = 10.0
"""How long a build that is told to end may take for it."""
_SAID = 20
"""How many lines of what a build says besides its progress are kept."""


class BuildRunner:
    """The builds that a server starts, one at a time; safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        program: Sequence[str] = (sys.executable, "-m", "reportqa"),
        end_seconds: float = END_SECONDS,
    ) -> None:
        self._settings = settings
        self._program = tuple(program)
        self._end_seconds = end_seconds
        self._changed = Condition()
        self._version = 1
        self._build = self._last_outcome()
        self._process: subprocess.Popen[str] | None = None
        self._follower: Thread | None = None
        self._is_closed = False

    def latest(self) -> BuildStatus | None:
        """Return the build that runs, else the one before; None when there has been none."""
        with self._changed:
            return self._build

    def start(self) -> BuildStatus:
        """Start a build of what is new or changed.

        :raises Conflict: when one runs, the folder is that of another index, or no process can be started.
        """
        with self._changed:
            if self._is_closed:
                raise Conflict("The server is shutting down.")
            if self._build is not None and self._build.is_running:
                raise Conflict("A build is already running. Wait for it to finish, or cancel it.")
            arguments = self._arguments()
            printed = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115, the follower closes it
            try:
                self._process = subprocess.Popen(
                    [*self._program, *arguments],
                    # It closes with this process, however that ends, and the build ends with it.
                    stdin=subprocess.PIPE,
                    stdout=printed,
                    stderr=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    # Ctrl-C is for the server, which then ends the build.
                    process_group=0,
                )
            except OSError as error:
                printed.close()
                raise Conflict(
                    f"The build could not be started ({error.strerror}). Close other programs and try again."
                ) from error
            build = BuildStatus(BuildState.RUNNING, _now())
            self._set(build)
            self._follower = Thread(
                target=self._follow, args=(self._process, printed), name="reportqa-build", daemon=True
            )
            self._follower.start()
        return build

    def cancel(self) -> BuildStatus:
        """Tell the build that runs to end; the index in use stays, and what was read is kept for the next.

        :raises Conflict: when none runs.
        """
        with self._changed:
            if self._build is None or not self._build.is_running or self._process is None:
                raise Conflict("No build is running.")
            if self._build.state is BuildState.RUNNING:
                self._set(replace(self._build, state=BuildState.CANCELLING))
                self._process.send_signal(signal.SIGTERM)
                ending = self._process, self._end_seconds
                Thread(target=_make_sure, args=ending, name="reportqa-cancel", daemon=True).start()
            return self._build

    def wait(self, version: int, seconds: float) -> tuple[int, BuildStatus | None]:
        """Wait until the build stands otherwise than at a version (0: at once), but no longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version or self._is_closed, seconds)
            return self._version, self._build

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """End the build that runs, and all who wait."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        with suppress(Conflict):
            self.cancel()
        if self._follower is not None:
            self._follower.join(2 * self._end_seconds)

    def _arguments(self) -> list[str]:
        """Return the arguments of a build like the one of the index in use: with its model, with OCR if it had that.

        :raises Conflict: when the folder is that of another index.
        """
        settings = self._settings
        model, ocr = settings.model, settings.ocr
        with suppress(IndexUnavailable):
            manifest = generations.read_manifest(settings.index_dir, generations.current(settings.index_dir))
            if manifest.inputs and not any((settings.corpus_dir / name).is_file() for name in manifest.inputs):
                raise Conflict(
                    f"None of the indexed files is in {settings.corpus_dir}, so a build would replace the index with"
                    ' another one. Start the server with --corpus and its folder, or run "reportqa index".'
                )
            model = model or (None if manifest.model == DEFAULT_MODEL else manifest.model)
            ocr = ocr or bool(manifest.settings.get("ocr"))
        arguments = ["index", "--corpus", str(settings.corpus_dir.absolute())]
        arguments += ["--index", str(settings.index_dir.absolute()), "--json", "--progress", "json", "--with-stdin"]
        return [*arguments, *(["--model", model] if model else []), *(["--ocr"] if ocr else [])]

    def _follow(self, process: "subprocess.Popen[str]", printed: IO[str]) -> None:
        """Take note of all that a build says, and of its end."""
        begun = time.monotonic()
        said: list[str] = []
        assert process.stderr is not None  # noqa: S101, it was started with a pipe
        with process.stderr as lines, printed:
            for line in lines:
                if step := read_step(line):
                    with self._changed:
                        if self._build is not None:
                            self._set(advanced(self._build, step))
                else:
                    said = [*said[1 - _SAID :], line.rstrip()]
            status = process.wait()
            printed.seek(0)
            summary = last_object(printed.read())
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        with self._changed:
            if self._build is None:
                return
            build = replace(self._build, ended=_now(), seconds=time.monotonic() - begun, file=None)
            if status == 0:
                build = replace(build, state=BuildState.DONE, summary=summary)
            elif build.state is BuildState.CANCELLING:
                build = replace(build, state=BuildState.CANCELLED)
            else:
                build = replace(build, state=BuildState.FAILED, message=why(said, status))
            with suppress(OSError):
                replace_text(self._settings.index_dir / OUTCOME, json.dumps(build.to_dict()))
            self._set(build)

    def _set(self, build: BuildStatus) -> None:
        self._build = build
        self._version += 1
        self._changed.notify_all()

    def _last_outcome(self) -> BuildStatus | None:
        try:
            return BuildStatus.from_dict(json.loads((self._settings.index_dir / OUTCOME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):
            return None


def end_with_stdin() -> None:
    """Have this process end as by Ctrl-C when it gets SIGTERM, or when its standard input closes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    Thread(target=_watch_stdin, name="reportqa-lifeline", daemon=True).start()


def _watch_stdin() -> None:
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_SECONDS)
    os._exit(1)


def _make_sure(process: "subprocess.Popen[str]", seconds: float) -> None:
    """Kill a process that has been told to end and does not within so many seconds."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def events(builds: BuildRunner, heartbeat: float, pause: float) -> Generator[BuildStatus | None, None, None]:
    """Return the build each time that it stands otherwise, no faster than each `pause`, until it has ended.

    None comes when nothing has changed for a `heartbeat`; both are seconds.
    """
    version = 0
    while not builds.is_closed:
        before = version
        version, build = builds.wait(version, heartbeat)
        if version == before:
            yield None
            continue
        yield build
        if build is None or not build.is_running:
            return
        time.sleep(pause)
