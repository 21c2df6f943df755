"""Builds in their own processes; where no real build is needed, a program that says what one would."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import Conflict
from reportqa.index.generation_writer import building
from reportqa.index.generations import current
from reportqa.ingest.build import Summary
from reportqa.ingest.build_process import OUTCOME, BuildRunner, events, like_index
from reportqa.ingest.build_status import BuildState, BuildStatus, Stage
from reportqa.settings import DEFAULT_MODEL, Settings
from reportqa.storage import file_sha256
from support.killing import copy_export

PATIENCE = 120.0
SAYING = """
import json, os, sys, time
def say(**values):
    print(json.dumps(values), file=sys.stderr, flush=True)
say(stage="Reading", total=2)
say(done=1, of="Reading", name="a.pdf")
print("WARNING something", file=sys.stderr, flush=True)
open({pid!r}, "w").write(str(os.getpid()))
{rest}
"""
DONE = 'say(done=1, of="Reading", name="b.pdf"); say(stage="Writing", total=4);'
DONE += ' print(json.dumps({"generation": "g", "files": 2}))'
WAIT = "sys.stdin.read(); sys.exit(5)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); say(stage='Deaf', total=1); time.sleep(1000)"


@pytest.fixture
def saying(tmp_path: Path, settings: Settings) -> Iterator[Callable[..., BuildRunner]]:
    """Return builds of a program that says some progress and then does what is given."""
    made: list[BuildRunner] = []
    own = replace(settings, index_dir=tmp_path / "index", corpus_dir=tmp_path)
    own.index_dir.mkdir()

    def make(rest: str, end_seconds: float = 10) -> BuildRunner:
        program = SAYING.format(pid=str(tmp_path / "pid"), rest=rest)
        made.append(BuildRunner(own, (sys.executable, "-c", program), end_seconds))
        return made[-1]

    yield make
    for builds in made:
        builds.close()


def until(builds: BuildRunner, is_so: Callable[[BuildStatus], bool]) -> BuildStatus:
    version, deadline = 0, time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        version, build = builds.wait(version, 1)
        if build is not None and is_so(build):
            return build
    pytest.fail(f"The build stays at {build}.")


def ended(builds: BuildRunner) -> BuildStatus:
    return until(builds, lambda build: not build.is_running)


def is_alive(pid: int) -> bool:
    # One that has ended and that nobody has asked about yet is there, in state Z.
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    return False


def test_progress_is_followed_to_the_end(saying: Callable[..., BuildRunner], tmp_path: Path) -> None:
    builds = saying(DONE)
    assert builds.latest() is None
    assert builds.start().is_running
    build = ended(builds)
    assert build.state is BuildState.DONE
    assert build.stages == (Stage("Reading", 2, 2), Stage("Writing", 4, 0))
    assert build.summary == {"generation": "g", "files": 2}
    assert build.message is None
    # Whoever asks later, after a restart too, is told the same.
    again = saying(DONE).latest()
    assert again == replace(build, seconds=round(build.seconds, 1))


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("print('Error: No room.\\n  a.pdf is bad.', file=sys.stderr); sys.exit(1)", "No room.\n  a.pdf is bad."),
        ("sys.exit(3)", 'The build ended with status 3. Run "reportqa index" to see why.'),
        ("os.kill(os.getpid(), 9)", "The system stopped the build (SIGKILL), usually because memory ran out."),
        ("print('{\"stage\": ', file=sys.stderr); sys.exit(4)", "The build ended with status 4."),
    ],
)
def test_failure_is_one_message(saying: Callable[..., BuildRunner], rest: str, message: str) -> None:
    builds = saying(rest)
    builds.start()
    build = ended(builds)
    assert build.state is BuildState.FAILED
    assert build.message is not None
    assert build.message.startswith(message)


def test_one_build_at_a_time_and_the_next_after_it(saying: Callable[..., BuildRunner]) -> None:
    builds = saying(WAIT)
    with pytest.raises(Conflict, match="No build is running"):
        builds.cancel()
    builds.start()
    with pytest.raises(Conflict, match="already running"):
        builds.start()
    until(builds, lambda build: build.file == "a.pdf")
    assert builds.cancel().state is BuildState.CANCELLING
    assert ended(builds).state is BuildState.CANCELLED
    with pytest.raises(Conflict, match="No build is running"):
        builds.cancel()
    assert builds.start().is_running


def test_cancelling_twice_is_cancelling_once(saying: Callable[..., BuildRunner]) -> None:
    builds = saying(DEAF, 0.5)
    builds.start()
    until(builds, lambda build: len(build.stages) == 2)
    assert builds.cancel() == builds.cancel()
    # It does not listen, and is ended all the same.
    assert ended(builds).state is BuildState.CANCELLED


def test_closing_leaves_no_process(saying: Callable[..., BuildRunner], tmp_path: Path) -> None:
    builds = saying(WAIT)
    builds.start()
    until(builds, lambda build: build.file == "a.pdf")
    pid = int(_written(tmp_path / "pid"))
    builds.close()
    assert not is_alive(pid)
    assert builds.latest() is not None
    with pytest.raises(Conflict, match="shutting down"):
        builds.start()


def _written(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            if text := path.read_text():
                return text
        time.sleep(0.02)
    pytest.fail(f"{path} is not written.")


def test_events_come_until_the_end(saying: Callable[..., BuildRunner]) -> None:
    builds = saying(DONE)
    assert list(events(builds, 1, 0)) == [None]
    builds.start()
    states = [build.state for build in events(builds, PATIENCE, 0.01) if build]
    assert states[-1] is BuildState.DONE
    assert set(states[:-1]) <= {BuildState.RUNNING}


def test_events_beat_while_nothing_happens_and_end_with_the_server(saying: Callable[..., BuildRunner]) -> None:
    builds = saying(WAIT)
    builds.start()
    until(builds, lambda build: build.file == "a.pdf")
    following = events(builds, 0.05, 0)
    assert next(following) is not None
    while next(following) is not None:
        pass
    builds.close()
    assert list(following) == []


@pytest.fixture
def own(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    own = replace(settings, corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")
    own.corpus_dir.mkdir()
    (own.corpus_dir / "note.txt").write_text("The Harborough federation had 9,999 patients in 2016.\n")
    return own


@pytest.mark.slow
def test_it_builds_and_another_one_that_writes_is_told(own: Settings, exports: Path) -> None:
    copy_export(exports, own)
    with closing(BuildRunner(own)) as builds:
        builds.start()
        build = ended(builds)
        assert build.message is None
        assert build.summary is not None
        assert build.summary["generation"] == current(own.index_dir)
        assert [(stage.name, stage.done) for stage in build.stages if stage.name == "Reading"] == [("Reading", 1)]
        (own.corpus_dir / "other.txt").write_text("Another note.\n")
        with building(own.index_dir):
            builds.start()
            failed = ended(builds)
        assert failed.state is BuildState.FAILED
        assert str(failed.message).startswith('Another "reportqa index" is writing')
        assert '"state": "failed"' in (own.index_dir / OUTCOME).read_text()


@pytest.mark.slow
def test_folder_of_another_index_is_not_built(settings: Settings, built: Summary, tmp_path: Path) -> None:
    builds = BuildRunner(replace(settings, corpus_dir=tmp_path))
    with pytest.raises(Conflict, match="None of the indexed files is in"):
        builds.start()


@pytest.mark.slow
def test_settings_of_an_index_go_on(settings: Settings, built: Summary, tmp_path: Path) -> None:
    assert like_index(settings) == settings
    assert like_index(replace(settings, model="other")).model == "other"
    none = replace(settings, index_dir=tmp_path / "nowhere", corpus_dir=tmp_path)
    assert like_index(none) == none


@pytest.mark.slow
def test_model_that_an_index_names_is_not_used_for_a_build(settings: Settings, built: Summary, tmp_path: Path) -> None:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    folder = tmp_path / "index" / "generations" / (tmp_path / "index" / "current").read_text().strip()
    content = (folder / "manifest.json").read_text().replace(DEFAULT_MODEL, str(tmp_path / "model"))
    (folder / "manifest.json").write_text(content)
    (folder / "manifest.sha256").write_text(f"{file_sha256(folder / 'manifest.json')}  manifest.json\n")
    own = replace(settings, index_dir=tmp_path / "index")
    with pytest.raises(Conflict, match="is not loaded because an index names it"):
        BuildRunner(own).start()
    assert like_index(replace(own, model=str(tmp_path / "model"))).model == str(tmp_path / "model")


@pytest.mark.slow
def test_build_ends_when_the_server_is_killed(own: Settings, tmp_path: Path) -> None:
    # A stand-in for the server, which is killed as soon as the build has begun.
    script = (
        "import sys, time; from pathlib import Path; from reportqa.settings import Settings;"
        "from reportqa.ingest.build_process import like_index, BuildRunner; root = Path(sys.argv[1]);"
        "builds = BuildRunner(Settings.from_env(root=root)); builds.start();"
        "Path(sys.argv[1], 'pid').write_text(str(builds._process.pid)); time.sleep(1000)"
    )
    server = subprocess.Popen([sys.executable, "-c", script, str(own.index_dir.parent)])
    pid = int(_written(tmp_path / "pid"))
    server.send_signal(signal.SIGKILL)
    server.wait()
    deadline = time.monotonic() + PATIENCE
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(pid)
    assert not (tmp_path / "index" / "current").exists()
