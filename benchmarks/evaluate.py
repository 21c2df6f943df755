"""Measures retrieval, answers and refusal of the whole product on sets of questions.

    python benchmarks/evaluate.py FOLDER_OF_SETS [SET ...] [--limit N] [--keep FOLDER]

A set is a folder with queries.jsonl (id, question, answers, answerable), corpus.jsonl (units: id, title,
text), qrels.tsv and, where there are files, docs/. Files are read by reportqa's own parsers; the units only
tell what counts as found. A set without units is a list of questions.jsonl over a folder of reports
(--reports). Nothing is written into the folder.
"""

import argparse
import csv
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import RR, R, nDCG

from reportqa.asking import Asker
from reportqa.datatypes import Answer, Citation
from reportqa.embedder import load_embedder
from reportqa.indexing import index
from reportqa.settings import Settings

MEASURES = [R @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10]
K = 50
SHINGLE = 4


class Quiet:
    """No progress."""

    def stage(self, _name: str, _total: int) -> Any:
        return lambda _steps: None


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Units:
    """Tells which unit of a set a citation stands in."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self._by_document: dict[str, list[tuple[str, Counter[tuple[str, ...]]]]] = defaultdict(list)
        for row in rows:
            document = row["id"].split("#")[0]
            self._by_document[Path(document).stem].append((row["id"], shingles(f"{row['title']} {row['text']}")))
            self.is_paged = "#" in row["id"] and row["id"].split("#")[0].endswith(".pdf")

    def of(self, citation: Citation) -> str | None:
        if self.is_paged and citation.pages:
            return f"{citation.doc_id}#{citation.pages[0].physical}"
        units = self._by_document.get(Path(citation.doc_id).stem, [])
        if len(units) == 1:
            return units[0][0]
        wanted = shingles(citation.quote)
        best, share = None, 0
        for unit, held in units:
            found = sum((wanted & held).values())
            if found > share:
                best, share = unit, found
        return best


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    size = min(SHINGLE, max(len(words), 1))
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def corpus_of(folder: Path, work: Path) -> Path:
    """Give the folder of files: docs/, else one text file a unit with its title in library.json."""
    if (folder / "docs").is_dir():
        return folder / "docs"
    corpus = work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    items = []
    for row in read_jsonl(folder / "corpus.jsonl"):
        name = row["id"].replace("/", "_") + ".txt"
        (corpus / name).write_text(row["text"] or row["title"], encoding="utf-8")
        items.append({"id": row["id"], "title": row["title"] or row["id"], "custom": {"file": name}})
    (corpus / "library.json").write_text(json.dumps(items), encoding="utf-8")
    return corpus


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative)) if positive and negative else float("nan")


def holds(answers: Sequence[str], text: str) -> bool:
    folded = " ".join(text.casefold().split())
    return any(" ".join(answer.casefold().split()) in folded for answer in answers)


def is_strictly_outside(query: dict[str, Any]) -> bool:
    return not query["answerable"] and not query.get("same_company")


def ask_all(asker: Asker, queries: Sequence[dict[str, Any]], k: int) -> Iterator[tuple[dict[str, Any], Answer]]:
    for query in queries:
        yield query, asker.ask(query["question"][:2000], k=k)


def refusal_row(pairs: Sequence[tuple[dict[str, Any], Answer]]) -> str:
    asked = [answer for query, answer in pairs if query["answerable"]]
    outside = [answer for query, answer in pairs if is_strictly_outside(query)]
    if not asked or not outside:
        return ""
    score = auroc([answer.confidence for answer in asked], [answer.confidence for answer in outside])
    kept = sum(answer.answerable for answer in asked) / len(asked)
    refused = sum(not answer.answerable for answer in outside) / len(outside)
    return f"  AUROC {score:.3f}  kept {kept:.2f} of {len(asked)}  refused {refused:.2f} of {len(outside)}"


def evaluate_units(name: str, folder: Path, asker: Asker, limit: int | None) -> None:
    queries = read_jsonl(folder / "queries.jsonl")
    if limit and len(queries) > limit:
        queries = random.Random(0).sample(queries, limit)
    with (folder / "qrels.tsv").open(encoding="utf-8") as file:
        wanted = {query["id"] for query in queries}
        qrels = [
            ir_measures.Qrel(row["query-id"], row["doc-id"], int(row["relevance"]))
            for row in csv.DictReader(file, delimiter="\t")
            if row["query-id"] in wanted
        ]
    judged = {qrel.query_id for qrel in qrels}
    units = Units(read_jsonl(folder / "corpus.jsonl"))
    run, pairs, first, documents_first = [], [], 0, 0
    for query, answer in ask_all(asker, queries, K):
        pairs.append((query, answer))
        if query["id"] not in judged:
            continue
        ranked = list(dict.fromkeys(unit for citation in answer.citations if (unit := units.of(citation))))
        run += [ir_measures.ScoredDoc(query["id"], unit, -float(rank)) for rank, unit in enumerate(ranked)]
        relevant = {qrel.doc_id.split("#")[0] for qrel in qrels if qrel.query_id == query["id"]}
        documents_first += bool(ranked) and ranked[0].split("#")[0] in relevant
        first += 1
    scores = ir_measures.calc_aggregate(MEASURES, qrels, run)
    line = "  ".join(f"{measure} {scores[measure]:.3f}" for measure in MEASURES)
    print(
        f"{name:14} {line}  right document first {documents_first / max(first, 1):.2f}{refusal_row(pairs)}",
        flush=True,
    )


def evaluate_reports(questions: Path, asker: Asker) -> None:
    pairs = list(ask_all(asker, read_jsonl(questions), 5))
    in_answer = in_first = either = total = 0
    for query, answer in pairs:
        shown = " ".join(sentence.text for sentence in answer.sentences)
        passage = answer.citations[0].quote if answer.citations else ""
        if query["answerable"]:
            total += 1
            in_answer += holds(query["answers"], shown)
            in_first += holds(query["answers"], passage)
            found = holds(query["answers"], f"{shown} {passage}")
            either += found
            if not found:
                print(f"    missed {query['question']} | {shown[:160]} | {passage[:120]!r}")
        elif answer.answerable:
            print(f"    not refused ({answer.confidence:.2f}): {query['question']}")
        if query["answerable"] and not answer.answerable:
            print(f"    refused ({answer.confidence:.2f}): {query['question']}")
    print(
        f"reports        answer string in the answer {in_answer}, in the first passage {in_first}, in either {either}"
        f" of {total}{refusal_row(pairs)}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets_dir", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--reports", type=Path, help="folder of the reports that the set reports asks about")
    parser.add_argument("--limit", type=int, help="at most so many questions a set, drawn with seed 0")
    parser.add_argument("--keep", type=Path, help="folder that keeps the indexes for the next run")
    options = parser.parse_args()
    names = options.names or sorted(path.name for path in options.sets_dir.iterdir() if path.is_dir())
    embedder = load_embedder()
    with tempfile.TemporaryDirectory() as temporary:
        for name in names:
            folder, work = options.sets_dir / name, (options.keep or Path(temporary)) / name
            is_reports = (folder / "questions.jsonl").is_file()
            corpus = (options.reports or options.sets_dir.parent / "reports") if is_reports else corpus_of(folder, work)
            settings = Settings.from_env({}, corpus_dir=corpus, index_dir=work / "index")
            summary = index(settings, Quiet())
            print(
                f"{name}: {summary.files} files, {summary.passages} passages, {len(summary.skipped)} skipped",
                file=sys.stderr,
            )
            asker = Asker.open(settings, embedder)
            if is_reports:
                evaluate_reports(folder / "questions.jsonl", asker)
            else:
                evaluate_units(name, folder, asker, options.limit)


if __name__ == "__main__":
    main()
