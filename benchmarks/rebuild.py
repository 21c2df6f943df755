"""Measure how long a second build takes, against the first, when little or nothing has changed.

    python benchmarks/rebuild.py [FOLDER]

Copies FOLDER (default: corpus/) to a temporary folder and runs `reportqa index` there as a user does, in a new process
each time. A changed file has a sentence more, a PDF the last page of another one, any other file a byte. Prints, for
each build, the seconds of the process, its share of the first build's, both for the processors too, the seconds of the
build itself, and what was read and embedded.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from reportqa.ingest.corpus import find_files

TEXT = {".txt", ".md", ".markdown", ".rst", ".org", ".html", ".htm"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).resolve().parents[1] / "corpus")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        corpus = root / "corpus"
        shutil.copytree(folder, corpus)
        paths = [corpus / doc_id for doc_id in find_files(corpus)[0]]
        changed = next((path for path in paths if path.suffix.lower() in TEXT), paths[0])
        renamed = paths[-1]
        builds: list[tuple[str, Callable[[], object]]] = [
            ("first build", lambda: None),
            ("nothing changed", lambda: None),
            ("one file changed", lambda: change(changed, renamed)),
            ("one file renamed", lambda: renamed.rename(renamed.with_stem(f"{renamed.stem}-moved"))),
            ("one file deleted", paths[1].unlink),
            ("everything anew", lambda: None),
        ]
        print(
            f"{len(paths)} files\n{'':18} seconds  of the first  of the processors  of the first  build alone"
            "  files read  passages embedded"
        )
        first = first_used = 0.0
        for name, prepare in builds:
            prepare()
            seconds, used, summary = build(root, *(["--rebuild"] if name == "everything anew" else []))
            first, first_used = first or seconds, first_used or used
            print(
                f"{name:18} {seconds:7.1f} {seconds / first:13.1%} {used:18.1f} {used / first_used:13.1%}"
                f" {summary['seconds']:12.1f} {summary['read']:11} {summary['embedded']:18}",
                flush=True,
            )


def change(path: Path, other: Path) -> None:
    """Change what a file says; a PDF gets the last page of another, where that is one."""
    if path.suffix.lower() == other.suffix.lower() == ".pdf":
        writer = PdfWriter(clone_from=path)
        writer.add_page(PdfReader(other).pages[-1])
        writer.write(path)
        return
    with path.open("ab") as file:
        file.write(b"\n\nNothing more was found afterwards.\n" if path.suffix.lower() in TEXT else b"\n")


def build(root: Path, *options: str) -> tuple[float, float, dict[str, float]]:
    """Return the seconds of a process that builds, those of the processors, and its summary."""
    begun, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "reportqa", "--root", str(root), "index", "--json", *options],
        env={name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    seconds, after = time.perf_counter() - begun, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used, json.loads(done.stdout)


if __name__ == "__main__":
    main()
