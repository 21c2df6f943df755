"""Answers of a server under load: many clients at once, and a long run with everything that can happen to it.

    python benchmarks/load.py [FOLDER] [--clients 1 20 50 200] [--seconds 60]
    python benchmarks/load.py [FOLDER] --soak MINUTES [--clients 20] [--every 60]

Builds an index of FOLDER (default: corpus/) and starts `reportqa serve --allow-upload`. Each client sends a mixture of
requests without a pause: answers as pages and JSON, documents, pictures of pages, citations, checks, briefings. Counted
are responses that differ from the one that a single client got (wrong), requests without an answer within 30 s, also
after "try again" (starved), those that failed, and how often the server said "try again" (503 or 429 with Retry-After).

With --soak, every EVERY seconds something happens, in turn: the index is rebuilt with another file, the workers of
the server are killed, its disk is filled for ten seconds (only as root, on a tmpfs). Printed is
one line a minute with the memory and the open files of the server.
"""

import argparse
import http.client
import itertools
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from web import REPORTQA, ROOT, environment, made_questions

from reportqa.answering.engine import Engine
from reportqa.settings import Settings

STARVED_SECONDS = 30
FULL_SECONDS = 10
DISK_MIB = 700
Request = tuple[str, str, bytes]
"""Method, address and body."""
CHANGING = re.compile(
    rb'"(?:milliseconds|generation|taken|accessed|created)": ?"?[^,"}]*"?|[\d.]+ ms|\d{8}T\d{12,}|"age_seconds":\d+'
)
"""What differs between two responses to the same request: times, and the generation of the index."""


@dataclass
class Counts:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        self.seconds += other.seconds
        self.seen += other.seen
        self.examples += other.examples


def mixture(engine: Engine) -> list[Request]:
    """Return the requests that the clients send, over and over."""
    questions = made_questions(engine, 12)
    documents = [one.doc_id for one in engine.documents()]
    pdfs = [one for one in documents if one.endswith(".pdf")]
    found: list[Request] = []
    for number, question in enumerate(questions):
        doc_id = documents[number % len(documents)]
        place = f"{doc_id}#0-100"
        found += [
            ("GET", f"/ask?{urlencode({'q': question})}", b""),
            ("GET", f"/api/ask?{urlencode({'q': question})}", b""),
            ("GET", f"/api/suggest?{urlencode({'q': question[:12]})}", b""),
            ("GET", f"/documents/{quote(doc_id)}", b""),
            ("GET", f"/api/cite?{urlencode({'link': place, 'format': 'text'})}", b""),
            ("POST", "/api/verify", json.dumps({"links": [f"/documents/{doc_id}?start=0&end=100"]}).encode()),
            ("GET", "/static/style.css", b""),
            ("GET", "/tray", b""),
        ]
        if number % 4 == 0:
            draft = {"title": "A briefing", "section": [{"heading": "One", "content": [{"quote": place}]}]}
            found += [
                ("GET", f"/pictures/{quote(pdfs[number % len(pdfs)])}?page=1&width=800", b"") if pdfs else found[0],
                ("POST", "/api/brief?format=md", json.dumps(draft).encode()),
            ]
    return found


