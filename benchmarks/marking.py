"""Measure what the pages of a document mark for a question, and how long they take to find it.

    python benchmarks/marking.py FINANCEBENCH INDEX

FINANCEBENCH has queries.jsonl, whose questions are to one document each and name the pages of their evidence; INDEX is
an index of its docs/. For the ten best passages, for what is marked, and for every passage looked at it prints how
many sentences and pages that is, and the share of the evidence's pages among these; then the milliseconds of both
ways, which take turns.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np

from reportqa.answering.engine import Engine
from reportqa.index.filters import Filters
from reportqa.settings import MAX_K, Settings

ROOT = Path(__file__).resolve().parents[1]
Ranges = list[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("index", type=Path)
    options = parser.parse_args()
    engine = Engine.open(Settings.from_env({}, root=ROOT, index_dir=options.index))
    with (options.folder / "queries.jsonl").open(encoding="utf-8") as file:
        questions = [row for row in map(json.loads, file) if row["answerable"]]
    ways: dict[str, Callable[[str, str], Ranges]] = {
        "the ten best": lambda question, doc_id: best(engine, question, doc_id, 10),
        "what is marked": engine.places,
        f"the {MAX_K} best": lambda question, doc_id: best(engine, question, doc_id, MAX_K),
    }
    places: dict[str, list[int]] = {name: [] for name in ways}
    pages: dict[str, list[int]] = {name: [] for name in ways}
    shares: dict[str, list[float]] = {name: [] for name in ways}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions:
        for name, find in ways.items():
            find(question["question"], question["scope"])
            begun = time.perf_counter()
            found = find(question["question"], question["scope"])
            times[name].append((time.perf_counter() - begun) * 1000)
            places[name].append(len(found))
            marked = pages_of(engine, question["scope"], found)
            wanted = evidence(question)
            pages[name].append(len(marked))
            shares[name].append(len(wanted & marked) / len(wanted))
    print(f"{len(questions)} questions; milliseconds of the second time\n")
    print(f"{'':16} places       pages        evidence  ms\n{'':16} mean median  mean median  share     p50  p95")
    for name in ways:
        p50, p95 = np.percentile(times[name], (50, 95))
        print(
            f"{name:16} {fmean(places[name]):4.0f} {median(places[name]):6.0f}  {fmean(pages[name]):4.0f}"
            f" {median(pages[name]):6.0f}  {fmean(shares[name]):8.0%}  {p50:4.0f} {p95:4.0f}"
        )


def best(engine: Engine, question: str, doc_id: str, k: int) -> Ranges:
    """Return the passages of a document that an answer page of so many would show."""
    answer = engine.ask(question, k=k, filters=Filters.of({"document": [doc_id]}))
    return [(citation.start, citation.end) for citation in answer.citations]


def pages_of(engine: Engine, doc_id: str, ranges: Ranges) -> set[int]:
    outline = engine.catalogue.outline(doc_id)
    return {page.physical for place in ranges for page in outline.pages_of(*place)}


def evidence(question: dict[str, Any]) -> set[int]:
    return {one["page"] for one in question["evidence"]}


if __name__ == "__main__":
    main()
