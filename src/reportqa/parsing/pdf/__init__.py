"""PDF files: lines, blocks, tables, notes and word boxes from the characters and rules of their pages.

A face of its own, so that code that reads no PDF loads no PDF library.
"""

from reportqa.parsing.pdf.layout import read_layout
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.ocr import check_ocr
from reportqa.parsing.pdf.page_notes import LaidOutPage, PrintedNote

__all__ = ["LaidOutPage", "Line", "PrintedNote", "check_ocr", "read_layout"]
