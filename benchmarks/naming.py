"""Measure what it is worth to prefer the documents that a question names, by the weight of that.

    python benchmarks/naming.py SET... [--keep FOLDER] [--limit N]

SET is a folder as for `reportqa evaluate`. Prints, for each weight, nDCG@10, Recall@1 and Recall@5 of units, all from
the same candidates, with the words searched for that say which document is meant ("with") and without. Preferences for
years and answer types are left out, as in `ablation.py`. NAMED_WEIGHT was chosen on FinanceBench and ConditionalQA.
"""

import numpy as np
from question_sets import PASSAGES, Scores, open_sets, score, shown, with_right_units

from reportqa.answering.engine import Engine
from reportqa.evaluation.datasets import QuestionSet
from reportqa.search.fusion import fuse
from reportqa.search.named_documents import without_source

STATED = (0.0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3)


def main() -> None:
    for questions, engine in open_sets(__doc__):
        print_table(questions, engine)


def print_table(questions: QuestionSet, engine: Engine) -> None:
    """Print the measures of all questions of a set with a right unit, and of those that name a document."""
    retriever = engine.searcher.retriever
    doc_ids = retriever.library.layout().doc_ids
    found: dict[tuple[str, float], list[Scores]] = {}
    named = []
    for question, expected in with_right_units(questions, engine):
        naming = retriever.named_documents.find(question.text)
        named.append(bool(naming.favours))
        for form, text in (("with", question.text), ("without", without_source(question.text, naming))):
            signals = retriever.signals(text)
            favours = np.array([naming.favours.get(doc_ids[one], 0.0) for one in signals.documents], np.float32)
            plain = fuse(signals).sum(axis=1)
            for weight in STATED:
                best = np.argsort(-(plain + weight * favours), kind="stable")[:PASSAGES]
                passages = retriever.library.passages(signals.rows[best].tolist())
                found.setdefault((form, weight), []).append(score(engine, expected, passages))
    having = np.array(named)
    print(f"{questions.name}: {len(having)} questions, {having.sum()} name a document", end="\n\n")
    print(f"{'words, weight':16}{'all: nDCG@10 R@1 R@5':>24}{'naming: nDCG@10 R@1 R@5':>26}")
    for (form, weight), scores in found.items():
        values = np.array(scores, dtype=np.float32)
        of_named = values[having].mean(axis=0) if having.any() else np.zeros(3)
        print(f"{form:8}{weight:<8}{shown(values.mean(axis=0)):>24}{shown(of_named):>26}")
    print()


if __name__ == "__main__":
    main()
