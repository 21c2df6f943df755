"""Works: the CSL-JSON items of documents, with stable and readable keys."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reportqa.answer import Citation
from reportqa.citations.item_dates import read_item_date
from reportqa.citations.title_markup import plain_title, tidy_markup
from reportqa.csl import item_text, item_year
from reportqa.text import to_ascii

NO_DATE = "nd"
MARKED_TITLE = "title"
"""Field of `custom` with the title and its markup, where the item has it as plain text for search and display."""
_RESOLVER = re.compile(r"^(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)+", re.I)

_OWN_KEY = re.compile(r"[A-Za-z0-9_]+(?:[:./+-][A-Za-z0-9_]+)*")
"""A key that both BibTeX and pandoc accept."""
_WORD = re.compile(r"[a-z0-9]+")
_FILLERS = frozenset(
    "a an and are as at by de der des die das do does el et for from how in into is it la le les of on or our the their"
    " to und und what when where which who why will with".split()
)
_AUTHOR_WORDS = 3
_NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor"
    " editorial-director illustrator interviewer narrator organizer original-author performer producer recipient"
    " reviewed-author script-writer series-creator translator".split()
)
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
_DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_TEXTS = frozenset(
    "DOI ISBN ISSN PMCID PMID URL annote archive archive-place archive_location authority call-number chapter-number"
    " citation-label collection-number collection-title container-title container-title-short dimensions division"
    " edition event-place event-title genre issue jurisdiction language medium note number number-of-pages"
    " number-of-volumes original-publisher original-publisher-place original-title page part-number part-title"
    " publisher publisher-place references reviewed-genre reviewed-title scale section source status title title-short"
    " version volume volume-title".split()
)


@dataclass(frozen=True, slots=True)
class Work:
    """A document's bibliographic `item` (CSL-JSON), cleaned; its id is the `key`."""

    key: str
    item: Mapping[str, Any]

    @classmethod
    def of(cls, key: str, item: Mapping[str, Any]) -> "Work":
        return cls(key, clean_item(item) | {"id": key})


@dataclass(frozen=True, slots=True)
class SourcedQuote:
    """A citation and the work that it is from.

    `rows` is the quote as it is shown if it has rows of tables: their column names are in square brackets.
    """

    citation: Citation
    work: Work
    rows: str = ""

    @property
    def words(self) -> str:
        """The words to put in quotation marks."""
        return self.rows or self.citation.quote


def clean_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item that are valid CSL, id and type first; others are left out."""
    cleaned: dict[str, Any] = {"id": str(item.get("id") or ""), "type": str(item.get("type") or "document")}
    for name, value in item.items():
        if name in _NAMES and (names := _names(value)):
            cleaned[name] = names
        elif name in _DATES and (date := read_item_date(value)):
            cleaned[name] = date
        elif name in _TEXTS and isinstance(value, str | int) and str(value).strip():
            cleaned[name] = " ".join(str(value).split())
        elif name == "abstract" and isinstance(value, str) and value.strip():
            cleaned[name] = " ".join(value.split())
    if "DOI" in cleaned:
        cleaned["DOI"] = _RESOLVER.sub("", cleaned["DOI"])
    custom = item.get("custom")
    marked = str(custom.get(MARKED_TITLE) or "") if isinstance(custom, Mapping) else ""
    if marked and " ".join(plain_title(marked).split()) == cleaned.get("title"):
        cleaned["title"] = " ".join(tidy_markup(marked).split())
    return cleaned


def assign_keys(
    documents: Iterable[tuple[str, str, Mapping[str, Any]]], before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the key of each document, by id.

    A key from the user's own bibliography is kept, and so is the key that the document had before. Other keys are made
    of author and year ("rosen2016"); if that is taken, with a word of the title ("rosen2016bigger"), or a hash of the
    document's id.
    :param documents: id, sha256 and item of each.
    :param before: earlier keys, by id or sha256.
    """
    known = dict(before or {})
    ordered = sorted(documents, key=lambda document: document[0])
    keys: dict[str, str] = {}
    taken: set[str] = set()

    def assign(doc_id: str, key: str) -> None:
        keys[doc_id] = key
        taken.add(key.casefold())

    for doc_id, _, item in ordered:
        own = str(item.get("id") or "")
        if own != doc_id and _OWN_KEY.fullmatch(own) and own.casefold() not in taken:
            assign(doc_id, own)
    # An unchanged file has priority over a new file at its old path.
    olds = [(doc_id, known.get(sha256)) for doc_id, sha256, _ in ordered]
    for doc_id, old in [*olds, *((doc_id, known.get(doc_id)) for doc_id, _, _ in ordered)]:
        if doc_id not in keys and old and old.casefold() not in taken:
            assign(doc_id, old)
    # The key of a removed document is never used for another.
    taken.update(key.casefold() for key in known.values())
    for doc_id, _, item in ordered:
        if doc_id not in keys:
            assign(doc_id, next(key for key in _candidates(doc_id, item) if key.casefold() not in taken))
    return keys


def _candidates(doc_id: str, item: Mapping[str, Any]) -> Iterable[str]:
    words = [word for word in _words(str(item.get("title") or "")) if word not in _FILLERS and len(word) > 1]
    plain = f"{_author(item) or ''.join(words[:2]) or 'document'}{item_year(item) or NO_DATE}"
    yield plain
    yield from (f"{plain}{word}" for word in words[:1] if _author(item))
    digest = hashlib.sha256(doc_id.encode("utf-8", "surrogatepass")).hexdigest()
    yield from (f"{plain}-{digest[:length]}" for length in range(4, 65))
    yield from (f"{plain}-{digest}-{number}" for number in range(2, 1_000_000))


def _author(item: Mapping[str, Any]) -> str:
    """Return the first author, else the publisher, in lower case without accents: "nuffieldtrust", "muller"."""
    names = _names(item.get("author"))
    first: Mapping[str, str] = names[0] if names else {"literal": item_text(item, "publisher") or ""}
    if "family" in first:
        return "".join(_words(f"{first.get('non-dropping-particle', '')} {first['family']}"))
    words = _words(first.get("literal", ""))
    return "".join([word for word in words if word not in _FILLERS][:_AUTHOR_WORDS] or words[:_AUTHOR_WORDS])


def _words(text: str) -> list[str]:
    return _WORD.findall(to_ascii(text.replace("'", "")))


def _names(value: Any) -> list[dict[str, str]]:
    """Return names in the form of CSL; a plain string is a literal name."""
    found = []
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, Mapping):
            parts = {part: " ".join(str(name[part]).split()) for part in _NAME_PARTS if name.get(part)}
        else:
            parts = {"literal": " ".join(name.split())} if isinstance(name, str) else {}
        if "family" not in parts and "given" in parts:
            parts.setdefault("literal", parts.pop("given"))
        if parts.get("family") or parts.get("literal"):
            found.append(parts)
    return found
