"""Briefings: a draft with its quotes, written as DOCX, ODT, HTML, PDF or Markdown."""

from reportqa.briefings.briefing import make_briefing
from reportqa.briefings.draft import MAX_LEVEL, draft_of, draft_of_json, read_draft
from reportqa.briefings.export import FORMATS, export, file_name, form_of, one_file, write_files
from reportqa.briefings.live_fields import LIVE

__all__ = [
    "FORMATS",
    "LIVE",
    "MAX_LEVEL",
    "draft_of",
    "draft_of_json",
    "export",
    "file_name",
    "form_of",
    "make_briefing",
    "one_file",
    "read_draft",
    "write_files",
]
