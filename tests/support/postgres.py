"""A PostgreSQL server of the tests, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from reportqa.state.database import change_schema, engine_of

_OPTIONS = "-c listen_addresses='' -c fsync=off -c max_connections=100"


def _program(name: str) -> str | None:
    """Return the path of a program of PostgreSQL; Debian keeps it out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


class PostgresServer:
    """A running server; each database is dropped with it."""

    def __init__(self, folder: Path, user: str) -> None:
        self.folder = folder
        self.user = user

    def create(self, template: str = "template1") -> str:
        """Create a database as a copy of another; return its name."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(host=str(self.folder), user=self.user, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return name

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        return f"postgresql://{self.user}@/{name}?host={self.folder}"

    def run(self, *action: str) -> None:
        """Run pg_ctl as the owner of the folder."""
        _run_as(self.user, str(_program("pg_ctl")), "-w", "-D", f"{self.folder}/data", *action)

    def start(self) -> None:
        """Start it, and wait until it accepts connections."""
        self.run("-o", f"{_OPTIONS} -k {self.folder}", "-l", f"{self.folder}/log", "start")

    def stop(self) -> None:
        """Stop it, and end all its connections."""
        self.run("-m", "fast", "stop")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Yield a server; skip where PostgreSQL is not installed, except in CI."""
    if (initdb := _program("initdb")) is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed.")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # Its program refuses to run as root, and the path of a socket has at most 107 characters.
    user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        _run_as(user, initdb, "-D", f"{folder}/data", "-A", "trust", "-U", user, "-E", "UTF8", "--no-sync")
        server = PostgresServer(folder, user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def make_schema(url: str) -> None:
    """Create the tables of the state in a database."""
    engine = engine_of(url)
    change_schema(engine)
    engine.dispose()


def _run_as(user: str, *command: str) -> None:
    given = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **given)  # type: ignore[call-overload]
