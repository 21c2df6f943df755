"""The seam between long work and the display of its progress."""

from typing import Protocol


class Advance(Protocol):
    """A callback for completed steps."""

    def __call__(self, steps: int, name: str = "", /) -> None:
        """Add completed steps; `name` is the file they belong to, if any."""


class Progress(Protocol):
    """A display of progress."""

    def stage(self, name: str, total: int) -> Advance:
        """Start a stage of `total` steps; return the callback for its completed steps."""

    def say(self, sentence: str) -> None:
        """Show a message before the next stage starts."""
