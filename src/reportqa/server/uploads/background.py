"""Runs slow functions in threads, so that whoever asks waits for what they give no longer than wanted."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock, Thread
from traceback import clear_frames
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Background(Generic[K, V]):
    """What a function gives for the key that was asked for last.

    With `lasting` it is called once for a key; otherwise again by each that asks while it does not run.
    """

    def __init__(self, function: Callable[[K], V], *, lasting: bool) -> None:
        self._function = function
        self._lasting = lasting
        self._key: K | None = None
        self._future: Future[V] | None = None
        self._lock = Lock()

    def get(self, key: K, seconds: float) -> V | None:
        """Give what the function gives, None when that takes longer than so many seconds; it goes on then.

        :raises Exception: what the function raised.
        """
        with self._lock:
            future = self._future
            if future is None or key != self._key or (future.done() and not self._is_kept(future)):
                self._key = key
                self._future = future = Future()
                Thread(target=self._run, args=(key, future), name="reportqa-background", daemon=True).start()
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
        except BaseException as error:  # Whoever asks gets it.
            _let_go(error)
            future.set_exception(error)


def _let_go(error: BaseException | None) -> None:
    """Drop what the frames of an error hold: files of an index, which the error would keep open as long as it lasts."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
