"""Measure what each signal of the ranking contributes, on the same questions.

    python benchmarks/ablation.py SET... [--keep FOLDER] [--limit N]

SET is a folder as for `reportqa evaluate`. All rankings use the same candidates and signals: one signal alone,
reciprocal rank fusion of meaning and words, the first ranking of reportqa, and the present one with and without each
part. Prints nDCG@10, Recall@1 and Recall@5 of units, and the mean nDCG@10 over the sets. Preferences added after fusion
(answer type, late interaction, choice of the sentence) are left out.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reportqa.cli.progress_bars import showing_progress
from reportqa.embedding import Embedder
from reportqa.evaluation.datasets import QuestionSet, read_set
from reportqa.evaluation.ground_truth import Truth
from reportqa.evaluation.run import Options, open_set
from reportqa.search.fusion import NAMES, WEIGHTS, Signals, fuse
from reportqa.settings import Settings

Floats = npt.NDArray[np.float32]
Ranking = Callable[[Signals], Floats]

DEPTH = 10
PASSAGES = 50
RRF_K = 60
FIRST = {
    "dense": 0.225, "sentence": 0.225, "unit_dense": 0.0, "passage_words": 0.275, "unit_words": 0.275, "title": 0.05,
    "heading": 0.0,
}  # fmt: skip


def weighted(**changes: float) -> Ranking:
    """Rank by the present weights but for some."""
    return lambda signals: np.asarray(fuse(signals, {**WEIGHTS, **changes}).sum(axis=1), dtype=np.float32)


def only(name: str) -> Ranking:
    return lambda signals: signals.values[:, NAMES.index(name)]


def reciprocal_ranks(signals: Signals) -> Floats:
    """Rank by the sum of the reciprocal ranks by meaning and by words."""
    scores = np.zeros(len(signals), dtype=np.float32)
    for name in ("dense", "passage_words"):
        order = np.argsort(-signals.values[:, NAMES.index(name)], kind="stable")
        scores[order] += 1 / (RRF_K + 1 + np.arange(len(order), dtype=np.float32))
    return scores


RANKINGS: dict[str, Ranking] = {
    "meaning of the passage alone": only("dense"),
    "words of the passage alone": only("passage_words"),
    "reciprocal rank fusion of both": reciprocal_ranks,
    "as it began": weighted(**FIRST),
    "as it began, with headings": weighted(**{**FIRST, "heading": WEIGHTS["heading"]}),
    "as it began, with whole pages": weighted(**{**FIRST, "unit_dense": WEIGHTS["unit_dense"]}),
    "present": weighted(),
    "present, less headings": weighted(heading=0.0),
    "present, less whole pages": weighted(unit_dense=0.0),
    "present, less titles": weighted(title=0.0),
    "present, less sentences": weighted(sentence=0.0, dense=WEIGHTS["dense"] + WEIGHTS["sentence"]),
    "present, headings half": weighted(heading=WEIGHTS["heading"] / 2),
    "present, whole pages half": weighted(unit_dense=WEIGHTS["unit_dense"] / 2),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    embedders: dict[tuple[str, str], Embedder] = {}
    with tempfile.TemporaryDirectory() as folder:
        measured = {
            path.name: measure(
                read_set(path).sample(options.limit, 0), (options.keep or Path(folder)) / path.name, embedders
            )
            for path in options.sets
        }
    print(f"{'nDCG@10 R@1 R@5':32}" + "".join(f"{name[:16]:>18}" for name in measured) + f"{'mean':>8}")
    for ranking in RANKINGS:
        values = [scores[ranking] for scores in measured.values()]
        cells = "".join(
            f"{'':3}{' '.join(f'{value:.3f}'.lstrip('0') for value in value_of):>15}" for value_of in values
        )
        print(f"{ranking:32}{cells}{np.mean([value_of[0] for value_of in values]):8.3f}")


def measure(questions: QuestionSet, work_dir: Path, embedders: dict[tuple[str, str], Embedder]) -> dict[str, Floats]:
    """Return nDCG@10, Recall@1 and Recall@5 of each ranking."""
    found: dict[str, list[tuple[float, float, float]]] = {ranking: [] for ranking in RANKINGS}
    with showing_progress() as progress:
        engine = open_set(questions, Settings.from_env({}), Options(), work_dir, embedders, progress)
        truth = Truth(questions, engine.catalogue)
        advance = progress.stage(f"Asking {questions.name}", len(questions.questions))
        for question in questions.questions:
            advance(1)
            expected = truth.of(question)
            if not expected.relevant:
                continue
            signals = engine.searcher.retriever.signals(question.text)
            for name, rank in RANKINGS.items():
                best = np.argsort(-rank(signals), kind="stable")[:PASSAGES]
                passages = engine.searcher.retriever.library.passages(signals.rows[best].tolist())
                units = (
                    unit
                    for passage in passages
                    for unit in expected.units.of(engine.catalogue.citation(passage.doc_id, passage.start, passage.end))
                )
                found[name].append(score(dict.fromkeys(units), dict(expected.relevant)))
    engine.close()
    return {name: np.mean(np.array(scores, dtype=np.float32), axis=0) for name, scores in found.items()}


def score(ranked: Iterable[str], relevant: dict[str, int]) -> tuple[float, float, float]:
    gains = [relevant.get(unit, 0) for unit in ranked][:DEPTH]
    ideal = sorted(relevant.values(), reverse=True)[:DEPTH]

    def discounted(values: list[int]) -> float:
        return float(sum(value / np.log2(rank + 1) for rank, value in enumerate(values, 1)))

    count = sum(value > 0 for value in relevant.values())
    recall = [sum(value > 0 for value in gains[:depth]) / count for depth in (1, 5)]
    return discounted(gains) / discounted(ideal), recall[0], recall[1]


if __name__ == "__main__":
    main()
