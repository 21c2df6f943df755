"""Measure how many passages a second are encoded, and how near the vectors are, against sentence-transformers.

    python benchmarks/encoding.py [FOLDER] [--passages N] [--rounds N]

Takes up to N passages (default 200) of the reports in FOLDER (default: corpus/) as `reportqa index` cuts them, and runs
`SentenceTransformer.encode` with its defaults and each encoder of reportqa in turn, round after round, in one process;
then one question at a time. bf16 is sentence-transformers with its weights in bfloat16. Each line has the best of the
rounds, that is the one that other work on the machine disturbed least, its ratio to sentence-transformers' best, the
same ratio by seconds of processor time, and the mean and least cosine with its vectors.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from reportqa.embedding import Embedder, Span, load_embedder, open_embedder, prepare_embedder
from reportqa.ingest.chunker import chunk
from reportqa.ingest.corpus import find_files
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.references.sidecar_files import Bibliography, find_bibliographies

QUESTIONS = ("How many patients did Modality have in April 2016?", "Which staff were the most satisfied?", "Why?")
ROUNDS_OF_QUESTIONS = 10
CORPUS = Path(__file__).resolve().parents[1] / "corpus"

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Spans = list[list[Span]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    transformer = load_embedder()
    half = load_embedder().model.to(torch.bfloat16)
    texts, spans = passages_of(options.folder, transformer, options.passages)
    tokens = sum(transformer.count_tokens(texts)) / len(texts)
    print(f"{len(texts)} passages of {tokens:.0f} tokens on average, {torch.get_num_threads()} cores")
    with tempfile.TemporaryDirectory() as temporary:
        ours: dict[str, Embedder] = {}
        for encoder in ("fp32", "int8"):
            prepare_embedder(Path(temporary), None, encoder)
            ours[encoder] = open_embedder(Path(temporary), transformer.name, transformer.sha256, encoder)
        models = {"sentence-transformers": transformer.model, "  in bf16": half}
        encode = {name: partial(vectors_of, model, texts) for name, model in models.items()}
        encode |= {f"reportqa, {name}": partial(passage_vectors, one, texts, spans) for name, one in ours.items()}
        show("passages a second", *measure(encode, options.rounds, len(texts)))
        ask = {name: partial(one_by_one, partial(vector_of, model)) for name, model in models.items()}
        ask |= {f"reportqa, {name}": partial(one_by_one, one.embed_question) for name, one in ours.items()}
        show("questions a second", *measure(ask, ROUNDS_OF_QUESTIONS, len(QUESTIONS)))


def passages_of(folder: Path, embedder: Embedder, most: int) -> tuple[list[str], Spans]:
    """Return passages as they are embedded, drawn over all files, and the offsets of the sentences of each."""
    paths, _ = find_files(folder)
    library = Bibliography.load(folder, find_bibliographies(folder), paths)
    found = []
    for doc_id in paths:
        document = read_document(folder, doc_id, library)
        for passage in chunk(document, embedder.count_tokens):
            shift = len(passage.prefix) - passage.start
            text = passage.prefix + document.text[passage.start : passage.end]
            found.append((text, [(s.start + shift, s.end + shift) for s in passage.sentences]))
    random.Random(0).shuffle(found)
    return [text for text, _ in found[:most]], [spans for _, spans in found[:most]]


def vectors_of(model: Any, texts: Sequence[str]) -> Vectors:
    return np.asarray(model.encode(list(texts), show_progress_bar=False), dtype=np.float32)


def vector_of(model: Any, text: str) -> Vectors:
    return np.asarray(vectors_of(model, [text])[0])


def passage_vectors(embedder: Embedder, texts: list[str], spans: Spans) -> Vectors:
    return np.array([embedded.vector for embedded in embedder.embed_passages(texts, spans)])


def one_by_one(embed: Callable[[str], Vectors]) -> Vectors:
    return np.array([embed(question) for question in QUESTIONS])


def measure(
    runs: Mapping[str, Callable[[], Vectors]], rounds: int, count: int
) -> tuple[dict[str, tuple[float, float]], dict[str, Vectors]]:
    """Return the best numbers of each a second and a second of processor time, and what it gave; they take turns."""
    best = dict.fromkeys(runs, (0.0, 0.0))
    found = {}
    for _ in range(rounds):
        for name, run in runs.items():
            begun = time.perf_counter(), time.process_time()
            found[name] = run()
            wall, processor = time.perf_counter() - begun[0], time.process_time() - begun[1]
            best[name] = max(best[name][0], count / wall), max(best[name][1], count / processor)
    return best, found


def show(what: str, best: dict[str, tuple[float, float]], found: dict[str, Vectors]) -> None:
    first, *_ = best
    print(f"\n{'':22} {what}  ratio  of processor time  cosine: mean  least")
    for name, (speed, processor) in best.items():
        lengths = np.linalg.norm(found[name], axis=1) * np.linalg.norm(found[first], axis=1)
        cosines = (found[name] * found[first]).sum(axis=1) / lengths
        print(
            f"{name:22} {speed:{len(what)}.1f} {speed / best[first][0]:6.1f}"
            f" {processor / best[first][1]:18.1f} {cosines.mean():13.5f} {cosines.min():6.4f}"
        )


if __name__ == "__main__":
    main()
