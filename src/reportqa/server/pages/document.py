"""The page of a document, with page images and text side by side, and the page images themselves."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from reportqa.server.pages.document_address import (
    PLACE,
    ZOOMS,
    DocumentAddress,
    has_pictures,
    picture_address,
    picture_set,
    whole_number,
)
from reportqa.server.pages.document_view import Marks, PagePicture, hits_by_leaf, marks_of, page_counts, picture_of
from reportqa.server.viewer.highlight_boxes import PrintedText
from reportqa.server.viewer.page_images import Painter
from reportqa.server.viewer.page_renderer import WIDTHS
from reportqa.server.viewer.page_slices import Shown, find_printed, leaf_at, leaves_of, outline, section_at
from reportqa.server.viewer.text_blocks import Cell, Segment, ViewBlock, render
from reportqa.settings import MAX_QUESTION_LENGTH

CHANGED = "This document has changed since the link was made. The highlight may not be what was cited."
MISPLACED = "The place in this link is not in the document. Nothing is highlighted."
NO_SUCH_PAGE = "The page in this link is not in the document. This is its first page."
MAX_LEAVES = 4
"""The maximum number of leaves shown together for a long cited range."""
MAX_OUTLINE = 60
MAX_LISTED = 30
"""The maximum number of matches listed at once."""
FOREVER = "private, max-age=31536000, immutable"

bp = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """Whether the citation of a permanent link is still true; `sentence` says so in words, `state` in one."""

    verdict: Verdict
    sentence: str
    anchor: Anchor

    @property
    def state(self) -> str:
        return self.sentence.partition(":")[0]


@bp.get("/documents/<path:doc_id>")
def document(doc_id: str) -> str | BaseResponse | tuple[str, int]:
    """Show a page of a document, or all pages of a cited range: its image, its text, and what is highlighted.

    A permanent link leads to the current place of its words, and the page says whether they have changed.
    With left_out=1 the text includes what is normally omitted.
    """
    engine = current_engine()
    notices: list[str] = []
    check, citation = _check_link(engine, doc_id)
    if check and check.verdict.missing_document:
        return render_template("withdrawn.html", check=check, form=AskForm("")), NotFound.code
    if check:
        document = engine.document(check.verdict.doc_id or doc_id)
    else:
        document = engine.document(doc_id)
        citation = _requested_citation(engine, document, notices)
    place = DocumentAddress.of_request(doc_id, document)
    if "go" in request.args:
        page = find_printed(document.pages, request.args["go"])
        if page:
            return redirect(place.address(leaf=page.physical), 303)
        notices.append(_no_page(document, request.args["go"]))
    question = request.args.get("q", "")[:MAX_QUESTION_LENGTH].strip()
    words = request.args.get("find", "").strip()
    marks = marks_of(engine, document, citation, question, words)
    if marks.problem:
        notices.append(marks.problem)
    shown = _shown(document, citation, notices)
    begins, ends = shown.range
    cited = citation.start if citation else begins
    section = section_at(document.sections, cited if begins <= cited < ends else begins)
    view = place.values.get("view", "both") if has_pictures(document) else "text"
    zoom = place.values.get("zoom", "fit")
    shows_left_out = request.args.get("left_out") == "1"
    hit_leaves = hits_by_leaf(shown.leaves, marks)
    is_verified = _is_verified(document, check, citation)
    return render_template(
        "document.html",
        document=document,
        form=replace(AskForm.within(document.doc_id), question=question),
        shown=shown,
        place=place,
        near=_near(place, document, citation, question, is_verified=is_verified),
        view=view,
        zoom=zoom,
        zooms=ZOOMS,
        pictures=_pictures(document, shown, marks, zoom) if view != "text" else (),
        blocks=_blocks(document, shown, marks, left_out=shows_left_out) if view != "picture" else (),
        marks=marks,
        question=question,
        words=words,
        listed=_listed([one.start for one in marks.found], shown),
        page_counts=page_counts(shown.leaves, marks),
        leaf_at=leaf_at,
        hit_leaves=hit_leaves,
        hits_listed=_listed([leaf.start for leaf, _ in hit_leaves], shown),
        outline=outline(document.sections, section, MAX_OUTLINE),
        section=section,
        citation=citation,
        check=check,
        is_verified=is_verified,
        # A link to changed words leads to the verdict first.
        mark_id="cited" if check is None or check.verdict.standing is Standing.UNCHANGED else "place",
        notices=notices,
        left_out_address=place.address("cited" if citation or check else "", left_out=None if shows_left_out else 1)
        if document.left_out
        else None,
        shows_left_out=shows_left_out,
    )


@bp.get("/pictures/<path:doc_id>")
def picture(doc_id: str) -> Response:
    """Return the image of a page: ?page=PHYSICAL&width=ONE OF WIDTHS; with &sha256= it may be cached forever."""
    document = current_engine().document(doc_id)
    if not has_pictures(document):
        raise PageUnavailable(f"{doc_id} has no page images; only its text can be shown.")
    page, width = whole_number(request.args.get("page")), whole_number(request.args.get("width"))
    if width not in WIDTHS:
        raise InputError(f"Page images are {', '.join(map(str, WIDTHS))} pixels wide. Request one of these.")
    if not 1 <= page <= len(document.pages):
        raise PageUnavailable(f"{doc_id} has no page {page}; it has {len(document.pages)}.")
    sha256 = request.args.get("sha256")
    if sha256 and sha256 != document.sha256:
        raise PageUnavailable(f"{doc_id} has changed since the link to this image was made. Reload the document.")
    etag = f"{document.sha256[:32]}-{page}-{width}"
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        made = painter().picture(document, page, width)
        response = Response(made.data, mimetype=made.media_type)
    response.set_etag(etag)
    response.headers["Cache-Control"] = FOREVER if sha256 else "private, no-cache"
    return response


def painter() -> Painter:
    """Return the page renderer of the current application."""
    found: Painter = current_app.extensions["reportqa.painter"]
    return found


def _check_link(engine: Engine, doc_id: str) -> tuple[LinkCheck | None, Citation | None]:
    """Verify the citation of a permanent link and cite its current place; None for other addresses."""
    try:
        anchor = read_query(doc_id, request.query_string.decode("ascii", "replace"))
    except ValueError:
        return None, None
    if not anchor.quote:
        return None, None
    verdict, citation = engine.catalogue.trace(anchor)
    return LinkCheck(verdict, sentence(verdict, anchor), anchor), citation


def _requested_citation(engine: Engine, document: Document, notices: list[str]) -> Citation | None:
    """Return the citation of the range in the address, None without one; problems go to the notices."""
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


def _is_verified(document: Document, check: LinkCheck | None, citation: Citation | None) -> bool:
    """Return whether the address cites the document as it is: by a link that holds, or by a place and its SHA-256."""
    if check:
        return check.verdict.standing is Standing.UNCHANGED
    sha256 = request.args.get("sha256")
    return bool(citation and sha256 and document.sha256.startswith(sha256))


def _near(
    place: DocumentAddress, document: Document, citation: Citation | None, question: str, *, is_verified: bool
) -> DocumentAddress:
    """Return the address for links within the document, which carry only the current range of a citation."""
    values = {name: value for name, value in place.values.items() if name not in PLACE}
    values |= {"start": citation.start, "end": citation.end} if citation else {}
    values |= {"sha256": document.sha256[:16]} if citation and is_verified else {}
    return DocumentAddress(document.doc_id, {**values, "q": question if len(question) <= MAX_CARRIED else None})


def _shown(document: Document, citation: Citation | None, notices: list[str]) -> Shown:
    """Return the leaves to show: the requested page or part, else those of the citation, else the first."""
    leaves = leaves_of(document)
    args = request.args
    first: int | None = 0
    try:
        part = whole_number(args.get("part", "1"))
        if "leaf" in args:
            page = whole_number(args["leaf"])
            numbers = [(leaf.page.physical if leaf.page else None, leaf.part) for leaf in leaves]
            first = numbers.index((page, part)) if (page, part) in numbers else None
        elif "part" in args and leaves[-1].page is None:
            first = next((number for number, leaf in enumerate(leaves) if not leaf.page and leaf.part == part), None)
        elif citation:
            first = leaf_at(leaves, citation.start)
            last = leaf_at(leaves, citation.end - 1)
            return _with_broken_word(
                document, citation, Shown(leaves, first, min(max(first, last), first + MAX_LEAVES - 1))
            )
    except InputError:
        first = None
    if first is None:
        notices.append(NO_SUCH_PAGE)
    return Shown(leaves, first or 0, first or 0)


def _pictures(document: Document, shown: Shown, marks: Marks, zoom: str) -> list[PagePicture]:
    printed = _printed(document, shown.pages)
    return [picture_of(painter(), document, printed, page, marks, zoom) for page in shown.pages]


def _blocks(document: Document, shown: Shown, marks: Marks, *, left_out: bool) -> tuple[ViewBlock, ...]:
    start, end = (marks.citation.start, marks.citation.end) if marks.citation else (0, 0)
    pages = [leaf.page for leaf in shown.here if leaf.page and leaf.part == 1]
    return render(document, start, end, left_out=left_out, marked=marks.all, within=shown.range, pages=pages)


def _with_broken_word(document: Document, citation: Citation, shown: Shown) -> Shown:
    """Add the next page if the last word of the cited range is hyphenated across the page break."""
    printed = _printed(document, document.pages_of(citation.start, citation.end)[-1:])
    pages = printed.pages_of(citation.start, citation.end)
    is_next = pages and shown.behind is not None and shown.behind.page == pages[-1]
    return Shown(shown.leaves, shown.first, shown.last + 1) if is_next else shown


def _printed(document: Document, pages: Sequence[Page]) -> PrintedText:
    """Return the word positions of some pages of a document and of the page after each."""
    catalogue = current_engine().catalogue
    numbers = {number for page in pages for number in (page.physical, page.physical + 1)}
    return PrintedText(document, {number: catalogue.word_boxes(document.doc_id, number) for number in numbers})


def _listed(starts: Sequence[int], shown: Shown) -> range:
    """Return the rows to list, of matches in order: those from the shown page on, else the last ones."""
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


@bp.app_template_filter()
def cell_start(cell: Cell) -> int | None:
    """Return the offset at which the text of a cell begins; None if it is empty."""
    return next((part.start for part in cell if isinstance(part, Segment)), None)


bp.add_app_template_filter(has_pictures)
for function in (picture_address, picture_set):
    bp.add_app_template_global(function)
