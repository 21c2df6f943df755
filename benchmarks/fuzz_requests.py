"""Send requests that no browser sends to a server, and count the server errors.

    python benchmarks/fuzz_requests.py [--requests 30000] [--first 0] [--corpus FOLDER]

Builds an index of FOLDER (default: corpus/), and serves it with uploads in this process. The routes, methods and names
of parameters are the real ones; values, bodies and headers are wrong in many ways, and some requests are no HTTP. The
same number makes the same request. Prints the responses by status, and each request that got a server error or none.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.serving import served
from support.strange_requests import Seeds, status_of, strange_request

EXPECTED = frozenset({501, 503})
"""A transfer encoding that is not known, a server that is busy."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=30_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings.from_env({}, root=ROOT, corpus_dir=options.corpus, index_dir=Path(temporary, "index"))
        index(settings, LineProgress(Console(quiet=True)))
        # Files that requests add are put into an empty folder.
        Path(temporary, "corpus").mkdir()
        app = create_app(replace(settings, corpus_dir=Path(temporary, "corpus")), Room())
        seeds = Seeds.of(app, [one.doc_id for one in app.extensions["reportqa"].get().documents()])
        with served(app) as address:
            print_statuses(
                int(address.rpartition(":")[2]), seeds, range(options.first, options.first + options.requests)
            )


def print_statuses(port: int, seeds: Seeds, numbers: range) -> None:
    """Send the requests and print what came back."""
    statuses: Counter[int] = Counter()
    started, slowest = time.perf_counter(), 0.0
    for number in numbers:
        request = strange_request(seeds, number)
        sent = time.perf_counter()
        status = status_of(port, request)
        slowest = max(slowest, time.perf_counter() - sent)
        statuses[status] += 1
        if not 200 <= status < 500 and status not in EXPECTED:
            print(f"{number}: {status or 'no response'}: {request[:300]!r}")
    errors = sum(count for status, count in statuses.items() if not 200 <= status < 500 and status not in EXPECTED)
    print(f"{len(numbers):,} requests in {time.perf_counter() - started:.0f} s, the slowest {slowest:.1f} s")
    print(", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items())))
    print(f"Server errors: {errors}")


if __name__ == "__main__":
    main()
