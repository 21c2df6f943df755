"""Measure how building, asking, memory and the index grow from 1,000 to 1,000,000 passages.

    reportqa index --corpus REPORTS --index INDEX
    python benchmarks/scale.py INDEX... --set SET... [--sizes 1000 10000 100000 1000000] [--work FOLDER] [--json FILE]

Makes generations of the documents of real indexes, over and over, each time with one word in eight and all figures
changed for others of the same length, and with vectors moved: each a mixture with that of another passage, and noise.
They are written through the product's own writers, in a process of its own; parsing, encoding and the search for
duplicates are left out. Then asks the questions of the sets, whose vectors are at hand, in a process that never loads
a model. Each question is asked once for warmth and three times for time, of which the least counts: what other work on
the machine takes is left out, and so is the encoder, whose own time is measured beside it. Files of the index are in
the system's cache, as they are on a server that has run for a while. Memory is what the process has resident after all
questions; it holds no model. Beside the table, a JSON file holds what docs/make_plots.py draws.
"""

import argparse
import json
import random
import re
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.answering.engine import Engine
from reportqa.document import Document, Passage
from reportqa.embedding import Signs, Tokens, load_embedder
from reportqa.index import generation_writer as switching
from reportqa.index import generations
from reportqa.index.lexical import PASSAGE_WORDS, UNIT_WORDS, WordWriter
from reportqa.index.library import Library
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.manifest import FORMAT, Manifest
from reportqa.index.row_files import RowFile
from reportqa.index.vectors import PASSAGES_FILE, SIGN_OFFSETS_FILE, SIGNS_FILE, VectorIndex, VectorWriter
from reportqa.settings import MAX_QUESTION_LENGTH, Settings
from reportqa.text.abbreviations import find_abbreviations
from reportqa.text.index_terms import terms

CHANGED = 8
"""One word in this many is replaced in a copy."""
NOISE = 0.4
"""Length of the noise that is added to a vector of length 1."""
TIMES = 3
NEAREST = 10

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Part:
    """A real document with its passages, their vectors and those of their parts; `words` are its text in pieces."""

    document: Document
    passages: Sequence[Passage]
    vectors: Floats
    sentences: Sequence[Floats]
    tokens: Sequence[Signs]
    words: list[str]


@dataclass(frozen=True)
class Built:
    """What a build took, in seconds and MB, and what it left, in bytes."""

    passages: int
    seconds: float
    peak_mb: float
    text_bytes: int
    file_bytes: dict[str, int]


@dataclass(frozen=True)
class Asked:
    """Milliseconds of each question, as the clock and the processor counted them, and what else was seen."""

    open_ms: float
    wall_ms: list[float]
    processor_ms: list[float]
    resident_mb: float
    recall: float
    search_ms: float
    is_exact: bool


class KnownVectors:
    """An Embedder that has the vectors of all questions; what it lacks, it embeds with a model when it may."""

    name = "all-MiniLM-L6-v2"
    encoder = "torch"
    dim = 384

    def __init__(self, sha256: str, known: dict[str, tuple[Floats, Tokens]], model: Any = None) -> None:
        self.sha256 = sha256
        self.known = known
        self._model = model

    def embed_question(self, question: str) -> Floats:
        return self._found(question)[0]

    def question_tokens(self, question: str) -> Tokens:
        return self._found(question)[1]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        raise NotImplementedError

    def embed_passages(self, texts: Sequence[str], spans: object) -> Iterator[Any]:
        raise NotImplementedError

    def _found(self, question: str) -> tuple[Floats, Tokens]:
        if question not in self.known and self._model:
            self.known[question] = self._model.embed_question(question), self._model.question_tokens(question)
        return self.known[question]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, nargs="+")
    parser.add_argument("--set", type=Path, nargs="+", required=True, dest="sets")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--work", type=Path, help="keeps the generations that were made; a temporary folder if none")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    model = load_embedder()
    questions = read_questions(given.sets, given.questions)
    encoder_ms = []
    known = {}
    for question in questions:
        begun = time.perf_counter()
        known[question] = model.embed_question(question), model.question_tokens(question)
        encoder_ms.append((time.perf_counter() - begun) * 1000)
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        found = []
        for size in given.sizes:
            built = build_kept(work / str(size), given.index, size, model.sha256)
            embedder = KnownVectors(model.sha256, known, model)
            # What a question is rewritten to needs a vector too.
            engine = Engine.open(settings_of(work / str(size)), embedder)
            for question in questions:
                engine.ask(question)
            asked = in_new_process(ask, work / str(size), model.sha256, known, questions)
            found.append({"size": size, "built": asdict(built), "asked": asdict(asked)})
            print(f"{size:,} done", flush=True)
            if given.json:
                result = {"encoder_ms": encoder_ms, "questions": len(questions), "sizes": found}
                given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    show(found, encoder_ms)


