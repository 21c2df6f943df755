"""The question sets of the benchmarks: opened from the command line, their right units, and the scores of rankings.

Imported by other scripts; prints nothing itself.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.document import Passage
from reportqa.embedding import Embedder
from reportqa.evaluation.datasets import KnownQuestion, QuestionSet, read_set
from reportqa.evaluation.ground_truth import Expectation, Truth
from reportqa.evaluation.run import Options, open_set
from reportqa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PASSAGES = 50
"""Passages of a ranking that is scored."""
DEPTH = 10
Scores = tuple[float, float, float]
"""nDCG@10, Recall@1 and Recall@5 of units."""


def open_sets(description: str | None) -> Iterator[tuple[QuestionSet, Engine]]:
    """Yield the sets that the command line names, SET... [--keep FOLDER] [--limit N], each with its engine."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    embedders: dict[tuple[str, str], Embedder] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in options.sets:
            questions = read_set(path).sample(options.limit, 0)
            work_dir = (options.keep or Path(folder)) / path.name
            with showing_progress() as progress:
                engine = open_set(questions, Settings.from_env({}, root=ROOT), Options(), work_dir, embedders, progress)
            yield questions, engine
            engine.close()


def with_right_units(questions: QuestionSet, engine: Engine) -> Iterator[tuple[KnownQuestion, Expectation]]:
    """Yield the questions of a set of which a right unit is known, each with what is expected."""
    truth = Truth(questions, engine.catalogue)
    for question in questions.questions:
        expected = truth.of(question)
        if expected.relevant:
            yield question, expected


def score(engine: Engine, expected: Expectation, passages: Iterable[Passage]) -> Scores:
    """Return the scores of ranked passages by the units that they are of, each once."""
    cited = (engine.catalogue.citation(one.doc_id, one.start, one.end) for one in passages)
    ranked = dict.fromkeys(unit for one in cited for unit in expected.units.of(one))
    gains = [expected.relevant.get(unit, 0) for unit in ranked][:DEPTH]
    ideal = sorted(expected.relevant.values(), reverse=True)[:DEPTH]

    def discounted(values: list[int]) -> float:
        return float(sum(value / np.log2(rank + 1) for rank, value in enumerate(values, 1)))

    count = sum(value > 0 for value in expected.relevant.values())
    at_1, at_5 = (sum(value > 0 for value in gains[:depth]) / count for depth in (1, 5))
    return discounted(gains) / discounted(ideal), at_1, at_5


def shown(scores: Iterable[float]) -> str:
    """Return scores as a cell of a table: ".774 .528 .871"."""
    return " ".join(f"{value:.3f}".lstrip("0") for value in scores)


def desk_questions(part: str | None) -> QuestionSet:
    """Return the questions of one half of benchmarks/desk, or of both."""
    listed = ROOT / "benchmarks" / "desk" / "questions.jsonl"
    lines = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    wanted = {line["id"] for line in lines if part in {None, line["part"]}}
    known = read_set(listed)
    return replace(known, questions=tuple(one for one in known.questions if one.id in wanted))


def desk_corpus(folder: Path) -> Path:
    """Return a new folder with the documents of benchmarks/desk and of the sample corpus."""
    corpus = folder / "documents"
    corpus.mkdir()
    for source in (ROOT / "corpus", ROOT / "benchmarks" / "desk" / "documents"):
        for path in source.iterdir():
            if path.is_file():
                shutil.copy(path, corpus)
    return corpus
