"""The pages of one document: its text with marks beside the picture of each page, and the pictures themselves."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from reportqa.answer import Citation
from reportqa.answering import Engine
from reportqa.citations import Anchor, Standing, Verdict, read_query, sentence
from reportqa.document import Document, Page
from reportqa.errors import InputError, PageUnavailable
from reportqa.server.current_index import current_engine
from reportqa.server.pages.ask_form import MAX_CARRIED, AskForm
from reportqa.server.pages.document_view import (
    ZOOMS,
    Marks,
    PagePicture,
    Place,
    has_pictures,
    hits_by_leaf,
    marks_of,
    page_counts,
    picture_address,
    picture_of,
    picture_set,
    whole_number,
)
from reportqa.server.viewer.highlight_boxes import PrintedText
from reportqa.server.viewer.page_images import Painter
from reportqa.server.viewer.page_renderer import WIDTHS
from reportqa.server.viewer.page_slices import Shown, find_printed, leaf_at, leaves_of, outline, section_at
from reportqa.server.viewer.text_blocks import Cell, Segment, render
from reportqa.settings import MAX_QUESTION_LENGTH

CHANGED = "This document has changed since the link was made. The highlight may not be what was cited."
MISPLACED = "The link names a place that is not in this document. Nothing is highlighted."
PLACE = ("start", "end", "sha256", "page", "quote", "tail", "digest", "before", "after")
"""What the address of a document says of a place in it."""
VIEWS = ("both", "picture", "text")
MAX_LEAVES = 4
"""Leaves shown together when a cited range runs over as many."""
MAX_OUTLINE = 60
MAX_LISTED = 30
"""Places found, and pages with what the question finds, that are listed at once."""
FOREVER = "public, max-age=31536000, immutable"

bp = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class CitedStanding:
    """How the citation of a permanent link stands now, in words too."""

    verdict: Verdict
    sentence: str
    anchor: Anchor


@bp.get("/documents/<path:doc_id>")
def document(doc_id: str) -> str | BaseResponse | tuple[str, int]:
    """Show a page of a document, or as many as a cited range runs over: as it looks, and its text.

    A permanent link leads to where its words stand now, and the page says how they stand.

    With left_out=1 the text says what of the file is not in it too, each thing where it would stand.
    """
    engine = current_engine()
    try:
        anchor = read_query(doc_id, request.query_string.decode("ascii", "replace"))
    except ValueError:
        anchor = None
    notices: list[str] = []
    standing = None
    if anchor and anchor.quote:
        verdict, citation = engine.catalogue.trace(anchor)
        standing = CitedStanding(verdict, sentence(verdict, anchor), anchor)
        if verdict.missing_document:
            return render_template("withdrawn.html", standing=standing, form=AskForm("")), NotFound.code
        document = engine.document(verdict.doc_id or doc_id)
    else:
        document = engine.document(doc_id)
        citation = _requested_citation(engine, document, notices)
    place = Place(doc_id, _values(document))
    if "go" in request.args:
        page = find_printed(document.pages, request.args["go"])
        if page:
            return redirect(place.address(leaf=page.physical), 303)
        notices.append(_no_page(document, request.args["go"]))
    question = request.args.get("q", "")[:MAX_QUESTION_LENGTH].strip()
    marks = marks_of(engine, document, citation, question, request.args.get("find", "").strip())
    if marks.problem:
        notices.append(marks.problem)
    shown = _shown(document, citation, notices)
    begins, ends = shown.range
    cited = citation.start if citation else begins
    section = section_at(document.sections, cited if begins <= cited < ends else begins)
    # Every link but those that turn the page names the range where it stands now, and no more of it.
    short = {name: value for name, value in place.values.items() if name not in PLACE}
    short |= {"start": citation.start, "end": citation.end} if citation else {}
    near = Place(document.doc_id, {**short, "q": question if len(question) <= MAX_CARRIED else None})
    # Who follows a link to words that changed is to see that first.
    mark_id = "cited" if standing is None or standing.verdict.standing is Standing.UNCHANGED else "place"
    view = place.values.get("view", "both") if has_pictures(document) else "text"
    zoom = place.values.get("zoom", "fit")
    shows_left_out = request.args.get("left_out") == "1"
    hit_leaves = hits_by_leaf(shown.leaves, marks)
    return render_template(
        "document.html",
        document=document,
        form=replace(AskForm.within(document.doc_id), question=question),
        shown=shown,
        place=place,
        near=near,
        view=view,
        zoom=zoom,
        zooms=ZOOMS,
        pictures=_pictures(document, shown, marks, zoom) if view != "text" else (),
        blocks=render(
            document,
            citation.start if citation else 0,
            citation.end if citation else 0,
            left_out=shows_left_out,
            marked=marks.all,
            within=shown.range,
            pages=[leaf.page for leaf in shown.here if leaf.page and leaf.part == 1],
        )
        if view != "picture"
        else (),
        marks=marks,
        question=question,
        words=request.args.get("find", "").strip(),
        listed=_listed([one.start for one in marks.found], shown),
        page_counts=page_counts(shown.leaves, marks),
        leaf_at=leaf_at,
        hit_leaves=hit_leaves,
        hits_listed=_listed([leaf.start for leaf, _ in hit_leaves], shown),
        outline=outline(document.sections, section, MAX_OUTLINE),
        section=section,
        citation=citation,
        standing=standing,
        mark_id=mark_id,
        notices=notices,
        left_out_address=place.address("cited" if citation or standing else "", left_out=None if shows_left_out else 1)
        if document.left_out
        else None,
        shows_left_out=shows_left_out,
    )


@bp.get("/pictures/<path:doc_id>")
def picture(doc_id: str) -> Response:
    """Give the picture of a page: ?page=PHYSICAL&width=ONE OF WIDTHS, with &sha256= of the file to be kept for good."""
    document = current_engine().document(doc_id)
    if not has_pictures(document):
        raise PageUnavailable(f"{doc_id} has no pages that look like anything; its text is all there is.")
    page, width = whole_number(request.args.get("page")), whole_number(request.args.get("width"))
    if width not in WIDTHS:
        raise InputError(f"Pictures are {', '.join(map(str, WIDTHS))} pixels wide. Ask for one of these.")
    if not 1 <= page <= len(document.pages):
        raise PageUnavailable(f"{doc_id} has no page {page}; it has {len(document.pages)}.")
    sha256 = request.args.get("sha256")
    if sha256 and sha256 != document.sha256:
        raise PageUnavailable(f"{doc_id} has changed since the link to this picture was made. Open the document anew.")
    etag = f"{document.sha256[:32]}-{page}-{width}"
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        made = painter().picture(document, page, width)
        response = Response(made.data, mimetype=made.media_type)
    response.set_etag(etag)
    response.headers["Cache-Control"] = FOREVER if sha256 else "no-cache"
    return response


def painter() -> Painter:
    """Give what draws pages for this application."""
    found: Painter = current_app.extensions["reportqa.painter"]
    return found


def _values(document: Document) -> dict[str, Any]:
    """Give what the address says, but for what it may not say."""
    args = request.args
    values: dict[str, Any] = {name: args[name] for name in ("leaf", "part", "q", "find") if args.get(name)}
    values |= {name: args.getlist(name) for name in PLACE if args.get(name)}
    if args.get("view") in VIEWS and has_pictures(document):
        values["view"] = args["view"]
    if args.get("zoom") in ZOOMS:
        values["zoom"] = args["zoom"]
    if args.get("left_out") == "1":
        values["left_out"] = 1
    return values


def _shown(document: Document, citation: Citation | None, notices: list[str]) -> Shown:
    """Give the leaves that the address asks for: a page, a part, else where the cited range stands, else the first."""
    leaves = leaves_of(document)
    try:
        part = whole_number(request.args.get("part", "1"))
        if "leaf" in request.args:
            number = whole_number(request.args["leaf"])
            first = next(
                (n for n, leaf in enumerate(leaves) if leaf.page and (leaf.page.physical, leaf.part) == (number, part)),
                None,
            )
        elif "part" in request.args and not document.pages:
            first = part - 1 if 1 <= part <= len(leaves) else None
        elif citation:
            first = leaf_at(leaves, citation.start)
            last = leaf_at(leaves, citation.end - 1)
            shown = Shown(leaves, first, min(max(first, last), first + MAX_LEAVES - 1))
            return _with_broken_word(document, citation, shown)
        else:
            first = 0
    except InputError:
        first = None
    if first is None:
        notices.append("The link names a page that is not in this document. This is its beginning.")
        first = 0
    return Shown(leaves, first, first)


def _with_broken_word(document: Document, citation: Citation, shown: Shown) -> Shown:
    """Add the next page where, in print, the last word of the cited range ends on it."""
    printed = _printed(document, document.pages_of(citation.start, citation.end)[-1:])
    pages = printed.pages_of(citation.start, citation.end)
    is_next = pages and shown.behind is not None and shown.behind.page == pages[-1]
    return Shown(shown.leaves, shown.first, shown.last + 1) if is_next else shown


def _pictures(document: Document, shown: Shown, marks: Marks, zoom: str) -> list[PagePicture]:
    printed = _printed(document, shown.pages)
    return [picture_of(painter(), document, printed, page, marks, zoom) for page in shown.pages]


def _printed(document: Document, pages: Sequence[Page]) -> PrintedText:
    """Return the text of a document with the places of the words of some of its pages and of each next one."""
    catalogue = current_engine().catalogue
    numbers = {number for page in pages for number in (page.physical, page.physical + 1)}
    return PrintedText(document, {number: catalogue.word_boxes(document.doc_id, number) for number in numbers})


def _listed(starts: Sequence[int], shown: Shown) -> range:
    """Give the rows, of places in order, that are listed: those from the page shown on, else the last."""
    behind = bisect_left(starts, shown.range[0])
    first = max(min(behind, len(starts) - MAX_LISTED), 0)
    return range(first, min(first + MAX_LISTED, len(starts)))


def _no_page(document: Document, name: str) -> str:
    if not document.pages:
        return "This document has no pages to go to."
    first, last = document.pages[0], document.pages[-1]
    return (
        f"There is no page “{name[:20]}” in this document. Its pages are {first.label or first.physical} to"
        f" {last.label or last.physical}, or 1 to {last.physical} of the file."
    )


def _requested_citation(engine: Engine, document: Document, notices: list[str]) -> Citation | None:
    """Give the citation that the address names, None without one; add what to tell the reader about it."""
    start, end, sha256 = (request.args.get(name) for name in ("start", "end", "sha256"))
    if sha256 and not document.sha256.startswith(sha256):
        notices.append(CHANGED)
    if start is None and end is None:
        return None
    try:
        return engine.cite(document.doc_id, whole_number(start), whole_number(end))
    except InputError:
        notices.append(MISPLACED)
        return None


@bp.app_template_filter()
def cell_start(cell: Cell) -> int | None:
    """Give the offset at which the text of a cell begins, None when it has none."""
    return next((part.start for part in cell if isinstance(part, Segment)), None)


bp.add_app_template_filter(has_pictures)
for function in (picture_address, picture_set):
    bp.add_app_template_global(function)
