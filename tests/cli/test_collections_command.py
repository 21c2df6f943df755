import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result

from reportqa.settings import Settings
from support.commands import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def on_shelf(run: Run, varied: Settings, tmp_path: Path) -> Run:
    """Run a command on a copy of an index whose documents differ in every filter."""
    index_dir = shutil.copytree(varied.index_dir, tmp_path / "index")

    def on_shelf(*args: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        return run(*args, stdin=stdin, env={"REPORTQA_INDEX": str(index_dir), **(env or {})})

    return on_shelf


def ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [json.loads(line)["doc_id"] for line in result.stdout.splitlines()]


def test_collections_are_added_used_and_deleted(on_shelf: Run) -> None:
    assert on_shelf("collections").stdout.startswith("No collections yet.")
    on_shelf("collections", "--add", "By hand", "--document", "notes.txt")
    on_shelf("collections", "--add", "by hand", "--document", "trust/rise.md")
    saved = on_shelf("collections", "--add", "Trust", "--publisher", "nuffield", "--from", "2016")
    assert saved.stderr == 'Saved "Trust".\n'
    assert saved.stdout.splitlines() == [
        "Collection  Documents  Contents",
        "By hand             2  chosen by hand",
        "Trust               1  publisher: nuffield, from: 2016",
    ]
    assert ids(on_shelf("documents", "--collection", "by HAND", "--json")) == ["notes.txt", "trust/rise.md"]
    assert ids(on_shelf("documents", "--collection", "Trust", "--json")) == ["trust/rise.md"]
    answer = json.loads(on_shelf("ask", "How many registered patients?", "--collection", "trust", "--json").stdout)
    assert answer["filters"] == {"collection": ["trust"]}
    assert {one["doc_id"] for one in answer["citations"]} == {"trust/rise.md"}
    assert "Title of notes.txt" not in on_shelf("bibliography", "--collection", "trust").stdout
    (batch,) = on_shelf(
        "ask", "--batch", "-", "--collection", "Trust", stdin='{"question": "How many patients?"}'
    ).stdout.splitlines()
    assert json.loads(batch)["filters"] == {"collection": ["Trust"]}
    left = on_shelf("collections", "--delete", "by hand", "--json")
    assert [json.loads(line) for line in left.stdout.splitlines()] == [
        {"name": "Trust", "documents": 1, "missing": [], "filters": {"publisher": ["nuffield"], "from": "2016"}}
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--add", "A"], 1, "would be empty"),
        (["--add", "A", "--document", "gone.txt"], 1, 'No document "gone.txt"'),
        (["--add", "A", "--author", "nobody"], 1, 'No document has the author "nobody"'),
        (["--add", "A", "--collection", "B"], 1, 'There is no collection "B", and no other.'),
        (["--delete", "B"], 1, 'There is no collection "B", and no other.'),
        (["--publisher", "nuffield"], 2, "Name it with --add NAME."),
        (["--add", "A", "--delete", "B"], 2, "one after the other"),
    ],
)
def test_wrong_use_is_one_clear_sentence(on_shelf: Run, arguments: list[str], code: int, message: str) -> None:
    result = on_shelf("collections", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr
