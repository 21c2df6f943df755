"""Citations and bibliography of a Word file as fields that Zotero, or Word itself, formats again."""

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from reportqa.citations import Node, Style, Work, plain_text

LIVE = ("zotero", "word")
"""Programs that can format the citations of a Word file again."""

_LOCATOR = re.compile(
    r",?\s*(?:\{pp?\.\s*(?P<braced>[^{}]+)\}|pp?\.\s*(?P<pages>\w+(?:[–-]\w+)?(?:,\s*\d+(?:[–-]\d+)?)*))(?P<rest>.*)",
    re.DOTALL,
)
_STYLE_ID = re.compile(rb"<id>([^<]+)</id>")
_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
_PROPERTY_LENGTH = 255
"""Characters of a property of a Word file."""
_ENGLISH = 2057
_LANGUAGES = {"en-us": 1033, "de": 1031, "fr": 1036, "es": 3082, "it": 1040, "nl": 1043, "pt": 2070, "pl": 1045}


@dataclass(frozen=True, slots=True)
class _Cited:
    """A work cited at pages ("14", "iv–v"), with the text before and after it."""

    work: Work
    pages: str
    prefix: str
    suffix: str
    is_without_author: bool


def with_fields(blocks: Sequence[Node], works: Sequence[Work], style: Style, program: str, language: str) -> list[Node]:
    """Return formatted blocks with each citation, and the bibliography, as the content of a field of the program."""
    fields = _Fields({work.key: work for work in works}, style, program, language)
    return [part for block in blocks for part in fields.block(block)]


def zotero_properties(style: Style, language: str, *, has_bibliography: bool) -> dict[str, str]:
    """Return the properties of a Word file in which Zotero keeps the style."""
    found = _STYLE_ID.search(style.csl)
    name = escape(found[1].decode("utf-8", "replace"), {'"': "&quot;"}) if found else ""
    data = (
        f'<data data-version="3" zotero-version="7.0.0"><session id="reportqa"/><style id="{name}"'
        f' locale="{escape(language)}" hasBibliography="{int(has_bibliography)}"'
        f' bibliographyStyleHasBeenSet="{int(has_bibliography)}"/><prefs><pref name="fieldType" value="Field"/>'
        '<pref name="storeReferences" value="true"/>'
        f'<pref name="noteType" value="{int(style.is_note)}"/></prefs></data>'
    )
    pieces = [data[at : at + _PROPERTY_LENGTH] for at in range(0, len(data), _PROPERTY_LENGTH)]
    return {f"ZOTERO_PREF_{number}": piece for number, piece in enumerate(pieces, 1)}


