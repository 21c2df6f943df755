"""Status of a build, parsed from the output of its process."""

import json
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

_ERROR = "Error: "
_STAGE_SHARES = {"Reading": 0.4, "Indexing": 0.4, "Finishing": 0.2}
"""Share of each stage in a build; they do not add up to its seconds, but the bar moves in each of them."""


class BuildState(StrEnum):
    """State of a build; the last three are final."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Stage:
    """Progress of one stage of a build."""

    name: str
    total: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """Status of a build: its stages so far, the last file parsed, and at the end the result.

    `started` and `ended` are ISO 8601 times, `summary` is the output of `reportqa index --json`, `message` the reason
    of a failure, `notes` the explanations of the work to be done.
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

    @property
    def share(self) -> float:
        """The share of the build that is done, 0 to 1."""
        return sum(_STAGE_SHARES.get(one.name, 0.0) * (one.done / one.total if one.total else 1) for one in self.stages)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"state": str(self.state), "seconds": round(self.seconds, 1)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "BuildStatus":
        """Return the status from what `to_dict` returned."""
        stages = tuple(Stage(**stage) for stage in values["stages"])
        return cls(
            **{**values, "state": BuildState(values["state"]), "stages": stages, "notes": tuple(values["notes"])}
        )


def read_step(line: str) -> dict[str, Any] | None:
    """Return a line of progress as an object, None for other lines."""
    if line.startswith("{"):
        with suppress(ValueError):
            step: dict[str, Any] = json.loads(line)
            return step if step.keys() & {"stage", "done", "note"} else None
    return None


def advanced(build: BuildStatus, step: Mapping[str, Any]) -> BuildStatus:
    """Return the status after a line of progress."""
    if "stage" in step:
        return replace(build, stages=(*build.stages, Stage(str(step["stage"]), int(step["total"]))))
    if "note" in step:
        return replace(build, notes=(*build.notes, str(step["note"])))
    # Several stages may run at once.
    stages = tuple(
        replace(stage, done=min(stage.total, stage.done + int(step["done"]))) if stage.name == step.get("of") else stage
        for stage in build.stages
    )
    return replace(build, stages=stages, file=step.get("name") or build.file)


def last_object(printed: str) -> dict[str, Any] | None:
    """Return the last JSON object in the output of a build, None if there is none."""
    for line in reversed(printed.split("\n")):
        with suppress(ValueError):
            found = json.loads(line)
            if isinstance(found, dict):
                return found
    return None


def failure_message(output: Sequence[str], status: int) -> str:
    """Return the reason of a failure, from the last lines of output and the exit status."""
    for place, line in enumerate(output):
        if line.startswith(_ERROR):
            return "\n".join([line.removeprefix(_ERROR), *output[place + 1 :]]).strip()
    if status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
        return f"The system stopped the build ({name}), usually because memory ran out. Try again."
    return f'The build ended with status {status}. Run "reportqa index" to see why.'
