"""Subtitles (WebVTT, SubRip): what is said, joined to paragraphs; times, styles and positions are not text."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.text import clean_text

_TIME = re.compile(
    r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})[ \t]*-->[ \t]*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3}).*"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_PAUSE = 4.0
"""Seconds without subtitles that end a paragraph."""
_LENGTH = 500
"""Characters from which the end of a sentence ends a paragraph."""
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    speaker: str
    text: str
    start: float
    end: float


def parse(data: bytes) -> DocumentBuilder:
    """Read a file of subtitles in any encoding.

    :raises ParseError: when it has no subtitles.
    """
    builder = DocumentBuilder()
    blocks = re.split(r"\n[ \t]*\n", decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    lines = list(_spoken(blocks, builder))
    if not lines:
        raise ParseError("has no subtitles: no line has times (00:01.000 --> 00:04.000). Save or download it again.")
    for speaker, text in _paragraphs(lines):
        builder.paragraph(f"{speaker}: {text}" if speaker else text)
    return builder


def _spoken(blocks: list[str], builder: DocumentBuilder) -> Iterator[_Line]:
    """Yield the lines of the subtitles; record the other blocks."""
    before = ""
    for block in blocks:
        lines = block.strip("\ufeff\n").split("\n")
        cues = [number for number, line in enumerate(lines) if _TIME.match(line.strip())]
        if not cues:
            if block.strip() and not block.strip("\ufeff\n ").startswith("WEBVTT"):
                builder.leave_out("comment", block)
            elif title := block.strip("\ufeff\n ").removeprefix("WEBVTT").strip(" -\n"):
                builder.leave_out("metadata", title)
            continue
        # Above the times is the identifier of a subtitle; between subtitles without an empty line it is a number.
        if heading := "\n".join(lines[: max(cues[0] - 1, 0)]).removeprefix("WEBVTT").strip(" -\n"):
            builder.leave_out("metadata", heading)
        for at, following in pairwise([*cues, len(lines)]):
            start, end = _seconds(lines[at].strip())
            speaker = ""
            has_number = following < len(lines) and lines[following - 1].strip().isdecimal()
            for line in lines[at + 1 : following - has_number]:
                if voice := _VOICE.search(line):
                    speaker = clean_text(voice[1]).strip()
                text = " ".join(clean_text(html.unescape(_TAG.sub("", line))).split())
                # Captions that roll repeat the line before.
                if text and text != before:
                    yield _Line(speaker, text, start, end)
                    before = text


def _seconds(times: str) -> tuple[float, float]:
    match = _TIME.match(times)
    if match is None:
        return 0.0, 0.0
    hours, minutes, seconds, fraction, *rest = (group or "0" for group in match.groups())
    end_hours, end_minutes, end_seconds, end_fraction = rest
    start = int(hours) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction}")
    return start, int(end_hours) * 3600 + int(end_minutes) * 60 + float(f"{end_seconds}.{end_fraction}")


def _paragraphs(lines: list[_Line]) -> Iterator[tuple[str, str]]:
    """Yield speaker and text: lines of one speaker without a pause, at most until a sentence ends after _LENGTH."""
    pieces: list[str] = []
    before = lines[0]
    for line in lines:
        is_long = sum(map(len, pieces)) > _LENGTH and _SENTENCE_END.search(before.text)
        if pieces and (line.speaker != before.speaker or line.start - before.end > _PAUSE or is_long):
            yield before.speaker, " ".join(pieces)
            pieces = []
        pieces.append(line.text)
        before = line
    yield before.speaker, " ".join(pieces)
