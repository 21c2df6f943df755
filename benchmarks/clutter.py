"""Count menus, notices and teasers that parsers leave in the text.

    python benchmarks/clutter.py FOLDER [STRING ...]

FOLDER holds reports of any kind. Without strings, typical texts around articles of web sites are counted.
Prints for each string the number of files that contain it, and of passages made of these files.
"""

import argparse
from pathlib import Path

from reportqa.embedding import load_embedder
from reportqa.errors import ParseError
from reportqa.ingest.chunker import chunk
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.parsing import is_supported

STRINGS = (
    "Menu Home Search", "Have you registered", "Register now", "Already registered", "Follow us", "Just published",
    "views\n", "Sign up", "newsletter", "cookie", "Share this", "Most read", "Privacy policy", "Skip to",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("strings", nargs="*", default=STRINGS)
    options = parser.parse_args()
    count_tokens = load_embedder().count_tokens
    sources, passages = [], []
    for path in sorted(options.folder.iterdir()):
        if path.is_file() and is_supported(path.name):
            sources.append(path.read_bytes().decode("utf-8", "replace").casefold())
            try:
                document = read_document(options.folder, path.name, Bibliography())
            except ParseError as error:
                print(f"{path.name} {error}")
                continue
            passages += [document.text[p.start : p.end].casefold() for p in chunk(document, count_tokens)]
    print(f"{'string':24} files  passages   ({len(sources)} files, {len(passages)} passages)")
    for string in options.strings:
        folded = string.casefold()
        in_files = sum(folded in source for source in sources)
        in_passages = sum(folded in f"{passage}\n" for passage in passages)
        print(f"{string.strip():24} {in_files:5}  {in_passages:8}")


if __name__ == "__main__":
    main()
