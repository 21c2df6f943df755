from threading import Event

import pytest

from reportqa.server.background import Background

PATIENCE = 60.0


def test_slow_function_is_not_waited_for_and_its_result_comes_later() -> None:
    let_end = Event()
    calls: list[str] = []

    def slow(key: str) -> str:
        calls.append(key)
        let_end.wait(PATIENCE)
        return key.upper()

    background = Background[str, str](slow, lasting=True)
    assert background.get("a", 0.01) is None
    assert background.get("a", 0.01) is None
    let_end.set()
    assert background.get("a", PATIENCE) == "A"
    assert background.get("a", PATIENCE) == "A"
    assert calls == ["a"]
    assert background.get("b", PATIENCE) == "B"


def test_result_that_does_not_last_is_computed_again() -> None:
    calls: list[int] = []
    background = Background[int, int](lambda key: calls.append(key) or len(calls), lasting=False)  # type: ignore[func-returns-value]
    assert [background.get(1, PATIENCE), background.get(1, PATIENCE)] == [1, 2]


@pytest.mark.parametrize("kind", [ValueError, TimeoutError])
def test_error_is_raised_by_get_and_the_next_call_tries_again(kind: type[Exception]) -> None:
    calls: list[int] = []

    def fail_once(key: int) -> int:
        calls.append(key)
        if len(calls) == 1:
            raise kind("of the function")
        return key

    background = Background[int, int](fail_once, lasting=True)
    with pytest.raises(kind, match="of the function"):
        background.get(1, PATIENCE)
    assert background.get(1, PATIENCE) == 1
