"""The stages of long work, as whoever shows them to the user is told of them."""

from collections.abc import Callable
from typing import Protocol


class Progress(Protocol):
    """Whatever shows the user how far a build is."""

    def stage(self, name: str, total: int) -> Callable[[int], None]:
        """Begin a stage of `total` steps; call what comes back with each number of steps done."""

    def say(self, sentence: str) -> None:
        """Tell the user something before what it is about begins."""
