import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from reportqa.errors import InputError, StateUnavailable
from reportqa.settings import Settings
from reportqa.state import StateDatabase, UserStore
from reportqa.state.database import state_url
from support.postgres import PostgresServer, make_schema

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state.db"


def test_default_is_a_file_in_the_index_folder_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = Settings.from_env({}, index_dir=tmp_path / "index")
    StateDatabase.open(settings).close()
    assert stat.S_IMODE((tmp_path / "index" / "state.db").stat().st_mode) == 0o600


def test_url_of_the_settings_is_used_and_not_shown(tmp_path: Path) -> None:
    settings = Settings.from_env({"REPORTQA_STATE_URL": "postgresql://u:secret@h/d"}, index_dir=tmp_path)
    assert state_url(settings) == "postgresql://u:secret@h/d"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("url", ["mysql://u@h/d", "sqlite://", "nonsense", "postgresql://host"])
def test_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="REPORTQA_STATE_URL is not the address"):
        StateDatabase(url)


def test_file_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateUnavailable, match="cannot be written"):
        StateDatabase(f"sqlite:///{tmp_path}/file/state.db")


def test_file_that_is_no_database_is_reported_and_kept(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_text("This is a letter to a friend.\n" * 50)
    with pytest.raises(StateUnavailable, match="cannot be used"):
        StateDatabase(f"sqlite:///{tmp_path}/state.db")
    assert (tmp_path / "state.db").read_text().startswith("This is a letter")


def test_sqlite_waits_for_other_writers_and_checks_foreign_keys(sqlite: str) -> None:
    with closing(StateDatabase(sqlite)) as database, database.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_transaction_with_an_error_is_rolled_back(database: StateDatabase) -> None:
    def fail() -> None:
        with database.writing() as session:
            session.connection().exec_driver_sql("INSERT INTO grants VALUES ('c', 'g')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM grants").scalar() == 0


def test_threads_that_write_at_the_same_time_lose_nothing(database: StateDatabase) -> None:
    def add_grants(thread: int) -> None:
        for number in range(10):
            with database.writing() as session:
                connection = session.connection()
                count = connection.exec_driver_sql("SELECT count(*) FROM grants").scalar()
                assert count is not None
                connection.exec_driver_sql(f"INSERT INTO grants VALUES ('{thread}', '{number}')")  # noqa: S608

    threads = [Thread(target=add_grants, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM grants").scalar() == 80


def test_processes_that_open_a_new_file_at_once_all_succeed(sqlite: str) -> None:
    program = "import sys; from reportqa.state import StateDatabase; StateDatabase(sys.argv[1]).close()"
    running = [
        subprocess.Popen([sys.executable, "-c", program, sqlite], stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [process.communicate()[1] for process in running] == ["", "", ""]


def test_postgresql_without_the_schema_says_what_to_run(postgres: PostgresServer) -> None:
    with pytest.raises(StateUnavailable, match=r'Run "reportqa state upgrade"'):
        StateDatabase(postgres.url(postgres.create()))


def test_postgresql_that_does_not_run_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StateUnavailable, match="cannot be used"):
        StateDatabase(f"postgresql://nobody@/d?host={tmp_path}")


def test_restart_of_postgresql_is_not_noticed(postgres: PostgresServer) -> None:
    url = postgres.url(postgres.create())
    make_schema(url)
    with closing(StateDatabase(url)) as database:
        UserStore(database).add("anna", PASSWORD)
        postgres.stop()
        with pytest.raises(StateUnavailable):
            UserStore(database).all()
        postgres.start()
        assert [one.name for one in UserStore(database).all()] == ["anna"]


def test_settings_may_name_another_folder(tmp_path: Path) -> None:
    settings = replace(Settings.from_env({}), index_dir=tmp_path, state_url=f"sqlite:///{tmp_path}/a/b/users.db")
    StateDatabase.open(settings).close()
    assert (tmp_path / "a" / "b" / "users.db").is_file()
