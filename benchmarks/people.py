"""Measure how long questions take when several people ask at once, and whether a switch of generations slows them.

    python benchmarks/people.py [--index FOLDER] [--people 20] [--seconds 20]

Copies the index (default: index/) and serves the copy with `reportqa serve` in a process of its own. First one person
asks its sample questions, then PEOPLE at once without a pause, then the same while the generation in use changes every
second. Prints the questions a second, the times of the median and the 95th percentile, and how many failed; and the
server's memory before the first switch and after the last.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from reportqa.index.generation_writer import building, generation_id, publish, rollback
from reportqa.index.generations import current, folder
from reportqa.index.manifest import Manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        index_dir = Path(temporary) / "index"
        shutil.copytree(options.index, index_dir)
        questions = add_generation(index_dir)
        command = [sys.executable, "-m", "reportqa", "serve", "--port", "0", "--index", str(index_dir)]
        environ = os.environ | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ
        ) as server:
            try:
                assert server.stdout is not None
                line = next(line for line in server.stdout if "http://" in line)
                address = next(word for word in line.split() if word.startswith("http://")).rstrip("/.")
                print(f"{'':24}{'people':>8}{'a second':>10}{'median, ms':>12}{'p95, ms':>9}{'failed':>8}")
                ask(address, questions, 1, options.seconds, "one person")
                ask(address, questions, options.people, options.seconds, "several")
                before = resident(server.pid)
                ended = threading.Event()
                switching = threading.Thread(target=switch_often, args=(index_dir, ended))
                switching.start()
                ask(address, questions, options.people, options.seconds, "several, with switches")
                ended.set()
                switching.join()
                print(f"memory: {before:.0f} MiB before the switches, {resident(server.pid):.0f} MiB after them")
            finally:
                server.kill()


def add_generation(index_dir: Path) -> tuple[str, ...]:
    """Make a second generation like the one in use; return its sample questions."""
    used = folder(index_dir, current(index_dir))
    manifest = Manifest.read(used)
    with building(index_dir) as build:
        shutil.copytree(used, build, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.*"))
        publish(index_dir, build, replace(manifest, generation=generation_id(build)))
    return manifest.sample_questions or ("What is this about?",)


def switch_often(index_dir: Path, ended: threading.Event) -> None:
    while not ended.wait(1):
        rollback(index_dir)


def ask(address: str, questions: tuple[str, ...], people: int, seconds: float, name: str) -> None:
    end = time.monotonic() + seconds

    def person(number: int) -> list[float]:
        """Ask until the end; return the milliseconds of each question, infinite for one that failed."""
        times = []
        while time.monotonic() < end:
            number += 1
            began = time.perf_counter()
            try:
                with urlopen(f"{address}/api/ask?{urlencode({'q': questions[number % len(questions)]})}") as response:
                    response.read()
                times.append((time.perf_counter() - began) * 1000)
            except URLError:
                times.append(float("inf"))
        return times

    with ThreadPoolExecutor(people) as threads:
        times = sorted(one for each in threads.map(person, range(people)) for one in each)
    done = [one for one in times if one != float("inf")]
    print(
        f"{name:24}{people:8}{len(done) / seconds:10.1f}{statistics.median(done):12.0f}"
        f"{done[int(len(done) * 0.95)]:9.0f}{len(times) - len(done):8}"
    )


def resident(process: int) -> float:
    """Return the MiB of memory that a process holds."""
    fields = Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()
    return int(fields[0]) / 1024


if __name__ == "__main__":
    main()
