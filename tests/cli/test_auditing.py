from dataclasses import replace
from pathlib import Path

from reportqa.audit_log import AuditLog
from reportqa.cli.auditing import COMMAND_LINE, note, person
from reportqa.settings import Settings


def test_command_is_noted_where_there_is_a_log(tmp_path: Path) -> None:
    settings = Settings.from_env({}, root=tmp_path)
    note(settings, "rollback", detail="1")
    assert not settings.index_dir.exists()
    kept = replace(settings, audit=True)
    note(kept, "upload", "a.pdf", subject="b", detail="c")
    (event,) = AuditLog.of(kept).read()
    assert (event.action, event.user, event.address, event.documents) == ("upload", person(), COMMAND_LINE, ("a.pdf",))
    assert (event.subject, event.detail, event.status) == ("b", "c", None)
