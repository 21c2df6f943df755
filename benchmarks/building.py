"""Measure how long the index of a folder takes to build, against a plain script that builds its own.

    python benchmarks/building.py [FOLDER]

Builds FOLDER (default: corpus/) with benchmarks/baseline.py and with `reportqa index`, each in a new process and in an
empty folder, and prints the seconds of both and their ratio; of the processors too, since on a machine that does other
work these say more. What later builds take, see benchmarks/rebuild.py; what
memory they take, benchmarks/build_memory.py.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE.parent / "corpus")
    folder = parser.parse_args().folder.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        seconds, processors, said = timed(str(HERE / "baseline.py"), "build", str(folder), str(root / "plain"))
        print(f"{'':14} seconds  of the plain script  of the processors  of the plain script")
        print(f"{'plain script':14} {seconds:7.1f} {1:21.2f} {processors:18.1f} {1:20.2f}  {said.strip()}", flush=True)
        own, used, said = timed(
            "-m", "reportqa", "index", "--json", "--corpus", str(folder), "--index", str(root / "index"),
        )  # fmt: skip
        built = json.loads(said)
        print(
            f"{'reportqa index':14} {own:7.1f} {own / seconds:21.2f} {used:18.1f} {used / processors:20.2f} "
            f" {built['passages']:,} passages"
        )


def timed(*arguments: str) -> tuple[float, float, str]:
    """Return the seconds that a Python process takes, those of the processors, and what it prints."""
    begun, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, *arguments],
        env={name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    seconds, after = time.perf_counter() - begun, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used, done.stdout


if __name__ == "__main__":
    main()
