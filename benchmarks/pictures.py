"""Measures whether quotes are marked at the right words on the pictures of their pages, and how long pictures take.

    python benchmarks/pictures.py FOLDER [--quotes 500] [--seed 1]

FOLDER holds docs/*.pdf. Quotes are drawn at random: whole sentences (table rows and list items among them), runs of
5 to 40 words that begin anywhere, and runs over the end of a page. pdfminer, which shares no code with PDFium, says
what stands in the boxes. A quote is "exact" when its boxes hold exactly its letters and figures, in its order, and,
where pdfminer can tell its place on the page by its words, stand at that place. It is "wrong" when they do not,
"refused" when the page says that nothing is marked. Then pictures of 1,600 pixels of 40 of these pages: drawn by the
process that draws for the server, and again out of its memory.
"""

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from reportqa.document import Document, Page
from reportqa.parsing import parse_file
from reportqa.server.viewer.highlight_boxes import PrintedText
from reportqa.server.viewer.page_images import PDF, Painter
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.settings import Settings
from reportqa.text.sentences import split_sentences
from support.witness import Sign, Witness, fold_character, kept_words, letters

KINDS = ("sentence", "run of words", "over a page break")
CONTEXT = 60
PICTURES = 40
WIDTH = 1600


@dataclass(frozen=True, slots=True)
class Quote:
    kind: str
    document: Document
    start: int
    end: int


def read(corpus_dir: Path, doc_id: str) -> Document:
    content = parse_file(corpus_dir, doc_id)
    return Document(
        doc_id, content.sha256, PDF, {"title": doc_id}, content.text, content.pages, content.sections, content.tables,
        boxes=content.boxes,
    )  # fmt: skip


def draw(document: Document, kind: str, rng: random.Random) -> Quote | None:
    """Draw a quote of a document, None where the place drawn has none."""
    text = document.text
    page = rng.choice(document.pages)
    if kind == "sentence":
        sentences = [s for s in split_sentences(text, page.start, page.end) if len(letters(text[s.start : s.end])) > 3]
        if not sentences:
            return None
        sentence = rng.choice(sentences)
        return Quote(kind, document, sentence.start, sentence.end)
    words = rng.randint(5, 40)
    if kind == "run of words":
        at = rng.randrange(page.start, page.end) if page.start < page.end else page.start
    else:
        at = page.end
        words //= 2
    start, end = at, at
    for _ in range(words):
        end = after_word(text, end)
        if kind != "run of words":
            start = before_word(text, start)
    if kind == "run of words":
        start = before_word(text, start)
    quote = text[start:end]
    start, end = start + len(quote) - len(quote.lstrip()), end - (len(quote) - len(quote.rstrip()))
    pages = document.pages_of(start, end)
    is_over = len(pages) > 1
    return Quote(kind, document, start, end) if start < end and is_over == (kind == KINDS[2]) else None


