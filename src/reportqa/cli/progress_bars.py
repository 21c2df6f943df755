"""Progress on standard error: bars on a terminal, lines elsewhere, JSON for programs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from reportqa.progress import Advance


class BarProgress:
    """Progress as a bar for each stage."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars

    def stage(self, name: str, total: int) -> Advance:
        task = self._bars.add_task(name, total=total)
        return lambda steps, _name="": self._bars.advance(task, steps)

    def say(self, sentence: str) -> None:
        self._bars.console.print(sentence, markup=False, highlight=False)


class LineProgress:
    """Progress as a plain line at the start of each stage."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def stage(self, name: str, total: int) -> Advance:
        self._console.print(f"{name} {total:,}", markup=False, highlight=False)
        return lambda _steps, _name="": None

    def say(self, sentence: str) -> None:
        self._console.print(sentence, markup=False, highlight=False, soft_wrap=True)


class JSONProgress:
    """Progress as JSON lines: {"stage", "total"} at the start, {"done", "of", "name"} for its steps, {"note"}."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def stage(self, name: str, total: int) -> Advance:
        self._write(stage=name, total=total)
        return lambda steps, file="": self._write(done=steps, of=name, name=file)

    def _write(self, **values: str | int) -> None:
        self._file.write(f"{json.dumps(values)}\n")
        self._file.flush()

    def say(self, sentence: str) -> None:
        self._write(note=sentence)


@contextmanager
def showing_progress(*, as_json: bool = False) -> Iterator[BarProgress | LineProgress | JSONProgress]:
    """Yield the progress that suits standard error, or the one for programs."""
    if as_json:
        yield JSONProgress(sys.stderr)
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        yield LineProgress(console)
        return
    columns = TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as bars:
        yield BarProgress(bars)
