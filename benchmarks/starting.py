"""Measure how long a question takes in a new process, start to printed answer, against a plain script.

    python benchmarks/starting.py [FOLDER] [--rounds N]

Builds both indexes of FOLDER (default: corpus/) first: `reportqa index`, and benchmarks/baseline.py, which reads PDFs
only. Then `reportqa ask` and the script answer the same question in turn, each in a process of its own; the import of
all that they need and the loading of model and index are in the time. Prints the median and the least seconds of each,
the seconds of processor time, and the ratios; then the seconds of `reportqa --help`, and the memory of
`reportqa serve` after fifty questions.
"""

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "How many patients did Modality have in April 2016?"
REPORTQA = (sys.executable, "-m", "reportqa")
PLAIN = (sys.executable, str(Path(__file__).with_name("baseline.py")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        index, plain = f"{temporary}/index", f"{temporary}/plain"
        seconds_of([*REPORTQA, "index", "--corpus", str(options.folder), "--index", index])
        seconds_of([*PLAIN, "build", str(options.folder), plain])
        commands = {
            "plain script": [*PLAIN, "ask", plain, QUESTION],
            "reportqa ask": [*REPORTQA, "ask", "--index", index, QUESTION],
            "reportqa --help": [*REPORTQA, "--help"],
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                times[name].append(seconds_of(command))
        print(f"{'':16} median s  ratio  least s  ratio  processor s  ratio")
        first = None
        for name, runs in times.items():
            walls, processors = zip(*runs, strict=True)
            found = statistics.median(walls), min(walls), statistics.median(processors)
            first = first or found
            columns = (f"{value:8.2f} {value / base:6.2f}" for value, base in zip(found, first, strict=True))
            print(f"{name:16}", "  ".join(columns))
        print(f"\nreportqa serve after 50 questions: {memory_of_server(index):.0f} MB resident")


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}


def seconds_of(command: Sequence[str]) -> tuple[float, float]:
    """Return the seconds of a process by the clock, and those that it kept processors busy."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return ended - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def memory_of_server(index: str) -> float:
    """Return the resident megabytes of a server that has answered fifty questions; on Linux."""
    server = subprocess.Popen(
        [*REPORTQA, "serve", "--index", index, "--port", "0"],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        address = next(found[0] for line in server.stdout if (found := re.search(r"http://[\d.]+:\d+", line)))
        for number in range(50):
            question = urllib.parse.quote(f"{QUESTION} And {number} others?")
            with urllib.request.urlopen(f"{address}/ask?q={question}") as answer:
                answer.read()
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1000  # type: ignore[index]
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
