"""What the worst allowed request to each part of the server costs, in processor time.

    python benchmarks/dos.py [FOLDER] [--only WORD] [--seconds N]

Builds an index of FOLDER (default: corpus/), starts `reportqa serve` and sends one request at a time, as large and as
awkward as the limits allow. Printed are the status, the seconds until the response, and the processor seconds of the
server and of the processes that it starts (pandoc, typst, readers). Then eight clients send these requests for N
seconds (default: 30), one after another and in another order each, while a good client asks, opens a document and the
first page. Printed are the times of the good client without and with the others, and the memory of the server.
`--only` sends the requests whose name has a word.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote, urlencode

import numpy as np
from web import ROOT, environment, server

from reportqa.answering.engine import Engine
from reportqa.settings import MAX_NOTES, MAX_QUESTION_LENGTH, Settings

HOSTILE = 8
TICKS = os.sysconf("SC_CLK_TCK")
LONG = "the of large scale general practice primary care organisations patients quality " * 2000
Request = tuple[str, str, str, bytes, str]
"""Name, method, address, body and content type."""


def requests(engine: Engine) -> Iterator[Request]:
    """Yield the requests."""
    document = max(engine.documents(), key=lambda one: one.passages)
    text = engine.document(document.doc_id).text
    place = f"{document.doc_id}#0-400"
    question = LONG[:MAX_QUESTION_LENGTH]
    unknown = " ".join(f"unkno{number}wnword" for number in range(200))[:MAX_QUESTION_LENGTH]
    many = [("document", one.doc_id) for one in engine.documents()] * 20
    yield get("ask: the longest question", "/api/ask", q=question, k=50)
    yield get("ask: explained", "/api/ask", q=question, k=50, explain=1)
    yield get("ask: words in no document", "/ask", q=unknown)
    yield get("ask: many parts", "/ask", q=("What is it and when was it founded? " * 60)[:MAX_QUESTION_LENGTH])
    yield get("ask: one letter", "/ask", q=("a " * 1000)[:MAX_QUESTION_LENGTH])
    yield get("ask: quotation marks", "/ask", q=("“of the” " * 300)[:MAX_QUESTION_LENGTH])
    yield get("ask: a comparison", "/ask", q=("Compare " + "A and B, " * 300)[:MAX_QUESTION_LENGTH])
    yield get("ask: brackets", "/ask", q="(" * MAX_QUESTION_LENGTH)
    yield get("ask: capitals", "/ask", q=("Abc De " * 300)[:MAX_QUESTION_LENGTH])
    yield get("ask: digits", "/ask", q=("2014 to " * 300)[:MAX_QUESTION_LENGTH])
    yield get("ask: a thread", "/ask", q="why?", after=[question] * 9)
    yield "ask: many filters", "GET", f"/ask?{urlencode([('q', question), *many])}", b"", ""
    yield get("explain page", "/explain", q=question)
    yield get("each document", "/each", q=question)
    yield get("each document, as data", "/api/each", q=question)
    yield get("saved answer", "/ask/file", q=question)
    yield get("suggest", "/api/suggest", q=question)
    yield get("styles", "/api/styles", q="a " * 2000)
    yield get("styles: one long word", "/api/styles", q="é" * 4000)
    yield get("cite: an unknown style", "/api/cite", link=place, style="x" * 4000)
    yield get("cite: a long link", "/api/cite", link="a" * 8000)
    yield get("cite", "/api/cite", link=place, style="chicago-notes-bibliography")
    yield get("record: a long question", "/api/record", link=place, question="x" * 8000)
    yield get("source: find", f"/documents/{quote(document.doc_id)}", find="e")
    yield get("source: find long", f"/documents/{quote(document.doc_id)}", find="a " * 100)
    yield get("source: question", f"/documents/{quote(document.doc_id)}", q=question)
    yield get("source: a long page number", f"/documents/{quote(document.doc_id)}", go="x" * 4000)
    yield get("documents: find", "/documents/", find="e " * 2000)
    yield get("home", "/")
    links = [f"/documents/{document.doc_id}?start={at}&end={at + 3000}" for at in range(500)]
    yield post("cite: fifty", "/api/cite?style=apa", {"links": links[:50]})
    record = engine.catalogue.record(document.doc_id, 0, 400, taken=date(2026, 1, 1)).to_dict() | {"item": {}}
    changed = [record | {"quote": f"{text[at : at + 2900]} altered", "start": at, "end": at + 2900} for at in range(13)]
    words = random.Random(1).choices(text.split(), k=6_500)
    mixed = [record | {"quote": " ".join(words[at : at + 490])[:2900]} for at in range(0, 6_370, 490)]
    letters = [record | {"quote": "e", "end": 1, "before": "z" * 20, "after": "z" * 20}] * 500
    spaced = [record | {"quote": text[at : at + 1200].replace(" ", "  "), "start": at} for at in range(33)]
    yield post("verify: records of changed words", "/api/verify", changed)
    yield post("verify: records of mixed words", "/api/verify", mixed)
    yield post("verify: records of a letter", "/api/verify", letters)
    yield post("verify: records with other spaces", "/api/verify", spaced)
    yield post("verify: long lists of links", "/api/verify", {"links": links})
    for form in ("docx", "odt", "html", "md", "pdf", "zip"):
        note = ("Some words of a note with *emphasis*, `code` and [a link](http://example.org). " * 4000)[
            : MAX_NOTES - 20
        ]
        yield post(f"brief: a long note as {form}", f"/api/brief?format={form}", brief([{"note": note}]))
    deep = "> " * 200 + "deep"
    yield post("brief: a note nested 200 deep", "/api/brief?format=docx", brief([{"note": deep}]))
    yield post("brief: brackets", "/api/brief?format=html", brief([{"note": "[" * 49_000}]))
    yield post("brief: stars", "/api/brief?format=html", brief([{"note": "*a_ " * 12_000}]))
    yield post("brief: 500 quotes as docx", "/api/brief?format=docx", brief([{"quote": place}] * 500))
    yield post("brief: 500 quotes as pdf", "/api/brief?format=pdf", brief([{"quote": place}] * 500))
    both = [{"quote": place}] * 500 + [{"note": "*a_ " * 12_000}]
    yield post("brief: notes and 500 quotes as docx", "/api/brief?format=docx", brief(both))
    yield post("brief: notes and 500 quotes as zip", "/api/brief?format=zip", brief(both))
    yield post("brief: an unknown style", "/api/brief", brief([{"note": "a"}]) | {"style": "x" * 100_000})
    yield post("brief: a long unknown field", "/api/brief", {"x" * 900_000: 1})
    sent = urlencode([("q", question), ("verdict", "nothing")]).encode()
    yield "feedback", "POST", "/judgements", sent, "application/x-www-form-urlencoded"


def get(name: str, path: str, **values: object) -> Request:
    return name, "GET", f"{path}?{urlencode(values, doseq=True)}", b"", ""


def post(name: str, path: str, content: object) -> Request:
    return name, "POST", path, json.dumps(content).encode(), "application/json"


def brief(content: list[dict[str, str]]) -> dict[str, object]:
    return {"title": "A briefing", "section": [{"heading": "One", "content": content}]}


def processor_seconds(process: int) -> tuple[float, float]:
    """Return the processor time of a process, and that of its children, also those that have ended."""
    own = started = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used, of_children = (sum(int(fields[number]) for number in pair) / TICKS for pair in ((11, 12), (13, 14)))
        if int(path.parent.name) == process:
            own, started = used, started + of_children
        elif int(fields[1]) == process:
            started += used + of_children
    return own, started


def memory_mib(process: int) -> int:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024**2


def child_of(process: int) -> int:
    """Return the process that serves: the one started here."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == process and "serve" in command:
            return int(path.parent.name)
    raise SystemExit("The server is not running.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "reportqa", "index", "--corpus", str(options.folder), "--index", temporary]
        subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        engine = Engine.open(Settings.from_env({}, root=ROOT, index_dir=Path(temporary)))
        with server(temporary) as port:
            process = child_of(os.getpid())
            sent = [one for one in requests(engine) if options.only in one[0]]
            print(f"{'request':36} status  seconds  server  workers")
            for one in sent:
                before, begun = processor_seconds(process), time.perf_counter()
                status = send(port, one)
                seconds, after = time.perf_counter() - begun, processor_seconds(process)
                own, started = (late - early for late, early in zip(after, before, strict=True))
                print(f"{one[0]:36} {status:>6} {seconds:8.2f} {own:7.2f} {started:8.2f}", flush=True)
            good = [
                get("", "/api/ask", q="How many patients are registered?"),
                get("", f"/documents/{quote(engine.documents()[0].doc_id)}"),
            ]
            print(f"\n{'a good client':36} requests    p50    p95  failed  server's memory")
            print_good("alone", good, port, process, options.seconds)
            stop = Event()
            threads = [Thread(target=attack, args=(port, sent, seed, stop)) for seed in range(HOSTILE)]
            for thread in threads:
                thread.start()
            for number in range(2):
                print_good(f"beside {HOSTILE} others, part {number + 1}", good, port, process, options.seconds / 2)
            stop.set()
            for thread in threads:
                thread.join()


def send(port: int, request: Request) -> str:
    """Return the status of the response, or the name of the error."""
    _, method, address, body, kind = request
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request(method, address, body or None, {"Content-Type": kind} if kind else {})
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
    return str(response.status)


def attack(port: int, sent: Sequence[Request], seed: int, stop: Event) -> None:
    order = random.Random(seed)
    while not stop.is_set():
        send(port, order.choice(sent))


def print_good(name: str, sent: Sequence[Request], port: int, process: int, seconds: float) -> None:
    end, times, failed = time.monotonic() + seconds, [], 0
    while time.monotonic() < end:
        for one in sent:
            begun = time.perf_counter()
            failed += send(port, one) != "200"
            times.append(time.perf_counter() - begun)
            time.sleep(0.1)
    half, most = np.percentile(times, [50, 95])
    print(f"{name:36} {len(times):8} {half:6.2f} {most:6.2f} {failed:7} {memory_mib(process):11} MiB", flush=True)


if __name__ == "__main__":
    main()
