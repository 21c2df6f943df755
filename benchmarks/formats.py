"""Write one document to every format that pandoc and LibreOffice write, read it back, and count the blocks kept.

    python benchmarks/formats.py [--keep FOLDER] [--show]

The document has 30 blocks: headings, paragraphs, lists, tables, notes, quotations, code. A block is kept when its words
are in the text in their order; a row of a table, when its cells are under the names of their columns. --keep writes the
files, --show prints the blocks that are lost.
"""

import argparse
import io
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypandoc

from reportqa import parsing
from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.libreoffice import convert

BLOCKS: tuple[tuple[str, ...], ...] = (
    ("# Findings of the inquiry", "Findings of the inquiry"),
    ("Half of the practices joined a larger group between 2008 and 2014.", "joined a larger group between 2008 and"),
    ("The café’s board met *eleven* times, and **never** in August.", "board met eleven times, and never in August"),
    ("A link to [the annual review](https://example.org/review) follows.", "A link to the annual review follows"),
    ("Costs fell by 4.5% to £12,345 – the lowest since 1998.", "Costs fell by 4.5% to £12,345 – the lowest"),
    ("## Groups", "Groups"),
    ("- heron group\n- kestrel group\n- plover group", "heron group", "kestrel group", "plover group"),
    ("1. first stage\n2. second stage\n3. third stage", "first stage", "second stage", "third stage"),
    ("- outer heading\n\n    - inner detail\n\n- outer ending", "outer heading", "inner detail", "outer ending"),
    ("> A quotation of the chair, who retired in 2011.", "quotation of the chair, who retired in 2011"),
    ("### Membership", "Membership"),
    ("A sentence with a note[^one] within it.\n\n[^one]: The words of the first note.", "The words of the first note"),
    (
        "| Year | Modality | Harness |\n|:-----|---------:|--------:|\n| 2008 | 217 | 1,204 |\n| 2014 | 938 | 1,655 |",
        "2008|Modality|217",
        "2008|Harness|1,204",
        "2014|Modality|938",
        "2014|Harness|1,655",
    ),
    ("The table above counts members.", "The table above counts members"),
    ("## Method", "Method"),
    ("Two surveys were sent to 4,210 people\\\nby post and by telephone.", "4,210 people", "by post and by telephone"),
    ("```\nresult = sum(list_sizes)\n```", "result = sum(list_sizes)"),
    ("Water is H~2~O, and the area 25 m^2^.", "the area 25 m²"),
    ("The words “ready” and ‘steady’ are quoted.", "“ready” and ‘steady’"),
    ("Straße, naïve, Łódź, Ελλάδα and Москва keep their letters.", "Straße, naïve, Łódź, Ελλάδα and Москва keep"),
    ("## Results", "Results"),
    ("The rate was `0.73` in the first wave.", "rate was 0.73 in the first wave"),
    ("Text with < and > and & signs, a_b and 50 %.", "with < and > and & signs, a_b and 50 %"),
    (
        "| Region | Rate | Change |\n|--------|------|--------|\n| North West | 12% | -3 |\n| South | 9% | +4 |",
        "North West|Rate|12%",
        "North West|Change|-3",
        "South|Rate|9%",
        "South|Change|+4",
    ),
    ("Another note[^two] ends here.\n\n[^two]: Words of the second note.", "Words of the second note"),
    ("### Limits", "Limits"),
    ("Nobody replied from Orkney, and no more than 3 of 10 elsewhere.", "Nobody replied from Orkney, and no more"),
    ("> First line of a longer quotation.\n>\n> Its second paragraph.", "a longer quotation", "Its second paragraph"),
    ("## Conclusion", "Conclusion"),
    ("Larger groups are no cheaper, but open longer.", "Larger groups are no cheaper, but open longer"),
)
"""The Markdown of each block, then the words that it must have; "row|column|cell" for tables."""
MARKDOWN = "---\ntitle: Annual report of the groups\nlang: en\n---\n\n" + "\n\n".join(block for block, *_ in BLOCKS)
SHEETS = {
    "Members": (("Year", "Modality", "Harness"), (2008, 217, 1204), (2014, 938, 1655)),
    "Rates": (("Region", "Rate", "Change"), ("North West", 0.12, -3), ("South", 0.09, 4)),
}
CELLS = ("2008|Modality|217", "2008|Harness|1204", "2014|Modality|938", "2014|Harness|1655", "North West|Rate|12%",
         "North West|Change|-3", "South|Rate|9%", "South|Change|4")  # fmt: skip
PANDOC = {".docx": "docx", ".odt": "odt", ".epub": "epub", ".rtf": "rtf", ".html": "html", ".tex": "latex",
          ".rst": "rst", ".org": "org", ".adoc": "asciidoc", ".ipynb": "ipynb", ".pptx": "pptx", ".nxml": "jats",
          ".tei": "tei", ".md": "gfm", ".markdown": "markdown", ".txt": "plain"}  # fmt: skip