class Client:
    """A client with one connection that it opens anew when it breaks."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARVED_SECONDS)

    def get(self, request: Request) -> tuple[int, bytes, float]:
        """Return status, body and the seconds to wait before another try; status 0 when the connection broke."""
        method, address, body = request
        headers = {"Content-Type": "application/json"} if body else {}
        try:
            self._connection.request(method, address, body or None, headers)
            response = self._connection.getresponse()
            return response.status, response.read(), float(response.headers.get("Retry-After", 1))
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0, b"", 0.5

    def close(self) -> None:
        self._connection.close()


def send(
    port: int, requests: list[Request], expected: dict[Request, bytes], ended: threading.Event, start: int
) -> Counts:
    """Send requests until it has ended; compare each response with the expected one, if there is one."""
    counts, client = Counts(), Client(port)
    for request in itertools.cycle(requests[start:] + requests[:start]):
        if ended.is_set():
            break
        begun = time.monotonic()
        status, body, pause = client.get(request)
        while status in {0, 429, 503} and time.monotonic() - begun + pause < STARVED_SECONDS:
            counts.seen["try again" if status else "broken"] += 1
            time.sleep(pause)
            status, body, pause = client.get(request)
        outcome = outcome_of(status, body, expected.get(request))
        counts.seen[outcome] += 1
        counts.seconds.append(time.monotonic() - begun)
        if outcome != "right":
            counts.examples.append(f"{outcome}: {status} {request[0]} {request[1][:100]}")
    client.close()
    return counts


@contextmanager
def sending(port: int, requests: list[Request], expected: dict[Request, bytes], clients: int) -> Iterator[Counts]:
    """Have clients send requests meanwhile; what they saw is counted at the end."""
    counts, ended = Counts(), threading.Event()
    with ThreadPoolExecutor(clients) as threads:
        starts = (7 * one % len(requests) for one in range(clients))
        futures = [threads.submit(send, port, requests, expected, ended, start) for start in starts]
        try:
            yield counts
        finally:
            ended.set()
    for future in futures:
        counts.add(future.result())


def outcome_of(status: int, body: bytes, expected: bytes | None) -> str:
    if status in {0, 429, 503}:
        return "starved"
    if status != 200:
        return "failed"
    return "right" if expected is None or without_times(body) == expected else "wrong"


def without_times(body: bytes) -> bytes:
    return CHANGING.sub(b"", body)


def row(clients: int, seconds: float, counts: Counts) -> str:
    times = sorted(counts.seconds)
    seen = counts.seen
    return (
        f"{clients:7} {len(times) / seconds:9.1f} {statistics.median(times) * 1000:9.0f}"
        f" {times[int(len(times) * 0.95)] * 1000:8.0f} {seen['wrong']:6} {seen['starved']:8} {seen['failed']:7}"
        f" {seen['try again']:10} {seen['broken']:7}"
    )


HEAD = "clients  a second  p50, ms  p95, ms  wrong  starved  failed  try again  broken"


def load(port: int, requests: list[Request], numbers: list[int], seconds: float) -> bool:
    """Print a row for each number of clients; return whether nothing was wrong, starved or failed."""
    client = Client(port)
    expected = {one: without_times(client.get(one)[1]) for one in requests}
    again = {one: without_times(client.get(one)[1]) for one in requests}
    steady = {one: body for one, body in expected.items() if again[one] == body}
    client.close()
    print(f"{len(expected)} different requests, {len(steady)} with the same response each time\n\n{HEAD}", flush=True)
    total = Counts()
    for clients in numbers:
        with sending(port, requests, steady, clients) as counts:
            time.sleep(seconds)
        print(row(clients, seconds, counts), flush=True)
        total.add(counts)
    print(*total.examples[:5], sep="\n")
    return not any(total.seen[name] for name in ("wrong", "starved", "failed"))


class Trouble:
    """What happens to a server, one thing after the other."""

    def __init__(self, folder: Path, process: int, *, fills_disk: bool) -> None:
        self._folder, self._process = folder, process
        kinds = [self._rebuild, self._kill_workers, *([self._fill_disk] if fills_disk else [])]
        self._next = itertools.cycle(kinds)
        self._builds = itertools.count()

    def happen(self) -> str:
        """Let the next thing happen; return its name."""
        return next(self._next)()

    def _rebuild(self) -> str:
        extra = self._folder / "corpus" / "extra.txt"
        extra.write_text(f"A note on nothing in particular, number {next(self._builds)}.\n")
        command = [*REPORTQA, "index", "--corpus", str(extra.parent), "--index", str(self._folder / "index")]
        done = subprocess.run(command, env=environment(), capture_output=True, check=False)
        return "rebuild" if done.returncode == 0 else "rebuild failed"

    def _kill_workers(self) -> str:
        killed = 0
        for children in Path(f"/proc/{self._process}/task").glob("*/children"):
            for child in children.read_text().split():
                # A converter that is killed alone looks as if it had reached a limit.
                with suppress(OSError):
                    if b"sandbox" in Path(f"/proc/{child}/cmdline").read_bytes():
                        os.kill(int(child), signal.SIGKILL)
                        killed += 1
        return f"{killed} workers killed"

    def _fill_disk(self) -> str:
        path = self._folder / "filling"
        with suppress(OSError), path.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024**2))
        time.sleep(FULL_SECONDS)
        path.unlink()
        return "full disk"


def soak(
    server: tuple[int, int],
    folder: Path,
    requests: list[Request],
    clients: int,
    minutes: float,
    every: float,
    *,
    fills_disk: bool,
) -> bool:
    """Print a row a minute; return whether nothing was starved or failed."""
    port, process = server
    trouble = Trouble(folder, process, fills_disk=fills_disk)
    print(f" minute    MiB  files  {HEAD}  happened", flush=True)
    is_good = True
    for minute in range(1, round(minutes) + 1):
        happened = []
        with sending(port, requests, {}, clients) as counts:
            end = time.monotonic() + 60
            while time.monotonic() + every <= end + 1:
                happened.append(trouble.happen())
                time.sleep(max(0.0, min(every, end - time.monotonic())))
        state = f"{minute:7} {resident(process):6.0f} {len(list(Path(f'/proc/{process}/fd').iterdir())):6}"
        print(f"{state}  {row(clients, 60, counts)}  {', '.join(happened)}", flush=True)
        for example in counts.examples[:3]:
            print(f"        {example}", flush=True)
        is_good &= not (counts.seen["starved"] or counts.seen["failed"])
    return is_good


def resident(process: int) -> float:
    """Return the MiB of memory of a process."""
    fields = Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()
    return int(fields[0]) / 1024


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the index of a folder; yield port and process id."""
    command = [*REPORTQA, "serve", "--index", str(folder / "index"), "--corpus", str(folder / "corpus"), "--port", "0"]
    with subprocess.Popen(
        [*command, "--allow-upload", "--log-file", str(folder / "log")],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            address = next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
            yield int(address.rstrip("/.,").rpartition(":")[2]), process.pid
        finally:
            process.terminate()


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a small disk at a folder if that is allowed; yield whether it is there."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(folder)]
    is_there = (
        shutil.which("mount") is not None and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--clients", type=int, nargs="+")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--every", type=float, default=60)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fills_disk = bool(options.soak) and stack.enter_context(small_disk(folder))
        shutil.copytree(options.folder, folder / "corpus", ignore=shutil.ignore_patterns("_sources"))
        index = ["index", "--corpus", str(folder / "corpus"), "--index", str(folder / "index")]
        subprocess.run([*REPORTQA, *index], env=environment(), check=True, capture_output=True)
        engine = Engine.open(Settings.from_env({}, root=ROOT, index_dir=folder / "index"))
        requests = mixture(engine)
        server = stack.enter_context(served(folder))
        if options.soak:
            clients = (options.clients or [20])[0]
            is_good = soak(server, folder, requests, clients, options.soak, options.every, fills_disk=fills_disk)
        else:
            is_good = load(server[0], requests, options.clients or [1, 20, 50, 200], options.seconds)
    sys.exit(not is_good)


if __name__ == "__main__":
    main()
