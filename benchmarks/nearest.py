"""Compare indexes that find the nearest of many vectors: how many of the true nearest they find, how fast, how large.

    reportqa index --corpus REPORTS --index INDEX
    python benchmarks/nearest.py INDEX... --set SET... [--size 1000000] [--only NAME...]

The vectors are those of the passages of real indexes, each mixed with that of another passage and with noise, so that
near ones are not mere copies; the questions are those of the sets. Each index gives candidates, whose exact cosines are
then taken from vectors in half precision on disk. recall@10 and recall@300 are shares of the true 10 and 300 nearest.
Times are medians of the processor's time of one thread, with the cosines; "open MB" is what the process has more when
the index is open. Looked at: groups, or neighbours (HNSW). "1/3" is recall@10 when one vector in three may be found.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from reportqa.embedding import load_embedder
from reportqa.index import generations
from reportqa.index.ann import cosines
from reportqa.index.row_files import RowFile
from reportqa.index.vectors import PASSAGES_FILE

NOISE = 0.4
AT_ONCE = 20_000
SEED = 7
QUESTIONS = 200
SHARE = 3

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Way = tuple[int, int]
"""Groups or neighbours looked at, candidates taken."""


def flat(dim: int, _: int) -> Any:
    return faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def hnsw(dim: int, _: int) -> Any:
    index = faiss.IndexHNSWSQ(dim, faiss.ScalarQuantizer.QT_8bit, 32, faiss.METRIC_INNER_PRODUCT)  # type: ignore[arg-type]
    index.hnsw.efConstruction = 100
    return index


def grouped(make: Callable[..., Any], *arguments: Any) -> Callable[[int, int], Any]:
    def build(dim: int, count: int) -> Any:
        quantizer = faiss.IndexFlatIP(dim)
        index = make(quantizer, dim, max(1, int(count**0.5)), *arguments, faiss.METRIC_INNER_PRODUCT)
        index.own_fields = True
        quantizer.this.disown()  # type: ignore[attr-defined]
        index.cp.niter, index.cp.seed, index.cp.spherical, index.cp.max_points_per_centroid = 10, 1, True, 64
        return index

    return build


GROUPS = (64, 128, 160, 256)
INDEXES: dict[str, tuple[Callable[[int, int], Any], list[Way]]] = {
    "all, half precision": (flat, [(0, 300)]),
    "IVF, half precision": (
        grouped(faiss.IndexIVFScalarQuantizer, faiss.ScalarQuantizer.QT_fp16), [(n, 300) for n in GROUPS]
    ),
    "IVF, 8 bits": (
        grouped(faiss.IndexIVFScalarQuantizer, faiss.ScalarQuantizer.QT_8bit), [(n, 300) for n in GROUPS]
    ),
    "IVF, PQ of 4 bits": (
        grouped(lambda quantizer, dim, groups, metric: faiss.IndexIVFPQFastScan(quantizer, dim, groups, 96, 4, metric)),
        [(n, 1500) for n in GROUPS],
    ),
    "IVF, RaBitQ": (grouped(faiss.IndexIVFRaBitQFastScan), [(n, c) for n in GROUPS for c in (600, 1500)]),
    "all, RaBitQ": (lambda dim, _: faiss.IndexRaBitQFastScan(dim, faiss.METRIC_INNER_PRODUCT), [(0, 1500)]),
    "HNSW, 8 bits": (hnsw, [(n, 300) for n in (300, 600, 1000)]),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, nargs="+")
    parser.add_argument("--set", type=Path, nargs="+", required=True, dest="sets")
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=INDEXES, default=list(INDEXES))
    given = parser.parse_args()
    model = load_embedder()
    questions = read_questions(given.sets)
    queries = np.array([model.embed_question(question) for question in questions])
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "vectors.npy"
        write_vectors(path, given.index, given.size)
        every, third = true_nearest(path, queries, 1), true_nearest(path, queries, SHARE)
        print(f"{given.size:,} vectors, {len(queries)} questions")
        print(
            f"{'':20} build s       MB  open MB  looked at  candidates  recall@10  recall@300    1/{SHARE}"
            "      ms  p95 ms"
        )
        for name in given.only:
            make, ways = INDEXES[name]
            measure(name, make, ways, path, queries, every, third)


def read_questions(sets: Sequence[Path]) -> list[str]:
    lines = [line for folder in sets for line in (folder / "queries.jsonl").read_text(encoding="utf-8").split("\n")]
    texts = sorted({json.loads(line)["question"] for line in lines if line})
    return random.Random(SEED).sample(texts, min(len(texts), QUESTIONS))


def write_vectors(path: Path, indexes: Sequence[Path], count: int) -> None:
    folders = [generations.folder(index_dir, generations.current(index_dir)) for index_dir in indexes]
    real = np.concatenate([block for folder in folders for block in RowFile(folder / PASSAGES_FILE).blocks()])
    rng = np.random.default_rng(SEED)
    made = np.lib.format.open_memmap(path, "w+", np.float16, (count, real.shape[1]))
    for at in range(0, count, AT_ONCE):
        n = min(AT_ONCE, count - at)
        one, other = (real[rng.integers(len(real), size=n)].astype(np.float32) for _ in range(2))
        noise = rng.normal(size=one.shape, scale=NOISE / one.shape[1] ** 0.5)
        mixed = one + rng.uniform(0.2, 0.8, (n, 1)) * other + noise
        made[at : at + n] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    made.flush()


def true_nearest(path: Path, queries: Floats, step: int, k: int = 300) -> Rows:
    """Return the k rows nearest to each query, best first, of those whose number is a multiple of the step."""
    best, rows = np.empty((len(queries), 0), np.float32), np.empty((len(queries), 0), np.int64)
    at = 0
    for block in RowFile(path).blocks():
        numbers = np.arange(at, at + len(block))
        kept = numbers % step == 0
        best = np.hstack([best, queries @ block[kept].astype(np.float32).T])
        rows = np.hstack([rows, np.broadcast_to(numbers[kept], (len(queries), int(kept.sum())))])
        at += len(block)
        order = np.argsort(-best, axis=1, kind="stable")[:, :k]
        best, rows = np.take_along_axis(best, order, 1), np.take_along_axis(rows, order, 1)
    return rows


def measure(
    name: str,
    make: Callable[[int, int], Any],
    ways: Sequence[Way],
    path: Path,
    queries: Floats,
    every: Rows,
    third: Rows,
) -> None:
    vectors = RowFile(path)
    begun = time.perf_counter()
    index = make(vectors.shape[1], len(vectors))
    if not index.is_trained:
        count = min(len(vectors), 64 * max(getattr(index, "nlist", 0), 256))
        index.train(
            vectors.rows(np.sort(np.random.default_rng(1).choice(len(vectors), count, False))).astype(np.float32)
        )
    for block in vectors.blocks():
        index.add(block.astype(np.float32))
    seconds = time.perf_counter() - begun
    file = path.with_name("index.faiss")
    faiss.write_index(index, str(file))
    del index
    before = resident()
    index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    for looked_at, candidates in ways:
        found, times = [], []
        for query in queries:
            begun = time.thread_time()
            found.append(search(index, vectors, query, looked_at, candidates))
            times.append((time.thread_time() - begun) * 1000)
        some = [search(index, vectors, query, looked_at, candidates, SHARE) for query in queries[:50]]
        print(
            f"{name:20} {seconds:7.0f} {file.stat().st_size / 1e6:8.0f} {resident() - before:8.0f}"
            f" {looked_at or '':>10} {candidates:11} {recall(found, every, 10):10.4f} {recall(found, every, 300):11.4f}"
            f" {recall(some, third[:50], 10) if some[0] is not None else float('nan'):7.3f}"
            f" {np.median(times):7.1f} {np.percentile(times, 95):7.1f}",
            flush=True,
        )
    faiss.omp_set_num_threads(threads)


def search(index: Any, vectors: RowFile, query: Floats, looked_at: int, candidates: int, step: int = 1) -> Rows | None:
    """Return the nearest rows by their exact cosines, best first; None where the index cannot leave some rows out."""
    selector = faiss.IDSelectorBatch(np.arange(0, len(vectors), step)) if step > 1 else None
    if isinstance(index, faiss.IndexHNSW):
        parameters = faiss.SearchParametersHNSW(efSearch=looked_at, sel=selector)  # type: ignore[attr-defined]
    elif isinstance(index, faiss.IndexIVF):
        parameters = faiss.SearchParametersIVF(nprobe=looked_at, sel=selector)  # type: ignore[call-arg]
    else:
        parameters = faiss.SearchParameters(sel=selector) if selector else None  # type: ignore[call-arg]
    try:
        _, found = index.search(query[np.newaxis], candidates, params=parameters)
    except RuntimeError:
        return None
    rows = np.sort(found[0][found[0] >= 0])
    return rows[np.argsort(-cosines(query, vectors.rows(rows)), kind="stable")]


def recall(found: Sequence[Rows | None], true: Rows, k: int) -> float:
    pairs = zip(found, true, strict=True)
    return float(np.mean([len(np.intersect1d(one[:k], other[:k])) / k for one, other in pairs if one is not None]))


def resident() -> float:
    """Return how many MB the process has in memory."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024


if __name__ == "__main__":
    main()
