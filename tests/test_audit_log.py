import json
import logging
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from reportqa.audit_log import AUDIT_DIR, ERASED, AuditEvent, AuditLog
from reportqa.errors import InputError
from reportqa.settings import Settings

UPLOAD = AuditEvent("upload", user="mary", address="192.0.2.1", status=201, documents=("a.pdf", "b\nc.pdf"))
GRANT = AuditEvent("grant", user="root", address="192.0.2.2", status=303, subject="mary")
OTHER = AuditEvent("question", user="paul", address="192.0.2.3", status=200, question="Who is mary?")


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    log = AuditLog(tmp_path / "audit", 30)
    for event in (UPLOAD, GRANT, OTHER):
        log.write(event)
    return log


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def test_events_are_read_as_they_were_written(log: AuditLog) -> None:
    assert list(log.read()) == [UPLOAD, GRANT, OTHER]


def test_events_are_lines_of_json_that_only_the_owner_can_read(log: AuditLog, tmp_path: Path) -> None:
    (path,) = files(tmp_path / "audit")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    lines = path.read_text(encoding="ascii").splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["upload", "grant", "question"]
    assert "subject" not in lines[0]


def test_events_of_a_user_are_theirs_and_what_was_done_to_them(log: AuditLog) -> None:
    assert list(log.read("mary")) == [UPLOAD, GRANT]
    assert list(log.read("nobody")) == []


def test_events_are_read_from_a_date_on(log: AuditLog) -> None:
    log.write(replace(UPLOAD, time="2001-02-03T04:05:06.000+00:00"))
    assert len(list(log.read())) == 4
    assert len(list(log.read(since="2001-02-03"))) == 4
    assert list(log.read(since="2001-03")) == [UPLOAD, GRANT, OTHER]


def test_erased_user_is_nowhere_and_what_was_done_stays(log: AuditLog, tmp_path: Path) -> None:
    log.write(replace(UPLOAD, time="2001-02-03T04:05:06.000+00:00", question="Mine?"))
    assert log.erase("mary") == 3
    assert log.erase("mary") == 0
    stored = "".join(path.read_text(encoding="utf-8") for path in files(tmp_path / "audit"))
    assert "192.0.2.1" not in stored
    assert "Mine?" not in stored
    assert '"mary"' not in stored
    first, upload, grant, other = log.read()
    assert (first.user, upload.user, upload.documents) == (ERASED, ERASED, UPLOAD.documents)
    assert (grant.user, grant.subject) == ("root", ERASED)
    assert other == OTHER


def test_old_files_are_dropped_when_a_day_begins(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, 30)
    log.write(replace(UPLOAD, time="2001-02-03T04:05:06.000+00:00"))
    log.write(UPLOAD)
    assert [path.stem for path in files(tmp_path)] == [datetime.now(UTC).date().isoformat()]


def test_line_that_was_cut_off_costs_only_itself(log: AuditLog, tmp_path: Path) -> None:
    (path,) = files(tmp_path / "audit")
    with path.open("ab") as file:
        file.write(b'{"time": "2026-1')
    log.write(GRANT)
    assert list(log.read()) == [UPLOAD, GRANT, OTHER, GRANT]
    assert log.erase("mary") == 3


def test_events_of_many_threads_are_all_written(tmp_path: Path) -> None:
    logs = [AuditLog(tmp_path, 30) for _ in range(4)]
    threads = [
        Thread(
            target=lambda log=log, number=number: [log.write(replace(GRANT, detail=f"{number}.{n}")) for n in range(20)]
        )
        for number, log in enumerate(logs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({event.detail for event in logs[0].read()}) == 80


def test_log_that_cannot_be_written_is_reported_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    log = AuditLog(tmp_path / "file", 30)
    log.write(UPLOAD)
    assert "audit log cannot be written" in caplog.text
    assert log.erase("mary") == 0


def test_syslog_gets_a_copy(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(tmp_path / "socket"))
        log = AuditLog(tmp_path / "audit", 30, str(tmp_path / "socket"))
        log.write(UPLOAD)
        priority, _, text = server.recv(4096).decode().partition(">reportqa: ")
        log.close()
    assert priority == f"<{10 * 8 + 6}"
    assert json.loads(text) == json.loads(json.dumps(UPLOAD.to_dict()))


def test_syslog_that_ends_is_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(tmp_path / "socket"))
        log = AuditLog(tmp_path / "audit", 30, str(tmp_path / "socket"))
    with caplog.at_level(logging.ERROR):
        log.write(UPLOAD)
    log.close()
    assert "syslog" in caplog.text
    assert list(log.read()) == [UPLOAD]


@pytest.mark.parametrize("address", ["/no/such/socket", "127.0.0.1:port", "no.such.host.invalid:514"])
def test_syslog_that_cannot_be_reached_is_reported(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="REPORTQA_AUDIT_SYSLOG"):
        AuditLog(tmp_path, 30, address)


def test_log_is_kept_where_it_is_turned_on_or_there_is_one(tmp_path: Path) -> None:
    settings = Settings.from_env({}, root=tmp_path)
    assert not AuditLog.is_kept(settings)
    (settings.index_dir / AUDIT_DIR).mkdir(parents=True)
    assert AuditLog.is_kept(settings)
    assert not AuditLog.is_kept(Settings.from_env({"REPORTQA_AUDIT": "0"}, root=tmp_path))
    assert AuditLog.is_kept(Settings.from_env({"REPORTQA_AUDIT": "1"}, root=tmp_path / "other"))
