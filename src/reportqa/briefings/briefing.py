"""Briefings made from drafts: the writer's notes as a syntax tree, with the quotes word for word."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process as nearest

from reportqa.briefings.draft import Draft, QuoteRequest
from reportqa.briefings.inline_quotes import INLINE_MARK, cite_inline, place_inline, separate_marks
from reportqa.briefings.quote_layout import place_quotes
from reportqa.citations import (
    Node,
    SourcedQuote,
    Standing,
    Style,
    Tree,
    Work,
    cite,
    format_pages,
    inlines,
    make_tree,
    plain_text,
    process,
    run_pandoc,
)
from reportqa.errors import DocumentNotFound, InputError
from reportqa.index import Catalogue

READER = (
    "markdown+lists_without_preceding_blankline"
    # Notes are text: no typographic changes, no HTML, no LaTeX.
    "-smart-raw_html-raw_tex-raw_attribute-latex_macros-native_divs-native_spans-markdown_in_html_blocks"
    "-tex_math_dollars-fancy_lists-example_lists-blank_before_header-blank_before_blockquote"
)
REFERENCES = "References"
MAX_DEPTH = 150
"""Levels of the syntax tree of the notes; a list within a list has three, a quote within a quote two."""

_LONGEST_KEY = 200
"""Characters of an unknown key that are compared with those of the index."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SAFE_ADDRESS = re.compile(r"(?:https?|mailto):|#|[^:]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing without a style: its blocks cite works by their keys, and a mark is in the place of each quote.

    `works` are all cited works in the order of their first citation; `meta` is title, author and date; `notices` are
    sentences about quotes that have moved or may have errors.
    """

    blocks: tuple[Node, ...]
    marks: Mapping[str, SourcedQuote]
    works: tuple[Work, ...]
    meta: Mapping[str, Any]
    style: str | None
    language: str | None
    notices: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return str(self.meta.get("title", ""))

    @property
    def quotations(self) -> tuple[SourcedQuote, ...]:
        return tuple(self.marks.values())


def make_briefing(draft: Draft, catalogue: Catalogue) -> Briefing:
    """Return the briefing of a draft, its quotes found in the index.

    :raises InputError: when a quote or a cited work is not in the index, or a quote is in an unclosed part of a note.
    """
    found = [_quotation(wanted, catalogue) for wanted in draft.places]
    marks = {draft.mark_of(number): quotation for number, (quotation, _) in enumerate(found)}
    works = {work.key: work for work in catalogue.works().values()}
    tree = _tree(draft.body)
    fields = {**_texts(tree["meta"]), **draft.fields}
    blocks = _clean(tree["blocks"])
    language = fields.get("lang")
    if language and not _LANGUAGE.fullmatch(language):
        raise InputError(f'"{language}" is not a language tag. Write one such as en-GB.')
    title = fields.get("title")
    if not title and blocks and blocks[0]["t"] == "Header" and blocks[0]["c"][0] == 1:
        title = plain_text(blocks.pop(0)["c"][2])
        if not any(block["t"] == "Header" and block["c"][0] == 1 for block in blocks):
            blocks = [_raised(block) for block in blocks]
    blocks, inline = separate_marks(blocks, marks)
    placed = inline | {_mark_in(block) for block in blocks}
    for number, wanted in enumerate(draft.places):
        if draft.mark_of(number) not in placed:
            problem = (
                "inside a heading, code, or an unclosed part of a note. Move it into a sentence"
                if wanted.is_inline
                else "inside an unclosed part of a note (``` or :::). Close it"
            )
            raise InputError(f"The quote in {wanted.where} is {problem}.")
    meta = {"title": title, "author": fields.get("author"), "date": fields.get("date")}
    return Briefing(
        blocks=tuple(blocks),
        marks=marks,
        works=tuple(_cited_works(blocks, marks, works)),
        meta={name: value for name, value in meta.items() if value},
        style=fields.get("style"),
        language=language,
        notices=tuple(notice for quotation, moved in found for notice in (moved, _ocr_notice(quotation)) if notice),
    )


def _tree(body: str) -> Tree:
    """Return the syntax tree of the notes.

    :raises InputError: when it is nested too deeply for the functions that walk through it.
    """
    printed = run_pandoc(body.encode("utf-8", "replace"), "json", reader=READER)
    try:
        tree: Tree = json.loads(printed)
        parts: list[Any] = [tree]
        for _ in range(MAX_DEPTH):
            parts = [
                inner
                for part in parts
                for inner in (part.values() if isinstance(part, dict) else part)
                if isinstance(inner, dict | list)
            ]
    except RecursionError:
        parts = [printed]
    if parts:
        raise InputError("A note is nested too deeply. Use fewer lists within lists and quotes within quotes.")
    return tree


def _ocr_notice(quotation: SourcedQuote) -> str:
    citation = quotation.citation
    place = f"{citation.doc_id}, {format_pages(citation.pages)}"
    return f"A quote was recognised from a picture (OCR): check its words against {place}." if citation.ocr else ""


def _quotation(wanted: QuoteRequest, catalogue: Catalogue) -> tuple[SourcedQuote, str]:
    """Return a quote at its current place in the index, and a notice if it has moved, else ""."""
    anchor = wanted.anchor
    try:
        if not anchor.quote:
            sha256 = anchor.sha256 or None
            return catalogue.quotation(anchor.doc_id, anchor.start, anchor.end, sha256), ""
        verdict = catalogue.verify(anchor)
        if verdict.doc_id is None or verdict.standing not in {Standing.UNCHANGED, Standing.MOVED}:
            state = "is gone from" if verdict.doc_id is None else "has changed in"
            raise InputError(f'It {state} "{anchor.doc_id}". "reportqa verify" shows how; take the quote again.')
        quotation = catalogue.quotation(verdict.doc_id, verdict.start, verdict.end)
    except (DocumentNotFound, InputError) as error:
        raise InputError(f"The quote in {wanted.where}: {error}") from error
    if verdict.standing is Standing.UNCHANGED:
        return quotation, ""
    place = ", ".join(part for part in (verdict.doc_id, format_pages(verdict.pages)) if part)
    return quotation, f"The quote in {wanted.where} has moved and is cited at its new place: {place}."


def styled(briefing: Briefing, style: Style, *, links: bool = True) -> list[Node]:
    """Return the blocks with citations and bibliography in a style; with `links`, citations lead to public pages.

    :raises InputError: when the style has an error.
    """
    # Quotes replace their marks after the style is applied, because it moves punctuation and notes.
    if not briefing.works:
        return list(briefing.blocks)
    blocks = cite_inline([_cited(block, briefing, style) for block in briefing.blocks], briefing.marks, style)
    language = briefing.language or style.language
    done = process(make_tree(blocks), briefing.works, style, language)
    placed = place_inline(done["blocks"], briefing.marks, style, links=links)
    return _titled(place_quotes(placed, briefing.marks, style, links=links))


def unstyled(briefing: Briefing, style: Style) -> list[Node]:
    """Return the blocks with pandoc's citations, to be formatted later in a style."""
    blocks = [_cited(block, briefing, None) for block in briefing.blocks]
    blocks = cite_inline(blocks, briefing.marks, style, is_formatted=False)
    return place_quotes(place_inline(blocks, briefing.marks, style), briefing.marks, style)


