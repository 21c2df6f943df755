"""Fit the shipped confidence, and evaluate it on sets that it was not fitted to.

    python benchmarks/calibration.py SET... [--corpus FOLDER] [--sample] [--desk] [--limit N] [--keep FOLDER]
        [--plot FILE] [--write]

SET is a folder or a list of questions as for `reportqa evaluate`; --corpus are the reports that lists are about,
--sample adds the sample corpus with its own questions, and --desk the development half of benchmarks/desk. Every
question that has an answer is asked twice, the second time without the documents on its subject: those whose name is
the same before "#"; but not in lists of questions, whose reports may answer for each other. A set with questions that
nothing answers is judged by these. Printed is, for each set left out of the fit and each of the three judgements,
AUROC, the expected calibration error in ten bins, the bins, what is claimed at several thresholds, and of which kinds.
--plot draws the reliability of each judgement, of all sets left out together, as SVG. --write writes the fit to all
sets to the shipped confidence.json.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from question_sets import ROOT, desk_corpus, desk_questions

from reportqa.answering.confidence import SHIPPED, Calibration, Judgement, shipped
from reportqa.cli.progress_bars import showing_progress
from reportqa.embedding import Embedder
from reportqa.evaluation.calibration import ALONE, ANSWERS, RELATED, Example, examples, fit
from reportqa.evaluation.confidence_metrics import ConfidenceMetrics, answered_of, confidence_metrics, confidence_of
from reportqa.evaluation.datasets import QuestionSet, read_set
from reportqa.evaluation.run import Options, open_set
from reportqa.search import Kind
from reportqa.settings import Settings

SAMPLE, DESK = "sample", "desk"
DEVELOPMENT = "dev"
PANELS = {"corpus": "the corpus answers", "passage": "the first excerpt does", "sentence": "its nearest sentences do"}
THRESHOLDS = (0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
SEED = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--desk", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    corpora: dict[str, tuple[QuestionSet, Path | None]] = {
        questions.name: (questions, options.corpus) for questions in map(read_set, options.sets)
    }
    if options.sample:
        corpora[SAMPLE] = read_set(ROOT / "corpus" / "_sources" / "questions.jsonl"), ROOT / "corpus"
    with tempfile.TemporaryDirectory() as folder:
        work_dir = options.keep or Path(folder)
        if options.desk:
            corpora[DESK] = desk_questions(DEVELOPMENT), desk_corpus(Path(folder))
        if len(corpora) < 2:
            parser.error("Give two sets or more: each is judged by what is fitted to the others.")
        embedders: dict[tuple[str, str], Embedder] = {}
        found = {
            name: ask(name, questions, Options(corpus_dir, limit=options.limit), work_dir / name, embedders)
            for name, (questions, corpus_dir) in corpora.items()
        }
    left_out = {name: fit({other: theirs for other, theirs in found.items() if other != name}) for name in found}
    for name, judged in found.items():
        print_judgement(f"{name}, left out of the fit", left_out[name], judged)
    if options.plot:
        draw(options.plot, [(left_out[name], judged) for name, judged in found.items()])
    calibration = fit(found)
    for name, judged in found.items():
        print_judgement(f"{name}, as shipped now", shipped(), judged)
    for name in ("corpus", "passage", "sentence"):
        judgement: Judgement = getattr(calibration, name)
        print(f"\n{name}, fitted to all sets")
        for feature, weight in (*judgement.weights.items(), ("intercept", judgement.intercept)):
            print(f"  {feature:12} {weight:9.4f}")
    if options.write:
        calibration.save(ROOT / "src" / "reportqa" / "answering" / SHIPPED)


def ask(
    name: str, questions: QuestionSet, options: Options, work_dir: Path, embedders: dict[tuple[str, str], Embedder]
) -> Sequence[Example]:
    """Ask the questions of a set, after its documents are indexed."""
    questions = questions.sample(options.limit, SEED)
    with showing_progress() as progress:
        engine = open_set(questions, Settings.from_env({}, root=ROOT), options, work_dir, embedders, progress)
        advance = progress.stage(f"Asking {name}", len(questions.questions))
        found = examples(questions, engine, advance, lambda doc_id: doc_id.split("#")[0], near=not questions.units)
    engine.close()
    # Reports on one subject answer for each other: without one of them, nobody knows what nothing answers.
    return found if questions.units else [example for example in found if not example.made]


def print_judgement(title: str, calibration: Calibration, found: Sequence[Example]) -> None:
    """Print the judgement of the corpus, then that of the first excerpt with what is claimed, by kind of question."""
    plain = [example for example in found if not example.near]
    if any(not example.answered and not example.made for example in plain):
        plain = [example for example in plain if example.answered or not example.made]
    if len({example.answered for example in plain}) == 2:
        answered = answered_of(plain)
        print(f"\n{title}: the corpus answers {answered.sum():,}, not {(~answered).sum():,}")
        _print_metrics(confidence_metrics(confidence_of(calibration, plain), answered, RELATED), RELATED)
    for name, judgement, threshold in (
        ("first excerpt", calibration.passage, ANSWERS),
        ("nearest sentences", calibration.sentence, ALONE),
    ):
        known = [example for example in found if _truth(example, name) is not None and not example.made]
        true = np.array([_truth(example, name) for example in known], dtype=bool)
        if true.all() or not true.any():
            continue
        sure = np.array([calibration.probability(judgement, example.features) for example in known])
        print(f"{title}: the {name} of {len(known):,} questions answers {true.sum():,}")
        _print_metrics(confidence_metrics(sure, true, threshold), threshold)
        for least in THRESHOLDS:
            claimed = sure >= least
            right = true[claimed].mean() if claimed.any() else float("nan")
            print(f"  from {least:.2f} on: claimed {claimed.mean():.3f}, right {right:.3f}")
        claimed = sure >= threshold
        print(f"  claimed {claimed.mean():.3f} of all, right in {true[claimed].mean() if claimed.any() else 1:.3f}")
        for kind in get_args(Kind):
            own = claimed & np.array([example.kind == kind for example in known])
            if own.any():
                print(f"    {kind:12} {own.sum():5,} claimed, right in {true[own].mean():.3f}")


def draw(path: Path, left_out: Sequence[tuple[Calibration, Sequence[Example]]]) -> None:
    """Draw the reliability of the three judgements on all sets left out, ten bins of equal count each, as SVG."""
    mpl.rc("svg", fonttype="none", hashsalt="reportqa")
    figure = Figure(figsize=(9, 3), layout="constrained")
    panels = figure.subplots(1, 3, sharey=True)
    for axes, (name, title) in zip(panels, PANELS.items(), strict=True):
        sure, true = [], []
        for calibration, known in left_out:
            judgement: Judgement = getattr(calibration, name)
            for one in known:
                truth = (None if one.near else one.answered) if name == "corpus" else getattr(one, name)
                if truth is not None:
                    sure.append(calibration.probability(judgement, one.features))
                    true.append(truth)
        order = np.array_split(np.argsort(sure), 10)
        axes.plot([0, 1], [0, 1], color="#999999", linestyle="--", linewidth=1)
        axes.plot(
            [np.mean(np.take(sure, bin_)) for bin_ in order], [np.mean(np.take(true, bin_)) for bin_ in order], "o-"
        )
        axes.set(title=f"{title} ({len(sure):,})", xlabel="probability", xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    panels[0].set_ylabel("share that is true")
    figure.savefig(path, metadata={"Date": None})


def _truth(example: Example, name: str) -> bool | None:
    return example.passage if name == "first excerpt" else example.sentence


def _print_metrics(one: ConfidenceMetrics, threshold: float) -> None:
    print(f"  AUROC {one.auroc:.3f}   calibration error {one.error:.3f}")
    print(f"  at {threshold:.2f}: kept {one.kept:.3f}, refused {one.refused:.3f}")
    print("  confidence    questions   mean   right")
    for item in one.bins:
        print(f"  {item.low:.1f} to {item.high:.1f} {item.questions:12,} {item.confidence:6.3f} {item.share:7.3f}")


if __name__ == "__main__":
    main()
