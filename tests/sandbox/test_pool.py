import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from reportqa.errors import CorpusError, ParseError, ReadingStopped
from reportqa.ingest.corpus import find_files
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.sandbox.pool import Finished, run
from reportqa.settings import Limits
from support.trouble import Bomb, cause

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"
pytestmark = pytest.mark.slow

LIMITS = Limits(seconds=60, memory_mib=512, output_mib=1)
CALLER = """
from reportqa.settings import Limits
from reportqa.sandbox import run
from support.trouble import Bomb, cause
for finished in run(cause, {names}, Limits(), 2):
    print(finished.outcome, flush=True)
"""


def outcomes(names: Sequence[str], limits: Limits = LIMITS, processes: int = 2) -> dict[str, str | ParseError]:
    finished = list(run(cause, names, limits, processes))
    assert sorted(done.name for done in finished) == sorted(names)
    assert all(done.seconds >= 0 for done in finished)
    return {done.name: done.outcome for done in finished}


def process_of(outcome: str | ParseError) -> int:
    assert isinstance(outcome, str)
    return int(outcome.split()[-1])


def is_alive(process_id: int) -> bool:
    """Return whether a process runs and is not a zombie."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition: Callable[[], bool]) -> bool:
    """Wait up to 30 seconds for a condition."""
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.05)
    return False


def start_caller(names: Sequence[str]) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ,
        process_group=0,
    )  # fmt: skip


def test_every_name_comes_back_once_from_a_few_other_processes() -> None:
    found = outcomes([f"name {number}" for number in range(20)])
    assert all(str(outcome).startswith(name) for name, outcome in found.items())
    processes = {process_of(outcome) for outcome in found.values()}
    assert 1 <= len(processes) <= 2
    assert os.getpid() not in processes
    assert not any(map(is_alive, processes))


@pytest.mark.parametrize("names", [[], ["one"]])
def test_few_names_need_few_workers(names: list[str]) -> None:
    assert list(outcomes(names, processes=8)) == names


def test_full_disk_stops_everything() -> None:
    with pytest.raises(CorpusError, match=r"^full cannot be read \(No space left on device\)\. Free space"):
        outcomes(["one", "full", "two"])


def test_documents_are_the_same_as_in_this_process() -> None:
    names = find_files(SAMPLE)[0]
    read = partial(read_document, SAMPLE, library=Bibliography())
    for finished in run(read, names, Limits(), 2):
        assert not isinstance(finished.outcome, ParseError)
        assert replace(finished.outcome, seconds=0) == replace(read(finished.name), seconds=0)


@pytest.mark.parametrize(
    ("name", "why", "message"),
    [
        ("crash", "crash", r"crashes .* \(SIGSEGV\).*Open it, save it again"),
        ("exit", "crash", "exit status 3"),
        ("eat:9000", "memory", "more than 512 MiB of memory.*REPORTQA_FILE_MEMORY_MIB"),
        ("grow:2000000", "output", "more than 1 MiB of text. Split it.*REPORTQA_FILE_OUTPUT_MIB"),
        ("fail", "fault", "an error in reportqa \\(IndexError\\)"),
        ("unsendable", "fault", "an error in reportqa"),
        ("number", "fault", "unexpected result"),
        ("send:list:100000", "fault", "unexpected result"),
        ("recurse", "fault", "nested too deeply"),
        ("refuse", None, "is refused. Take another"),
    ],
)
def test_failure_affects_only_its_name(name: str, why: str | None, message: str) -> None:
    found = outcomes(["a", name, "b", "c"], processes=1)
    error = found.pop(name)
    with pytest.raises(ParseError, match=message):
        raise error if isinstance(error, ParseError) else AssertionError(error)
    assert str(error)[0].islower()
    assert str(error).endswith(".")
    assert why is None or (isinstance(error, ReadingStopped) and error.cause == why)
    assert all(str(outcome).startswith(other) for other, outcome in found.items())


@pytest.mark.parametrize("name", ["hang", "spin", "send:half"])
def test_name_beyond_the_time_limit_fails(name: str) -> None:
    found = outcomes([name, "a", "b"], replace(LIMITS, seconds=2))
    assert "took longer than 2 seconds" in str(found[name])
    assert str(found["a"]).startswith("a ")
    assert str(found["b"]).startswith("b ")


def test_message_of_a_hostile_worker_runs_no_code(tmp_path: Path) -> None:
    outcome = outcomes([f"send:pickle:{tmp_path / 'made'}"], processes=1).popitem()[1]
    assert isinstance(outcome, ReadingStopped)
    assert not (tmp_path / "made").exists()
    pickle.loads(pickle.dumps(Bomb(str(tmp_path / "made"))))  # noqa: S301, what a pickle would have done
    assert (tmp_path / "made").exists()


def test_every_name_may_crash() -> None:
    names = [f"crash:{number}" for number in range(6)]
    assert all("SIGSEGV" in str(outcome) for outcome in outcomes(names).values())


def test_name_that_lacks_memory_is_retried_in_a_new_worker() -> None:
    found = outcomes(["keep:200", "keep:400"], processes=1)
    assert process_of(found["keep:200"]) != process_of(found["keep:400"])


def test_children_of_a_worker_end_with_it(tmp_path: Path) -> None:
    outcomes([f"child:{tmp_path / 'ids'}"], replace(LIMITS, seconds=2))
    assert until(lambda: not any(is_alive(int(number)) for number in (tmp_path / "ids").read_text().split()))


def test_workers_end_when_the_generator_is_closed(tmp_path: Path) -> None:
    with closing(run(cause, ["a", f"child:{tmp_path / 'ids'}"], LIMITS, 1)) as results:
        worker = process_of(next(results).outcome)
        assert until(lambda: len(ids(tmp_path)) == 2)
    assert until(lambda: not any(map(is_alive, [worker, *ids(tmp_path)])))


def ids(folder: Path) -> list[int]:
    """Return the process ids that the processes have written."""
    return [int(number) for path in folder.iterdir() for number in path.read_text().split()]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    with start_caller([]) as caller:
        assert caller.stdin
        caller.stdin.write(CALLER.format(names=[f"child:{tmp_path / 'ids'}", f"spin:{tmp_path / 'spinning'}"]).encode())
        caller.stdin.close()
        assert until(lambda: len(ids(tmp_path)) == 3)
        # As a terminal does it: to all that run in the foreground.
        os.killpg(caller.pid, how)
        caller.wait(30)
    assert until(lambda: not any(map(is_alive, ids(tmp_path))))


def test_script_from_standard_input_can_start_workers() -> None:
    with start_caller([]) as caller:
        out, _ = caller.communicate(CALLER.format(names=["a", "b"]).encode(), timeout=60)
    assert sorted(line.split()[0] for line in out.decode().splitlines()) == ["a", "b"]


def test_worker_that_cannot_start_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(CorpusError, match="does not start"):
        list(run(cause, ["a", "b"], LIMITS, 2))
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    with pytest.raises(CorpusError, match="No process can be started"):
        list(run(cause, ["a", "b"], LIMITS, 2))


def test_error_of_the_caller_ends_the_workers() -> None:
    def read() -> Finished[str]:
        with closing(run(cause, ["a", "hang", "b"], LIMITS, 2)) as results:
            for finished in results:
                raise KeyError(process_of(finished.outcome))
        raise AssertionError

    with pytest.raises(KeyError) as caught:
        read()
    assert not is_alive(caught.value.args[0])
