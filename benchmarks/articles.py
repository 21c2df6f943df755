"""Measure how much of the body of saved articles our text and trafilatura's have, and how much else.

    python benchmarks/articles.py FOLDER [--pages]

FOLDER holds html/KEY.html.gz and ground-truth.json, as in the article extraction benchmark of Zyte:
{KEY: {"articleBody": text}}. A page's score compares the multisets of 4-token shingles of both texts; precision
and recall are means over pages. Rules are made with the pages of even index and tested on the odd ones.

Source: https://github.com/scrapinghub/article-extraction-benchmark
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import trafilatura

from reportqa.errors import ParseError
from reportqa.parsing.html.parser import parse

SHINGLE = 4


def read_ours(data: bytes) -> str:
    try:
        return parse(data).text
    except ParseError:
        return ""


def read_without_title(data: bytes) -> str:
    """Return our text without the first heading of the first level, which is no part of an article's body."""
    try:
        builder = parse(data)
    except ParseError:
        return ""
    title = next((section for section in builder.sections if section.level == 1), None)
    text = builder.text
    return text if title is None else text[: title.start] + text[title.start + len(title.heading) :]


def read_trafilatura(data: bytes) -> str:
    return trafilatura.extract(data) or ""


PARSERS: dict[str, Callable[[bytes], str]] = {
    "reportqa": read_ours,
    "no title": read_without_title,
    "trafilatura": read_trafilatura,
}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the multiset of 4-token shingles of a text; a shorter text is one shingle."""
    tokens = re.findall(r"\w+", text)
    found = (tuple(tokens[start : start + SHINGLE]) for start in range(max(1, len(tokens) - SHINGLE + 1)))
    return Counter(shingle for shingle in found if shingle)


def score(body: str, text: str) -> tuple[float, float]:
    """Return the precision and recall of a page's text."""
    true, found = shingles(body), shingles(text)
    if true == found:
        return 1.0, 1.0
    common = (true & found).total()
    return common / max(found.total(), 1), common / max(true.total(), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", action="store_true", help="print the score of each page, worst first")
    arguments = parser.parse_args()
    truth = json.loads((arguments.folder / "ground-truth.json").read_text(encoding="utf-8"))
    print(f"{'parser':12} {'pages':6} {'precision':>9} {'recall':>7} {'F1':>6}")
    for name, read in PARSERS.items():
        scores = []
        for key in sorted(truth):
            with gzip.open(arguments.folder / "html" / f"{key}.html.gz") as page:
                scores.append(score(truth[key]["articleBody"], read(page.read())))
        for part, rows in (("even", scores[::2]), ("odd", scores[1::2]), ("all", scores)):
            precision, recall = mean(row[0] for row in rows), mean(row[1] for row in rows)
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            print(f"{name:12} {part:6} {precision:9.3f} {recall:7.3f} {f1:6.3f}")
        if arguments.pages:
            for index in sorted(range(len(scores)), key=lambda index: sum(scores[index])):
                print(f"  {index:3} {scores[index][0]:.3f} {scores[index][1]:.3f} {truth[sorted(truth)[index]]['url']}")


if __name__ == "__main__":
    main()
