"""Change real files at random and see whether every parser gives a text or a ParseError, in time.

    python benchmarks/fuzz.py [FOLDER] [--inputs 20000] [--seed 0] [--kinds .pdf .html] [--keep FOLDER]

Takes the reports of FOLDER (default: corpus/) and, for kinds that it lacks, what benchmarks/formats.py writes.
Each input comes of the seed, its kind and its number alone. Prints a table; --keep writes every input that failed,
and the slowest of each kind, with the reason beside it.
"""

import argparse
import io
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

from formats import written
from pypdf import PdfReader, PdfWriter

from reportqa import parsing
from reportqa.document import Document
from reportqa.errors import ParseError, ReadingStopped
from reportqa.ingest.chunker import chunk
from reportqa.ingest.corpus import find_files
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.sandbox.pool import run
from reportqa.settings import Limits

Mutation = Callable[[bytes, bytes, Random], bytes]

BATCH = 500
PACKAGES = {".docx", ".odt", ".epub", ".pptx", ".odp", ".xlsx", ".xlsb", ".ods", ".zip"}
TAGGED = {".html", ".xhtml", ".mhtml", ".xml", ".nxml", ".tei", ".fodt", ".fods"}
BINARY = {".pdf", ".rtf", ".xls", ".doc", ".ppt", ".msg", ".png", ".jpg", ".tif", ".webp", ".bmp", ".gif", *PACKAGES}
SAME = (
    ".htm .xht .mht .docm .dotx .dotm .ott .otp .dot .pps .pptm .ppsx .ppsm .potx .potm .xlsm .xltx .xltm .xlt .ots"
    " .tab .ndjson .markdown .asciidoc .text .log .jpeg .tiff"
).split()
"""Kinds that are read as another one is."""
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"99999999999999999999",
    b"1e30",
    b"0.001",
)
TAGS = (
    "p div table tr td th thead tbody caption ul ol li dl dt dd h1 h2 h6 nav main article header footer aside form"
    " figure figcaption pre code a b sup svg math script style template blockquote br hr title body html"
).split()
ATTRIBUTES = (
    'class="nav menu"', 'class="footnote"', 'hidden', 'style="display:none"', 'role="navigation"', 'rowspan="9999"',
    'colspan="9999"', 'colspan="-1"', 'href="#x"', 'id="main"', 'lang="xx-\ufffe"', 'aria-hidden="true"',
    'style="color:#fff;background:rgb(none 1e999 -5)"', 'style="opacity:0;font:0/0 a"', 'bgcolor="white" color="#fff"',
)  # fmt: skip
LINES = (
    b"---", b"# ", b"###### ", b"> > > ", b"- ", b"1. ", b"    ", b"\t", b"| a | b |", b"|---|---|", b"```", b"[^1]: ",
    b"<div>", b"</table>", b"$$", b"\\begin{table}", b"\x0c", b"\xff\xfe", b"\xe2\x80\xae", b"\x00", b": ", b"....",
    b"===",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("corpus"))
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="+", default=[kind for kind in parsing.SUFFIXES if kind not in SAME])
    parser.add_argument("--seconds", type=int, default=30, help="for one input")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    originals = read_originals(arguments.folder, arguments.kinds)
    limits = Limits(seconds=arguments.seconds)
    print("| kind | inputs | parsed | refused | other errors | out of time | out of memory | crashes | slowest (s) |")
    print("|---|---|---|---|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for kind, files in originals.items():
        counts: Counter[str] = Counter()
        slowest = 0.0
        for name, data, outcome, seconds in fuzz(kind, files, arguments, limits, len(originals)):
            result = kind_of(outcome)
            counts[result] += 1
            is_slowest = seconds > max(slowest, 1.0)
            slowest = max(slowest, seconds)
            if arguments.keep and (is_slowest or result not in {"parsed", "refused"}):
                keep(arguments.keep, name, data, f"{seconds:.1f} s: {outcome} {getattr(outcome, 'details', '')}\n")
        total += counts
        print_row(kind, counts, f"{slowest:.1f}")
    print_row("all", total, "")


def print_row(kind: str, counts: Counter[str], slowest: str) -> None:
    columns = [counts[result] for result in ("parsed", "refused", "fault", "time", "memory", "crash")]
    print(f"| {kind} | {sum(counts.values()):,} |", " | ".join(f"{n:,}" for n in columns), f"| {slowest} |", flush=True)


def kind_of(outcome: int | ParseError) -> str:
    if isinstance(outcome, ReadingStopped):
        return "refused" if outcome.cause == "output" else outcome.cause
    return "refused" if isinstance(outcome, ParseError) else "parsed"


def keep(folder: Path, name: str, data: bytes, reason: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    (folder / f"{name}.reason").write_text(reason, encoding="utf-8")


def fuzz(
    kind: str, files: Sequence[bytes], arguments: argparse.Namespace, limits: Limits, kinds: int
) -> Iterator[tuple[str, bytes, int | ParseError, float]]:
    """Return the name of each changed file, its bytes, the length of its text or the error, and the seconds."""
    # A worker finds functions by their module, and this one is called __main__ here.
    from fuzz import read_and_check as function

    count = -(-arguments.inputs // kinds)
    started = time.monotonic()
    for first in range(0, count, BATCH):
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for number in range(first, min(first + BATCH, count)):
                names.append(f"{arguments.seed}-{number}{kind}")
                rng = Random(f"{arguments.seed}{kind}{number}")
                (Path(folder) / names[-1]).write_bytes(mutate(kind, files, rng))
            with closing(run(partial(function, Path(folder)), names, limits, arguments.processes)) as results:
                for finished in results:
                    data = (Path(folder) / finished.name).read_bytes()
                    yield finished.name, data, finished.outcome, finished.seconds
        print(f"{kind} {first + len(names):,} in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def read_and_check(folder: Path, name: str) -> int:
    """Read a file and check that what is said of its text is true; return the length of the text.

    :raises ValueError: when it is not.
    """
    document = read_document(folder, name, Bibliography())
    check(document)
    return len(document.text)


def check(document: Document) -> None:
    length = len(document.text)
    document.text.encode("utf-8")
    if any(page.end != after.start for page, after in zip(document.pages, document.pages[1:], strict=False)):
        raise ValueError("pages leave a gap")
    if document.pages:
        end = document.pages[-1].end
        # Attached files are sections behind the last page.
        if document.pages[0].start or (end < length and all(section.start < end for section in document.sections)):
            raise ValueError("pages do not cover the text")
    for section in document.sections:
        if not document.text.startswith(section.heading, section.start):
            raise ValueError(f"section {section.heading!r} does not stand at {section.start}")
    for table in document.tables:
        if not 0 <= table.start < table.end <= length:
            raise ValueError("table outside the text")
    before = 0
    for passage in chunk(document, lambda texts: [len(text) // 4 + 1 for text in texts]):
        if not before <= passage.start < passage.end <= length:
            raise ValueError("passages out of order")
        before = passage.start


def read_originals(folder: Path, kinds: Sequence[str]) -> dict[str, list[bytes]]:
    """Return the small files of the folder by kind, and for other kinds what pandoc and LibreOffice write."""
    originals: defaultdict[str, list[bytes]] = defaultdict(list)
    for name in find_files(folder)[0]:
        data = (folder / name).read_bytes()
        if len(data) < 2_000_000:
            originals[Path(name).suffix.lower()].append(data)
    for data in list(originals[".pdf"]):
        originals[".pdf"].append(uncompressed(data))
    if any(not originals[kind] for kind in kinds):
        for file in written():
            if not originals[file.suffix]:
                originals[file.suffix].append(file.data)
    missing = [kind for kind in kinds if not originals[kind]]
    if missing:
        print(f"Without files: {' '.join(missing)}", file=sys.stderr)
    return {kind: originals[kind] for kind in kinds if originals[kind]}


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def uncompressed(data: bytes) -> bytes:
    """Return the PDF with its page contents as plain text, so that a change reaches their operators."""
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        contents = page.get_contents()
        if contents is not None:
            contents.set_data(contents.get_data())
            page.replace_contents(contents)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def mutate(kind: str, files: Sequence[bytes], rng: Random) -> bytes:
    """Return one of the files, changed in one to four ways."""
    data = rng.choice(files)
    other = rng.choice(files)
    if kind in PACKAGES and rng.random() < 0.7:
        return mutate_package(data, other, rng)
    mutations = BYTE_MUTATIONS
    if kind in TAGGED and rng.random() < 0.7:
        mutations = TAG_MUTATIONS
    elif kind not in BINARY and rng.random() < 0.7:
        mutations = LINE_MUTATIONS
    return change(data, other, mutations, rng)


def change(data: bytes, other: bytes, mutations: Sequence[Mutation], rng: Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 4))):
        data = rng.choice(mutations)(data, other, rng)
    return data


def mutate_package(data: bytes, other: bytes, rng: Random) -> bytes:
    """Change one part of a zipped file and zip it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    with zipfile.ZipFile(io.BytesIO(other)) as archive:
        names = archive.namelist()
        name = rng.choice([part for part in parts if part.endswith((".xml", ".rels", ".xhtml", ".opf"))] or list(parts))
        spliced = archive.read(name if name in names else rng.choice(names))
    if rng.random() < 0.05:
        del parts[name]
    else:
        parts[name] = change(parts[name], spliced, rng.choice((BYTE_MUTATIONS, TAG_MUTATIONS, TAG_MUTATIONS)), rng)
    return zipped(parts)


def flip(data: bytes, _other: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 5, 50))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def truncate(data: bytes, _other: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def block(data: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 16, 256, 4096)))


def cut(data: bytes, _other: bytes, rng: Random) -> bytes:
    start, end = block(data, rng)
    return data[:start] + data[end:]


def repeat(data: bytes, _other: bytes, rng: Random) -> bytes:
    start, end = block(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50)) + data[end:]


def move(data: bytes, _other: bytes, rng: Random) -> bytes:
    start, end = block(data, rng)
    rest = data[:start] + data[end:]
    place = rng.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def shuffle(data: bytes, _other: bytes, rng: Random) -> bytes:
    size = rng.choice((64, 512, 4096))
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    rng.shuffle(blocks)
    return b"".join(blocks)


def splice(data: bytes, other: bytes, rng: Random) -> bytes:
    start, end = block(other, rng)
    place = rng.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place + rng.choice((0, end - start)) :]


def cross(data: bytes, other: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def renumber(data: bytes, _other: bytes, rng: Random) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return data
    found = rng.choice(numbers)
    return data[: found.start()] + rng.choice(NUMBERS) + data[found.end() :]


def change_tags(data: bytes, other: bytes, rng: Random) -> bytes:
    """Delete, repeat, move, rename or wrap a tag or the text between two, or bring one from another file."""
    pieces = re.split(r"(<[^<>]*>)", data.decode("utf-8", "surrogateescape"))
    others = re.split(r"(<[^<>]*>)", other.decode("utf-8", "surrogateescape"))
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randrange(len(pieces))
        end = min(len(pieces), at + rng.choice((1, 2, 9, 99)))
        tag = rng.choice(TAGS)
        action = rng.randrange(8)
        if action == 0:
            del pieces[at:end]
        elif action == 1:
            pieces[at:at] = pieces[at:end] * rng.choice((1, 30))
        elif action == 2:
            moved = pieces[at:end]
            del pieces[at:end]
            place = rng.randrange(len(pieces) + 1)
            pieces[place:place] = moved
        elif action == 3:
            pieces[at] = re.sub(r"^(</?)[\w:]+", rf"\g<1>{tag}", pieces[at])
        elif action == 4:
            pieces[at:end] = [f"<{tag} {rng.choice(ATTRIBUTES)}>", *pieces[at:end], f"</{tag}>"]
        elif action == 5:
            depth = rng.choice((2, 70, 500))
            pieces[at:end] = [f"<{tag}>" * depth, *pieces[at:end], f"</{tag}>" * rng.choice((0, depth))]
        elif action == 6:
            at = rng.randrange(len(others))
            pieces[at:at] = others[at : at + 9]
        else:
            pieces[at] = re.sub(r"^(<[\w:]+)", rf"\g<1> {rng.choice(ATTRIBUTES)}", pieces[at])
        pieces = pieces or [""]
    return "".join(pieces).encode("utf-8", "surrogateescape")


def change_lines(data: bytes, other: bytes, rng: Random) -> bytes:
    """Delete, repeat, move, mark or join lines, or bring some from another file."""
    lines, others = data.split(b"\n"), other.split(b"\n")
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randrange(len(lines))
        end = min(len(lines), at + rng.choice((1, 2, 9)))
        action = rng.randrange(7)
        if action == 0:
            del lines[at:end]
        elif action == 1:
            lines[at:at] = lines[at:end] * rng.choice((1, 30))
        elif action == 2:
            moved = lines[at:end]
            del lines[at:end]
            place = rng.randrange(len(lines) + 1)
            lines[place:place] = moved
        elif action == 3:
            mark = rng.choice(LINES) * rng.choice((1, 1, 2, 200))
            lines[at:end] = [mark + line for line in lines[at:end]]
        elif action == 4:
            lines.insert(at, rng.choice(LINES))
        elif action == 5:
            lines[at:end] = [b"".join(lines[at:end])]
        else:
            place = rng.randrange(len(others))
            lines[at:at] = others[place : place + 9]
        lines = lines or [b""]
    return b"\n".join(lines)


def encode_anew(data: bytes, _other: bytes, rng: Random) -> bytes:
    return data.decode("utf-8", "replace").encode(
        rng.choice(("utf-16", "utf-16-le", "cp1252", "utf-7", "koi8-r")), "replace"
    )


BYTE_MUTATIONS: tuple[Mutation, ...] = (flip, flip, truncate, cut, repeat, move, shuffle, splice, cross, renumber)
TAG_MUTATIONS: tuple[Mutation, ...] = (change_tags, change_tags, change_tags, encode_anew, renumber)
LINE_MUTATIONS: tuple[Mutation, ...] = (change_lines, change_lines, change_lines, encode_anew, renumber)

if __name__ == "__main__":
    main()
