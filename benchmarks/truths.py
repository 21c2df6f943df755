"""Compare documents of many formats with what is in them: words, their order, headings, and cells of tables.

    python benchmarks/truths.py FOLDER [--show]

Beside each file in FOLDER (at any depth) is NAME.truth.md, its content as Markdown. Printed are, by folder: the share
of the truth's words that are in the text, of the text's words that are not in the truth, of the truth's runs of three
words that are in the text, of its headings that are headings, and of the cells of its tables that are in the row of its
first cell and under the name of their column, which may be joined with others. --show prints what is not found.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from reportqa import parsing
from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder

MEASURES = ("words", "made up", "order", "headings", "cells")
_MARKS = re.compile(r"<!--.*?-->|!?\[([^\]]*)\]\([^)]*\)|<[^<>\s][^<>]*>|[*_`~\\]+", re.DOTALL)
_HEADING = re.compile(r"#{1,6}\s+(.+)")
_SEPARATOR = re.compile(r"\|[\s|:-]+\|")
_WORD = re.compile(r"\w+")

Share = tuple[int, int]
"""How many of how many."""


def words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word != "_"]


def bare(text: str) -> str:
    """Return the letters of Markdown, without marks and addresses."""
    return " ".join(words(_MARKS.sub(r"\1", text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))))


def share(wanted: Sequence[object], held: Sequence[object]) -> Share:
    return (Counter(wanted) & Counter(held)).total(), len(wanted)


def runs(found: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(found, found[1:], found[2:], strict=False))


def tables(lines: Sequence[str]) -> list[list[list[str]]]:
    """Return the cells of the tables in Markdown, header row first."""
    found: list[list[list[str]]] = []
    for before, line in pairwise(["", *lines]):
        if not line.startswith("|"):
            continue
        if not before.startswith("|"):
            found.append([])
        if not _SEPARATOR.fullmatch(line.strip()):
            found[-1].append([bare(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return found


def named_cells(rows: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    """Return the cells of a table with the first cell of their row and the name of their column."""
    header, *body = rows or [[]]
    return [
        (row[0], name, cell)
        for row in body
        for name, cell in zip(header[1:], row[1:], strict=False)
        if row and row[0] and name and cell
    ]


def has_cell(cell: tuple[str, str, str], ours: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Return whether a row of our tables has a label and, under a name, a cell; either may be joined with others."""
    label, name, value = (f" {part} " for part in cell)
    return any(
        any(label in f" {other} " for other in row)
        and any(value == f" {other} " and name in f" {over} " for other, over in zip(row, rows[0], strict=True))
        for rows in ours
        for row in rows[1:]
    )


def compare(truth: str, builder: DocumentBuilder) -> tuple[dict[str, Share], list[str]]:
    """Return the shares of one document, and the headings and cells that are not found."""
    lines = truth.split("\n")
    wanted = [word for line in lines if not _SEPARATOR.fullmatch(line.strip()) for word in words(bare(line))]
    held = words(builder.text)
    # The names of columns are in tables, not in the text, where a row has only one cell.
    names = words(" ".join(cell for table in builder.tables for cell in table.rows[0]))
    headings = [bare(match[1]) for line in lines if (match := _HEADING.match(line)) and bare(match[1])]
    sections = [bare(section.heading) for section in builder.sections]
    cells = [cell for rows in tables(lines) for cell in named_cells(rows)]
    ours = [[[bare(cell) for cell in row] for row in table.rows] for table in builder.tables]
    lost = [f"heading: {name}" for name in (Counter(headings) - Counter(sections)).elements()]
    missing = [cell for cell in cells if not has_cell(cell, ours)]
    lost += [" | ".join(("cell:", *cell)) for cell in missing]
    recall, precision = share(wanted, [*held, *names]), share(held, wanted)
    return {
        "words": recall,
        "made up": (precision[1] - precision[0], precision[1]),
        "order": share(runs(wanted), runs(held)),
        "headings": share(headings, sections),
        "cells": (len(cells) - len(missing), len(cells)),
    }, lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    totals: dict[str, dict[str, list[Share]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(arguments.folder.rglob("*.truth.md")):
        source = path.with_name(path.name.removesuffix(".truth.md"))
        try:
            builder = parsing.parse(source.name, source.read_bytes())
        except ParseError as error:
            print(f"{source.name} {error}")
            builder = DocumentBuilder()
        shares, lost = compare(path.read_text(encoding="utf-8"), builder)
        for name, found in shares.items():
            totals[source.parent.name][name].append(found)
        held, wanted = shares["words"]
        if arguments.show and (lost or held < 0.95 * wanted):
            print(f"{source.name}: {held} of {wanted} words", *lost, sep="\n    ")
    print(f"{'folder':12} files" + "".join(f"{name:>18}" for name in MEASURES))
    for folder, measures in sorted(totals.items()):
        print(f"{folder:12} {len(measures['words']):5}" + "".join(_total(measures[name]) for name in MEASURES))


def _total(found: Sequence[Share]) -> str:
    held, wanted = (sum(column) for column in zip(*found, strict=True))
    return f"{held / wanted:8.3f} of {wanted:>6}" if wanted else f"{'-':>18}"


if __name__ == "__main__":
    main()