def _cited(block: Node, briefing: Briefing, style: Style | None) -> Node:
    """Return a block with the citation of a quote after its mark."""
    mark = _mark_in(block)
    if mark not in briefing.marks:
        return block
    return {"t": "Para", "c": [*block["c"], *inlines(" "), cite(briefing.marks[mark], style)]}


def _titled(blocks: Sequence[Node]) -> list[Node]:
    """Return blocks with a heading above the bibliography; an empty one is left out."""
    found: list[Node] = []
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            if not block["c"][1]:
                continue
            found.append({"t": "Header", "c": [1, ["references", ["unnumbered"], []], inlines(REFERENCES)]})
        found.append(block)
    return found


def _mark_in(block: Node) -> str:
    """Return the only word of a paragraph; "" for any other block, and for the mark of an inline quote."""
    content = block["c"] if block["t"] in {"Para", "Plain"} else []
    is_word = len(content) == 1 and content[0]["t"] == "Str" and not INLINE_MARK.fullmatch(content[0]["c"])
    return str(content[0]["c"]) if is_word else ""


def _raised(block: Node) -> Node:
    if block["t"] != "Header":
        return block
    level, *rest = block["c"]
    return {"t": "Header", "c": [max(level - 1, 1), *rest]}


def _clean(value: Any) -> Any:
    """Return a tree without anything that would be fetched or run.

    Pictures become their text, links to programs lose their address, and attributes go, except identifier and classes.
    """
    if isinstance(value, list):
        is_attributes = len(value) == 3 and isinstance(value[0], str) and isinstance(value[2], list)
        return [*value[:2], []] if is_attributes else [part for item in value for part in _cleaned(item)]
    return {name: _clean(part) for name, part in value.items()} if isinstance(value, dict) else value