WRITER = {".doc": ".doc", ".dot": ".dot", ".docx": ".docx", ".dotx": ".dotx", ".docm": ".docm", ".odt": ".odt",
          ".ott": ".ott", ".fodt": ".fodt", ".rtf": ".rtf", ".pdf": ".pdf", ".epub": ".epub", ".html": ".html",
          ".xhtml": ".xhtml:XHTML Writer File:UTF8", ".txt": ".txt:Text (encoded):UTF8"}  # fmt: skip
IMPRESS = {".ppt": ".ppt", ".pptx": ".pptx", ".pptm": ".pptm", ".ppsx": ".ppsx", ".potx": ".potx", ".pps": ".pps",
           ".odp": ".odp", ".otp": ".otp", ".pdf": ".pdf"}  # fmt: skip
CALC = {".xls": ".xls", ".xlt": ".xlt", ".xlsx": ".xlsx", ".xlsm": ".xlsm", ".xltx": ".xltx", ".ods": ".ods",
        ".ots": ".ots", ".fods": ".fods", ".csv": ".csv", ".html": ".html", ".pdf": ".pdf"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A file of one writer, and what it has to keep."""

    writer: str
    suffix: str
    data: bytes
    blocks: tuple[tuple[str, ...], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    print("| writer | format | blocks kept | of | in order | seconds |")
    print("|---|---|---|---|---|---|")
    for file in written():
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            (arguments.keep / f"{file.writer}{file.suffix}").write_bytes(file.data)
        started = time.perf_counter()
        try:
            builder = parsing.parse(f"a{file.suffix}", file.data)
        except ParseError as error:
            print(f"| {file.writer} | {file.suffix} | refused: {error} | {len(file.blocks)} | | |")
            continue
        seconds = time.perf_counter() - started
        lost = [block for block in file.blocks if not is_kept(block, builder)]
        kept = len(file.blocks) - len(lost)
        order = "yes" if is_ordered([block for block in file.blocks if block not in lost], builder) else "no"
        print(f"| {file.writer} | {file.suffix} | {kept} | {len(file.blocks)} | {order} | {seconds:.2f} |", flush=True)
        if arguments.show:
            print(*(f"    lost: {block}" for block in lost), sep="\n", end="\n" if lost else "")


def written() -> Iterator[Written]:
    """Yield the document in each format of each writer."""
    blocks = tuple(tuple(words) for _, *words in BLOCKS)
    for suffix, writer in PANDOC.items():
        yield Written("pandoc", suffix, by_pandoc(writer), blocks)
    cells = tuple((cell,) for cell in CELLS)
    yield Written("openpyxl", ".xlsx", workbook(), cells)
    sources = (("writer", ".docx", by_pandoc("docx"), WRITER, blocks), ("impress", ".pptx", by_pandoc("pptx"), IMPRESS,
               blocks), ("calc", ".xlsx", workbook(), CALC, cells))  # fmt: skip
    for name, source, data, targets, expected in sources:
        for suffix, target in targets.items():
            made = convert(data, source, target)
            if made is not None:
                # CSV has one sheet only.
                yield Written(name, suffix, made, expected[:4] if suffix == ".csv" else expected)


def by_pandoc(writer: str) -> bytes:
    """Return the document as pandoc writes it."""
    command = [pypandoc.get_pandoc_path(), "-s", "-f", "markdown", "-t", writer, "-o", "-"]
    return subprocess.run(command, input=MARKDOWN.encode(), capture_output=True, check=True).stdout


def workbook() -> bytes:
    """Return the tables as an Excel file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in SHEETS.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell in sheet["B"][1:] if title == "Rates" else ():
            cell.number_format = "0%"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def is_kept(block: tuple[str, ...], builder: DocumentBuilder) -> bool:
    """Return whether the words and cells of a block are in the text and the tables of a document."""
    text = plain(builder.text)
    return all(_has_cell(words, builder) if "|" in words else plain(words) in text for words in block)


def is_ordered(blocks: list[tuple[str, ...]], builder: DocumentBuilder) -> bool:
    """Return whether the words of blocks are in the text in their order; notes may be anywhere."""
    text, at = plain(builder.text), 0
    for words in (words for block in blocks for words in block if "|" not in words and " note" not in words):
        at = text.find(plain(words), at)
        if at < 0:
            return False
        at += len(plain(words))
    return True


def _has_cell(words: str, builder: DocumentBuilder) -> bool:
    label, column, cell = words.split("|")
    for table in builder.tables:
        names = [plain(name) for name in table.rows[0]]
        for row in table.rows[1:]:
            if plain(row[0]) == plain(label) and column in names and plain(row[names.index(column)]) == plain(cell):
                return True
    return False


def plain(text: str) -> str:
    """Return a text with one kind of quotation marks, dashes and minus signs, and one space between words."""
    text = re.sub(r"[“”„\"]", '"', re.sub(r"[‘’']", "'", re.sub(r"[–—−-]+", "-", text)))
    return " ".join(text.split())


if __name__ == "__main__":
    main()
