"""Turns what was found of a citation into words, and into the object that programs get."""

from typing import Any

from reportqa.answer import Citation
from reportqa.citations.plain_reference import format_pages
from reportqa.citations.record import Anchor
from reportqa.citations.verification import Standing, Verdict


def sentence(verdict: Verdict, anchor: Anchor) -> str:
    """Say how a citation stands, in a sentence that begins with its state."""
    page, before = format_pages(verdict.pages), format_pages(anchor.pages)
    if verdict.standing is Standing.UNCHANGED:
        return f"Unchanged: these words stand in the document{f', on {page}' if page else ''}."
    if verdict.standing is Standing.MOVED:
        if verdict.doc_id != anchor.doc_id:
            return f"Moved: these words now stand in {', '.join(filter(None, (verdict.doc_id, page)))}."
        return f"Moved: these words now stand on {page}{f', no longer on {before}' if before else ''}."
    if verdict.standing is Standing.CHANGED:
        place = page if verdict.doc_id == anchor.doc_id else ", ".join(filter(None, (verdict.doc_id, page)))
        what = "a figure or a sign is no longer what was cited" if verdict.changes_figure else "its words differ"
        rest = " Only the beginning and the end of the quote can be compared." if verdict.incomplete else ""
        return f"Changed: {what}{f', {place}' if place else ''}.{rest}"
    there = verdict.elsewhere
    place = ", ".join(filter(None, (there.doc_id, format_pages(there.pages)))) if there else ""
    pointer = f" These words stand in {place}." if place else ""
    if verdict.missing_document:
        return f"Withdrawn: {anchor.doc_id} is no longer among the documents.{pointer}"
    return f"Withdrawn: the document no longer has these words.{pointer}"


def verdict_dict(verdict: Verdict, anchor: Anchor, now: Citation | None) -> dict[str, Any]:
    """Give the object of a verdict, with sentence and wording, and with the quote and the link as they are `now`."""
    return {
        **verdict.to_dict(),
        "wording": [{"quoted": part.quoted, "stands": part.stands, "same": part.same} for part in verdict.parts],
        "sentence": sentence(verdict, anchor),
        "cited": anchor.quote or None,
        "quote": now.quote if now else None,
        "link": now.link if now else None,
    }