def _cleaned(item: Any) -> list[Any]:
    kind = item.get("t") if isinstance(item, dict) else None
    if kind == "Image" or (kind == "Link" and not _SAFE_ADDRESS.match(item["c"][2][0].strip())):
        return list(_clean(item["c"][1]))
    if kind in {"RawInline", "RawBlock"}:
        return []
    return [_clean(item)]


def _cited_works(
    blocks: Sequence[Node], marks: Mapping[str, SourcedQuote], works: Mapping[str, Work]
) -> Iterator[Work]:
    """Yield the works that quotes and notes cite, each once.

    :raises InputError: when a note cites an unknown work.
    """
    seen: set[str] = set()
    for key, mark in _keys(blocks, marks):
        if key in seen:
            continue
        seen.add(key)
        if not mark and key not in works:
            near = nearest.extractOne(
                key[:_LONGEST_KEY], works, processor=lambda work: getattr(work, "key", work), score_cutoff=60
            )
            hint = f" Did you mean @{near[2]}?" if near else ""
            raise InputError(
                f'A note cites @{key}, which is not a key of the index.{hint} "reportqa bibliography" lists all keys;'
                f" write \\@{key} for plain text."
            )
        yield marks[mark].work if mark else works[key]


def _keys(value: Any, marks: Mapping[str, SourcedQuote]) -> Iterator[tuple[str, str]]:
    """Yield key and mark of each citation in text order; the mark is "" for citations in notes."""
    if isinstance(value, list):
        for item in value:
            yield from _keys(item, marks)
    elif isinstance(value, dict):
        mark = _mark_in(value) if value.get("t") in {"Para", "Plain"} else ""
        if mark in marks:
            yield marks[mark].work.key, mark
        elif value.get("t") == "Cite":
            yield from ((str(citation["citationId"]), "") for citation in value["c"][0])
        elif value.get("t") == "Str" and value["c"] in marks:
            yield marks[value["c"]].work.key, value["c"]
        else:
            for item in value.values():
                yield from _keys(item, marks)


def _texts(meta: Mapping[str, Node]) -> dict[str, Any]:
    """Return the YAML fields of a briefing; the author is a list of names."""
    found: dict[str, Any] = {}
    for name in ("title", "author", "date", "style", "lang"):
        if name in meta:
            values = meta[name]["c"] if meta[name]["t"] == "MetaList" else [meta[name]]
            texts = [text for value in values if (text := _meta_text(value))]
            if texts:
                found[name] = texts if name == "author" else texts[0]
    return found


def _meta_text(value: Node) -> str:
    return (
        plain_text(value["c"]) if value["t"] == "MetaInlines" else str(value["c"]) if value["t"] == "MetaString" else ""
    )
