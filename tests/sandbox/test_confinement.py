import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportqa.errors import ReadingStopped
from reportqa.parsing.office.libreoffice import convert
from reportqa.sandbox import run
from reportqa.settings import Limits
from support.trouble import cause

pytestmark = pytest.mark.slow

CALLS = "from reportqa.sandbox.confinement import confine; print(*confine())"


def offered() -> set[str]:
    """Return what this system offers, as a process finds it that confines itself."""
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def needs(*names: str) -> None:
    if not offered() & set(names):
        pytest.skip(f"this system has no {' or '.join(names)}")


def outcome(name: str) -> str:
    (finished,) = run(cause, [name], Limits(seconds=60), 1)
    found = finished.outcome
    return f"{found} {found.details}" if isinstance(found, ReadingStopped) else str(found)


def convert_page(_: str) -> bytes | None:
    return convert(b"<html><body><p>Text of the page.</p></body></html>", ".html", ".odt:writer8")


def read_picture(text: str) -> str:
    import pytesseract
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (800, 120), 255)
    ImageDraw.Draw(picture).text((20, 30), text, font=ImageFont.load_default(48), fill=0)
    return str(pytesseract.image_to_string(picture)).strip()


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number: int = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", number), timeout=10).close()
        yield number


def test_linux_on_a_common_processor_offers_one_of_them() -> None:
    if sys.platform == "linux" and os.uname().machine in {"x86_64", "aarch64"}:
        assert "seccomp" in offered()


@pytest.mark.parametrize("kind", ["connect", "connect-child"])
def test_worker_and_its_children_cannot_connect(port: int, kind: str) -> None:
    needs("landlock", "seccomp")
    assert f"{kind}:{port}" not in outcome(f"{kind}:{port}").split()


def test_worker_without_confinement_could_connect(port: int) -> None:
    assert cause(f"connect:{port}").startswith("connect:")
    assert cause(f"connect-child:{port}").startswith("connect-child:")


def test_worker_cannot_reach_other_programs_of_the_machine(tmp_path: Path) -> None:
    needs("seccomp")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        server.listen()
        assert "PermissionError" in outcome(f"connect-unix:{tmp_path / 'socket'}")
        assert "PermissionError" in outcome("leave")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_runs_in_a_worker() -> None:
    (finished,) = run(convert_page, ["page"], Limits(seconds=100), 1)
    assert b"opendocument.text" in bytes(finished.outcome)[:100]  # type: ignore[arg-type]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_tesseract_runs_in_a_worker() -> None:
    (finished,) = run(read_picture, ["Forty practices"], Limits(seconds=100), 1)
    assert finished.outcome == "Forty practices"


def test_worker_writes_temporary_files_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    needs("landlock")
    inside, outside = tmp_path / "temporary", tmp_path / "other"
    inside.mkdir()
    outside.mkdir()
    monkeypatch.setenv("TMPDIR", str(inside))
    assert outcome(f"write:{inside / 'a'}").startswith("write:")
    assert "PermissionError" in outcome(f"write:{outside / 'b'}")
    assert [path.name for path in (*inside.iterdir(), *outside.iterdir())] == ["a"]
    assert tempfile.gettempdir() != str(inside)


def test_worker_cannot_end_another_process() -> None:
    needs("landlock")
    with subprocess.Popen(["sleep", "1000"]) as other:  # noqa: S607
        assert "PermissionError" in outcome(f"end:{other.pid}")
        assert other.poll() is None
        other.kill()
