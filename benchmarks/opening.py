"""Measure what it costs to compare an index with its checksums when it is opened.

    python benchmarks/opening.py [INDEX]

Takes the generation in use of INDEX (default: index/), and made ones of one file of 64, 256 and 1,024 MiB. Prints for
each the milliseconds of processor time, the least of several runs, that it takes to compare names and sizes only, to
compare what `reportqa ask` does at most, and to compare every byte.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reportqa.index.generations import current, folder
from reportqa.index.manifest import FORMAT, Manifest
from reportqa.storage import cut_files

RUNS = 5
MIB = 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, nargs="?", default=Path("index"))
    index_dir = parser.parse_args().index
    print(f"{'':10}{'MiB':>8}{'sizes':>9}{'opening':>9}{'every byte':>12}   (ms)")
    show("index", folder(index_dir, current(index_dir)))
    for size in (64, 256, 1024):
        with tempfile.TemporaryDirectory() as temporary:
            made = Path(temporary)
            with (made / "vectors").open("wb") as file:
                for _ in range(size):
                    file.write(os.urandom(MIB))
            Manifest(FORMAT, "made", "2016-07-19T00:00:00+00:00", "model", "", 384, {}, {}, {}, {}).write(made)
            show("made", made)


def show(name: str, path: Path) -> None:
    manifest = Manifest.read(path)
    sizes = least(lambda: cut_files(path, manifest.sizes))
    opening, whole = least(lambda: manifest.check(path)), least(lambda: manifest.check(path, whole=True))
    print(f"{name:10}{sum(manifest.sizes.values()) / MIB:8.1f}{sizes:9.1f}{opening:9.1f}{whole:12.1f}")


def least(action: Callable[[], object]) -> float:
    """Return the milliseconds of processor time of the fastest of several runs."""
    found = []
    for _ in range(RUNS):
        began = time.process_time()
        action()
        found.append((time.process_time() - began) * 1000)
    return min(found)


if __name__ == "__main__":
    main()
