"""What is shown, claimed and refused for the questions of benchmarks/desk, by half and by kind of question.

    python benchmarks/answers.py [--part dev|test] [--keep FOLDER]

The corpus is made of the documents of benchmarks/desk and the sample reports. Rules and constants were chosen with the
development half in view ("dev"); some were tried on the other ("test") as well, so only questions that nobody has seen
say what is true of new ones.
"""

import argparse
import json
import tempfile
from pathlib import Path

from question_sets import ROOT, desk_corpus

from reportqa.cli.progress_bars import showing_progress
from reportqa.evaluation import Options, evaluate, run_text
from reportqa.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "test"])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / f"{options.part or 'desk'}.jsonl"
        lines = (ROOT / "benchmarks" / "desk" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if options.part in {None, json.loads(line)["part"]}]
        listed.write_text("\n".join(wanted), encoding="utf-8")
        corpus = desk_corpus(Path(folder))
        with showing_progress() as progress:
            run = evaluate([listed], Settings.from_env({}, root=ROOT), Options(corpus, keep_dir=options.keep), progress)
    print(run_text(run))


if __name__ == "__main__":
    main()