def after_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def before_word(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    while at and not text[at - 1].isspace():
        at -= 1
    return at


def shown(document: Document, start: int, end: int) -> str:
    return "".join(document.text[a:b] for a, b in shown_ranges(document, start, end))


class Judge:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.witness = lru_cache(maxsize=64)(self._read)

    def _read(self, doc_id: str, physical: int) -> Witness:
        return Witness.read((self._folder / doc_id).read_bytes(), physical)

    def open(self, document: Document) -> None:
        """Take the document that the next quotes are from."""
        self._printed = PrintedText(document, kept_words(document))

    def judge(self, quote: Quote) -> tuple[str, str]:
        """Return the verdict and what was found."""
        document, printed = quote.document, self._printed
        parts = []
        for page in printed.pages_of(quote.start, quote.end):
            boxes = printed.boxes(page, quote.start, quote.end)
            if boxes is None:
                return "refused", ""
            parts.append((page, boxes))
        covered: list[Sign] = []
        placed = True
        for page, boxes in parts:
            witness = self.witness(document.doc_id, page.physical)
            here = witness.said_in(boxes)
            covered += here
            expected = self._expected(quote, page, witness)
            if expected is None:
                placed = False
            elif not {id(s) for s in expected if s.text.isalnum()} <= {id(s) for s in here}:
                return "wrong", f"elsewhere on page {page.physical}"
        wanted = letters(shown(document, quote.start, quote.end))
        if wanted == letters("".join(sign.text for sign in covered)):
            return ("exact" if placed else "exact, place not told"), ""
        return "wrong", letters("".join(sign.text for sign in covered))

    def _expected(self, quote: Quote, page: Page, witness: Witness) -> list[Sign] | None:
        document = quote.document
        first, last = max(quote.start, page.start), min(quote.end, page.end)
        words = folded(shown(document, first, last))
        before = folded(shown(document, max(page.start, first - CONTEXT), first))
        behind = folded(shown(document, last, min(page.end, last + CONTEXT)))
        return witness.only(words, before + words + behind, len(before)) if words else None


def folded(text: str) -> str:
    return "".join(map(fold_character, text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quotes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print each quote that is not exact")
    arguments = parser.parse_args()
    corpus_dir = arguments.folder / "docs"
    rng = random.Random(arguments.seed)
    names = sorted(path.name for path in corpus_dir.glob("*.pdf"))
    painter = Painter(Settings.from_env({}, root=ROOT, corpus_dir=corpus_dir))
    judge = Judge(corpus_dir)
    verdicts: Counter[tuple[str, str]] = Counter()
    pages: dict[tuple[str, int], Document] = {}
    characters = 0
    share = -(-arguments.quotes // len(names))
    for name in names:
        document = read(corpus_dir, name)
        judge.open(document)
        wanted = min(share, arguments.quotes - sum(verdicts.values()))
        while wanted > 0:
            kind = rng.choices(KINDS, (2, 1, 1))[0]
            quote = draw(document, kind, rng)
            if quote is None:
                continue
            wanted -= 1
            verdict, found = judge.judge(quote)
            verdicts[kind, verdict] += 1
            characters += quote.end - quote.start
            page = document.pages_of(quote.start, quote.end)[0]
            pages[name, page.physical] = document
            if arguments.show and "exact" not in verdict:
                said = shown(document, quote.start, quote.end)
                print(f"{verdict} {name} p{page.physical} {kind}: {said!r} | {found!r}", file=sys.stderr)
    total = sum(verdicts.values())
    print(f"{len(names)} files, {total} quotes of {characters / total:.0f} characters, {len(pages)} pages")
    print(f"{'':20} {'quotes':>7} {'exact':>7} {'share':>7} {'refused':>8} {'wrong':>6} {'place told':>11}")
    for kind in (*KINDS, "all"):
        count = Counter[str]()
        for (of, verdict), number in verdicts.items():
            if kind in {of, "all"}:
                count[verdict] += number
        exact = count["exact"] + count["exact, place not told"]
        print(
            f"{kind:20} {count.total():7} {exact:7} {exact / max(count.total(), 1):7.1%} {count['refused']:8}"
            f" {count['wrong']:6} {count['exact']:11}"
        )
    time_pictures(painter, rng.sample(sorted(pages.items(), key=lambda item: item[0]), min(PICTURES, len(pages))))
    painter.close()


def time_pictures(painter: Painter, pages: list[tuple[tuple[str, int], Document]]) -> None:
    cold: list[float] = []
    cached: list[float] = []
    sizes: list[float] = []
    for (_, physical), document in pages:
        for times in (cold, cached):
            begun = time.perf_counter()
            picture = painter.picture(document, physical, WIDTH)
            times.append((time.perf_counter() - begun) * 1000)
        sizes.append(len(picture.data) / 1024)
    print(f"pictures of {WIDTH} pixels, {len(pages)} pages, {statistics.median(sizes):.0f} KiB in the median")
    for name, times in (("drawn", cold), ("kept", cached)):
        p95 = sorted(times)[int(0.95 * len(times))]
        print(f"{name:6} {statistics.median(times):8.2f} ms in the median, {p95:8.2f} ms at the 95th percentile")


if __name__ == "__main__":
    main()
