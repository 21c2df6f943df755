"""Formatted citations over HTTP: one as a file, or many in a style."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import BoundedSemaphore

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from reportqa.answer import Citation
from reportqa.briefings import file_name
from reportqa.citations import (
    CITE_FORMATS,
    DEFAULT_STYLE,
    Anchor,
    CitationPart,
    Node,
    SourcedQuote,
    Standing,
    Verdict,
    anchors_of,
    cite_text,
    format_quotations,
    load_style,
    read_link,
    write_inlines,
)
from reportqa.deadline import acquire
from reportqa.errors import InputError, ServerBusy
from reportqa.index import Catalogue
from reportqa.server.current_index import current_engine
from reportqa.settings import MAX_BRIEFING_BYTES, MAX_CITED, MAX_COMPARED

_SHOWN = frozenset({"text", "markdown", "html"})
_STANDING = frozenset({Standing.UNCHANGED, Standing.MOVED})

bp = Blueprint("citing", __name__)

_PATIENCE = 5
"""Seconds to wait for other requests that format."""
_formatting = BoundedSemaphore(2)
"""Requests that format citations or make briefings at the same time; each takes processes and memory."""


@contextmanager
def formatting() -> Iterator[None]:
    """Context that formats citations or makes a briefing.

    :raises ServerBusy: when others do so for too long.
    """
    if not acquire(_formatting, _PATIENCE):
        raise ServerBusy("Other briefings and citations are being formatted. Try again in a moment.")
    try:
        yield
    finally:
        _formatting.release()


def anchor_of_request() -> Anchor:
    """Return the place in the query string: a link, or document, start and end.

    :raises InputError: when there is none.
    """
    args = request.args
    return read_link(args.get("link") or f"{args.get('document', '')}#{args.get('start', '')}-{args.get('end', '')}")


def traced(anchors: Sequence[Anchor], catalogue: Catalogue) -> Iterator[tuple[Anchor, Verdict, Citation | None]]:
    """Yield each anchor with its verdict and the citation of its current place, if it has one.

    :raises InputError: when more than MAX_COMPARED characters have changed.
    """
    left = MAX_COMPARED
    for number, anchor in enumerate(anchors, start=1):
        if len(anchor.quote) > left:
            raise InputError(
                f"Number {number}: the quotes that have changed are longer than {MAX_COMPARED:,} characters in all."
                " Send fewer at a time."
            )
        verdict, citation = catalogue.trace(anchor)
        if verdict.standing not in _STANDING:
            left -= len(anchor.quote)
        yield anchor, verdict, citation


@bp.get("/api/record")
def record() -> Response:
    """Return the record of a citation, given by a link or by document, start and end."""
    made = current_engine().catalogue.record(
        *anchor_of_request().span, taken=datetime.now(UTC).date(), question=request.args.get("question") or None
    )
    return jsonify(made.to_dict())


def json_body(max_bytes: int | None = None) -> bytes:
    """Return the body of a request that says it is JSON; `max_bytes` raises the size limit."""
    if not request.is_json:
        raise UnsupportedMediaType("Send JSON with Content-Type: application/json.")
    request.max_content_length = max_bytes or request.max_content_length
    return request.get_data()


@bp.get("/api/cite")
def cite() -> Response:
    """Return the citation of one place, in a style or for a reference manager."""
    args = request.args
    form = args.get("format", "text")
    if form not in CITE_FORMATS:
        raise InputError(f'A citation cannot be written as "{form}". Choose one of: {", ".join(CITE_FORMATS)}.')
    quotation = current_engine().catalogue.quotation(*anchor_of_request().span)
    if form == "record":
        response = record()
    else:
        style = load_style(args["style"]) if args.get("style") else None
        with formatting():
            response = Response(cite_text([quotation], form, style, _part(args.get("part", "all"))) + "\n")
        response.content_type = CITE_FORMATS[form][0]
    name = f"{file_name(quotation.citation.title)}.{CITE_FORMATS[form][1]}"
    response.headers.set("Content-Disposition", "inline" if form in _SHOWN else "attachment", filename=name)
    return response


@bp.post("/api/cite")
def cite_many() -> Response:
    """Format citations in a style, each as if cited first, with their bibliography."""
    anchors = anchors_of(json_body(MAX_BRIEFING_BYTES))
    if len(anchors) > MAX_CITED:
        raise InputError(f"There are {len(anchors):,} citations; the limit is {MAX_CITED}. Send fewer at a time.")
    style = load_style(request.args.get("style") or DEFAULT_STYLE)
    catalogue = current_engine().catalogue
    found = [_quotation(verdict, citation, catalogue) for _, verdict, citation in traced(anchors, catalogue)]
    with formatting():
        formatted = format_quotations([quotation for quotation in found if quotation], style)
        notes, entries = iter(_written(formatted.notes)), _written(formatted.entries)
    return jsonify(
        {
            "style": {"name": style.name, "title": style.title, "notes": style.is_note},
            "citations": [next(notes) if quotation else None for quotation in found],
            "bibliography": entries,
        }
    )


def _quotation(verdict: Verdict, citation: Citation | None, catalogue: Catalogue) -> SourcedQuote | None:
    """Return the quotation at its current place; None if its text has changed or is gone."""
    return catalogue.sourced(citation) if citation and verdict.standing in _STANDING else None


def _written(texts: tuple[list[Node], ...]) -> list[dict[str, str]]:
    pairs = zip(write_inlines(texts, "html5"), write_inlines(texts, "plain"), strict=True)
    return [{"html": html, "text": text} for html, text in pairs]


def _part(name: str) -> CitationPart:
    try:
        return CitationPart(name)
    except ValueError as error:
        raise InputError(f'"{name}" is not a part of a citation. Choose one of: {", ".join(CitationPart)}.') from error
