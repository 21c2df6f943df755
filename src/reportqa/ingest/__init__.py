"""Ingest."""

from reportqa.ingest.auditing import audit
from reportqa.ingest.build import Summary, index
from reportqa.ingest.build_process import Builds, end_with_stdin, events
from reportqa.ingest.build_status import Build, State
from reportqa.ingest.corpus import QUESTIONS_FILE, find_files
from reportqa.ingest.document_reader import read_content
from reportqa.ingest.drift import Sums
from reportqa.ingest.inspection import Piece, find_document, find_page, marked_text
from reportqa.ingest.parse_report import Account, LeftOutKind, count_left_out
from reportqa.ingest.status import Changes, Status
from reportqa.ingest.watch import due_builds, until_stopped

__all__ = [
    "QUESTIONS_FILE",
    "Account",
    "Build",
    "Builds",
    "Changes",
    "LeftOutKind",
    "Piece",
    "State",
    "Status",
    "Summary",
    "Sums",
    "audit",
    "count_left_out",
    "due_builds",
    "end_with_stdin",
    "events",
    "find_document",
    "find_files",
    "find_page",
    "index",
    "marked_text",
    "read_content",
    "until_stopped",
]
