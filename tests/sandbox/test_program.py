import sys

import pytest

from reportqa.deadline import Deadline, within
from reportqa.errors import ReadingStopped, RequestStopped
from reportqa.sandbox import Completed, run_program


def run(code: str, source: bytes = b"", seconds: float = 60, processor_seconds: float = 60) -> Completed:
    return run_program([sys.executable, "-c", f"import sys, time\n{code}"], source, seconds, processor_seconds, 2)


def test_program_reads_its_input_and_says_how_it_ended() -> None:
    done = run("print(sys.stdin.read().upper()); sys.stderr.write('oh'); sys.exit(3)", b"words")
    assert done == Completed(3, b"WORDS\n", "oh")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("time.sleep(600)", "time"),
        ("print('x' * 3_000_000, flush=True); time.sleep(600)", "output"),
        ("print('x' * 3_000_000)", "output"),
    ],
)
def test_program_is_stopped_at_a_limit(code: str, cause: str) -> None:
    with pytest.raises(ReadingStopped) as stopped:
        run(code, seconds=1 if cause == "time" else 60)
    assert stopped.value.cause == cause


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process has used")
def test_program_is_stopped_when_it_has_used_too_much_of_the_processor() -> None:
    with pytest.raises(ReadingStopped, match="too long"):
        run("while True: pass", processor_seconds=0.2)


def test_program_ends_with_the_request() -> None:
    with within(Deadline(None, lambda: True)), pytest.raises(RequestStopped):
        run("time.sleep(600)", seconds=600)
