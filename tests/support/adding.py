"""A server that adds files in one step, whose builds run a program that says what one would."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from reportqa.ingest import BuildRunner
from reportqa.server.uploads.adder import Adder
from reportqa.server.uploads.adding import Adding
from reportqa.server.uploads.pending import Upload, Uploads
from reportqa.settings import Settings

SAYING = """
import json, sys
print(json.dumps({"stage": "Reading", "total": 2}), file=sys.stderr, flush=True)
print(json.dumps({"done": 1, "of": "Reading", "name": "a.txt"}), file=sys.stderr, flush=True)
"""
READY = 'print(json.dumps({"built": True, "files": 1, "skipped": {"twin.txt": "is the same file as a.txt."}}))'


@dataclass
class AddingServer:
    """An adder with the program that its builds run, and what was received for it."""

    settings: Settings
    uploads: Uploads
    builds: BuildRunner
    adder: Adder

    def receive(self, **contents: str) -> list[Upload]:
        return [self.uploads.receive(f"{name}.txt", io.BytesIO(text.encode())) for name, text in contents.items()]

    def until(self, is_so: Callable[[Adding], bool]) -> Adding:
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            if (adding := self.adder.latest()) is not None and is_so(adding):
                return adding
            time.sleep(0.02)
        pytest.fail(f"It stays at {self.adder.latest()}.")

    def ended(self) -> Adding:
        return self.until(lambda adding: not adding.is_running)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.settings.corpus_dir.iterdir())
