import io
import json

from rich.console import Console
from rich.progress import Progress

from reportqa.cli.progress_bars import BarProgress, JSONProgress, LineProgress, showing_progress


def test_stage_is_one_plain_line() -> None:
    written = io.StringIO()
    advance = LineProgress(Console(file=written)).stage("Reading [all] files", 1234)
    advance(1)
    assert written.getvalue() == "Reading [all] files 1,234\n"


def test_programs_get_each_step_as_json() -> None:
    written = io.StringIO()
    advance = JSONProgress(written).stage("Reading", 2)
    advance(1, "a \u2028.pdf")
    advance(1)
    assert [json.loads(line) for line in written.getvalue().split("\n")[:-1]] == [
        {"stage": "Reading", "total": 2},
        {"done": 1, "of": "Reading", "name": "a \u2028.pdf"},
        {"done": 1, "of": "Reading", "name": ""},
    ]


def test_bar_counts_the_steps_done() -> None:
    bars = Progress(console=Console(file=io.StringIO()))
    progress = BarProgress(bars)
    advance = progress.stage("Reading", 3)
    progress.stage("Writing", 0)
    advance(1)
    advance(2)
    assert [(task.description, task.completed, task.total) for task in bars.tasks] == [
        ("Reading", 3, 3),
        ("Writing", 0, 0),
    ]


def test_no_bars_are_drawn_where_there_is_no_terminal() -> None:
    with showing_progress() as progress:
        assert isinstance(progress, LineProgress)
