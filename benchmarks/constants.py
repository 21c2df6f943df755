"""Measure what another value of a constant would change in the answers.

    python benchmarks/constants.py NAME VALUE... [--part dev|test] [--keep FOLDER]

NAME is a constant of reportqa with its module, as in answering.excerpts.MAX_EXCERPT. The questions of benchmarks/desk
are asked with the present value first, then with each of the others. Printed is the share of the answerable questions
whose answer is right in what is shown, the number of characters shown, the share of all questions that are called
answered, and of these the share that is right. Constants that name no script of their own were chosen by hand with the
development half in view (--part dev).
"""

import argparse
import ast
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
from question_sets import ROOT, desk_corpus, desk_questions

from reportqa.answer import State
from reportqa.cli.progress_bars import showing_progress
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.run import Options, open_set
from reportqa.evaluation.scoring import Row, ask_set
from reportqa.settings import DEFAULT_K, Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("values", nargs="+", type=ast.literal_eval)
    parser.add_argument("--part", choices=["dev", "test"])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    module, _, name = options.name.rpartition(".")
    present = getattr(import_module(f"reportqa.{module}"), name)
    questions = desk_questions(options.part)
    with tempfile.TemporaryDirectory() as folder, showing_progress() as progress:
        corpus, work_dir = Options(desk_corpus(Path(folder))), options.keep or Path(folder)
        engine = open_set(questions, Settings.from_env({}, root=ROOT), corpus, work_dir, {}, progress)
        print(f"{name:20}  right in what is shown  characters  called answers  right of these")
        for value in (present, *options.values):
            set_constant(name, present, value)
            rows = ask_set(questions, engine, DEFAULT_K, progress.stage("Asking", len(questions.questions)))
            set_constant(name, value, present)
            print(f"{value!s:20}{measures(rows)}", flush=True)
        engine.close()


def set_constant(name: str, present: object, value: object) -> None:
    """Set a constant in its module and in those that import it."""
    for module in [one for key, one in sys.modules.items() if key.startswith("reportqa.")]:
        if getattr(module, name, None) == present:
            setattr(module, name, value)


def measures(rows: Sequence[Row]) -> str:
    right = [bool(row.right) for row in rows if row.kind is Kind.ANSWERABLE]
    shown = [len(row.shown) for row in rows]
    called = [row for row in rows if row.state == State.ANSWERS]
    right_of_these = np.mean([bool(row.right) for row in called]) if called else float("nan")
    return f"{np.mean(right):25.3f}{np.mean(shown):12,.0f}{len(called) / len(rows):16.3f}{right_of_these:16.3f}"


if __name__ == "__main__":
    main()
