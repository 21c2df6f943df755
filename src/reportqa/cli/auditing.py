"""What a command changes, for the audit log of the server."""

import getpass

from reportqa.settings import Settings

COMMAND_LINE = "command line"
"""In place of the address of a client."""


def note(
    settings: Settings, action: str, *documents: str, subject: str | None = None, detail: str | None = None
) -> None:
    """Write an event to the audit log, if one is kept."""
    from reportqa.audit_log import AuditEvent, AuditLog

    if AuditLog.is_kept(settings):
        event = AuditEvent(
            action, user=person(), address=COMMAND_LINE, documents=documents, subject=subject, detail=detail
        )
        AuditLog.of(settings).write(event)


def person() -> str:
    """Return the name of the person at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container, the user may have no name.
        return "(unknown)"
