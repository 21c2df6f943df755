"""Citations and bibliographies in a style, formatted by pandoc's citeproc."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportqa.citations.note_numbers import number_notes
from reportqa.citations.pandoc import SPACE, Node, Tree, inlines, make_tree, meta_value, run_pandoc
from reportqa.citations.plain_reference import format_pages, format_place, page_names
from reportqa.citations.styles import Style
from reportqa.citations.title_markup import title_nodes
from reportqa.citations.works import SourcedQuote, Work
from reportqa.document import Page

_HYPHEN = "\ue02d"
"""Placeholder for the hyphen of a page "A-3", which citeproc would take for a range."""
_PLAIN_PAGE = re.compile(r"[ivxlcdm\d]+(?:–[ivxlcdm\d]+)?")
"""A page that pandoc recognises without braces around it."""
_PROCESSES = 4
_TITLES = frozenset({"title", "container-title", "collection-title", "title-short"})


@dataclass(frozen=True, slots=True)
class Formatted:
    """Citations and bibliography in a style, as inlines: one note for each quotation, in their order.

    `entries` is empty for a style without a bibliography.
    """

    notes: tuple[list[Node], ...]
    entries: tuple[list[Node], ...]


def format_quotations(quotations: Sequence[SourcedQuote], style: Style, language: str | None = None) -> Formatted:
    """Return the citation of each quotation, as if it were the first of its work, and the bibliography of all.

    :raises InputError: when the style has an error.
    """
    if style.is_note:
        # After an earlier citation a note would be "ibid.", which means nothing by itself.
        with ThreadPoolExecutor(_PROCESSES) as pool:
            trees = list(pool.map(lambda quotation: _cited([quotation], style, language), quotations))
    else:
        trees = [_cited(quotations, style, language)] if quotations else []
    notes = [_unwrapped(block["c"]) for tree in trees for block in tree["blocks"] if block["t"] == "Para"]
    whole = _cited(quotations, style, language) if style.is_note and len(trees) > 1 else trees[0] if trees else None
    return Formatted(tuple(notes), tuple(_entries(whole["blocks"])) if whole else ())


def _cited(quotations: Sequence[SourcedQuote], style: Style, language: str | None) -> Tree:
    blocks = [{"t": "Para", "c": [cite(quotation, style)]} for quotation in quotations]
    return process(make_tree(blocks), [quotation.work for quotation in quotations], style, language)


def process(tree: Tree, works: Sequence[Work], style: Style, language: str | None = None) -> Tree:
    """Return a tree with its citations formatted and the bibliography at its end; `works` are those that it cites.

    Its metadata stay, with the language added.
    :raises InputError: when the style has an error.
    """
    items = list({work.key: work.item for work in works}.values())
    references = {"t": "MetaList", "c": [_reference(_citable(item, style)) for item in items]}
    meta = {**tree["meta"], "references": references, "lang": meta_value(language or style.language)}
    with tempfile.TemporaryDirectory(prefix="reportqa-") as folder:
        path = Path(folder, "style.csl")
        path.write_bytes(style.csl)
        numbered = {**tree, "meta": meta, "blocks": number_notes(tree["blocks"])}
        printed = run_pandoc(numbered, "json", ["--citeproc", "--csl", str(path)], style.name)
    done: Tree = json.loads(printed.decode().replace(_HYPHEN, "-"))
    done["meta"] = {**tree["meta"], "lang": meta["lang"]}
    done["blocks"] = _lowered(done["blocks"])
    return done


def _lowered(value: Any) -> Any:
    """Return a part of a tree with the words behind a raised number ("³, p. 15") on the line, to be legible."""
    if isinstance(value, dict):
        return {name: _lowered(part) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    found = []
    for part in value:
        if isinstance(part, dict) and part.get("t") == "Superscript":
            raised = part["c"]
            cut = next((n for n, (one, two) in enumerate(pairwise(raised), 1) if _ends_number(one) and two == SPACE), 0)
            if cut:
                number = {"t": "Str", "c": raised[cut - 1]["c"].rstrip(",")}
                found += [
                    {"t": "Superscript", "c": [*raised[: cut - 1], number]},
                    {"t": "Str", "c": ","},
                    *raised[cut:],
                ]
                continue
        found.append(_lowered(part))
    return found


def _ends_number(node: Node) -> bool:
    return bool(node["t"] == "Str" and re.fullmatch(r".*\d,", node["c"]))


def cite(quotation: SourcedQuote, style: Style | None = None) -> Node:
    """Return the citation of a quotation with its page, else its section, as a node for `process`.

    The page is plain text if the style has no rule for it or if it has no printed number. Without a style, the citation
    is readable and can be formatted by pandoc later.
    """
    citation = quotation.citation
    label, is_printed = _page(citation.pages)
    if is_printed and style is None and _PLAIN_PAGE.fullmatch(label):
        suffix = f", {format_pages(citation.pages)}"
    elif is_printed and (style is None or style.has_pages):
        suffix = f", {{p. {label if style else label.replace(_HYPHEN, '-')}}}"
    elif place := format_place(citation):
        suffix = f"{{}}, {place}"
    else:
        suffix = ""
    return {
        "t": "Cite",
        "c": [
            [
                {
                    "citationId": quotation.work.key,
                    "citationPrefix": [],
                    "citationSuffix": inlines(suffix),
                    "citationMode": {"t": "NormalCitation"},
                    "citationNoteNum": 0,
                    "citationHash": 0,
                }
            ],
            inlines(f"[@{quotation.work.key}]"),
        ],
    }


def _page(pages: Sequence[Page]) -> tuple[str, bool]:
    """Return the page or pages for the style, and whether these numbers are printed on them."""
    first, last, is_printed = page_names(pages)
    if not is_printed:
        return "", False
    labels = [first] if len(pages) == 1 else [first, last]
    # Braces would end the page.
    return "–".join(label.translate({45: _HYPHEN, 123: "(", 125: ")"}) for label in labels), True


def _citable(item: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """Return an item without fields that no citation shows, or that a style omits by a rule CSL cannot express.

    Source: Publication Manual of the APA, 7th edition, 9.29 and 10.16: a publisher or website that is also the author.
    """
    left_out = {"abstract", "annote", "note", "references"}
    if style.name == "apa" or style.name.startswith("apa-"):
        bodies = {name.get("literal") for name in item.get("author", ())}
        left_out |= {name for name in ("publisher", "container-title") if item.get(name) in bodies}
    return {name: value for name, value in item.items() if name not in left_out}


def _reference(item: Mapping[str, Any]) -> Node:
    """Return an item as metadata for citeproc; its titles keep their italics."""
    fields = {
        name: {"t": "MetaInlines", "c": title_nodes(value)} if name in _TITLES else meta_value(value)
        for name, value in item.items()
    }
    return {"t": "MetaMap", "c": fields}


def _unwrapped(content: Sequence[Node]) -> list[Node]:
    """Return the inlines of a citation, without the footnote around them."""
    found: list[Node] = []
    for node in content:
        if node["t"] == "Cite":
            found += _unwrapped(node["c"][1])
        elif node["t"] == "Note":
            paragraphs = [block["c"] for block in node["c"] if block["t"] in {"Para", "Plain"}]
            found += [inline for number, text in enumerate(paragraphs) for inline in ([SPACE] * (number > 0) + text)]
        else:
            found.append(node)
    return without_spans(found)


def without_spans(content: Sequence[Node]) -> list[Node]:
    """Return inlines without the spans that citeproc puts around numbers and titles."""
    found: list[Node] = []
    for node in content:
        if node["t"] == "Span" and not {"smallcaps", "underline"} & set(node["c"][0][1]):
            found += without_spans(node["c"][1])
        elif node["t"] in {"Emph", "Strong", "SmallCaps", "Superscript", "Subscript"}:
            found.append({**node, "c": without_spans(node["c"])})
        else:
            found.append(node)
    return found


def _entries(blocks: Sequence[Node]) -> Iterator[list[Node]]:
    for block in blocks:
        if block["t"] != "Div":
            continue
        (_, classes, _), inner = block["c"]
        if "csl-entry" in classes:
            text = [inline for part in inner if part["t"] in {"Para", "Plain"} for inline in part["c"]]
            yield without_spans(text)
        else:
            yield from _entries(inner)
