"""Measure what the web adds to a question: the answer page of `reportqa serve` against Engine.ask alone, in one run.

    python benchmarks/web.py [FOLDER] [--questions N] [--people N]

Builds an index of FOLDER (default: corpus/) first. Then the same questions go in turn to Engine.ask in this process
and to a `reportqa serve` in another, over loopback: one after the other, and by PEOPLE at once (threads here for
Engine.ask, connections for the server). Prints for each the milliseconds to the first byte and to the complete page,
the 50th and the 95th of a hundred, and the ratio to Engine.ask alone under the same load. Every round takes turns, so
that what else the machine does falls on both. Last, the processor time of an answer page in this process, without
HTTP, beside that of Engine.ask: what the machine's other work cannot change much. Then suggestions, for each beginning
of 2 to 30 characters of these questions: over loopback, in this process, and in this process by a Suggester that has as
much to look through as it may (made names and words), beside Engine.ask.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from reportqa.answering.engine import Engine
from reportqa.search.autocomplete import MAX_HEADINGS, MAX_WORDS, Suggester
from reportqa.server.app import create_app
from reportqa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
REPORTQA = (sys.executable, "-m", "reportqa")
TEMPLATES = (
    "How many {} are there?", "What is said of {}?", "Why do {} matter?", "Who is responsible for {}?",
    "When did {} change?", "What are the benefits of {}?",
)  # fmt: skip
GZIP = {"Accept-Encoding": "gzip"}
Times = tuple[float, float]
"""Milliseconds to the first byte and to the last."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--people", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        command = [*REPORTQA, "index", "--corpus", str(options.folder), "--index", temporary]
        subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        engine = Engine.open(Settings.from_env({}, root=ROOT, index_dir=Path(temporary)))
        questions = made_questions(engine, options.questions)
        with server(temporary) as port:
            print(f"{options.questions} questions, {os.cpu_count()} cores; milliseconds\n")
            print(f"{'':32} first byte      whole answer    ratio to Engine.ask")
            print(f"{'':32}   p50    p95      p50    p95      p50    p95   mean")
            for people in (1, options.people):
                measure(engine, port, questions, people)
            measure_processor(temporary, engine, questions)
            measure_suggestions(engine, port, questions)


def measure(engine: Engine, port: int, questions: Sequence[str], people: int) -> None:
    """Ask in turns, PEOPLE at a time, and print the times of both ways."""
    ways: dict[str, Callable[[str], Times]] = {
        "Engine.ask": lambda question: asked(engine, question),
        "answer page": lambda question: fetched(port, f"/ask?{urlencode({'q': question})}"),
        "/api/ask": lambda question: fetched(port, f"/api/ask?{urlencode({'q': question})}"),
    }
    times: dict[str, list[Times]] = {name: [] for name in ways}
    size = 1 if people == 1 else people * 3
    with ThreadPoolExecutor(people) as pool:
        for way in ways.values():
            list(pool.map(way, questions[:20]))
        for first in range(0, len(questions), size):
            for name, way in ways.items():
                times[name] += pool.map(way, questions[first : first + size])
    alone = [whole for _, whole in times["Engine.ask"]]
    base = np.array([*np.percentile(alone, (50, 95)), np.mean(alone)])
    for name, found in times.items():
        begun, whole = (np.percentile(column, (50, 95)) for column in zip(*found, strict=True))
        columns = "   ".join(f"{a:6.1f} {b:6.1f}" for a, b in (begun, whole))
        ratios = np.array([*whole, np.mean([last for _, last in found])]) / base
        label = f"{name}, alone" if people == 1 else f"{name}, {people} at once"
        print(f"{label:32} {columns}   " + " ".join(f"{ratio:6.2f}" for ratio in ratios))


