"""Measure how long the index of a folder takes to build, against a plain script that builds its own.

    python benchmarks/building.py [FOLDER]

Builds FOLDER (default: corpus/) with benchmarks/baseline.py and with `reportqa index`, each in a new process and in an
empty folder, and prints the seconds of both and their ratio. What later builds take, see benchmarks/rebuild.py; what
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
        seconds, said = timed(str(HERE / "baseline.py"), "build", str(folder), str(root / "plain"))
        print(f"{'':14} seconds  of the plain script")
        print(f"{'plain script':14} {seconds:7.1f} {1:21.2f}  {said.strip()}", flush=True)
        own, said = timed(
            "-m", "reportqa", "index", "--json", "--corpus", str(folder), "--index", str(root / "index"),
        )  # fmt: skip
        built = json.loads(said)
        print(f"{'reportqa index':14} {own:7.1f} {own / seconds:21.2f}  {built['passages']:,} passages")


def timed(*arguments: str) -> tuple[float, str]:
    """Give the seconds that a Python process takes, and what it prints."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        env={name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return time.perf_counter() - begun, done.stdout


if __name__ == "__main__":
    main()
