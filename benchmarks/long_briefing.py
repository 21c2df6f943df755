"""Measure the processor time of `verify` for a long briefing against many pages.

    python benchmarks/long_briefing.py [--quotes 200] [--documents 30] [--rounds 3]

Invents documents of 50 pages of 300 words, and a briefing with five quotes of 8 to 40 words a page: half of the quotes
word for word, the others with one changed word; half with document and page in a bracket, the others with nothing, so
that all documents are searched.

Prints the pages, the results, and the best processor time of the rounds for reading and checking the briefing.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reportqa.document import Document
from reportqa.parsing.builder import DocumentBuilder
from reportqa.proofreading.manuscript_reader import read_manuscript
from support.roundtrips import lay_out

SEED, PAGES, WORDS, VOCABULARY = 5, 50, 300, 6000
QUOTES_PER_PAGE = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotes", type=int, default=200)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    random_ = random.Random(SEED)
    vocabulary = ["".join(random_.choices("abcdefghilmnoprstu", k=random_.randint(2, 9))) for _ in range(VOCABULARY)]
    documents = [invented(random_, vocabulary, number) for number in range(arguments.documents)]
    briefing = written(random_, documents, arguments.quotes)
    times = []
    for _ in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as folder:
            proofreader = lay_out(Path(folder), documents).proofreader
            begun = time.process_time()
            checks = proofreader.check(read_manuscript("briefing.md", briefing.encode()))
            times.append(time.process_time() - begun)
    pages = arguments.quotes / QUOTES_PER_PAGE
    print(f"{arguments.quotes} quotes on {pages:.0f} pages, {len(documents) * PAGES:,} pages to compare with")
    print(", ".join(f"{count} {outcome}" for outcome, count in Counter(one.outcome for one in checks).most_common()))
    print(f"{min(times):.2f} s of processor time, {min(times) / pages:.3f} s a page of the briefing")


def invented(random_: random.Random, vocabulary: list[str], number: int) -> Document:
    """Return a document of random words, of which few are frequent."""
    builder = DocumentBuilder()
    for page in range(1, PAGES + 1):
        builder.page(page, str(page))
        builder.heading(f"{page}. {vocabulary[random_.randrange(VOCABULARY)].capitalize()}", 1)
        ranks = (min(int(random_.paretovariate(0.4)), VOCABULARY) - 1 for _ in range(WORDS))
        words = [vocabulary[rank] if rank % 17 else str(random_.randint(2, 9999)) for rank in ranks]
        for first in range(0, WORDS, 100):
            builder.paragraph(" ".join(words[first : first + 100]) + ".")
    title = " ".join(random_.sample(vocabulary, 4)).capitalize()
    author = vocabulary[1000 + number].capitalize()
    item = {"type": "report", "title": title, "author": [{"family": author}], "issued": {"date-parts": [[2016]]}}
    doc_id = f"report-{number}.pdf"
    return replace(
        Document(doc_id, f"{number:064}", "application/pdf", {"id": doc_id, **item}, builder.text),
        pages=tuple(builder.pages),
        sections=tuple(builder.sections),
    )


def written(random_: random.Random, documents: list[Document], quotes: int) -> str:
    """Return a briefing in Markdown."""
    paragraphs = []
    for number in range(quotes):
        document = random_.choice(documents)
        page = random_.choice(document.pages)
        words = document.text[page.start : page.end].split()
        first = random_.randrange(len(words) - 40)
        taken = words[first : first + random_.randint(8, 40)]
        if number % 2:
            taken[len(taken) // 2] = "altered"
        author = document.item["author"][0]["family"]
        source = f" ({author} 2016, p. {page.label})" if number % 4 < 2 else ""
        paragraphs.append(f"They say that it is so, and also: “{' '.join(taken)}”{source}. That is all that they say.")
    return "\n\n".join(paragraphs)


if __name__ == "__main__":
    main()
