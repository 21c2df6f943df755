"""Links from citations to the cited words on public pages: text fragments of web pages, pages of PDFs."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from reportqa.citations.pandoc import Node
from reportqa.citations.works import SourcedQuote

_WHOLE, _ENDS = 10, 5
"""Most words of a quote that a link has whole, and the words of each end of a longer one."""


def public_link(quotation: SourcedQuote) -> str:
    """Return the address of a quote on the public page of its document; "" if the address leads to no page of words.

    A document that is a web page is linked with its words (`#:~:text=`), a PDF whose address ends in ".pdf" with the
    number of the page in the file. Source: https://wicg.github.io/scroll-to-text-fragment/ (text directives), and RFC
    8118, 3 (fragments of PDFs).
    """
    citation = quotation.citation
    address = citation.url or ""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    is_pdf = parts.path.lower().endswith(".pdf")
    if citation.doc_id.lower().endswith(".pdf") and is_pdf and citation.pages:
        return f"{address.partition('#')[0]}#page={citation.pages[0].physical}"
    if citation.doc_id.lower().endswith((".html", ".htm", ".xhtml")) and not is_pdf and not quotation.rows:
        return f"{address}{'' if '#' in address else '#'}:~:text={_text_directive(citation.quote)}"
    return ""


def link_citation(content: Sequence[Node], quotation: SourcedQuote) -> list[Node]:
    """Return the inlines of a citation as a link to its words, if they have an address.

    A citation that has a link to its work already, as in a note, keeps only that, with the new address.
    """
    target = public_link(quotation)
    return _linked(content, target, str(quotation.citation.url)) if target else list(content)


def _linked(content: Sequence[Node], target: str, address: str) -> list[Node]:
    made = []
    for node in content:
        if node["t"] == "Cite":
            made.append({"t": "Cite", "c": [node["c"][0], _in_citation(node["c"][1], target, address)]})
        else:
            made.append(node)
    return made


def _in_citation(content: Sequence[Node], target: str, address: str) -> list[Node]:
    if any(node["t"] == "Note" for node in content):
        return [
            {"t": "Note", "c": [{**block, "c": _text(block["c"], target, address)} for block in node["c"]]}
            if node["t"] == "Note"
            else node
            for node in content
        ]
    return _text(content, target, address)


def _text(content: Sequence[Node], target: str, address: str) -> list[Node]:
    """Return a text as a link, or its links to an address with a new target."""
    if _has_link(content):
        return [_retargeted(node, target, address) for node in content]
    return [{"t": "Link", "c": [["", [], []], list(content), [target, ""]]}]


def _has_link(part: Any) -> bool:
    if isinstance(part, dict):
        return part.get("t") == "Link" or _has_link(part.get("c"))
    return isinstance(part, list) and any(map(_has_link, part))


def _retargeted(part: Any, target: str, address: str) -> Any:
    if isinstance(part, list):
        return [_retargeted(each, target, address) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("t") == "Link" and part["c"][2][0] == address:
        attributes, text, (_, title) = part["c"]
        return {"t": "Link", "c": [attributes, text, [target, title]]}
    return {name: _retargeted(value, target, address) for name, value in part.items()}


def _text_directive(text: str) -> str:
    """Return the words of a text directive: all of a short text, else the first and the last of a long one."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    words = [word for line in lines for word in line]
    if len(lines) == 1 and len(words) <= _WHOLE:
        return _encoded(words)
    return f"{_encoded(lines[0][:_ENDS])},{_encoded(lines[-1][-_ENDS:])}"


def _encoded(words: Sequence[str]) -> str:
    """Return words for a text directive, in which "-", "," and "&" have a meaning."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
