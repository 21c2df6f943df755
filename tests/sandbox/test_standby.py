import os
import signal
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from reportqa.errors import ParseError, ReadingStopped
from reportqa.sandbox.standby import Standby
from reportqa.settings import Limits

pytestmark = pytest.mark.slow


def work(wish: str) -> int:
    """Return the process id, or fail as requested."""
    match wish:
        case "refuse":
            raise ParseError("cannot be read.")
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            time.sleep(60)
    return os.getpid()


@pytest.fixture
def standby() -> Iterator[Standby[int]]:
    standby = Standby(work, Limits(seconds=3), patience=30)
    yield standby
    standby.close()


def test_one_process_serves_all_calls(standby: Standby[int]) -> None:
    first = standby.call("")
    assert first == standby.call("")
    assert first != os.getpid()
    with pytest.raises(ParseError, match="cannot be read"):
        standby.call("refuse")
    assert first == standby.call("")


@pytest.mark.parametrize(("wish", "cause"), [("crash", "crash"), ("hang", "time")])
def test_crash_or_hang_affects_only_its_call(standby: Standby[int], wish: str, cause: str) -> None:
    first = standby.call("")
    with pytest.raises(ReadingStopped) as stopped:
        standby.call(wish)
    assert stopped.value.cause == cause
    assert standby.call("") != first


def test_death_between_calls_is_not_noticed(standby: Standby[int]) -> None:
    for _ in range(3):
        first = standby.call("")
        os.kill(first, signal.SIGKILL)
        assert standby.call("") != first


def test_concurrent_calls_wait_for_each_other(standby: Standby[int]) -> None:
    found: list[int] = []
    threads = [Thread(target=lambda: found.append(standby.call(""))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_call_that_waits_too_long_fails() -> None:
    standby = Standby(work, Limits(seconds=3), patience=0.1)
    standby.call("")
    told: list[str] = []

    def hang() -> None:
        try:
            standby.call("hang")
        except ReadingStopped as stopped:
            told.append(stopped.cause)

    threads = [Thread(target=hang) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["busy", "time"]
    standby.close()


def test_process_ends_when_it_is_closed(standby: Standby[int]) -> None:
    number = standby.call("")
    standby.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
