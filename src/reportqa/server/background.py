"""Slow functions run in threads, so that a request waits for their result only so long."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock, Thread
from traceback import clear_frames
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Background(Generic[K, V]):
    """The result of a function for the key requested last.

    With `lasting` the function runs once for a key; otherwise again at each request that finds it not running.
    """

    def __init__(self, function: Callable[[K], V], *, lasting: bool) -> None:
        self._function = function
        self._lasting = lasting
        self._key: K | None = None
        self._future: Future[V] | None = None
        self._lock = Lock()

    def begin(self, key: K) -> "Future[V]":
        """Start the function unless it runs already or its result is kept; return its result to come."""
        with self._lock:
            future = self._future
            if future is None or key != self._key or (future.done() and not self._is_kept(future)):
                self._key = key
                self._future = future = Future()
                Thread(target=self._run, args=(key, future), name="reportqa-background", daemon=True).start()
            return future

    def get(self, key: K, seconds: float) -> V | None:
        """Return the function's result, or None when it takes longer than `seconds`; it then runs on.

        :raises Exception: whatever the function raised.
        """
        future = self.begin(key)
        try:
            return future.result(seconds)
        except TimeoutError:
            if future.done():
                raise
            return None

    def _is_kept(self, future: "Future[V]") -> bool:
        return self._lasting and future.exception() is None

    def _run(self, key: K, future: "Future[V]") -> None:
        try:
            future.set_result(self._function(key))
        except Exception as error:  # Raised again by `get`.
            _clear(error)
            future.set_exception(error)


def _clear(error: BaseException | None) -> None:
    """Clear the frames of an error and its causes: they would keep files of the index open."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
