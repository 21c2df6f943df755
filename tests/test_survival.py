"""What a build that is stopped leaves behind: the whole process, as it is started on the command line."""

import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from reportqa.asking import Asker
from reportqa.checking import verify
from reportqa.embedder import Embedder
from reportqa.generations import building, current
from reportqa.settings import Settings

pytestmark = pytest.mark.slow

QUESTION = "How many registered patients did the Harborough federation have in 2016?"
WAITING = "import sentence_transformers, sys; from reportqa.cli import main; sys.stdin.readline(); main()"
STOPPED = [("Reading", 0.0), ("Reading", 0.3), ("Indexing", 0.1), ("Indexing", 0.5)]
STOPPED += [("Finishing", seconds) for seconds in (0.0, 0.01, 0.02, 0.04, 0.06, 0.1, 0.15, 0.3)]
"""After which line of its progress, and how many seconds later, a build is killed."""


def write_corpus(settings: Settings, patients: str) -> None:
    settings.corpus_dir.mkdir(exist_ok=True)
    (settings.corpus_dir / "note.txt").write_text(f"The Harborough federation had {patients} patients in 2016.\n")
    words = random.Random(patients)  # noqa: S311, not for secrets
    for name in ("a", "b"):
        text = " ".join(str(words.randrange(10**6)) for _ in range(400))
        (settings.corpus_dir / f"{name}.md").write_text(f"# Report {name} of {patients}\n\n{text}\n")


def start(settings: Settings, largest: int | None = None, *, waiting: bool = False) -> "subprocess.Popen[str]":
    """Start a build that may write no file of more than `largest` bytes, or one that waits for a line to begin."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}
    program = ["-c", WAITING] if waiting else ["-m", "reportqa"]
    return subprocess.Popen(
        [sys.executable, *program, "index", "--corpus", str(settings.corpus_dir), "--index", str(settings.index_dir)],
        env={**environ, "REPORTQA_PROCESSES": "1", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest, largest)) if largest else None,  # noqa: PLW1509, there is one thread
    )  # fmt: skip


def finish(process: "subprocess.Popen[str]") -> str:
    said = process.communicate("\n", timeout=120)[1]
    assert "Traceback" not in said
    return said


def kill(process: "subprocess.Popen[str]", stage: str, seconds: float) -> None:
    """Let a waiting build begin, and kill it so many seconds after a line of its progress."""
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write("\n")
    process.stdin.flush()
    next((line for line in process.stderr if line.startswith(stage)), None)
    time.sleep(seconds)
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def first(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("survival")
    first = replace(settings, corpus_dir=root / "corpus", index_dir=root / "index")
    write_corpus(first, "1,000")
    with start(first) as process:
        finish(process)
    assert process.returncode == 0
    return first


@pytest.fixture
def own(first: Settings, tmp_path: Path) -> Settings:
    """An indexed corpus that may be changed."""
    shutil.copytree(first.index_dir.parent, tmp_path, dirs_exist_ok=True)
    return replace(first, corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")


def answered(settings: Settings, embedder: Embedder) -> str:
    """Give the number that the index answers with, which every one of its documents must belong to."""
    asker = Asker.open(settings, embedder)
    texts = [asker.document(summary.doc_id).text for summary in asker.documents()]
    assert len(texts) == 3
    (number,) = set(re.findall(r"(?<=had )\d,\d{3}|(?<=of )\d,\d{3}", " ".join(texts)))
    assert number in asker.ask(QUESTION).citations[0].quote
    return str(number)


def test_killed_builds_leave_the_old_or_the_new_index(own: Settings, embedder: Embedder) -> None:
    used = "1,000"
    # While one builds the next one does its imports.
    builds = [start(own, waiting=True)]
    try:
        for count, moment in enumerate(STOPPED, 1):
            wanted = f"{2 + count % 7},{count:03}"
            write_corpus(own, wanted)
            builds.append(start(own, waiting=True))
            kill(builds[-2], *moment)
            found = answered(own, embedder)
            assert found in {used, wanted}
            assert verify(own).problems == ()
            used = found
        write_corpus(own, "9,999")
        finish(builds[-1])
    finally:
        for process in builds:
            process.kill()
            process.wait()
    assert builds[-1].returncode == 0
    assert answered(own, embedder) == "9,999"
    assert len(list((own.index_dir / "generations").iterdir())) == 2


@pytest.mark.parametrize("largest", [1_000, 20_000])
def test_full_disk_leaves_the_index_in_use(own: Settings, embedder: Embedder, largest: int) -> None:
    before = current(own.index_dir)
    write_corpus(own, "2,000")
    with start(own, largest) as process:
        said = finish(process)
    assert process.returncode == 1
    assert re.search(r"^Error: The index cannot be written \([^\n]+\)\. See that there is room[^\n]+\n\Z", said, re.M)
    assert current(own.index_dir) == before
    assert [path.name for path in (own.index_dir / "generations").iterdir()] == [before]
    assert verify(own).problems == ()
    assert answered(own, embedder) == "1,000"


def test_second_build_at_once_says_that_another_runs(own: Settings) -> None:
    write_corpus(own, "2,000")
    with building(own.index_dir), start(own) as second:
        said = finish(second)
    assert second.returncode == 1
    assert said.splitlines()[-1].startswith('Error: Another "reportqa index" is writing ')
    assert verify(own).problems == ()
