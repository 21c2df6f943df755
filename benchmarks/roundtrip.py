"""Count the quotes that `verify` finds again in what `brief` and `cite` have written of them.

    python benchmarks/roundtrip.py [N] [--folder FOLDER] [--seed 0] [--show]

Takes N quotes (default: 500) of 4 to 80 words from the documents of FOLDER (default: corpus/; it is indexed into a
temporary folder) and from invented ones with roman, arabic, sectioned ("A-3") and no page labels: sentences and any
words, over page ends, with quotation marks of which one of a pair may be cut off, in lists and tables, and neighbours.
All of them are written in every format and in nine styles, 110 in a file; each file is read as `verify` reads it. So
are N/5 quotes of rows of tables. Then N items of bibliographies are written as RIS, BibTeX and CSL-JSON, and read.

Prints for each format and style how many quotes are found word for word on the page named (in documents without pages:
word for word), and seconds for writing and checking a hundred; then how many items come back as they were.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from reportqa.citations.styles import load_style
from reportqa.citations.works import Work
from reportqa.cli.progress_bars import showing_progress
from reportqa.index.catalogue import Catalogue
from reportqa.ingest.build import index
from reportqa.settings import Settings
from support.reference_trips import REFERENCES, invented_item, read_back
from support.roundtrips import BRIEFINGS, CITED, STYLES, Desk, Place, invented, lay_out, misses, places, rows, tabled

BATCH = 110
FORMS = (*BRIEFINGS, *(f"cite {form}" for form in CITED))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quotes", type=int, nargs="?", default=500)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print each quote that is not found so")
    arguments = parser.parse_args()
    random_ = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings.from_env(root=ROOT, corpus_dir=arguments.folder, index_dir=Path(temporary, "index"))
        with showing_progress() as progress:
            index(settings, progress)
        catalogue = Catalogue.open(settings)
        documents = [catalogue.document(summary.doc_id) for summary in catalogue.documents()]
        folder = Path(temporary, "desk")
        folder.mkdir()
        desk = lay_out(folder, [*documents, *invented(random_)])
        each = -(-arguments.quotes // len(desk.documents))
        chosen = [place for document in desk.documents for place in places(random_, document, each)]
        random_.shuffle(chosen)
        measure(desk, chosen[: arguments.quotes], "quotes", show=arguments.show)
        made = tabled(random_)
        folder = Path(temporary, "tables")
        folder.mkdir()
        measure(lay_out(folder, [made]), list(rows(random_, made, arguments.quotes // 5)), "rows", show=arguments.show)
    measure_references(random_, arguments.quotes, show=arguments.show)


def measure(desk: Desk, chosen: list[Place], kind: str, *, show: bool) -> None:
    print(f"{len(chosen)} {kind} of {len(desk.documents)} documents, found word for word on the page named\n")
    print(f"{'':44}" + "".join(f"{form:>14}" for form in FORMS) + "   s/100")
    for name in STYLES:
        style, counts = load_style(name), []
        begun = time.perf_counter()
        for form in FORMS:
            missed = [
                miss
                for first in range(0, len(chosen), BATCH)
                for miss in misses(desk, chosen[first : first + BATCH], style, form)
            ]
            counts.append(len(chosen) - len(missed))
            for miss in missed if show else ():
                told = miss.finding.outcome if miss.finding else "not seen"
                print(f"--- {name}, {form}: {miss.place.link}: {told}\n{miss.place.text}", file=sys.stderr)
        seconds = 100 * (time.perf_counter() - begun) / len(chosen) / len(counts)
        print(f"{name:44}" + "".join(f"{count:14}" for count in counts) + f"{seconds:8.1f}", flush=True)


def measure_references(random_: random.Random, count: int, *, show: bool) -> None:
    works = [Work.of(f"key{number}", invented_item(random_)) for number in range(count)]
    print(f"\n{count} items of bibliographies, read back as they were\n")
    for form in REFERENCES:
        changed = [work for work in works if read_back(work, form) != work.item]
        print(f"{form:28}{count - len(changed):14}", flush=True)
        for work in changed if show else ():
            print(f"--- {form}: {work.item}\n{read_back(work, form)}", file=sys.stderr)


if __name__ == "__main__":
    main()
