"""Damaged and malicious files: each affects only itself, and its message says what to do."""

import io
import random
import select
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from rich.console import Console

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import Embedder
from reportqa.index.filters import Filters
from reportqa.ingest.build import Summary, index
from reportqa.parsing import SUFFIXES
from reportqa.progress import Advance
from reportqa.settings import Limits, Settings
from support.hostile import (
    CATALOG,
    FONT,
    OFFICE,
    ONE_PAGE,
    SENTENCE,
    TEXT,
    deflated,
    docx,
    entities,
    page,
    paragraph,
    pdf,
    stream,
    zipped,
)
from support.shared import SharedFolders

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("exports")]

LIMITS = Limits(seconds=60, memory_mib=768)
SAMPLE = Path(__file__).resolve().parents[2] / "corpus"


def build(settings: Settings) -> Summary:
    return index(settings, LineProgress(Console(quiet=True)))


def corpus_of(root: Path, files: Mapping[str, bytes] | None = None, limits: Limits = LIMITS) -> Settings:
    (root / "corpus").mkdir()
    (root / "corpus" / "good.txt").write_text(SENTENCE)
    for name, data in (files or {}).items():
        (root / "corpus" / name).write_bytes(data)
    return replace(Settings.from_env({}, root=root), limits=limits)


def with_password() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(CATALOG, ONE_PAGE, page(), FONT, TEXT))))
    writer.encrypt(user_password="secret", algorithm="AES-256")  # noqa: S106
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_false_sizes() -> bytes:
    """Return a Word file of 20 MB whose directory declares 100 bytes for each part."""
    data = bytearray(docx(paragraph() * 200_000))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(mark)
        while place >= 0:
            data[place + at : place + at + 4] = struct.pack("<I", 100)
            place = data.find(mark, place + 4)
    return bytes(data)


def noise(seed: str) -> bytes:
    return random.Random(seed).randbytes(5000)  # noqa: S311


FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /XObject << /A 6 0 R >> >>"
OUTLINE = (
    b"<< /First 7 0 R /Last 7 0 R >>",
    b"<< /Title (A) /Parent 6 0 R /Next 7 0 R /First 6 0 R /Dest [3 0 R /Fit] >>",
)
MANY = b" ".join(b"%d 0 R" % number for number in range(3, 2_003))
BLANK = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] >>"

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "password.pdf": (with_password, "protected by a password. Save a copy without one"),
    "blank pages.pdf": (
        lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [%s] /Count 2000 >>" % MANY, *[BLANK] * 2_000),
        "holds no text that can be read",
    ),
    "million pages.pdf": (
        lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", page(), FONT, TEXT),
        "claims to have 1,000,000 pages",
    ),
    "bomb.pdf": (
        lambda: pdf(CATALOG, ONE_PAGE, page(), FONT, stream(deflated(bytes(1_000_000), 3000), b"/Filter /FlateDecode")),
        "needs more than 768 MiB of memory",
    ),
    "form in itself.pdf": (
        lambda: pdf(
            CATALOG, ONE_PAGE, page(b"/XObject << /A 6 0 R >>"), FONT, stream(b"/A Do"), stream(b"/A Do " * 3, FORM)
        ),
        ".",
    ),
    "bomb.docx": (lambda: docx(paragraph(), media=[bytes(64 * 1024**2)] * 9), "unpacks to"),
    "false sizes.docx": (with_false_sizes, "."),
    "entities.docx": (lambda: docx(paragraph("&l9;"), entities("w:document")), "."),
    "really a pdf.docx": (
        lambda: pdf(CATALOG, ONE_PAGE, page(), FONT, TEXT),
        "is a PDF file named .docx. Rename it to end in .pdf",
    ),
    "really a page.pdf": (lambda: b"\n<!DOCTYPE html><p>Not found</p>", "is a web page named .pdf"),
    "really word.pdf": (lambda: docx(paragraph()), "is a Word file named .pdf. Rename it to end in .docx"),
    "really word.xlsx": (lambda: docx(paragraph("Another.")), "is a Word file named .xlsx. Rename it to end in .docx"),
    "really a picture.pdf": (
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(99),
        "is a picture named .pdf. Rename it to end in .png",
    ),
    "really packed.txt": (lambda: b"\x1f\x8b" + bytes(99), "is a compressed file named .txt. Unpack it"),
    "other.docx": (lambda: zipped({"a.txt": "text"}), "."),
    **{f"random{suffix}": (partial(noise, suffix), ".") for suffix in SUFFIXES if suffix not in {".csv", ".tsv"}},
    "truncated.docx": (lambda: (SAMPLE / "summary-for-commissioners.docx").read_bytes()[:5000], "."),
}
READ: dict[str, Callable[[], bytes]] = {
    "circle of pages.pdf": lambda: pdf(
        CATALOG, b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>", page(), FONT, TEXT
    ),
    "circle of headings.pdf": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>", ONE_PAGE, page(), FONT, TEXT, *OUTLINE
    ),
    "circle of labels.pdf": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /PageLabels 6 0 R >>", ONE_PAGE, page(), FONT, TEXT, b"<< /Kids [6 0 R] >>"
    ),
    "deep.pdf": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /X %s%s >>" % (b"[" * 99_000, b"]" * 99_000), ONE_PAGE, page(), FONT, TEXT
    ),
    "entities.html": f"{entities('html')}<html><body><p>{SENTENCE}</p><p>&l9;</p></body></html>".encode,
    "deep.html": lambda: b"<html><body><p>%s</p>%s" % (SENTENCE.encode(), b"<div>" * 100_000),
    "wide.html": lambda: b"<table><tr><td colspan=999999999 rowspan=999999999>%s</table>" % SENTENCE.encode(),
    "mixed.txt": lambda: SENTENCE.encode() + " Caf\u00e9.".encode() + " \u00a35 \u2013 caf\u00e9.".encode("cp1252"),
    "utf-16.html": lambda: f"<p>{SENTENCE}</p>".encode("utf-16"),
    "half a character.md": lambda: SENTENCE.encode() + " \ud800".encode("utf-8", "surrogatepass"),
}


