"""The stages of long work, as whoever shows them to the user is told of them."""

from typing import Protocol


class Advance(Protocol):
    """Whatever takes note of steps done."""

    def __call__(self, steps: int, name: str = "", /) -> None:
        """Take note of so many steps; `name` is the file that they were, where they were one."""


class Progress(Protocol):
    """Whatever shows the user how far a build is."""

    def stage(self, name: str, total: int) -> Advance:
        """Begin a stage of `total` steps; call what comes back with each number of steps done."""

    def say(self, sentence: str) -> None:
        """Tell the user something before what it is about begins."""
