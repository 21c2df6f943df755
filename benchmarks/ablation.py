"""Measure what each signal of the ranking contributes, on the same questions.

    python benchmarks/ablation.py SET... [--keep FOLDER] [--limit N]

SET is a folder as for `reportqa evaluate`. All rankings use the same candidates and signals: one signal alone,
reciprocal rank fusion of meaning and words, the first ranking of reportqa, and the present one with and without each
part. Prints nDCG@10, Recall@1 and Recall@5 of units, and the mean nDCG@10 over the sets. Preferences added after fusion
(answer type, late interaction, choice of the sentence) are left out.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from question_sets import PASSAGES, Scores, open_sets, score, shown, with_right_units

from reportqa.answering.engine import Engine
from reportqa.evaluation.datasets import QuestionSet
from reportqa.search.fusion import NAMES, WEIGHTS, Signals, fuse

Floats = npt.NDArray[np.float32]
Ranking = Callable[[Signals], Floats]

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
    measured = {questions.name: measure(questions, engine) for questions, engine in open_sets(__doc__)}
    print(f"{'nDCG@10 R@1 R@5':32}" + "".join(f"{name[:16]:>18}" for name in measured) + f"{'mean':>8}")
    for ranking in RANKINGS:
        values = [scores[ranking] for scores in measured.values()]
        cells = "".join(f"{shown(one):>18}" for one in values)
        print(f"{ranking:32}{cells}{np.mean([one[0] for one in values]):8.3f}")


def measure(questions: QuestionSet, engine: Engine) -> dict[str, Floats]:
    """Return nDCG@10, Recall@1 and Recall@5 of each ranking."""
    found: dict[str, list[Scores]] = {ranking: [] for ranking in RANKINGS}
    retriever = engine.searcher.retriever
    for question, expected in with_right_units(questions, engine):
        signals = retriever.signals(question.text)
        for name, rank in RANKINGS.items():
            best = np.argsort(-rank(signals), kind="stable")[:PASSAGES]
            found[name].append(score(engine, expected, retriever.library.passages(signals.rows[best].tolist())))
    return {name: np.mean(np.array(scores, dtype=np.float32), axis=0) for name, scores in found.items()}


if __name__ == "__main__":
    main()
