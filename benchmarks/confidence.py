"""Fits the confidence that a corpus answers, and judges it on the set left out.

    python benchmarks/confidence.py FOLDER_OF_SETS [--keep FOLDER] [SET ...]

Sets and --keep are those of `reportqa evaluate`. Each set weighs the same. Printed are, for each set, AUROC and what
is kept and refused by a regression on the other sets, then the constants fitted on all.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from reportqa import generations
from reportqa.catalogue import Catalogue
from reportqa.embedder import load_embedder
from reportqa.evaluation.sets import Kind, read_set
from reportqa.evaluation.truth import corpus_of
from reportqa.indexing import index
from reportqa.progress import showing_progress
from reportqa.reader import THRESHOLD, read
from reportqa.retriever import Retriever
from reportqa.settings import DEFAULT_K, Settings
from reportqa.terms import question_terms

SETS = ("reports", "financebench", "conditionalqa")
Floats = npt.NDArray[np.float64]


def features(folder: Path, work: Path) -> Floats:
    """Give for each question whether it can be answered, the cosine and the coverage, (questions, 3)."""
    questions = read_set(folder)
    corpus = corpus_of(questions, work) if questions.units else folder.parents[1] / "reports"
    settings = Settings.from_env({}, corpus_dir=corpus, index_dir=work / "index")
    with showing_progress() as progress:
        index(settings, progress)
    generation = generations.folder(settings.index_dir, generations.current(settings.index_dir))
    retriever = Retriever.open(generation, load_embedder())
    catalogue = Catalogue(retriever.library)
    rows = []
    for question in questions.questions:
        if question.kind in {Kind.ANSWERABLE, Kind.OUTSIDE}:
            reading = read(
                question_terms(question.text),
                retriever.retrieve(question.text, DEFAULT_K),
                lambda hit, sentence: catalogue.text(hit.passage.doc_id, sentence.start, sentence.end),
                retriever.idf,
            )
            rows.append((question.kind is Kind.ANSWERABLE, reading.cosine, reading.coverage))
    return np.array(rows, dtype=np.float64)


def fit(sets: list[Floats]) -> LogisticRegression:
    weights = np.concatenate([np.full(len(rows), 1 / len(rows)) for rows in sets])
    rows = np.vstack(sets)
    return LogisticRegression(C=10, class_weight="balanced").fit(
        rows[:, 1:], rows[:, 0], sample_weight=weights * len(weights)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets_dir", type=Path)
    parser.add_argument("names", nargs="*", default=SETS)
    parser.add_argument("--keep", type=Path, help="folder that keeps the indexes for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        keep = options.keep or Path(temporary)
        sets = {name: features(options.sets_dir / name, keep / name) for name in options.names}
    for name, rows in sets.items():
        model = fit([other for key, other in sets.items() if key != name])
        sure, truth = model.predict_proba(rows[:, 1:])[:, 1], rows[:, 0] == 1
        print(
            f"{name:14} AUROC {roc_auc_score(truth, sure):.3f}  kept {(sure[truth] >= THRESHOLD).mean():.2f}"
            f"  refused {(sure[~truth] < THRESHOLD).mean():.2f}"
        )
    model = fit(list(sets.values()))
    print("fitted on all: intercept {:.2f}, cosine {:.2f}, coverage {:.2f}".format(*model.intercept_, *model.coef_[0]))


if __name__ == "__main__":
    main()
