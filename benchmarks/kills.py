"""Kill builds at moments spread evenly over one, and see what answers afterwards.

    python benchmarks/kills.py [NUMBER]

Kills NUMBER (default: 500) builds with SIGKILL, two at a time, each the command line's own `index` in a process of its
own. In a third of them all files are new, so that the moments lie mostly in reading; in the others earlier builds had
read and embedded them, so that the moments lie mostly in writing. After each: does the old or
the new index answer, does `verify-index` find nothing wrong, does the next build come to its end? Prints how many, by
the stage that was killed.
"""

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reportqa.embedding import Embedder, prepare_embedder
from support.forks import Lane, lanes
from support.killing import Killer, Left, copy_export, index_arguments, settings_in, table, write_corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int, nargs="?", default=500)
    number = parser.parse_args().number
    with tempfile.TemporaryDirectory() as root:
        exports = Path(root) / "exports"
        embedder = prepare_embedder(exports, None, "int8")
        lefts = kill_builds(Path(root), exports, embedder, number)
    print(table(lefts))
    if not all(left.is_sound for left in lefts):
        sys.exit(1)


def kill_builds(root: Path, exports: Path, embedder: Embedder, number: int) -> list[Left]:
    """Kill builds in two lanes at the same time; return the state after each."""
    with lanes(2, exports) as pair, ThreadPoolExecutor(2) as threads:
        first = settings_in(root / "first")
        copy_export(exports, first)
        write_corpus(first, "1,000")
        pair[0].run(*index_arguments(first))
        parts = (number // 2, number - number // 2)
        futures = [
            threads.submit(kill, lane, shutil.copytree(first.root, root / str(part)), embedder, count)
            for part, (lane, count) in enumerate(zip(pair, parts, strict=True))
        ]
        return [left for future in futures for left in future.result()]


def kill(lane: Lane, folder: Path, embedder: Embedder, count: int) -> list[Left]:
    killer = Killer(lane, settings_in(folder), embedder)
    return [*killer.kill(count // 3, fresh=True), *killer.kill(count - count // 3, fresh=False)]


if __name__ == "__main__":
    main()
