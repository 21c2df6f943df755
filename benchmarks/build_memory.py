"""Measure how the memory of a build grows with the corpus.

    python benchmarks/build_memory.py [PASSAGES]

Makes corpora of about PASSAGES (default: 10,000) and of four times as many: copies of the sample reports in which every
fifth word is another of their words. Each is built in a new process by all that `reportqa index` does after loading a
model; the vectors are made of the words' hashes, which takes no time and no memory of a model. Prints the most memory
that the process had resident, and the largest of those that read files.
"""

import argparse
import hashlib
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import Embedded, Span
from reportqa.embedding.late_interaction import signs_of
from reportqa.ingest.cache import Cache
from reportqa.ingest.corpus import find_files, scan_corpus
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.index_writer import open_index_writer
from reportqa.ingest.pipeline import DocumentPipeline
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.settings import Settings

SAMPLE = Path(__file__).resolve().parents[1] / "corpus"
MIB = 1024**2
WORDS = 2600
"""Of a copy: some 30 passages."""


class HashEmbedder:
    """Makes a vector of 384 values of a text's hash."""

    name, sha256, encoder, dim = "hashes", "0" * 64, "none", 384

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 4 for text in texts]

    def embed_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Iterator[Embedded]:
        for text, its in zip(texts, spans, strict=True):
            digest = hashlib.shake_128(text.encode()).digest(self.dim)
            vector = np.frombuffer(digest, np.int8).astype(np.float32)
            vector /= np.linalg.norm(vector)
            yield Embedded(vector, np.tile(vector, (len(its), 1)), signs_of(vector[np.newaxis]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=int, nargs="?", default=10_000)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build(options.build)
        return
    print("passages  seconds  MiB of the build  MiB of a reader  MiB of text", flush=True)
    for factor in (1, 4):
        with tempfile.TemporaryDirectory() as temporary:
            size = write_corpus(Path(temporary) / "corpus", factor * options.passages)
            done = subprocess.run(
                [sys.executable, __file__, "--build", temporary], stdout=subprocess.PIPE, text=True, check=True
            )
            print(f"{done.stdout.strip()} {size / MIB:12.1f}", flush=True)


def write_corpus(folder: Path, passages: int) -> int:
    """Write a corpus of about `passages` passages, 100 files per folder; return its size in bytes."""
    texts = [read_document(SAMPLE, name, Bibliography()).text for name in find_files(SAMPLE)[0]]
    vocabulary = sorted({word for text in texts for word in text.split()})
    sentences = [line for text in texts for line in text.splitlines() if line.count(" ") > 8]
    rng = random.Random(1)
    size = 0
    for number in range(passages // 30):
        lines: list[str] = []
        words = 0
        while words < WORDS:
            line = rng.choice(sentences).split()
            for place in range(rng.randrange(5), len(line), 5):
                line[place] = rng.choice(vocabulary)
            words += len(line)
            lines.append(" ".join(line))
        path = folder / f"{number // 100:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_text("\n\n".join(lines), encoding="utf-8")
    return size


def build(root: Path) -> None:
    begun = time.perf_counter()
    settings = Settings.from_env({}, root=root)
    corpus = scan_corpus(settings)
    files = {doc_id: corpus.inputs[doc_id] for doc_id in corpus.paths}
    (folder := root / "parts").mkdir()
    embedder = HashEmbedder()
    progress = LineProgress(Console(quiet=True))
    with Cache.open(settings.index_dir) as cache, open_index_writer(folder, embedder, cache) as parts:  # type: ignore[arg-type]  # it is asked no question
        intake = DocumentPipeline(settings, files, Bibliography(), {}, embedder, cache, progress)  # type: ignore[arg-type]
        with closing(intake.documents()) as documents:
            for document, entry in documents:
                parts.add(document, entry)
        parts.finish(progress)
    own, readers = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{parts.passages:8,} {time.perf_counter() - begun:8.0f} {own:17.0f} {readers:16.0f}")


if __name__ == "__main__":
    # The threads of numpy would each take memory of their own.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
