from threading import Lock

import pytest

from reportqa.deadline import Deadline, acquire, check_deadline, deadline_paused, until_check, within
from reportqa.errors import RequestStopped


def test_without_a_deadline_nothing_is_stopped() -> None:
    check_deadline()
    assert until_check(50) == 50
    assert acquire(Lock())


def test_time_that_is_over_stops_the_work() -> None:
    with within(Deadline(0)), pytest.raises(RequestStopped, match=r"longer than 0 seconds and was stopped\. Ask for"):
        check_deadline()
    check_deadline()


def test_client_that_has_gone_stops_the_work() -> None:
    gone = [False]
    with within(Deadline(None, lambda: gone[0])):
        check_deadline()
        gone[0] = True
        with pytest.raises(RequestStopped, match="closed the connection"):
            check_deadline()


def test_paused_time_does_not_count() -> None:
    deadline = Deadline(0)
    with within(deadline):
        with deadline_paused():
            pass
        deadline.extend(60)
        check_deadline()


def test_wait_for_a_lock_ends_with_the_request() -> None:
    lock = Lock()
    lock.acquire()
    with within(Deadline(0)), pytest.raises(RequestStopped):
        acquire(lock)
    assert not acquire(lock, 0)
