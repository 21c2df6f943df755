"""A server whose index is built anew, and rolled back, while many people ask."""

import json
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from reportqa.answering.current_index import CurrentIndex
from reportqa.index.generation_writer import rollback
from reportqa.index.generations import current
from reportqa.server.app import create_app
from reportqa.server.serve import Server
from reportqa.settings import Settings
from support.forks import Lane, lanes
from support.killing import QUESTION, copy_export, index_arguments, settings_in, write_corpus

pytestmark = pytest.mark.slow

PEOPLE = 20
"""More than twice as many as the server has threads, so that some requests always wait."""
NUMBER = re.compile(r"(?<=had )\d,\d{3}|(?<=of )\d,\d{3}")


@dataclass
class Index:
    """An index whose every generation tells a number of its own; `files` has the sha256 of the files of each."""

    settings: Settings
    lane: Lane
    numbers: dict[str, str] = field(default_factory=dict)
    files: dict[str, set[str]] = field(default_factory=dict)

    def build(self, number: str) -> None:
        write_corpus(self.settings, number)
        assert self.lane.run(*index_arguments(self.settings))[0] == 0
        generation = current(self.settings.index_dir)
        self.numbers[generation] = number
        self.files[generation] = {sha256(path.read_bytes()).hexdigest() for path in self.settings.corpus_dir.iterdir()}

    def open_generations(self) -> set[str]:
        """Return the generations of which this process has a file open or in memory."""
        links = []
        for path in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # Closed meanwhile.
                links.append(os.readlink(path))
        held = "\n".join([Path("/proc/self/maps").read_text(), *links])
        return set(re.findall(rf"{re.escape(str(self.settings.index_dir))}/generations/(\d+T\d+)", held))


@pytest.fixture
def index(tmp_path: Path, exports: Path) -> Iterator[Index]:
    with lanes(1, exports) as (lane,):
        index = Index(settings_in(tmp_path), lane)
        copy_export(exports, index.settings)
        index.build("1,000")
        yield index


@dataclass
class Served:
    """A server in threads of this process."""

    port: int
    ended: Event = field(default_factory=Event)

    def get(self, path: str) -> tuple[int, Any]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    def wait_for(self, generation: str) -> None:
        deadline = time.monotonic() + 300
        while self.get("/healthz")[1]["generation"] != generation:
            assert time.monotonic() < deadline


@pytest.fixture
def served(index: Index) -> Iterator[Served]:
    app = create_app(index.settings)
    index_in_use: CurrentIndex = app.extensions["reportqa"]
    index_in_use.get()
    with closing(Server(app, "127.0.0.1", 0)) as server:
        served = Served(int(server.address.rsplit(":", 1)[1]))
        threads = [Thread(target=server.run), Thread(target=index_in_use.watch, args=(served.ended,))]
        for thread in threads:
            thread.start()
        try:
            yield served
        finally:
            served.ended.set()
            server.stop()
            for thread in threads:
                thread.join()


def asked(served: Served, enough: Event) -> list[tuple[str, int, Any]]:
    """Ask and list the documents until it is enough; give each response."""
    found = []
    while not enough.is_set():
        for path in (f"/api/ask?{urlencode({'q': QUESTION})}", "/api/documents"):
            found.append((path, *served.get(path)))
    return found


def test_nobody_gets_an_error_or_a_mixed_answer_while_ten_generations_switch(index: Index, served: Served) -> None:
    back = "", ""
    # Not the end of the server, which goes on to give back what the last request held.
    enough = Event()
    with ThreadPoolExecutor(PEOPLE) as people:
        futures = [people.submit(asked, served, enough) for _ in range(PEOPLE)]
        try:
            for number in ("2,000", *back, "3,000", "4,000", *back, "5,000", *back):
                if number:
                    index.build(number)
                else:
                    rollback(index.settings.index_dir)
                served.wait_for(current(index.settings.index_dir))
        finally:
            enough.set()
    responses = [response for future in futures for response in future.result()]
    assert {status for _, status, _ in responses} == {200}
    assert {body["generation"] for _, _, body in responses} == set(index.numbers)
    for path, _, body in responses:
        generation, shown = body["generation"], body.get("citations", []) + body.get("documents", [])
        assert {entry.get("document_sha256", entry.get("sha256")) for entry in shown} <= index.files[generation], path
        quotes = "".join(entry.get("quote", "") for entry in shown)
        assert set(NUMBER.findall(quotes)) == ({index.numbers[generation]} if quotes else set()), path
    assert_only_one_is_held(index)


def assert_only_one_is_held(index: Index) -> None:
    deadline = time.monotonic() + 300
    while index.open_generations() != {current(index.settings.index_dir)}:
        assert time.monotonic() < deadline, index.open_generations()
        time.sleep(0.1)


def test_idle_server_opens_the_new_generation_and_frees_the_old(index: Index, served: Served) -> None:
    assert served.get("/healthz")[0] == 200
    index.build("2,000")
    assert_only_one_is_held(index)
    assert len(index.numbers) == 2
