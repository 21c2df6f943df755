"""Commands that back up and restore index, corpus and state."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportqa.cli.auditing import note
from reportqa.cli.options import FILE, json_option, settings_options
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.backups import BackupSummary


@click.command()
@click.argument("file", type=FILE)
@settings_options("corpus_dir", "index_dir")
@json_option("Print what the backup has as one line of JSON.")
def backup(settings: Settings, file: Path, as_json: bool) -> None:
    """Write a backup of index, reports and state to a file.

    It has the index in use, the folder of the reports, descriptions of documents, collections, feedback, held uploads
    and the SQLite database of users. A server may run meanwhile. Each file has a checksum. An earlier backup of
    that name is replaced when the new one is complete. A PostgreSQL database is not part of it: use pg_dump.
    """
    from reportqa.backups import back_up

    summary = back_up(settings, file)
    note(settings, "backup", subject=file.name)
    _print("Backed up to", summary, as_json)


@click.command()
@click.argument("file", type=FILE)
@settings_options("corpus_dir", "index_dir")
@click.option("--check", is_flag=True, help="Check every byte of the backup and replace nothing.")
@json_option("Print what the backup has as one line of JSON.")
def restore(settings: Settings, file: Path, check: bool, as_json: bool) -> None:
    """Replace index, reports and state by those of a backup.

    Stop the server first. The backup is checked before anything is replaced; then either all is replaced or nothing,
    also after a crash. What was replaced is kept in a folder ".replaced-…" beside it until the next restoration.
    """
    from reportqa.backups import check_backup
    from reportqa.backups import restore as put_back

    if check:
        _print("Checked", check_backup(file), as_json)
    else:
        summary = put_back(settings, file)
        note(settings, "restore", subject=file.name)
        _print("Restored", summary, as_json)


def _print(done: str, summary: "BackupSummary", as_json: bool) -> None:
    from reportqa.cli.output import json_line

    if as_json:
        click.echo(json_line(asdict(summary)))
        return
    what = f"index {summary.generation}" if summary.generation else "no index"
    click.echo(f"{done} {summary.file}: {summary.files:,} files, {summary.size:,} bytes, {what}.")
    for one in summary.notes:
        click.echo(one, err=True)
