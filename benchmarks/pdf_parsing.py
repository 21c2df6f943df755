"""Measures what the PDF parser keeps and how fast it is.

    python benchmarks/pdf_parsing.py [FOLDER]

FOLDER holds docs/*.pdf and queries.jsonl with "evidence" items of a doc, a page (from 1) and a text. Without it only
the sample corpus is measured. Printed are pages read, the share of evidence found on the page named, of table rows
kept whole, and of the sample report's cells that stand with both their headers; then the speed beside pypdf's and
PDFium's bare text, alternating in one run.
"""

import argparse
import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.pdf.parser import parse

ROOT = Path(__file__).resolve().parents[1]
MIN_SHARE = 0.8
LONG = 6
"""Tokens of so many letters count as found inside others: evidence taken from a file without spaces runs words
together ("cashandcashequivalents")."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[$£€(]*\d[\d,.]*[%)]*|[-–—]")


def page_text(builder: DocumentBuilder, physical: int) -> str:
    page = builder.pages[physical - 1]
    return builder.text[page.start : page.end]


def all_of_page(builder: DocumentBuilder, physical: int) -> str:
    """Return the page's text and the running headers and page numbers that were recognised on it."""
    left_out = [thing.text for thing in builder.left_out if thing.page == physical]
    return "\n".join([page_text(builder, physical), *left_out])


def squeezed(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())


def evidence_share(evidence: str, text: str, long: float) -> float:
    """Return the share of the evidence's tokens that the text has; those of `long` letters also inside others."""
    wanted, held = (Counter(re.findall(r"\w+", part.casefold())) for part in (evidence, text))
    whole = squeezed(text)
    found = sum(
        count if len(token) >= long and token in whole else min(count, held[token]) for token, count in wanted.items()
    )
    return found / wanted.total()


def evidence_rows(evidence: str) -> list[tuple[str, list[str]]]:
    """Return the rows of a table that an evidence text lists cell by cell: a label, then at least two figures."""
    rows: list[tuple[str, list[str]]] = []
    label, figures = "", list[str]()
    for line in [*evidence.split("\n"), "end"]:
        words = line.replace("$", " ").split()
        if words and all(_FIGURE.fullmatch(word) for word in words):
            figures += words
        elif words:
            # Years alone are the head of a table and not a row of it.
            if len(figures) >= 2 and re.search(r"[^\W\d_]{3}", label) and not all(map(_YEAR.fullmatch, figures)):
                rows.append((label, figures))
            label, figures = line.strip(), []
    return rows


def is_whole(row: tuple[str, list[str]], lines: list[str]) -> bool:
    label, figures = squeezed(row[0]), [squeezed(figure) for figure in row[1]]
    return any(label in line and all(figure in line for figure in figures) for line in lines)


def measure_evidence(folder: Path, parsed: dict[str, DocumentBuilder]) -> None:
    with (folder / "queries.jsonl").open(encoding="utf-8") as file:
        evidence = [item for line in file for item in json.loads(line).get("evidence") or []]
    evidence = [item for item in evidence if item["doc"] in parsed]
    strict = float("inf")
    places = [(item["doc"], item["page"]) for item in evidence]
    text = [page_text(parsed[doc], page) for doc, page in places]
    for name, texts, long in (
        ("the text", text, strict),
        ("the text, header and page number", [all_of_page(parsed[doc], page) for doc, page in places], strict),
        ("PDFium's text", [pdfium_page(folder / "docs" / doc, page) for doc, page in places], strict),
        ("the text, long ones inside others", text, LONG),
    ):
        shares = [evidence_share(item["text"], held, long) for item, held in zip(evidence, texts, strict=True)]
        found = sum(share >= MIN_SHARE for share in shares)
        print(f"evidence on the page named   {found} of {len(shares)} items ({MIN_SHARE:.0%} of the tokens in {name})")
    whole = rows = 0
    for item in evidence:
        lines = [squeezed(line) for line in page_text(parsed[item["doc"]], item["page"]).split("\n")]
        for row in evidence_rows(item["text"]):
            rows += 1
            whole += is_whole(row, lines)
    print(f"table rows kept whole        {whole} of {rows} ({whole / rows:.1%})")


