"""Choose the weight of late interaction, and how many passages it compares, on sets of questions.

    python benchmarks/token_weight.py SET... [--keep FOLDER] [--limit N]

SET is a folder as for `reportqa evaluate`. Prints nDCG@10, Recall@1 and Recall@5 of units for each weight and number of
candidates, in the ranking of the product; the mean over the sets follows.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ablation import PASSAGES, score

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.embedding import Embedder
from reportqa.evaluation.datasets import QuestionSet, read_set
from reportqa.evaluation.ground_truth import Truth
from reportqa.evaluation.run import Options, open_set
from reportqa.search import preferences
from reportqa.settings import Settings

Floats = npt.NDArray[np.float64]

WEIGHTS = (0.0, 0.5, 0.8)
CANDIDATES = (10,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    embedders: dict[tuple[str, str], Embedder] = {}
    ways = [(number, weight) for number in CANDIDATES for weight in WEIGHTS]
    measured = {}
    with tempfile.TemporaryDirectory() as folder, showing_progress() as progress:
        for path in options.sets:
            questions = read_set(path).sample(options.limit, 0)
            work_dir = (options.keep or Path(folder)) / path.name
            engine = open_set(questions, Settings.from_env({}), Options(), work_dir, embedders, progress)
            measured[path.name] = {way: measure(questions, engine, *way) for way in ways}
            engine.close()
    print(f"{'passages, weight':18}" + "".join(f"{name[:16]:>18}" for name in measured) + f"{'mean':>8}")
    for way in ways:
        values = [of_set[way] for of_set in measured.values()]
        cells = "".join(f"{' '.join(f'{value:.3f}'.lstrip('0') for value in one):>18}" for one in values)
        print(f"{way[0]:8}{way[1]:8.1f}  {cells}{np.mean([one[0] for one in values]):8.3f}")


def measure(questions: QuestionSet, engine: Engine, number: int, weight: float) -> Floats:
    """Return nDCG@10, Recall@1 and Recall@5 of the ranking with `number` passages compared token by token."""
    preferences.LATE_CANDIDATES, preferences.LATE_WEIGHT = number, weight  # type: ignore[attr-defined]
    truth = Truth(questions, engine.catalogue)
    found = []
    for question in questions.questions:
        expected = truth.of(question)
        if expected.relevant:
            parts = engine.searcher.search(question.text, PASSAGES).parts
            passages = [hit.passage for hit in parts[0].hits]
            cited = (engine.catalogue.citation(one.doc_id, one.start, one.end) for one in passages)
            units = dict.fromkeys(unit for one in cited for unit in expected.units.of(one))
            found.append(score(units, dict(expected.relevant)))
    return np.asarray(np.mean(np.array(found, dtype=np.float64), axis=0))


if __name__ == "__main__":
    main()
