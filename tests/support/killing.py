"""Builds killed at moments spread evenly over a build, and the state each leaves behind."""

import random
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from reportqa.answering.engine import Engine
from reportqa.embedding import Embedder
from reportqa.embedding.onnx_model import ENCODERS_DIR
from reportqa.index.integrity import verify
from reportqa.settings import Settings
from support.forks import Lane

QUESTION = "How many registered patients did the Harborough federation have in 2016?"
START = "Starting"
"""The stage before the first line of progress."""
STAGES = "Reading", "Indexing", "Finishing"
_NUMBER = re.compile(r"(?<=had )\d,\d{3}|(?<=of )\d,\d{3}")


@dataclass(frozen=True, slots=True)
class Moment:
    """The time to kill a build: seconds after the start of a stage."""

    stage: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Left:
    """The state after a killed build: whether the new index answers, and whether it and the next build are sound.

    `stage` is the last one that the build began.
    """

    stage: str
    is_new: bool
    is_mixed: bool
    problems: tuple[str, ...]
    next_build: int

    @property
    def is_sound(self) -> bool:
        return not self.is_mixed and not self.problems and self.next_build == 0


def settings_in(folder: Path) -> Settings:
    """Return the settings of a corpus and an index in a folder."""
    return Settings.from_env({}, root=folder)


def copy_export(exports: Path, settings: Settings) -> None:
    """Copy the exported model from one index folder to another, where no build needs to export it again."""
    shutil.copytree(exports / ENCODERS_DIR, settings.index_dir / ENCODERS_DIR)


def write_corpus(settings: Settings, patients: str) -> None:
    """Write three files that all contain the same number."""
    settings.corpus_dir.mkdir(parents=True, exist_ok=True)
    (settings.corpus_dir / "note.txt").write_text(f"The Harborough federation had {patients} patients in 2016.\n")
    words = random.Random(patients)  # noqa: S311, not for secrets
    for name in ("a", "b"):
        lines = " ".join(f"Practice {words.randrange(10**6)} is open on {words.randrange(9)} days." for _ in range(60))
        (settings.corpus_dir / f"{name}.md").write_text(f"# Report {name} of {patients}\n\n{lines}\n")


def index_arguments(settings: Settings) -> tuple[str, ...]:
    """Return the arguments of a build."""
    return "index", "--corpus", str(settings.corpus_dir), "--index", str(settings.index_dir)


def answered(settings: Settings, embedder: Embedder) -> set[str]:
    """Return the numbers in an answer and in all three documents of the index: one number if it is whole."""
    engine = Engine.open(settings, embedder)
    texts = [engine.document(summary.doc_id).text for summary in engine.documents()]
    texts.append(engine.ask(QUESTION).citations[0].quote)
    return {number for text in texts for number in _NUMBER.findall(text)} | ({""} if len(texts) != 4 else set())


class Killer:
    """Kills builds of one index, each of a corpus with another number, and completes the next one.

    Use a copy of a built index, so that the model is not exported again.
    """

    def __init__(self, lane: Lane, settings: Settings, embedder: Embedder) -> None:
        self._lane = lane
        self._settings = settings
        self._embedder = embedder
        self._numbers = ["1,000", "2,000"]
        for number in self._numbers:
            self._build(number)

    def _build(self, number: str) -> int:
        write_corpus(self._settings, number)
        return self._lane.run(*index_arguments(self._settings))[0]

    def kill(self, count: int, *, fresh: bool) -> Iterator[Left]:
        """Kill builds at `count` moments and yield the state after each.

        With `fresh` the files are new to each build; else both corpora are in the cache, and a build only writes.
        """
        for moment in spread(self._measure(self._next(fresh)), count):
            seconds = moment.seconds
            while (left := self._kill(replace(moment, seconds=seconds), self._next(fresh))) is None:
                seconds /= 2  # The build had ended before.
            yield left

    def _next(self, fresh: bool) -> str:
        """Append and return the number of the next build."""
        old, used = self._numbers
        thousands, units = divmod(int(used.replace(",", "")) + 1 + (used[:1] == "9") * 1000, 1000)
        self._numbers = [used, f"{thousands % 9 + 1},{units:03}" if fresh else old]
        return self._numbers[-1]

    def _measure(self, number: str) -> dict[str, float]:
        """Complete a build; return the seconds of each stage."""
        write_corpus(self._settings, number)
        began = time.monotonic()
        begins = {START: began}
        with self._lane.start(*index_arguments(self._settings)) as command:
            for line in command.said:
                if stage := _stage_of(line):
                    begins[stage] = time.monotonic()
        ends = [*list(begins.values())[1:], time.monotonic()]
        return {stage: end - begin for (stage, begin), end in zip(begins.items(), ends, strict=True)}

    def _kill(self, moment: Moment, number: str) -> Left | None:
        write_corpus(self._settings, number)
        with self._lane.start(*index_arguments(self._settings)) as command:
            stage = START
            while stage != moment.stage and (line := command.said.readline()):
                stage = _stage_of(line) or stage
            time.sleep(moment.seconds)
            command.kill()
            rest = command.said.read().splitlines()
            if command.wait() == 0:
                return None
        stage = [stage, *filter(None, map(_stage_of, rest))][-1]
        found = answered(self._settings, self._embedder)
        problems = verify(self._settings).problems
        next_build = self._lane.run(*index_arguments(self._settings))[0]
        return Left(
            stage=stage,
            is_new=found == {number},
            is_mixed=found not in ({number}, {self._numbers[0]}),
            problems=problems,
            next_build=next_build if answered(self._settings, self._embedder) == {number} else -1,
        )


def _stage_of(line: str) -> str:
    """Return the stage that a line of progress begins, "" for another line."""
    return next((stage for stage in STAGES if line.startswith(f"{stage} ")), "")


def spread(stages: dict[str, float], count: int) -> list[Moment]:
    """Return `count` moments spread evenly over the total time of the stages."""
    ends = list(accumulate(stages.values()))
    moments = []
    for number in range(count):
        at = ends[-1] * (number + 0.5) / count
        position = next(position for position, end in enumerate(ends) if at < end)
        moments.append(Moment(list(stages)[position], at - (ends[position - 1] if position else 0.0)))
    return moments


def table(lefts: Sequence[Left]) -> str:
    """Return a table of the states after builds, by the stage in which they were killed."""
    lines = [f"{'killed while':14}{'builds':>8}{'old answers':>13}{'new answers':>13}{'mixed':>7}{'verified':>10}"
             f"{'next build':>12}"]  # fmt: skip
    stages = list(dict.fromkeys([START, *STAGES]))
    for name in (*stages, "all"):
        of_stage = [left for left in lefts if name in {"all", left.stage}]
        new, mixed = sum(left.is_new for left in of_stage), sum(left.is_mixed for left in of_stage)
        lines.append(
            f"{name.lower():14}{len(of_stage):8}{len(of_stage) - new - mixed:13}{new:13}{mixed:7}"
            f"{sum(not left.problems for left in of_stage):10}{sum(left.next_build == 0 for left in of_stage):12}"
        )
    return "\n".join(lines)
