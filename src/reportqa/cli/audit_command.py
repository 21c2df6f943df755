"""The commands that show the audit log and erase a user in it."""

import click

from reportqa.cli.options import json_option, settings_options
from reportqa.settings import Settings


@click.group("audit-log")
def audit_log() -> None:
    """Show who did what on the server, or erase a user.

    A server that others can reach notes sign-ins, uploads, builds, changes, exports and feedback, and this
    program its own changes. REPORTQA_AUDIT turns that on or off.
    """


@audit_log.command()
@click.option("--user", metavar="NAME", help="Only what this user did, or what was done to them.")
@click.option("--from", "since", default="", metavar="DATE", help="Only from this date on: 2026-11 or 2026-11-30.")
@json_option("Print one line of JSON per event.")
@settings_options("index_dir")
def show(settings: Settings, user: str | None, since: str, as_json: bool) -> None:
    """Print the events, the oldest first."""
    from reportqa.audit_log import AuditLog
    from reportqa.cli.output import json_line

    for event in AuditLog.of(settings).read(user, since):
        fields = event.to_dict()
        click.echo(json_line(fields) if as_json else " ".join(map(_shown, fields.values())))


@audit_log.command()
@click.option("--user", required=True, metavar="NAME", help="The name of the user.")
@settings_options("index_dir")
def erase(settings: Settings, user: str) -> None:
    """Replace the name of a user, and drop their addresses and questions; what was done stays.

    Copies that syslog has got are not changed.
    """
    from reportqa.audit_log import AuditEvent, AuditLog
    from reportqa.cli.auditing import person

    log = AuditLog.of(settings)
    count = log.erase(user)
    if count:
        log.write(AuditEvent("erase-user", user=person()))
    click.echo(f"Erased from {count:,} events.")


def _shown(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)