def source_tables(source: str) -> list[list[list[str]]]:
    """Return the cells of the tables in a typst source, row by row."""
    tables = []
    for match in re.finditer(r"\n    table\(\n(.*?)\n    \)", source, re.DOTALL):
        cells = []
        depth, start = 0, 0
        for at, character in enumerate(match[1]):
            if character == "[":
                depth += 1
                start = at + 1 if depth == 1 else start
            elif character == "]":
                depth -= 1
                if depth == 0:
                    cells.append(" ".join(re.sub(r"\\|\*", " ", match[1][start:at]).split()))
        columns = match[1].split("columns: (")[1].split("),")[0].count(",") + 1
        tables.append([cells[at : at + columns] for at in range(0, len(cells), columns)])
    return tables


def measure_sample_tables() -> None:
    source = (ROOT / "corpus/_sources/large-scale-general-practice-digest.typ").read_text(encoding="utf-8")
    builder = parse((ROOT / "corpus/large-scale-general-practice-digest.pdf").read_bytes())
    lines = builder.text.split("\n")
    total = found = 0
    for header, *rows in source_tables(source):
        for label, *cells in rows:
            for name, cell in zip(header[1:], cells, strict=True):
                total += 1
                found += any(line.startswith(f"{label} · ") and f" · {name}: {cell}" in line for line in lines)
    print(f"cells with both headers      {found} of {total} (the sample report's two tables)")


def read_ours(data: bytes) -> int:
    return len(parse(data).pages)


def read_pypdf(data: bytes) -> int:
    return len([page.extract_text() for page in PdfReader(io.BytesIO(data)).pages])


def pdfium_page(path: Path, physical: int) -> str:
    with pdfium.PdfDocument(path) as document:
        return str(document[physical - 1].get_textpage().get_text_range())


def read_pdfium(data: bytes) -> int:
    with pdfium.PdfDocument(data) as document:
        return len([document[number].get_textpage().get_text_range() for number in range(len(document))])


def clock(read: Callable[[bytes], int], data: bytes) -> float:
    started = time.perf_counter()
    read(data)
    return time.perf_counter() - started


def without_tables(data: bytes, builder: DocumentBuilder) -> bytes:
    """Return a copy of a file with only the pages that have no table."""
    with_table = {
        page.physical for table in builder.tables for page in builder.pages if page.start <= table.start < page.end
    }
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for physical, page in enumerate(reader.pages, start=1):
        if physical not in with_table:
            writer.add_page(page)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def measure_speed(files: dict[str, bytes]) -> None:
    readers = {"reportqa, whole parse": read_ours, "pypdf, text alone": read_pypdf, "PDFium, text alone": read_pdfium}
    seconds = dict.fromkeys(readers, 0.0)
    pages = sum(map(read_ours, files.values()))
    for data in files.values():
        for name, read in readers.items():
            seconds[name] += clock(read, data)
    for name, spent in seconds.items():
        print(f"{name:28} {pages / spent:7.1f} pages a second, {seconds['pypdf, text alone'] / spent:5.1f} x pypdf")


def measure_processes(files: dict[str, bytes]) -> None:
    # Large files first, so that no process is left with the largest at the end.
    ordered = sorted(files.values(), key=len, reverse=True)
    spans = {}
    for processes in (1, 2):
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            list(pool.map(read_ours, ordered[-processes:]))
            started = time.perf_counter()
            list(pool.map(read_ours, ordered))
            spans[processes] = time.perf_counter() - started
    print(f"two processes against one    {spans[1] / spans[2]:.2f} x as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    measure_sample_tables()
    docs = folder / "docs" if folder else ROOT / "corpus"
    files = {path.name: path.read_bytes() for path in sorted(docs.glob("*.pdf"))}
    parsed = {name: parse(data) for name, data in files.items()}
    pages = sum(len(builder.pages) for builder in parsed.values())
    print(f"read                         {len(parsed)} files, {pages} pages")
    labelled = sum(page.label is not None for builder in parsed.values() for page in builder.pages)
    print(f"pages with a printed label   {labelled} of {pages}")
    if folder:
        measure_evidence(folder, parsed)
    print("all pages")
    measure_speed(files)
    print("pages without a table")
    plain = {name: without_tables(data, parsed[name]) for name, data in files.items()}
    measure_speed({name: data for name, data in plain.items() if PdfReader(io.BytesIO(data)).pages})
    measure_processes(files)


if __name__ == "__main__":
    main()
