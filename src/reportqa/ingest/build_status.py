"""How a build of the index stands, made of what its process says line by line."""

import json
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

_ERROR = "Error: "


class BuildState(StrEnum):
    """How a build stands; the last three are its end."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a build: how many of its steps are done."""

    name: str
    total: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """A build as it stands: its stages so far, the file that was read last, and at the end what came of it.

    `started` and `ended` are times (ISO 8601), `summary` what `reportqa index --json` printed, `message` why it failed,
    `notes` what it said beforehand of what it costs.
    """

    state: BuildState
    started: str
    stages: tuple[Stage, ...] = ()
    file: str | None = None
    ended: str | None = None
    seconds: float = 0.0
    summary: Mapping[str, Any] | None = field(default=None, hash=False)
    message: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.ended is None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"state": str(self.state), "seconds": round(self.seconds, 1)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "BuildStatus":
        """Make it again of what `to_dict` gave."""
        stages = tuple(Stage(**stage) for stage in values["stages"])
        return cls(
            **{**values, "state": BuildState(values["state"]), "stages": stages, "notes": tuple(values["notes"])}
        )


def read_step(line: str) -> dict[str, Any] | None:
    """Read a line of progress; None when it is none."""
    if not line.startswith("{"):
        return None
    try:
        step = json.loads(line)
    except ValueError:
        return None
    return step if step.keys() & {"stage", "done", "note"} else None


def advanced(build: BuildStatus, step: Mapping[str, Any]) -> BuildStatus:
    """Return the build after a line of its progress."""
    if "stage" in step:
        return replace(build, stages=(*build.stages, Stage(str(step["stage"]), int(step["total"]))))
    if "note" in step:
        return replace(build, notes=(*build.notes, str(step["note"])))
    # Several stages may be under way at once.
    stages = tuple(
        replace(stage, done=min(stage.total, stage.done + int(step["done"]))) if stage.name == step.get("of") else stage
        for stage in build.stages
    )
    return replace(build, stages=stages, file=step.get("name") or build.file)


def last_object(printed: str) -> dict[str, Any] | None:
    """Return the last JSON object that a build printed; None when there is none."""
    for line in reversed(printed.split("\n")):
        with suppress(ValueError):
            found = json.loads(line)
            if isinstance(found, dict):
                return found
    return None


def why(said: Sequence[str], status: int) -> str:
    """Return the sentence with which a build ended."""
    for place, line in enumerate(said):
        if line.startswith(_ERROR):
            return "\n".join([line.removeprefix(_ERROR), *said[place + 1 :]]).strip()
    if status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
        return f"The system stopped the build ({name}), usually because memory ran out. Try again."
    return f'The build ended with status {status}. Run "reportqa index" to see why.'
