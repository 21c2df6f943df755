"""A day's work where there is no network: a namespace with only its own loopback, in which attempts are recorded."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
CORPUS = TESTS.parent / "corpus"
NO_NETWORK = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")
HERE = re.compile(r"127\.0\.0\.1|localhost|::1|/")
CONNECT = re.compile(r'connect\(.*?sa_family=AF_INET6?,.*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')


def works(*command: str) -> bool:
    try:
        return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not works(*NO_NETWORK), reason="this system makes no network namespaces"),
]
TRACES = works("strace", "-f", "-o", "/dev/null", "-e", "trace=connect")


def run_offline(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command without a network; attempts to connect are noted in two files of the folder."""
    script = f'{shutil.which("ip") or "/usr/sbin/ip"} link set lo up && exec "$@"'
    traced = ("strace", "-f", "-qq", "-o", str(folder / "calls"), "-e", "trace=connect") if TRACES else ()
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(TESTS / "support" / "watched"), str(TESTS.parent / "src"), str(TESTS)]),
        "CONNECTIONS": str(folder / "connections"),
    }
    return subprocess.run(
        [*NO_NETWORK, "sh", "-c", script, "sh", *traced, *command],
        capture_output=True, text=True, check=False, env=environ,
    )  # fmt: skip


def attempts(folder: Path) -> list[str]:
    """Return what was tried beyond this machine."""
    noted = (folder / "connections").read_text().splitlines() if (folder / "connections").exists() else []
    found = [line for line in noted if not HERE.search(line)]
    if TRACES:
        calls = (folder / "calls").read_text(errors="replace")
        found += [address for address in CONNECT.findall(calls) if not HERE.fullmatch(address)]
    return found


def test_a_day_of_work_connects_to_nothing(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(CORPUS, root / "corpus", ignore=shutil.ignore_patterns("_sources"))
    done = run_offline(tmp_path, sys.executable, "-m", "support.offline_day", str(root))
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
    assert attempts(tmp_path) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.getaddrinfo('example.org', 443)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 53))",
    ],
)
def test_attempt_fails_and_is_recorded(tmp_path: Path, attempt: str) -> None:
    done = run_offline(tmp_path, sys.executable, "-c", f"import socket; {attempt}")
    assert done.returncode != 0
    assert attempts(tmp_path)


@pytest.mark.skipif(not TRACES, reason="strace does not work here")
def test_attempt_of_another_program_is_recorded(tmp_path: Path) -> None:
    run_offline(tmp_path, "bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80")
    assert attempts(tmp_path) == ["192.0.2.1"]
