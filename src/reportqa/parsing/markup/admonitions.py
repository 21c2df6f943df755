"""Admonitions of Markdown (MkDocs, Docusaurus, MyST, Obsidian) as paragraphs under a bold title."""

import re
from collections.abc import Iterator, Sequence

FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})(.*)$")
"""A line that begins or ends a block of code."""
_ADMONITIONS = (
    "note|info|information|tip|hint|important|warning|caution|danger|error|attention|success|check|done|question|help|faq"
    "|failure|fail|missing|bug|example|quote|cite|abstract|summary|tldr|todo|seealso|see-also|admonition|sidebar|topic"
    "|margin|details|note-box|key|definition"
)
_INDENTED = re.compile(r"^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+[\w-]+)*(?:[ \t]+\"(.*)\")?[ \t]*$")
_CALLOUT = re.compile(r"^([ \t]*(?:>[ \t]?)+)\[!([\w-]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*(.*)$")
_ALERTS = frozenset({"note", "tip", "important", "warning", "caution"})
"""Callouts that pandoc knows, if they have no title of their own."""
_DIRECTIVE = re.compile(rf"^(:{{3,}})[ \t]*\{{?({_ADMONITIONS})\}}?(?:\[(.*)\]|[ \t]+([^{{].*))?[ \t]*$", re.IGNORECASE)
_MYST = re.compile(rf"^\{{({_ADMONITIONS})\}}[ \t]*(.*)$", re.IGNORECASE)
_OPTION = re.compile(r"^:[\w-]+:.*$")


def plain_admonitions(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, admonitions as a bold title and their contents, which are not indented."""
    reader = _Admonitions()
    for line in lines:
        yield from reader.read(line)


class _Admonitions:
    def __init__(self) -> None:
        self._indent: str | None = None
        self._fence = ""
        self._is_prose = False

    def read(self, line: str) -> Iterator[str]:
        line = self._dedented(line)
        code = FENCE.match(line)
        if self._fence:
            yield from self._in_fence(line, code)
        elif code and (myst := _MYST.match(code[3].strip())):
            self._fence, self._is_prose = code[2], True
            yield f"::: {myst[1].lower()}"
            yield from _titled("", myst[2])
        elif code:
            self._fence, self._is_prose = code[2], False
            yield line
        elif match := _INDENTED.match(line):
            self._indent = match[1] if self._indent is None else self._indent
            yield ""
            yield from _titled("", _kind(match[2]) if match[3] is None else match[3])
        elif match := _DIRECTIVE.match(line):
            yield f"{match[1]} {match[2].lower()}"
            yield from _titled("", match[3] or match[4])
        elif (match := _CALLOUT.match(line)) and (match[3] or match[4] or match[2].lower() not in _ALERTS):
            yield from _titled(match[1], match[4] or _kind(match[2]))
        else:
            yield line

    def _dedented(self, line: str) -> str:
        """Return a line without the indentation of the admonition that it is in; the first without any ends it."""
        if self._indent is None:
            return line
        if line.strip() and not line.startswith((f"{self._indent}    ", f"{self._indent}\t")):
            self._indent = None
            return line
        return line.removeprefix(self._indent).removeprefix("    ").removeprefix("\t")

    def _in_fence(self, line: str, code: re.Match[str] | None) -> Iterator[str]:
        if code and code[2].startswith(self._fence) and not code[3].strip():
            self._fence = ""
            yield ":::" if self._is_prose else line
        elif not self._is_prose or not _OPTION.match(line):
            yield line


def _kind(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _titled(prefix: str, title: str | None) -> Iterator[str]:
    """Yield a title as a bold paragraph."""
    if title:
        yield from (f"{prefix}**{title}**", prefix.rstrip())
