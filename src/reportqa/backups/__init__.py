"""Backups of index, corpus and state in one file, and their restoration."""

from reportqa.backups.backup import BackupSummary, back_up
from reportqa.backups.journal import finish_restore
from reportqa.backups.restore import check_backup, restore
from reportqa.backups.serving import serving

__all__ = ["BackupSummary", "back_up", "check_backup", "finish_restore", "restore", "serving"]
