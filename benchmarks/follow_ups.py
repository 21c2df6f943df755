"""How follow-ups are understood: 80 pairs of questions on the documents of benchmarks/desk.

    python benchmarks/follow_ups.py [--part dev|test] [--show]

Each line of benchmarks/desk/follow_ups.jsonl has a question, a follow-up and the question that says the same and stands
alone. Printed are, by kind and in all: follow-ups that are worded with the same terms as that question, those that are
not understood, those with the same first sentence as an answer, and those that are called answers, of these the ones
that begin with another sentence than the answer to the question that stands alone. `--show` prints the last ones and
what was searched. The rules were made with the half "dev"; the set was written by somebody who had not seen them.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from question_sets import ROOT, desk_corpus, desk_questions

from reportqa.answer import Answer, State
from reportqa.answering.model_asker import wordings_of
from reportqa.cli.progress_bars import showing_progress
from reportqa.evaluation.run import Options, open_set
from reportqa.settings import Settings
from reportqa.text import question_terms


def first(answer: Answer) -> str:
    """Return the sentence that is nearest to the question; empty for no answer."""
    return next((one.text for one in answer.sentences if one.nearest), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "test"])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    listed = ROOT / "benchmarks" / "desk" / "follow_ups.jsonl"
    pairs = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    with tempfile.TemporaryDirectory() as made, showing_progress() as progress:
        settings = Settings.from_env({}, root=ROOT)
        corpus = Options(desk_corpus(Path(made)))
        engine = open_set(desk_questions(None), settings, corpus, Path(made) / "index", {}, progress)
        for pair in pairs:
            if options.part not in {None, pair["part"]}:
                continue
            worded = wordings_of(pair["follow_up"], pair["before"], None)
            follow_up = engine.ask(pair["follow_up"], after=(pair["before"],))
            alone = engine.ask(pair["alone"])
            same = first(follow_up) == first(alone)
            called = follow_up.state is State.ANSWERS
            fits = set(question_terms(worded.question)) == set(question_terms(pair["alone"]))
            found = [1, fits and not worded.is_unclear, worded.is_unclear, same, called, called and not same]
            for kind in (pair["kind"], "all"):
                counts[kind] = [a + b for a, b in zip(counts[kind], found, strict=True)]
            if options.show and called and not same:
                print(f"{pair['before']} {pair['follow_up']}\n  {worded.question}\n  {first(follow_up)}\n")
        engine.close()
    print(f"{'kind':16} pairs  as wanted  not understood  same sentence  called answers  of these another sentence")
    for kind, row in counts.items():
        print("{:16} {:5} {:10} {:15} {:14} {:15} {:26}".format(kind, *row))


if __name__ == "__main__":
    main()
