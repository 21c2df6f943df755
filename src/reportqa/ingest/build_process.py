"""Builds in a process of their own: start, follow, cancel, and the outcome of the last one."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import IO

from reportqa.embedding import model_to_load
from reportqa.errors import Conflict, IndexUnavailable, ModelError
from reportqa.index import generations
from reportqa.ingest.build_status import BuildState, BuildStatus, advanced, failure_message, last_object, read_step
from reportqa.settings import Settings
from reportqa.storage import replace_text

OUTCOME = "build.json"
"""File in the index folder with the outcome of the last build."""
END_SECONDS = 10.0
"""Time that a build gets to stop."""
_LINES_KEPT = 20
"""Lines of the output of a build, besides its progress, that are kept."""


def like_index(settings: Settings) -> Settings:
    """Return settings with the model and the OCR setting of the current index, if there is one.

    :raises Conflict: when the corpus folder is not that of the index, or its model must be named by the user.
    """
    try:
        manifest = generations.read_manifest(settings.index_dir, generations.current(settings.index_dir))
    except IndexUnavailable:
        return settings
    if manifest.inputs and not any((settings.corpus_dir / name).is_file() for name in manifest.inputs):
        raise Conflict(
            f"None of the indexed files is in {settings.corpus_dir}, so a build would replace the index with another"
            ' one. Name their folder with --corpus, or run "reportqa index".'
        )
    try:
        model = model_to_load(manifest.model, settings.model)
    except ModelError as error:
        raise Conflict(str(error)) from error
    return replace(settings, model=model, ocr=settings.ocr or bool(manifest.settings.get("ocr")))


class BuildRunner:
    """Runner of the builds of a server, one at a time; safe to use from several threads."""

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
        self.ended: Counter[BuildState] = Counter()
        """The number of builds of this runner that have ended, by their final state."""

    def latest(self) -> BuildStatus | None:
        """Return the status of the running build, else of the last one, None if there was none."""
        with self._changed:
            return self._build

    def start(self) -> BuildStatus:
        """Start a build of the new and changed files.

        :raises Conflict: when one is running, the corpus folder is not that of the index, or no process can be started.
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
                    # Closed when this process ends in any way, which ends the build.
                    stdin=subprocess.PIPE,
                    stdout=printed,
                    stderr=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    # Ctrl-C goes to the server, which then stops the build.
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
        """Stop the running build; the current index stays, and what was parsed is kept in the cache.

        :raises Conflict: when no build is running.
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
        """Block until the build status differs from `version` (0 returns immediately), at most `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version or self._is_closed, seconds)
            return self._version, self._build

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """Stop the running build and wake all waiting threads."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        with suppress(Conflict):
            self.cancel()
        if self._follower is not None:
            self._follower.join(2 * self._end_seconds)

    def _arguments(self) -> list[str]:
        """Return the arguments of a build with the model and the OCR setting of the current index.

        :raises Conflict: when the corpus folder is not that of the index.
        """
        settings = like_index(self._settings)
        model, ocr = settings.model, settings.ocr
        arguments = ["index", "--corpus", str(settings.corpus_dir.absolute())]
        arguments += ["--index", str(settings.index_dir.absolute()), "--json", "--progress", "json", "--with-stdin"]
        return [*arguments, *(["--model", model] if model else []), *(["--ocr"] if ocr else [])]

    def _follow(self, process: "subprocess.Popen[str]", printed: IO[str]) -> None:
        """Read the output of a build until its end, and keep its status up to date."""
        begun = time.monotonic()
        output: list[str] = []
        assert process.stderr is not None  # noqa: S101, it was started with a pipe
        with process.stderr as lines, printed:
            for line in lines:
                if step := read_step(line):
                    with self._changed:
                        if self._build is not None:
                            self._set(advanced(self._build, step))
                else:
                    output = [*output[1 - _LINES_KEPT :], line.rstrip()]
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
                build = replace(build, state=BuildState.FAILED, message=failure_message(output, status))
            self.ended[build.state] += 1
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
    """Make SIGTERM, and the end of standard input, end this process like Ctrl-C."""
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
    """Kill a process that does not stop within `seconds`."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def events(builds: BuildRunner, heartbeat: float, pause: float) -> Generator[BuildStatus | None, None, None]:
    """Yield the build status after each change, at most once per `pause` seconds, until the build has ended.

    Yields None after each `heartbeat` seconds without a change.
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
