import pytest

from reportqa.errors import ParseError, ReadingStopped
from reportqa.sandbox import run
from reportqa.settings import Limits
from support.trouble import cause

pytestmark = pytest.mark.slow

LIMITS = Limits(seconds=60, memory_mib=512, output_mib=1)


def outcomes(*names: str) -> list[str | ParseError]:
    return [finished.outcome for finished in run(cause, names, LIMITS, 1)]


def test_unexpected_error_has_its_traceback() -> None:
    (error,) = outcomes("fail")
    assert isinstance(error, ReadingStopped)
    assert error.cause == "fault"
    assert "trouble.py" in error.details


def test_worker_that_holds_much_memory_is_replaced() -> None:
    found = outcomes("keep:10", "a", "eat:300", "b", "keep:300", "c")
    *first, last = [str(outcome).split()[-1] for outcome in found]
    assert len(set(first)) == 1
    assert last not in first