def in_new_process(task: Any, *arguments: Any) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def read_questions(sets: Sequence[Path], count: int) -> list[str]:
    found = []
    for folder in sets:
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").split("\n")
        texts = [json.loads(line)["question"] for line in lines if line]
        fitting = [text for text in texts if len(text) <= MAX_QUESTION_LENGTH]
        found += random.Random(1).sample(fitting, min(len(fitting), -(-count // len(sets))))
    random.Random(1).shuffle(found)
    return list(dict.fromkeys(found))[:count]


def settings_of(folder: Path) -> Settings:
    return Settings.from_env({}, root=folder, index_dir=folder / "index")


def build_kept(folder: Path, indexes: Sequence[Path], size: int, sha256: str) -> Built:
    """Build a generation unless it is there."""
    note = folder / "built.json"
    if not note.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        built = in_new_process(build, folder, list(indexes), size, sha256)
        note.write_text(json.dumps(asdict(built)), encoding="utf-8")
    return Built(**json.loads(note.read_text(encoding="utf-8")))


def build(folder: Path, indexes: Sequence[Path], size: int, sha256: str) -> Built:
    """Write a generation of `size` passages, in batches of a document."""
    parts = [part for index_dir in indexes for part in read_parts(index_dir)]
    random.Random(1).shuffle(parts)
    vectors_of_all = np.concatenate([part.vectors for part in parts])
    like = words_by_length(parts)
    rng, picks = np.random.default_rng(1), random.Random(2)
    text_bytes, rows, unit, files = 0, 0, -1, 0
    begun = time.perf_counter()
    index_dir = folder / "index"
    with switching.building(index_dir) as new:
        with (
            VectorWriter(new, vectors_of_all.shape[1]) as vectors,
            WordWriter(new / PASSAGE_WORDS) as passage_words,
            WordWriter(new / UNIT_WORDS) as unit_words,
            LibraryWriter(new) as library,
        ):
            while rows < size:
                copy, number = divmod(files, len(parts))
                part = parts[number]
                document, passages = changed(part, copy, like, picks)
                passages = passages[: size - rows]
                files += 1
                units = []
                for _, members in groupby(passages, key=attrgetter("unit")):
                    group = list(members)
                    unit += 1
                    units += [unit] * len(group)
                    own = [terms(document.text[passage.start : passage.end]) for passage in group]
                    passage_words.add(
                        [
                            " ".join([*prefix_terms(document.file_words), *prefix_terms(passage.prefix), *found])
                            for passage, found in zip(group, own, strict=True)
                        ]
                    )
                    headings = dict.fromkeys(passage.prefix for passage in group)
                    unit_words.add(
                        [" ".join([*(term for text in headings for term in prefix_terms(text)), *chain(*own)])]
                    )
                moved, sentences = part.vectors[: len(passages)], part.sentences[: len(passages)]
                if copy:
                    moved, sentences = moved_vectors(moved, sentences, vectors_of_all, rng)
                if passages:
                    vectors.add(moved, sentences, part.tokens[: len(passages)], np.array(units))
                texts = (document.text[passage.start : passage.end].lower() for passage in passages)
                words = Counter(word for text in texts for word in set(re.findall(r"[^\W\d_]+", text)))
                library.add(document, passages, words, find_abbreviations(document.text))
                rows += len(passages)
                text_bytes += len(document.text.encode())
        manifest = Manifest(
            format=FORMAT, generation=switching.generation_id(new), created="2026-01-01T00:00:00+00:00",
            model=KnownVectors.name, model_sha256=sha256, dim=KnownVectors.dim, settings={},
            counts={"files": files, "pages": 0, "passages": rows}, inputs={}, skipped={},
        )  # fmt: skip
        sizes = {path.relative_to(new).as_posix(): path.stat().st_size for path in new.rglob("*") if path.is_file()}
        switching.publish(index_dir, new, manifest)
    seconds = time.perf_counter() - begun
    file_bytes: Counter[str] = Counter()
    for name, count in sizes.items():
        file_bytes[str(Path(name).parent) if "/" in name else name] += count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Built(rows, seconds, peak, text_bytes, dict(file_bytes))


def read_parts(index_dir: Path) -> Iterator[Part]:
    folder = generations.folder(index_dir, generations.current(index_dir))
    library, vectors = Library.open(folder), VectorIndex.open(folder)
    stored, tokens = RowFile(folder / PASSAGES_FILE), RowFile(folder / SIGNS_FILE)
    ends = np.load(folder / SIGN_OFFSETS_FILE)
    layout = library.layout()
    for ordinal, doc_id in enumerate(layout.doc_ids):
        rows = layout.rows_of([ordinal])
        if len(rows):
            document = library.document(doc_id)
            yield Part(
                replace(document, tables=(), left_out=()),
                library.passages(rows.tolist()),
                stored.rows(rows).astype(np.float32),
                [vectors.sentences(int(row)) for row in rows],
                [tokens.runs(ends[[row]], ends[[row + 1]]) for row in rows],
                re.findall(r"[^\W\d_]+|\d|[\W_]+", document.text),
            )
    library.close()


def words_by_length(parts: Sequence[Part]) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    for part in parts:
        for word in part.words:
            if word.isalpha():
                found.setdefault(len(word), set()).add(word)
    return {length: sorted(words) for length, words in found.items()}


def changed(
    part: Part, copy: int, like: dict[int, list[str]], picks: random.Random
) -> tuple[Document, Sequence[Passage]]:
    """Return a copy of a document whose every offset holds, and in which much else is different."""
    if copy == 0:
        return part.document, part.passages
    words = part.words.copy()
    for at in range(picks.randrange(CHANGED), len(words), CHANGED):
        if words[at].isalpha():
            words[at] = picks.choice(like[len(words[at])])
    for at, word in enumerate(words):
        if word.isdecimal():
            words[at] = str(picks.randrange(10))
    doc_id = f"{copy:03}/{part.document.doc_id}"
    document = replace(part.document, doc_id=doc_id, text="".join(words))
    return document, [replace(passage, doc_id=doc_id) for passage in part.passages]


def moved_vectors(
    vectors: Floats, sentences: Sequence[Floats], others: Floats, rng: np.random.Generator
) -> tuple[Floats, list[Floats]]:
    """Mix each vector with that of another passage and with noise; its sentences go with it."""
    mixed_in = others[rng.integers(len(others), size=len(vectors))] * rng.uniform(0.2, 0.8, (len(vectors), 1))
    counts = [len(rows) for rows in sentences]
    flat = np.concatenate(sentences) + np.repeat(mixed_in, counts, axis=0)
    return unit(vectors + mixed_in + noise(vectors.shape, rng)), np.split(
        unit(flat + noise(flat.shape, rng)), np.cumsum(counts)[:-1]
    )


def noise(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    return rng.normal(size=shape, scale=NOISE / shape[1] ** 0.5).astype(np.float32)


def unit(vectors: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@lru_cache(maxsize=100_000)
def prefix_terms(text: str) -> list[str]:
    return terms(text)


def ask(folder: Path, sha256: str, known: dict[str, tuple[Floats, Tokens]], questions: Sequence[str]) -> Asked:
    """Ask all questions of a generation, and compare its search with the exact one."""
    embedder = KnownVectors(sha256, known)
    begun = time.perf_counter()
    engine = Engine.open(settings_of(folder), embedder)
    open_ms = (time.perf_counter() - begun) * 1000
    for question in questions:
        engine.ask(question)
    resident = int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024
    wall, processor = ([float("inf")] * len(questions) for _ in range(2))
    for _ in range(TIMES):
        for number, question in enumerate(questions):
            begun, begun_processor = time.perf_counter(), time.thread_time()
            engine.ask(question)
            wall[number] = min(wall[number], (time.perf_counter() - begun) * 1000)
            processor[number] = min(processor[number], (time.thread_time() - begun_processor) * 1000)
    generation = generations.folder(folder / "index", engine.generation)
    vectors = VectorIndex.open(generation)
    queries = np.array([known[question][0] for question in questions])
    search_ms = []
    hits = 0
    for query, exact in zip(queries, exact_nearest(generation, queries), strict=True):
        begun = time.perf_counter()
        rows, _ = vectors.search(query, NEAREST)
        search_ms.append((time.perf_counter() - begun) * 1000)
        # Of passages that are as near as the last of these, any will do.
        hits += int((vectors.scores(query, rows) >= vectors.scores(query, exact).min() - 1e-6).sum())
    recall = hits / (NEAREST * len(queries))
    return Asked(open_ms, wall, processor, resident, recall, float(np.median(search_ms)), vectors.is_exact)


def exact_nearest(generation: Path, queries: Floats) -> npt.NDArray[np.int64]:
    """Return the rows that are truly nearest to each query, in no order."""
    best = np.full((len(queries), 0), -2.0, np.float32)
    rows = np.empty((len(queries), 0), np.int64)
    at = 0
    for block in RowFile(generation / PASSAGES_FILE).blocks():
        best = np.hstack([best, queries @ block.astype(np.float32).T])
        rows = np.hstack([rows, np.broadcast_to(np.arange(at, at + len(block)), (len(queries), len(block)))])
        at += len(block)
        kept = np.argpartition(-best, NEAREST - 1, axis=1)[:, :NEAREST]
        best, rows = np.take_along_axis(best, kept, 1), np.take_along_axis(rows, kept, 1)
    return rows


def show(found: Sequence[dict[str, Any]], encoder_ms: Sequence[float]) -> None:
    middle, high = np.percentile(encoder_ms, [50, 95])
    print(f"encoding a question: p50 {middle:.1f} ms, p95 {high:.1f} ms (not in the times below)\n")
    print(
        "passages   build s  peak MB   open ms  p50 ms  p95 ms  ratio  processor p95  ratio  search ms  recall@10"
        "  resident MB  index bytes / text byte"
    )
    p95, busy = (
        {one["size"]: np.percentile(one["asked"][name], 95) for one in found} for name in ("wall_ms", "processor_ms")
    )
    for one in found:
        built, asked = one["built"], one["asked"]
        print(
            f"{one['size']:9,} {built['seconds']:8.0f} {built['peak_mb']:8.0f} {asked['open_ms']:9.0f}"
            f" {np.median(asked['wall_ms']):7.1f} {p95[one['size']]:7.1f}"
            f" {p95[one['size']] / p95.get(10_000, np.nan):6.2f} {busy[one['size']]:14.1f}"
            f" {busy[one['size']] / busy.get(10_000, np.nan):6.2f}"
            f" {asked['search_ms']:10.1f} {asked['recall']:10.4f} {asked['resident_mb']:12.0f}"
            f" {sum(built['file_bytes'].values()) / built['text_bytes']:23.2f}"
        )
    largest = found[-1]["built"]
    print(f"\nbytes of index per byte of text at {largest['passages']:,} passages ({largest['text_bytes']:,} bytes)")
    for name, count in sorted(largest["file_bytes"].items(), key=lambda item: -item[1]):
        print(f"  {name:24} {count:14,} {count / largest['text_bytes']:6.2f}")


if __name__ == "__main__":
    main()
