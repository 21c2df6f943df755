"""Shows on standard error how far a build is: bars on a terminal, a line for each stage elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class BarProgress:
    """A bar for each stage."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars

    def stage(self, name: str, total: int) -> Callable[[int], None]:
        task = self._bars.add_task(name, total=total)
        return lambda steps: self._bars.advance(task, steps)

    def say(self, sentence: str) -> None:
        self._bars.console.print(sentence, markup=False, highlight=False)


class LineProgress:
    """A plain line when a stage begins."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def stage(self, name: str, total: int) -> Callable[[int], None]:
        self._console.print(f"{name} {total:,}", markup=False, highlight=False)
        return lambda _steps: None

    def say(self, sentence: str) -> None:
        self._console.print(sentence, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def showing_progress() -> Iterator[BarProgress | LineProgress]:
    """Give whatever suits standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield LineProgress(console)
        return
    columns = TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as bars:
        yield BarProgress(bars)
