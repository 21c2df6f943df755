"""A run of question sets through the product: index, ask, score, measure."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from reportqa import __version__
from reportqa.answering import Engine
from reportqa.embedding import Embedder, open_embedder
from reportqa.errors import InputError
from reportqa.evaluation.bootstrap import interval, seed_of
from reportqa.evaluation.datasets import QuestionSet, read_sets
from reportqa.evaluation.estimates import Estimate, measure, measure_groups, right_bins
from reportqa.evaluation.ground_truth import corpus_of
from reportqa.evaluation.measures import ORDER, Bin, Floats, risks_at_coverage
from reportqa.evaluation.scoring import Row, ask_set
from reportqa.index import generations
from reportqa.ingest import index
from reportqa.progress import Progress
from reportqa.settings import MAX_K, Settings


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a run.

    `corpus_dir` holds the reports for lists of questions, None for the index in use; `keep_dir` keeps the indexes;
    `k` passages are ranked; `limit` questions per set are sampled with `seed`, as are the intervals. With `llm` a
    language model reads the passages, and the questions are asked without it too.
    """

    corpus_dir: Path | None = None
    keep_dir: Path | None = None
    k: int = MAX_K
    limit: int | None = None
    seed: int = 0
    llm: bool = False


@dataclass(frozen=True, slots=True)
class SetRun:
    """Results of one set: measures by name, also by kind of question, bins of confidence, and a row for each question.

    `bins` have the share of answerable questions, `right_bins` that of right answers, the surest first. `without` are
    the rows of the same questions without a language model; empty unless one was asked for.
    """

    name: str
    generation: str
    documents: int
    passages: int
    measures: Mapping[str, Estimate]
    groups: Mapping[str, Mapping[str, Estimate]]
    bins: tuple[Bin, ...]
    right_bins: tuple[Bin, ...]
    rows: tuple[Row, ...]
    without: tuple[Row, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "generation": self.generation,
            "documents": self.documents,
            "passages": self.passages,
            "questions": len(self.rows),
            "measures": {name: asdict(estimate) for name, estimate in self.measures.items()},
            "by_kind": {
                group: {name: asdict(estimate) for name, estimate in measures.items()}
                for group, measures in self.groups.items()
            },
            "reliability": [asdict(item) for item in self.bins],
            "right_by_confidence": [asdict(item) for item in self.right_bins],
            "risk_coverage": [
                {"coverage": coverage, "risk": risk} for coverage, risk in risks_at_coverage(self.right_bins)
            ],
            "rows": [asdict(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Run:
    """Results of all sets; `macro` is the mean of each measure over the sets that have it."""

    version: str
    options: Options
    sets: tuple[SetRun, ...]
    macro: Mapping[str, Estimate]

    def to_dict(self) -> dict[str, Any]:
        """Return the object that is written as JSON and compared with later runs."""
        return {
            "reportqa": self.version,
            "k": self.options.k,
            "limit": self.options.limit,
            "seed": self.options.seed,
            "sets": [one.to_dict() for one in self.sets],
            "macro": {name: asdict(estimate) for name, estimate in self.macro.items()},
        }


def evaluate(paths: Sequence[Path], settings: Settings, options: Options, progress: Progress) -> Run:
    """Run the sets and return their results.

    :raises InputError: when a set cannot be read or does not fit the index, or there is no language model to ask.
    :raises CorpusError: when a folder cannot be indexed.
    :raises IndexUnavailable: when there is no index to ask.
    """
    if options.llm and settings.llm is None:
        raise InputError("There is no language model to ask. Set REPORTQA_LLM_URL and REPORTQA_LLM_MODEL.")
    sets = [questions.sample(options.limit, options.seed) for questions in read_sets(paths)]
    embedders: dict[tuple[str, str], Embedder] = {}
    runs, draws = [], []
    with ExitStack() as stack:
        work_dir = options.keep_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for questions in sets:
            engine = open_set(questions, settings, options, work_dir / questions.name, embedders, progress)
            stages = [(False, f"Asking {questions.name}")]
            stages += [(True, f"Asking {questions.name} with the language model")] * options.llm
            asked = [
                ask_set(questions, engine, options.k, progress.stage(stage, len(questions.questions)), llm=llm)
                for llm, stage in stages
            ]
            without, rows = asked[0], asked[-1]
            seed = seed_of(questions.name, options.seed)
            measures, drawn, bins = measure(rows, seed)
            summaries = engine.documents()
            runs.append(
                SetRun(
                    questions.name, engine.generation, len(summaries),
                    sum(summary.passages for summary in summaries), measures,
                    measure_groups(rows, seed), bins, right_bins(rows), tuple(rows),
                    tuple(without) if options.llm else (),
                )
            )  # fmt: skip
            draws.append(drawn)
            engine.close()
    return Run(__version__, options, tuple(runs), _macro(runs, draws))


def _macro(runs: Sequence[SetRun], draws: Sequence[Mapping[str, Floats]]) -> dict[str, Estimate]:
    macro = {}
    for name in ORDER:
        found = [run.measures[name] for run in runs if name in run.measures]
        if not found:
            continue
        value, questions = float(np.mean([item.value for item in found])), sum(item.questions for item in found)
        samples = [drawn[name] for drawn in draws if name in drawn]
        # Sets are sampled independently, so the mean of their samples is a sample of their mean.
        ends = interval(np.mean(samples, axis=0)) if samples else (None, None)
        macro[name] = Estimate(value, questions, *ends)
    return macro


def open_set(
    questions: QuestionSet,
    settings: Settings,
    options: Options,
    work_dir: Path,
    embedders: dict[tuple[str, str], Embedder],
    progress: Progress,
) -> Engine:
    """Return the engine of the index for a set; it is built first if the set or the options name files.

    `embedders` caches open models by sha256 and encoder.
    :raises IndexUnavailable: when there is no index to ask.
    """
    if questions.units or options.corpus_dir:
        corpus_dir = corpus_of(questions, work_dir) if questions.units else options.corpus_dir
        settings = replace(settings, corpus_dir=corpus_dir or settings.corpus_dir, index_dir=work_dir / "index")
        index(settings, progress)
    manifest = generations.read_manifest(settings.index_dir, generations.current(settings.index_dir))
    identity = manifest.model_sha256, manifest.encoder
    if identity not in embedders:
        embedders[identity] = open_embedder(settings.index_dir, manifest.model, *identity, named=settings.model)
    return Engine.open(settings, embedders[identity])
