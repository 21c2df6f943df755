"""Correction of page numbers in a copy of a briefing; nothing else is changed."""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportqa.errors import InputError
from reportqa.parsing import decode
from reportqa.proofreading.manuscript import Manuscript
from reportqa.proofreading.page_references import Locator, written_like
from reportqa.proofreading.proofreader import Outcome, QuoteCheck
from reportqa.proofreading.quotations import SourceText
from reportqa.proofreading.source_names import has_name
from reportqa.text import Wording

_CONTEXT = 10
"""Words before a page number by which its place is identified."""
_TEXT_NODE = re.compile(r"(?P<tag><(?:!--.*?--|[^>]*)>)|(?P<text>[^<]+)", re.DOTALL)
_BREAKING = re.compile(
    r"</?(?:w:p|w:tab|w:br|text:p|text:h|text:s|text:tab|text:line-break|p|li|div|br|td|th|h\d|blockquote)\b"
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_PARTS = {
    ".docx": ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
    ".odt": ("content.xml",),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A page number to replace, with the words before it (`context`).

    Of `total` places with these words, `before` come first.
    """

    check: QuoteCheck
    context: tuple[str, ...]
    old: str
    new: str
    before: int
    total: int
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """The bytes of the copy, the corrections made, and those `left` because their place or their page is ambiguous."""

    data: bytes
    done: tuple[Correction, ...]
    left: tuple[Correction, ...]


def correct(name: str, data: bytes, manuscript: Manuscript, checks: Sequence[QuoteCheck]) -> Corrected:
    """Return a briefing with the page numbers of its notes corrected.

    :raises InputError: for a PDF, which cannot be corrected.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".pdf":
        raise InputError(f"{name} is a PDF, which cannot be corrected: correct the file that it was made from.")
    settled = {_place(check) for check in checks if check.outcome is Outcome.RIGHT}
    wrong = [check for check in checks if _place(check) not in settled]
    made = [made for check in wrong if (made := _correction(check, manuscript)) is not None]
    # Quotations that share a note may need the same correction, which is made once, or two that exclude each other.
    corrections = list({(one.context, one.before, one.is_note, one.new): one for one in made}.values())
    if suffix in _PARTS:
        copy, done = _correct_package(data, _PARTS[suffix], corrections)
    else:
        source = _Source(decode(data), is_marked=suffix.startswith(".htm"))
        done = source.correct(corrections)
        # Other encodings are changed to UTF-8.
        copy = source.text.encode("utf-8")
    return Corrected(copy, tuple(done), tuple(one for one in corrections if one not in done))


def _correct_package(
    data: bytes, parts: Sequence[str], corrections: Sequence[Correction]
) -> tuple[bytes, list[Correction]]:
    done: list[Correction] = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        present = [part for part in parts if part in package.namelist()]
        sources = {part: _Source(package.read(part).decode("utf-8"), is_marked=True) for part in present}
        for source in sources.values():
            done += source.correct([one for one in corrections if one not in done])
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
            for member in package.infolist():
                changed = sources.get(member.filename)
                content = package.read(member) if changed is None else changed.text.encode("utf-8")
                copy.writestr(member, content)
    return written.getvalue(), done


def _place(check: QuoteCheck) -> tuple[SourceText | None, int, Locator | None]:
    """Return the place of the page that a note names for a quotation; the same for two that share a note."""
    return check.claim.source, check.claim.part_start, check.claim.locator


def _correction(check: QuoteCheck, manuscript: Manuscript) -> Correction | None:
    """Return the correction for a quotation; None if another page number would not make it right."""
    claim = check.claim
    if check.outcome is not Outcome.ELSEWHERE or claim.locator is None or claim.source is None:
        return None
    # A page that was not read whole, or of a work that is not in the index, is left alone.
    if not claim.locator.is_whole or (not claim.doc_ids and claim.source.is_citation and has_name(claim.part)):
        return None
    places = [found.citation for found in check.places]
    if claim.doc_ids and any(place.doc_id not in claim.doc_ids for place in places):
        return None
    if not places[0].pages or len({(place.doc_id, place.pages) for place in places}) > 1:
        return None
    locator = claim.locator
    old = claim.part[locator.start : locator.end]
    new = written_like(locator, claim.part, places[0].pages)
    end = claim.part_start + locator.end
    if claim.source.offset is None:
        text, offset = claim.source.text, 0
    else:
        text, offset = manuscript.text, claim.source.offset
    leading = Wording.of(text[: offset + end]).keys
    context = tuple(leading[-_CONTEXT - len(Wording.of(old).keys) :])
    if claim.source.note is not None:
        notes = [Wording.of(note.text).keys for note in manuscript.notes]
        before = sum(len(_positions(keys, context)) for keys in notes[: claim.source.note])
        total = sum(len(_positions(keys, context)) for keys in notes)
    else:
        before, total = len(_positions(leading, context)) - 1, len(_positions(Wording.of(text).keys, context))
    return Correction(check, context, old, new, before, total, is_note=claim.source.note is not None)


def _positions(keys: Sequence[str], context: tuple[str, ...]) -> list[int]:
    """Return the positions in `keys` where `context` begins."""
    size = len(context)
    return [i for i, key in enumerate(keys) if key == context[0] and tuple(keys[i : i + size]) == context]


class _Source:
    """The text of a file without markup, with the offset of each character; `is_marked` for XML and HTML."""

    def __init__(self, text: str, *, is_marked: bool) -> None:
        self.text = text
        self._is_marked = is_marked
        characters = list(_without_markup(text) if is_marked else enumerate(text))
        self._offsets = [offset for offset, _ in characters]
        self._wording = Wording.of("".join(character for _, character in characters))

    def correct(self, corrections: Sequence[Correction]) -> list[Correction]:
        """Make the corrections whose places are unambiguous, and return them."""
        places: dict[tuple[int, int], list[int]] = {}
        for number, correction in enumerate(corrections):
            starts = _positions(self._wording.keys, correction.context)
            if len(starts) != correction.total:
                continue
            last = starts[correction.before] + len(correction.context) - 1
            first = last - len(Wording.of(correction.old).keys) + 1
            end = self._wording.ends[last]
            # The full stop of "ff." belongs to it.
            end += correction.old.endswith(".") and self._wording.text[end : end + 1] == "."
            places.setdefault((self._wording.starts[first], end), []).append(number)
        single = {place: numbers[0] for place, numbers in places.items() if len(numbers) == 1}
        for (begin, end), number in sorted(single.items(), reverse=True):
            self._write(begin, end, corrections[number].new)
        return [corrections[number] for number in single.values()]

    def _write(self, begin: int, end: int, new: str) -> None:
        """Replace characters by a new text at the place of the first; tags between them stay."""
        text = self.text
        for i in range(end - 1, begin - 1, -1):
            start = self._offsets[i]
            if text[start] == "<":
                continue
            entity = _ENTITY.match(text, start) if self._is_marked else None
            written = (html.escape(new, quote=False) if self._is_marked else new) if i == begin else ""
            text = text[:start] + written + text[entity.end() if entity else start + 1 :]
        self.text = text


def _without_markup(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and character of the text between tags; tags that break lines are line feeds."""
    for match in _TEXT_NODE.finditer(text):
        if match["tag"]:
            if _BREAKING.match(match["tag"]):
                yield match.start(), "\n"
            continue
        position = match.start()
        for piece in re.split(f"({_ENTITY.pattern})", match["text"]):
            shown = html.unescape(piece) if _ENTITY.fullmatch(piece) else piece
            if len(shown) == 1:
                yield position, shown
            else:
                yield from enumerate(piece, position)
            position += len(piece)
