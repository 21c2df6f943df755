"""Choose the weight of late interaction, and how many passages it compares, on sets of questions.

    python benchmarks/token_weight.py SET... [--keep FOLDER] [--limit N]

SET is a folder as for `reportqa evaluate`. Prints nDCG@10, Recall@1 and Recall@5 of units for each weight and number of
candidates, in the ranking of the product; the mean over the sets follows.
"""

import numpy as np
import numpy.typing as npt
from question_sets import PASSAGES, open_sets, score, shown, with_right_units

from reportqa.answering.engine import Engine
from reportqa.evaluation.datasets import QuestionSet
from reportqa.search import preferences

Floats = npt.NDArray[np.float64]

WEIGHTS = (0.0, 0.5, 0.8)
CANDIDATES = (10,)


def main() -> None:
    ways = [(number, weight) for number in CANDIDATES for weight in WEIGHTS]
    measured = {
        questions.name: {way: measure(questions, engine, *way) for way in ways}
        for questions, engine in open_sets(__doc__)
    }
    print(f"{'passages, weight':18}" + "".join(f"{name[:16]:>18}" for name in measured) + f"{'mean':>8}")
    for way in ways:
        values = [of_set[way] for of_set in measured.values()]
        cells = "".join(f"{shown(one):>18}" for one in values)
        print(f"{way[0]:8}{way[1]:8.1f}  {cells}{np.mean([one[0] for one in values]):8.3f}")


def measure(questions: QuestionSet, engine: Engine, number: int, weight: float) -> Floats:
    """Return nDCG@10, Recall@1 and Recall@5 of the ranking with `number` passages compared token by token."""
    preferences.LATE_CANDIDATES, preferences.LATE_WEIGHT = number, weight
    found = []
    for question, expected in with_right_units(questions, engine):
        hits = engine.searcher.search(question.text, PASSAGES).parts[0].hits
        found.append(score(engine, expected, (hit.passage for hit in hits)))
    return np.asarray(np.mean(np.array(found, dtype=np.float64), axis=0))


if __name__ == "__main__":
    main()