@pytest.fixture(scope="module")
def hostile(shared: SharedFolders, exports: Path) -> tuple[Settings, Summary]:
    return shared.build("hostile", build_hostile)


def build_hostile(root: Path) -> tuple[Settings, Summary]:
    """Index a corpus of all the files, with two links to folders."""
    made = {name: make() for name, make in READ.items()} | {name: make() for name, (make, _) in REFUSED.items()}
    settings = corpus_of(root, made)
    (settings.corpus_dir / "loop").symlink_to(settings.corpus_dir)
    (settings.corpus_dir / "outside").symlink_to(SAMPLE)
    return settings, build(settings)


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_is_named_with_one_clear_sentence(hostile: tuple[Settings, Summary], name: str) -> None:
    reason = hostile[1].skipped[name]
    assert REFUSED[name][1] in reason
    assert "error in reportqa" not in reason
    assert reason[0].islower()
    assert reason.endswith(".")
    assert "\n" not in reason


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_file_that_looks_dangerous_is_read_where_it_can_be(
    hostile: tuple[Settings, Summary], embedder: Embedder, name: str
) -> None:
    text = Engine.open(hostile[0], embedder).document(name).text
    assert SENTENCE in text
    assert len(text) < 10_000


@pytest.mark.slow
def test_links_to_folders_are_named_and_not_followed(hostile: tuple[Settings, Summary]) -> None:
    skipped = hostile[1].skipped
    assert all("is a link to a folder and is not followed" in skipped[name] for name in ("loop", "outside"))
    assert set(skipped) == {*REFUSED, "loop", "outside"}


@pytest.mark.slow
def test_other_files_are_indexed_too(hostile: tuple[Settings, Summary], embedder: Embedder) -> None:
    settings, summary = hostile
    assert summary.files == len(READ) + 1
    assert (
        Engine.open(settings, embedder)
        .ask("How many patients did Modality have?", filters=Filters(doc_ids=("good.txt",)))
        .answerable
    )


