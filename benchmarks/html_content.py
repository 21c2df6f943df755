"""Measure how much of the evidence of a folder of web pages our parser, trafilatura and pandoc keep.

    python benchmarks/html_content.py FOLDER

FOLDER holds docs/*.html and queries.jsonl with an "evidence" list of lines in each row. A line is
found when the text of its page has it, tags, quotes and white space aside; a table row, when it has each of its cells.
"""

import argparse
import html
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.html.parser import parse
from reportqa.parsing.markup.pandoc import read_tree, write_blocks


def read_ours(data: bytes) -> str:
    return parse(data).text


def read_trafilatura(data: bytes) -> str:
    return trafilatura.extract(data, include_tables=True, favor_recall=True) or ""


def read_pandoc(data: bytes) -> str:
    builder = DocumentBuilder()
    write_blocks(read_tree(data, "html"), builder)
    return builder.text


PARSERS: dict[str, Callable[[bytes], str]] = {
    "reportqa": read_ours,
    "trafilatura alone": read_trafilatura,
    "pandoc alone": read_pandoc,
}


def normalised(text: str) -> str:
    """Return the letters and digits of a text, tags stripped, in lower case: tables and quotes aside."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(re.findall(r"\w+", text.lower()))


def is_found(line: str, words: str) -> bool:
    """Return whether a line is in a page's normalised text; rows may have the names of columns between cells."""
    return all(f" {normalised(cell)} " in words for cell in line.split(" | ") if normalised(cell))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--missing", action="store_true", help="print the lines that reportqa lost")
    arguments = parser.parse_args()
    pages = sorted((arguments.folder / "docs").glob("*.html"))
    with (arguments.folder / "queries.jsonl").open(encoding="utf-8") as rows:
        queries = [json.loads(row) for row in rows]
    stems = {page.stem for page in pages}
    evidence = {
        (row["scope"], line)
        for row in queries
        if row.get("scope") in stems
        for line in row.get("evidence") or []
        if normalised(line)
    }
    print(f"{len(pages)} pages, {len(evidence)} evidence lines")
    print(f"{'parser':20} {'found':>8} {'share':>8} {'characters':>12} {'pages/s':>8}")
    for name, read in PARSERS.items():
        start = time.perf_counter()
        texts = {}
        for page in pages:
            try:
                texts[page.stem] = read(page.read_bytes())
            except ParseError as error:
                print(f"{page.name}: {error}")
                texts[page.stem] = ""
        seconds = time.perf_counter() - start
        words = {stem: f" {normalised(text)} " for stem, text in texts.items()}
        lost = [(stem, line) for stem, line in sorted(evidence) if not is_found(line, words[stem])]
        found = len(evidence) - len(lost)
        characters = sum(len(text) for text in texts.values())
        share, rate = found / max(len(evidence), 1), len(pages) / seconds
        print(f"{name:20} {found:8} {share:8.2%} {characters:12,} {rate:8.1f}")
        if arguments.missing and name == "reportqa":
            for stem, line in lost:
                print(f"  {stem}: {line}")


if __name__ == "__main__":
    main()