def measure_processor(index: str, engine: Engine, questions: Sequence[str]) -> None:
    """Print the median processor time of an answer, and of the page and the JSON made of it."""
    client = create_app(Settings.from_env({}, root=ROOT, index_dir=Path(index))).test_client()
    ways: dict[str, Callable[[str], object]] = {
        "Engine.ask": engine.ask,
        "answer page": lambda question: client.get("/ask", query_string={"q": question}, headers=GZIP),
        "/api/ask": lambda question: client.get("/api/ask", query_string={"q": question}, headers=GZIP),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions:
        for name, way in ways.items():
            way(question)
            begun = time.thread_time()
            way(question)
            times[name].append((time.thread_time() - begun) * 1000)
    base = np.median(times["Engine.ask"])
    print(f"\n{'processor time':32}    ms  ratio")
    for name, found in times.items():
        print(f"{name:32} {np.median(found):5.1f} {np.median(found) / base:6.2f}")


def measure_suggestions(engine: Engine, port: int, questions: Sequence[str]) -> None:
    """Print what it takes to suggest for the beginnings of questions, one after the other."""
    beginnings = list(dict.fromkeys(text[:length] for text in questions for length in range(2, min(len(text), 30))))
    rng = random.Random(1)
    beginnings = rng.sample(beginnings, min(len(beginnings), 1000))
    full = full_suggester(questions, rng)
    ways: dict[str, Callable[[str], object]] = {
        "/api/suggest": lambda typed: fetched(port, f"/api/suggest?{urlencode({'q': typed})}"),
        "suggest": engine.suggest,
        f"suggest, {MAX_HEADINGS:,} headings": full.suggest,
        "Engine.ask": lambda typed: engine.ask(f"What are {typed}?"),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for typed in beginnings:
        for name, way in ways.items():
            begun = time.perf_counter()
            way(typed)
            times[name].append((time.perf_counter() - begun) * 1000)
    base = np.percentile(times["Engine.ask"], 50)
    print(f"\n{f'suggestions, {len(beginnings)} beginnings':32}   p50    p95   ratio of p50")
    for name, found in times.items():
        p50, p95 = np.percentile(found, (50, 95))
        print(f"{name:32} {p50:5.2f} {p95:6.2f}  {p50 / base:6.3f}")


def full_suggester(questions: Sequence[str], rng: random.Random) -> Suggester:
    """Make one that has MAX_HEADINGS headings and MAX_WORDS words, of the words of the questions and made endings."""
    stems = sorted({word for question in questions for word in question.lower().split() if word.isalpha()})
    endings = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=3)) for _ in range(-(-MAX_WORDS // len(stems)))]
    words = {stem + ending: rng.randint(1, 1000) for stem in stems for ending in endings}
    headings = [" ".join(rng.sample(stems, 4)) for _ in range(MAX_HEADINGS)]
    return Suggester([], headings, words)


def asked(engine: Engine, question: str) -> Times:
    begun = time.perf_counter()
    engine.ask(question)
    spent = (time.perf_counter() - begun) * 1000
    return spent, spent


def fetched(port: int, path: str) -> Times:
    """Get a page, compressed as browsers ask for it, over a connection of its own."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=GZIP)
    response = connection.getresponse()
    first = time.perf_counter()
    response.read()
    last = time.perf_counter()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{path} gave {response.status}")
    return (first - begun) * 1000, (last - begun) * 1000


def made_questions(engine: Engine, count: int) -> list[str]:
    """Make questions of the headings of the documents, no two the same."""
    documents = [engine.document(summary.doc_id) for summary in engine.documents()]
    headings = dict.fromkeys(
        section.heading.lower() for document in documents for section in document.sections if section.heading
    )
    found = [template.format(heading) for template in TEMPLATES for heading in headings]
    return (found * (count // len(found) + 1))[:count]


@contextmanager
def server(index: str) -> Iterator[int]:
    """Serve an index in a process of its own; return its port."""
    command = [*REPORTQA, "serve", "--index", index, "--port", "0"]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    try:
        address = next(word for line in process.stdout or () for word in line.split() if word.startswith("http://"))
        yield int(address.rstrip("/.,").rpartition(":")[2])
    finally:
        process.terminate()
        process.wait()


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}


if __name__ == "__main__":
    main()
