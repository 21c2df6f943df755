import json
from pathlib import Path

from click.testing import CliRunner, Result

from reportqa.audit_log import AUDIT_DIR, AuditEvent, AuditLog
from reportqa.cli import main


def run(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["audit-log", *arguments, "--index", str(folder)])
    assert result.exception is None
    return result


def test_events_of_a_user_are_shown_exported_and_erased(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / AUDIT_DIR, 30)
    log.write(AuditEvent("upload", user="mary", address="192.0.2.1", status=201, documents=("a.pdf", "b.pdf")))
    log.write(AuditEvent("feedback", user="paul"))
    assert run(tmp_path, "show").output.count("\n") == 2
    shown = run(tmp_path, "show", "--user", "mary").output
    assert shown.endswith(" upload mary 192.0.2.1 201 a.pdf b.pdf\n")
    (line,) = run(tmp_path, "show", "--user", "mary", "--json").output.splitlines()
    assert json.loads(line)["documents"] == ["a.pdf", "b.pdf"]
    assert run(tmp_path, "show", "--from", "9999").output == ""
    assert run(tmp_path, "erase", "--user", "mary").output == "Erased from 1 events.\n"
    assert "mary" not in run(tmp_path, "show").output
    assert [event.action for event in log.read()] == ["upload", "feedback", "erase-user"]