class Meddler(LineProgress):
    """A change of the corpus after its files are found and before they are read."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        super().__init__(Console(quiet=True))
        self._meddle = meddle

    def stage(self, name: str, total: int) -> Advance:
        if name == "Reading":
            self._meddle()
        return super().stage(name, total)


def test_file_deleted_while_it_is_read_is_named(tmp_path: Path) -> None:
    settings = corpus_of(tmp_path, {"other.txt": b"Another sentence."})
    summary = index(settings, Meddler((settings.corpus_dir / "other.txt").unlink))
    assert summary.files == 1
    assert summary.skipped == {"other.txt": "cannot be read (No such file or directory)."}
    assert build(settings).skipped == {}


def test_file_changed_while_it_is_read_is_read_again_next_time(tmp_path: Path, embedder: Embedder) -> None:
    settings = corpus_of(tmp_path)
    path = settings.corpus_dir / "good.txt"
    index(settings, Meddler(lambda: path.write_text("It changed meanwhile.")))
    assert Engine.open(settings, embedder).document("good.txt").text == "It changed meanwhile."
    assert build(settings).built
    assert not build(settings).built


def test_file_beyond_the_size_limit_is_named_and_read_once_the_limit_is_raised(tmp_path: Path) -> None:
    settings = corpus_of(tmp_path, {"large.txt": b"A line.\n\n" * 150_000}, replace(LIMITS, file_mib=1))
    assert build(settings).skipped == {"large.txt": "is larger than 1 MiB. Split it, or raise REPORTQA_FILE_MIB."}
    (settings.corpus_dir / "large.txt").write_bytes(b"A line.\n\n" + bytes(1_048_570))
    assert list(build(settings).skipped) == ["large.txt"]
    raised = replace(settings, limits=replace(LIMITS, file_mib=2))
    assert build(raised).built


@pytest.mark.slow
def test_text_of_300_megabytes_is_refused(tmp_path: Path) -> None:
    settings = corpus_of(tmp_path, limits=Limits(seconds=60))
    with (settings.corpus_dir / "huge.txt").open("wb") as file:
        for _ in range(300):
            file.write(b"Twenty-four characters.\n" * 43_691)
    assert "is larger than 256 MiB" in build(settings).skipped["huge.txt"]
    raised = replace(settings, limits=Limits(seconds=4, memory_mib=512, file_mib=1000))
    assert "to be read" in (reason := build(raised).skipped["huge.txt"]) or "longer than 4 seconds" in reason


def outside_references(address: str) -> dict[str, bytes]:
    """Return files with all kinds of references to external files."""
    relation = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{address}/{{}}" TargetMode="External"/>'
    relations = "".join(
        relation.format(f"r{n}", kind, kind)
        for n, kind in enumerate(("image", "attachedTemplate", "hyperlink", "oleObject"))
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<image xlink:href="{address}/svg.png"/><use href="{address}/use.svg#a"/>'
        f'<style>@import "{address}/svg.css"</style></svg>'
    )
    system = f'<!DOCTYPE {{}} SYSTEM "{address}/dtd" [<!ENTITY x SYSTEM "{address}/entity">]>'
    html = f"""{system.format("html")}<html manifest="{address}/manifest"><head><base href="{address}/">
        <meta http-equiv="refresh" content="0;url={address}/refresh"><link rel="stylesheet" href="{address}/css">
        <script src="{address}/js"></script></head><body background="{address}/back"><p>{SENTENCE} &x;</p>{svg}
        <img src="{address}/img" srcset="{address}/set 2x"><iframe src="{address}/frame"></iframe>
        <object data="{address}/object"></object><embed src="{address}/embed"><video src="{address}/video"></video>
        </body></html>"""
    drawing = '<w:p><w:r><w:drawing><a:blip r:link="r0" r:embed="r0"/></w:drawing></w:r></w:p>'
    markdown = f"{SENTENCE}\n\n![a]({address}/image) <img src='{address}/img'>\n\n{svg}\n"
    action = f"<< /Type /Action /S /URI /URI ({address}/uri) >>".encode()
    file = f"<< /Type /Catalog /Pages 2 0 R /OpenAction {action.decode()} >>".encode()
    return {
        "a.docx": docx(drawing + paragraph("&x;" + SENTENCE), system.format("w:document"), relations),
        "b.docx": docx(drawing + paragraph(), "", relations),
        "a.html": html.encode(),
        "a.md": markdown.encode(),
        "a.rst": f"{SENTENCE}\n\n.. image:: {address}/image\n\n.. include:: {address}/include\n\n.. csv-table:: t\n"
        f"   :url: {address}/csv\n".encode(),
        "a.tex": f"{SENTENCE}\n\n\\input{{{address}/input}} \\includegraphics{{{address}/image}}\n".encode(),
        "a.org": f"{SENTENCE}\n\n#+INCLUDE: \"{address}/include\"\n[[{address}/image.png]]\n".encode(),
        "a.pdf": pdf(file, ONE_PAGE, page(), FONT, TEXT),
        "a.epub": zipped(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": '<container version="1.0"'
                ' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"'
                ' media-type="application/oebps-package+xml"/></rootfiles></container>',
                "a.opf": f'{system.format("package")}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
                '<metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
                '<spine><itemref idref="a"/></spine></package>',
                "a.xhtml": html,
            }
        ),
        "library.json": f'[{{"id": "a.md", "title": "A", "URL": "{address}/library"}}]'.encode(),
    }  # fmt: skip


def test_nothing_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        files = outside_references(f"http://127.0.0.1:{server.getsockname()[1]}")
        summary = build(corpus_of(tmp_path, files))
        assert select.select([server], [], [], 0)[0] == []
    assert summary.files >= 7
    assert not any("error in reportqa" in reason for reason in summary.skipped.values())


def test_connections_would_be_seen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert select.select([server], [], [], 10)[0] == [server]
