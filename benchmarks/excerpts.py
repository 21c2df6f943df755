"""Measure how long an excerpt should be, and how many of the best passages may join one.

    python benchmarks/excerpts.py [--part dev|test] [--keep FOLDER]

Asks the questions of benchmarks/desk for each size. Prints the share of the answerable ones whose answer is right in
what is shown, and the mean number of characters shown.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from question_sets import ROOT, desk_corpus, desk_questions

from reportqa.answering import excerpts
from reportqa.cli.progress_bars import showing_progress
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.run import Options, open_set
from reportqa.evaluation.scoring import ask_set
from reportqa.settings import DEFAULT_K, Settings

WAYS = ((1200, 5), (600, 5), (1600, 5), (2400, 5), (1200, 1), (1200, 2), (1200, 10))
"""Characters of an excerpt, and passages that may join one; the shipped ones first."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "test"])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    questions = desk_questions(options.part)
    with tempfile.TemporaryDirectory() as folder, showing_progress() as progress:
        corpus = Options(desk_corpus(Path(folder)))
        work_dir = options.keep or Path(folder)
        engine = open_set(questions, Settings.from_env({}, root=ROOT), corpus, work_dir, {}, progress)
        print("characters  passages  right in what is shown  characters shown")
        for size, joined in WAYS:
            excerpts.MAX_EXCERPT, excerpts.JOINED = size, joined
            rows = ask_set(questions, engine, DEFAULT_K, progress.stage("Asking", len(questions.questions)))
            right = [bool(row.right) for row in rows if row.kind is Kind.ANSWERABLE]
            shown = [len(row.shown) for row in rows]
            print(f"{size:10,}{joined:10}{np.mean(right):24.3f}{np.mean(shown):18,.0f}", flush=True)
        engine.close()


if __name__ == "__main__":
    main()
