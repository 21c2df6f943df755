"""Ingestion: a folder of reports into a new generation of the index; its status, watching it, and parse reports."""

from reportqa.ingest.acceptance import KEEP_BOTH, REPLACE, names_at_top, put_into, remove_unchanged, safe_name
from reportqa.ingest.additions import Addition, add_files, files_by_size
from reportqa.ingest.build import Summary, index
from reportqa.ingest.build_process import BuildRunner, end_with_stdin, events, like_index
from reportqa.ingest.build_status import BuildState, BuildStatus
from reportqa.ingest.corpus import QUESTIONS_FILE, find_files
from reportqa.ingest.extract import extract
from reportqa.ingest.inspection import Piece, find_document, find_page, inspect_document, marked_text
from reportqa.ingest.parse_report import LeftOutKind, ParseReport, audit, count_left_out
from reportqa.ingest.references.description import FIELDS as DESCRIBED
from reportqa.ingest.references.description import description_fields, read_description
from reportqa.ingest.references.library_file import LibraryFile
from reportqa.ingest.references.reference_import import read_references
from reportqa.ingest.references.sidecar_files import BIBLIOGRAPHY_SUFFIXES, find_bibliographies
from reportqa.ingest.status import Changes, FileHashes, IndexStatus, corpus_changes, read_status
from reportqa.ingest.watch import due_builds, until_stopped

__all__ = [
    "BIBLIOGRAPHY_SUFFIXES",
    "DESCRIBED",
    "KEEP_BOTH",
    "QUESTIONS_FILE",
    "REPLACE",
    "Addition",
    "BuildRunner",
    "BuildState",
    "BuildStatus",
    "Changes",
    "FileHashes",
    "IndexStatus",
    "LeftOutKind",
    "LibraryFile",
    "ParseReport",
    "Piece",
    "Summary",
    "add_files",
    "audit",
    "corpus_changes",
    "count_left_out",
    "description_fields",
    "due_builds",
    "end_with_stdin",
    "events",
    "extract",
    "files_by_size",
    "find_bibliographies",
    "find_document",
    "find_files",
    "find_page",
    "index",
    "inspect_document",
    "like_index",
    "marked_text",
    "names_at_top",
    "put_into",
    "read_description",
    "read_references",
    "read_status",
    "remove_unchanged",
    "safe_name",
    "until_stopped",
]
