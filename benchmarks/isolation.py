"""Send requests of one department by chance, and compare each response with that of a server without the other one.

    python benchmarks/isolation.py [--requests 30000] [--seed 0]

Builds a corpus of two departments, and one that never had the second. A request must have the same response from both
servers, byte for byte without times and ids, and no word of the hidden documents that it does not name itself.
Prints a table; exits with 1 after a leak or a server error.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from reportqa.settings import Settings
from support.corpora import ONE_PROCESS
from support.isolated import build_isolated, secrets_of
from support.isolated_requests import Sent, random_request, shown
from support.isolated_server import app_of

USER = "red-reader"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random = Random(args.seed)
    statuses: Counter[int] = Counter()
    endpoints: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        apps = []
        for departments in (("red", "blue"), ("red",)):
            place = Path(folder) / "-".join(departments)
            place.mkdir()
            apps.append(app_of(build_isolated(place, Settings.from_env(ONE_PROCESS), departments), departments))
        started = time.perf_counter()
        for _ in range(args.requests):
            sent = random_request(random)
            here, there = (shown(sent.to(app, USER)) for app in apps)
            statuses[here[0]] += 1
            endpoints[sent.endpoint] += 1
            if here != there:
                wrong.append(f"another response: {sent}")
            if here[0] >= 500:
                wrong.append(f"status {here[0]}: {sent}")
            wrong += [f"the word {word}: {sent}" for word in words_in(here, sent)]
        seconds = time.perf_counter() - started
    print("| requests | routes | statuses | leaks and server errors | seconds |\n| --: | --: | --- | --: | --: |")
    listed = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
    print(f"| {args.requests:,} | {len(endpoints)} | {listed} | {len(wrong)} | {seconds:,.0f} |")
    print(*wrong[:20], sep="\n")
    sys.exit(bool(wrong))


def words_in(response: tuple[int, list[tuple[str, bytes]], bytes], sent: Sent) -> list[str]:
    """Return the words of the hidden documents in a response to a request that does not have them."""
    whole, said = b"\n".join([response[2], *(value for _, value in response[1])]).lower(), repr(sent).lower()
    return [word for word in secrets_of("blue") if word.encode() in whole and word not in said]


if __name__ == "__main__":
    main()