class _Fields:
    """The fields of one file, numbered in their order."""

    def __init__(self, works: Mapping[str, Work], style: Style, program: str, language: str) -> None:
        self._works = works
        self._style = style
        self._is_zotero = program == "zotero"
        code = language.lower()
        self._language = _LANGUAGES.get(code) or _LANGUAGES.get(code.partition("-")[0], _ENGLISH)
        self._count = 0

    def block(self, block: Node) -> list[Node]:
        """Return a block with fields; the bibliography, a block named "refs", is one field."""
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            return self._bibliography(block)
        return [self._part(block)]

    def _part(self, part: Any) -> Any:
        if isinstance(part, list):
            return [new for each in part for new in self._inline(each)]
        if isinstance(part, dict):
            return {name: self._part(value) for name, value in part.items()}
        return part

    def _inline(self, part: Any) -> list[Any]:
        if not isinstance(part, dict) or part.get("t") != "Cite":
            return [self._part(part)]
        citations, content = part["c"]
        if any(citation["citationId"] not in self._works for citation in citations):
            return [part]
        cited = [self._cited(citation) for citation in citations]
        before: Sequence[Node] = ()
        if citations[0]["citationMode"]["t"] == "AuthorInText":
            # The name is a part of the sentence; the field is the bracket behind it.
            at = next((n for n, node in enumerate(content) if str(node.get("c")).startswith(("(", "["))), 0)
            before, content = content[:at], content[at:]
            cited[0] = replace(cited[0], is_without_author=at > 0)
        number = max((citation["citationNoteNum"] for citation in citations), default=0)
        if any(node["t"] == "Note" for node in content):
            return [self._noted(node, cited, number) if node["t"] == "Note" else node for node in (*before, *content)]
        return [*before, *self._field(self._code(cited, plain_text(content), number), content)]

    def _noted(self, note: Node, cited: Sequence[_Cited], number: int) -> Node:
        """Return the note of a citation with its text as a field."""
        blocks = [*note["c"]]
        text = " ".join(plain_text(block["c"]) for block in blocks)
        first, last = self._ends(self._code(cited, text, number))
        blocks[0] = {**blocks[0], "c": [first, *blocks[0]["c"]]}
        blocks[-1] = {**blocks[-1], "c": [*blocks[-1]["c"], last]}
        return {"t": "Note", "c": blocks}

    def _cited(self, citation: Mapping[str, Any]) -> _Cited:
        prefix, suffix = (plain_text(citation[f"citation{part}"]) for part in ("Prefix", "Suffix"))
        found = _LOCATOR.fullmatch(suffix)
        pages, rest = (
            ((found["braced"] or found["pages"]).strip(), found["rest"]) if found else ("", suffix.removeprefix("{}"))
        )
        is_without_author = citation["citationMode"]["t"] == "SuppressAuthor"
        return _Cited(self._works[citation["citationId"]], pages, prefix, rest, is_without_author)

    def _code(self, cited: Sequence[_Cited], text: str, number: int) -> str:
        if self._is_zotero:
            return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(self._zotero(cited, text, number))} "
        first, *others = (f"{one.work.key}{_switches(one)}" for one in cited)
        more = "".join(rf" \m {one}" for one in others)
        return rf" CITATION {first}{more} \l {self._language} "

    def _zotero(self, cited: Sequence[_Cited], text: str, number: int) -> dict[str, Any]:
        self._count += 1
        items = []
        for one in cited:
            item: dict[str, Any] = {"id": one.work.key, "uris": [_uri(one.work)], "itemData": dict(one.work.item)}
            if one.pages:
                item |= {"locator": one.pages, "label": "page"}
            if one.is_without_author:
                item["suppress-author"] = True
            items.append(item | {name: value for name, value in _texts(one).items() if value})
        return {
            "citationID": f"reportqa{self._count:04}",
            "properties": {
                "formattedCitation": escape(text),
                "plainCitation": text,
                "noteIndex": number if self._style.is_note else 0,
            },
            "citationItems": items,
            "schema": _SCHEMA,
        }

    def _bibliography(self, block: Node) -> list[Node]:
        attributes, entries = block["c"]
        if not entries:
            return [block]
        empty: dict[str, list[str]] = {"uncited": [], "omitted": [], "custom": []}
        code = f" ADDIN ZOTERO_BIBL {json.dumps(empty)} CSL_BIBLIOGRAPHY " if self._is_zotero else " BIBLIOGRAPHY "
        first, last = self._ends(code, "bibliography")
        # The field begins in the first entry and ends in the last.
        entries = [_with_content(entry, [first] * (not at), [last] * (at == len(entries) - 1)) for at, entry in
                   enumerate(entries)]  # fmt: skip
        return [{"t": "Div", "c": [attributes, entries]}]

    def _field(self, code: str, content: Sequence[Node]) -> list[Node]:
        first, last = self._ends(code)
        return [first, *content, last]

    def _ends(self, code: str, kind: str = "citation") -> tuple[Node, Node]:
        """Return what begins and what ends a field; Word's own citations are in a content control."""
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            f'{escape(code)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if not self._is_zotero and kind == "citation":
            self._count += 1
            begin = f'<w:sdt><w:sdtPr><w:id w:val="{self._count}"/><w:citation/></w:sdtPr><w:sdtContent>{begin}'
            end = f"{end}</w:sdtContent></w:sdt>"
        return _raw(begin), _raw(end)


def _raw(xml: str) -> Node:
    return {"t": "RawInline", "c": ["openxml", xml]}


def _with_content(entry: Node, before: Sequence[Node], after: Sequence[Node]) -> Node:
    """Return an entry of a bibliography with inlines before and after its text."""
    if entry["t"] == "Div":
        attributes, (first, *rest) = entry["c"]
        return {"t": "Div", "c": [attributes, [_with_content(first, before, after), *rest]]}
    return {**entry, "c": [*before, *entry["c"], *after]}


def _texts(cited: _Cited) -> dict[str, str]:
    return {"prefix": cited.prefix, "suffix": cited.suffix}


def _uri(work: Work) -> str:
    """Return a name of a work by which its citations are one work in Zotero."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'reportqa:{work.key}')}"


def _switches(cited: _Cited) -> str:
    """Return the pages and the texts around a citation in a field of Word."""
    given = {"p": cited.pages, "f": cited.prefix, "s": cited.suffix}
    author = r" \n" if cited.is_without_author else ""
    return author + "".join(rf' \{name} "{value.replace(chr(34), chr(39))}"' for name, value in given.items() if value)
