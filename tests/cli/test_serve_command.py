import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from support.commands import Run, assert_refused


@pytest.mark.slow
def test_port_in_use_is_refused_with_one_sentence(run: Run) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        assert_refused(run("serve", "--port", str(taken.getsockname()[1])), 1, "Error: ")


@pytest.mark.parametrize("arguments", [["--port", "65536"], ["--upload-mib", "0"]])
def test_number_out_of_range_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert_refused(run("serve", *arguments), 2, arguments[0])


@pytest.mark.slow
def test_open_shows_the_page_in_the_browser(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/part && mv {tmp_path}/part {tmp_path}/shown\nsleep 60\n')
    browser.chmod(0o700)
    arguments = ["serve", "--port", "0", "--open", "--index", "nowhere"]
    with subprocess.Popen(
        [sys.executable, "-m", "reportqa", *arguments], cwd=tmp_path, text=True, stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", "BROWSER": f"{browser} %s"},
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            end = time.monotonic() + 60
            while not (tmp_path / "shown").exists() and time.monotonic() < end:
                time.sleep(0.05)
        finally:
            process.terminate()
    assert f"Serving at {(tmp_path / 'shown').read_text().strip()}, but" in first
    assert process.returncode == 0
