"""Measure what it is worth to prefer the documents that a question names, by the weight of that.

    python benchmarks/naming.py SET... [--keep FOLDER] [--limit N]

SET is a folder as for `reportqa evaluate`. Prints, for each weight, nDCG@10, Recall@1 and Recall@5 of units, all from
the same candidates, with the words searched for that say which document is meant ("with") and without. Preferences for
years and answer types are left out, as in `ablation.py`. NAMED_WEIGHT was chosen on FinanceBench and ConditionalQA.
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
from reportqa.search.fusion import fuse
from reportqa.search.named_documents import without_source
from reportqa.settings import Settings

Floats = npt.NDArray[np.float32]
STATED = (0.0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    embedders: dict[tuple[str, str], Embedder] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in options.sets:
            questions = read_set(path).sample(options.limit, 0)
            with showing_progress() as progress:
                work_dir = (options.keep or Path(folder)) / path.name
                engine = open_set(questions, Settings.from_env({}), Options(), work_dir, embedders, progress)
            print_table(questions, engine)
            engine.close()


def print_table(questions: QuestionSet, engine: Engine) -> None:
    """Print the measures of all questions of a set with a right unit, and of those that name a document."""
    truth = Truth(questions, engine.catalogue)
    names = engine.searcher.retriever.named_documents
    found: dict[tuple[str, float], list[tuple[float, float, float]]] = {}
    named = []
    for question in questions.questions:
        expected = truth.of(question)
        if not expected.relevant:
            continue
        naming = names.find(question.text)
        named.append(bool(naming.favours))
        for form, text in (("with", question.text), ("without", without_source(question.text, naming))):
            signals = engine.searcher.retriever.signals(text)
            doc_ids = engine.searcher.retriever.library.layout().doc_ids
            favours = np.array([naming.favours.get(doc_ids[one], 0.0) for one in signals.documents], np.float32)
            plain = fuse(signals).sum(axis=1)
            for weight in STATED:
                best = np.argsort(-(plain + weight * favours), kind="stable")[:PASSAGES]
                passages = engine.searcher.retriever.library.passages(signals.rows[best].tolist())
                units = (
                    unit
                    for passage in passages
                    for unit in expected.units.of(engine.catalogue.citation(passage.doc_id, passage.start, passage.end))
                )
                found.setdefault((form, weight), []).append(score(dict.fromkeys(units), dict(expected.relevant)))
    having = np.array(named)
    print(f"{questions.name}: {len(having)} questions, {having.sum()} name a document", end="\n\n")
    print(f"{'words, weight':16}{'all: nDCG@10 R@1 R@5':>24}{'naming: nDCG@10 R@1 R@5':>26}")
    for (form, weight), scores in found.items():
        values = np.array(scores, dtype=np.float32)
        rows = [values.mean(axis=0), values[having].mean(axis=0) if having.any() else np.zeros(3)]
        cells = (" ".join(f"{value:.3f}".lstrip("0") for value in row) for row in rows)
        print(f"{form:8}{weight:<8}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, (24, 26), strict=True)))
    print()


if __name__ == "__main__":
    main()
