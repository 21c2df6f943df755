"""A mail of any format, and how it is written."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import getaddresses

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.html import parser as html
from reportqa.parsing.members import MAX_FILES, Read, write_member
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.plain import parser as plain
from reportqa.text import clean_text

_QUOTE = re.compile(r"(?:> ?)+")
_WORD = re.compile(r"\w+")
_TABLE = re.compile(rb"<th\b", re.IGNORECASE)
_TAG = re.compile(rb"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Mail:
    """A mail.

    `fields` are the names and values of its header that are text, `files` names and functions that
    return the contents, so that only one is decoded at a time.
    """

    subject: str = ""
    sender: str = ""
    date: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    plain: str = ""
    html: bytes = b""
    enriched: str = ""
    files: list[tuple[str, Callable[[], bytes]]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def write(self, read: Read) -> DocumentBuilder:
        """Return the mail as a document: subject, fields, text, then the attached files under their names."""
        builder = DocumentBuilder()
        builder.heading(clean_text(self.subject), 1)
        builder.paragraph("\n".join(f"{name}: {clean_text(value)}" for name, value in self.fields if value))
        body = self._body()
        builder.append(body, level=1)
        builder.warnings += self.warnings + body.warnings
        for kind, text in self.left_out:
            builder.leave_out(kind, text)
        for name, contents in self.files[:MAX_FILES]:
            write_member(name, contents(), read, builder)
        if len(self.files) > MAX_FILES:
            builder.warnings.append(f"Only the first {MAX_FILES} of {len(self.files):,} attached files are read.")
        builder.csl_item = csl_item(
            title=self.subject,
            authors=[name or address for name, address in getaddresses([self.sender])],
            issued=self.date,
        )
        builder.require_text()
        return builder

    def _body(self) -> DocumentBuilder:
        """Return the text: the plain one, unless the HTML one has a table or much more; the enriched one without both.

        Lines of the others with words that it lacks are named.
        """
        if not self.enriched.strip():
            return self._plain_or_html()
        if not self.plain.strip() and not self.html.strip():
            return _paragraphs(self.enriched)
        return _with_missing(self._plain_or_html(), self.enriched)

    def _plain_or_html(self) -> DocumentBuilder:
        written = _paragraphs(self.plain)
        if not self.html.strip():
            return written
        words = len(_TAG.sub(b" ", self.html).split())
        try:
            laid_out = html.parse(self.html)
        except ParseError as error:
            if not self.plain.strip():
                written.warnings.append(f"The text of the mail {error}")
            return written
        is_html = bool(_TABLE.search(self.html)) or len(self.plain.split()) * 2 < words
        body, other = (laid_out, written) if is_html else (written, laid_out)
        return _with_missing(body, other.text)


def _paragraphs(text: str) -> DocumentBuilder:
    unquoted = "\n".join(_unquoted(text.splitlines()))
    return plain.parse(unquoted.encode("utf-8", "replace")) if unquoted.strip() else DocumentBuilder()


def _unquoted(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without the marks of quoted ones, in a paragraph of their own."""
    before = 0
    for line in lines:
        mark = _QUOTE.match(line)
        depth = mark[0].count(">") if mark else 0
        if depth != before:
            yield ""
        before = depth
        yield line[mark.end() :] if mark else line


def _with_missing(body: DocumentBuilder, other: str) -> DocumentBuilder:
    """Return the text of a mail in which lines of another version with words that it lacks are named."""
    said = _words(body.text)
    for line in other.splitlines():
        if not _words(line) <= said:
            body.leave_out("other version of the mail", line)
    return body


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
