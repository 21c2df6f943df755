"""What the worst allowed request to each part of the server costs, in processor time.

    python benchmarks/dos.py [FOLDER] [--only WORD]

Builds an index of FOLDER (default: corpus/), starts `reportqa serve --allow-upload` and sends one request at a time, as
large and as awkward as the limits allow. Printed are the status, the seconds until the response, and the processor
seconds of the server and of its worker processes. `--only` sends the requests whose name has a word.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

from web import ROOT, environment, server

from reportqa.answering.engine import Engine
from reportqa.settings import MAX_QUESTION_LENGTH, Settings

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
    record = engine.catalogue.record(document.doc_id, 0, 400, taken=date(2026, 1, 1)).to_dict()
    changed = [
        record | {"quote": f"{text[at : at + 3000]} altered", "start": at, "end": at + 3000} for at in range(250)
    ]
    yield post("verify: records of changed words", "/api/verify", changed)
    yield post("verify: long lists of links", "/api/verify", {"links": links})
    for form in ("docx", "odt", "html", "md", "pdf", "zip"):
        note = "Some words of a note with *emphasis*, `code` and [a link](http://example.org). " * 4000
        yield post(f"brief: a long note as {form}", f"/api/brief?format={form}", brief([{"note": note}]))
    deep = "> " * 200 + "deep"
    yield post("brief: a note nested 200 deep", "/api/brief?format=docx", brief([{"note": deep}]))
    yield post("brief: brackets", "/api/brief?format=html", brief([{"note": "[" * 50_000}]))
    yield post("brief: stars", "/api/brief?format=html", brief([{"note": "*a_ " * 50_000}]))
    yield post("brief: 500 quotes as docx", "/api/brief?format=docx", brief([{"quote": place}] * 500))
    yield post("brief: 500 quotes as pdf", "/api/brief?format=pdf", brief([{"quote": place}] * 500))
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


def processor_seconds(process: int) -> float:
    """Return the processor time of a process with its children, also those that have ended."""
    found = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(path.parent.name) == process:
            found += sum(int(fields[number]) for number in (11, 12, 13, 14)) / TICKS
        elif int(fields[1]) == process:
            found += sum(int(fields[number]) for number in (11, 12)) / TICKS
    return found


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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "reportqa", "index", "--corpus", str(options.folder), "--index", temporary]
        subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        engine = Engine.open(Settings.from_env({}, root=ROOT, index_dir=Path(temporary)))
        with server(temporary) as port:
            process = child_of(os.getpid())
            print(f"{'request':36} status  seconds  processor")
            for name, method, address, body, kind in requests(engine):
                if options.only not in name:
                    continue
                before, begun = processor_seconds(process), time.perf_counter()
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
                try:
                    headers = {"Content-Type": kind} if kind else {}
                    connection.request(method, address, body or None, headers)
                    response = connection.getresponse()
                    response.read()
                    status = str(response.status)
                except (OSError, http.client.HTTPException) as error:
                    status = type(error).__name__
                finally:
                    connection.close()
                seconds, used = time.perf_counter() - begun, processor_seconds(process) - before
                print(f"{name:36} {status:>6} {seconds:8.2f} {used:10.2f}", flush=True)


if __name__ == "__main__":
    main()
