"""Works for reference managers: CSL-JSON, BibTeX (for BibLaTeX), and RIS (see `ris_writer`)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from reportqa.citations.ris_writer import write_ris
from reportqa.citations.title_markup import title_latex
from reportqa.citations.works import Work
from reportqa.csl import item_text, item_year

_BIBTEX_TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "paper-conference": "inproceedings",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "webpage": "online",
}
OTHERS = "others"
"""The last name in BibTeX for authors who are not named."""
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": r"\`{}", '"': r"\textquotedbl{}",
}  # fmt: skip
_LIGATURE = re.compile(r"(?<=[-,<>?!'])(?=[-,<>`'])")
"""Between characters that LaTeX would join to a ligature."""
_LANGUAGES = {"en": "english", "en-gb": "british", "en-us": "american", "de": "ngerman", "de-de": "ngerman",
              "fr": "french", "es": "spanish", "cy": "welsh"}  # fmt: skip


def write_csl_json(works: Iterable[Work]) -> str:
    """Return works as a CSL-JSON list, which pandoc, Zotero and reportqa read."""
    return json.dumps([dict(work.item) for work in works], ensure_ascii=False, indent=2) + "\n"


def write_bibtex(works: Iterable[Work]) -> str:
    """Return works as BibTeX entries with the types and dates of BibLaTeX.

    Titles keep their capitals, and the names of organisations are not split.
    """
    return "\n".join(map(_bibtex_entry, works))


FORMATS: Mapping[str, Callable[[Iterable[Work]], str]] = {
    "csljson": write_csl_json,
    "bibtex": write_bibtex,
    "ris": write_ris,
}


def _bibtex_entry(work: Work) -> str:
    kind = _BIBTEX_TYPES.get(str(work.item["type"]), "misc")
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _bibtex_fields(work.item, kind) if value)
    return f"@{kind}{{{work.key},\n{fields}\n}}\n"


def _bibtex_fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    text = _Texts(item)
    for role in ("author", "editor", "translator"):
        yield role, " and ".join(_bibtex_name(name) for name in item.get(role, ()))
    yield "options", "useprefix=true" if _has_prefix(item) else ""
    yield "title", text.braced("title")
    yield "journaltitle" if kind in {"article", "online"} else "booktitle", text.braced("container-title")
    yield "series", text.braced("collection-title")
    yield "date", _iso_date(item.get("issued"))
    yield "year", _year(item)
    yield "pubstate", text.latex("status")
    publisher = {"report": "institution", "thesis": "institution", "online": "organization"}.get(kind, "publisher")
    yield publisher, text.braced("publisher")
    yield "location", text.latex("publisher-place")
    yield "type", text.latex("genre")
    yield "volume", text.latex("volume")
    yield "number", text.latex("issue" if kind == "article" else "number")
    yield "edition", text.latex("edition")
    yield "pages", text.latex("page").replace("–", "--").replace("-{}-", "--")
    for name in ("ISBN", "ISSN", "DOI"):
        yield name.lower(), text.verbatim(name)
    yield "url", text.verbatim("URL")
    yield "urldate", _iso_date(item.get("accessed"))
    yield "langid", _LANGUAGES.get(str(item.get("language", "")).lower(), "")
    yield "abstract", text.latex("abstract")


class _Texts:
    """The text fields of an item in BibTeX; "" for a missing one."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        self._item = item

    def latex(self, name: str) -> str:
        return _latex(item_text(self._item, name) or "")

    def braced(self, name: str) -> str:
        """Return a text in braces, which protect its capitals and commas."""
        text = title_latex(item_text(self._item, name) or "", _latex)
        return f"{{{text}}}" if text else ""

    def verbatim(self, name: str) -> str:
        """Return an address unescaped; characters that would end the field are percent-encoded."""
        text = item_text(self._item, name) or ""
        return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", text)


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in _LIGATURE.sub("\0", text)).replace("\0", "{}")


def _bibtex_name(name: Mapping[str, str]) -> str:
    if "family" not in name:
        # BibTeX writes the bare word as "et al.".
        return OTHERS if name["literal"] == OTHERS else f"{{{_latex(name['literal'])}}}"
    family, given, suffix, *particles = (
        _latex(name.get(part, ""))
        for part in ("family", "given", "suffix", "dropping-particle", "non-dropping-particle")
    )
    # BibTeX takes a lower-case word for a particle, and "and" for the separator of two names.
    kept = f"{{{family}}}" if " " in family or "," in family or family[:1].islower() else family
    last = " ".join(part for part in (*particles, kept) if part)
    return ", ".join(part for part in (last, suffix, given) if part)


def _has_prefix(item: Mapping[str, Any]) -> bool:
    """Return whether the particles of names stay with the family name, as BibLaTeX has it for a whole entry."""
    names = [name for role in ("author", "editor", "translator") for name in item.get(role, ())]
    return any("non-dropping-particle" in name for name in names) and not any(
        "dropping-particle" in name for name in names
    )


def _year(item: Mapping[str, Any]) -> str:
    """Return the year, else the words in its place ("forthcoming"); BibTeX has no years before 1."""
    year = item_year(item)
    if year is None:
        return _latex(str(item["issued"].get("literal") or "")) if "issued" in item else ""
    return str(year) if year > 0 else ""


def _iso_date(value: Any) -> str:
    """Return "2016-07-19" or its known beginning, "2016-07/2016-08" for a range, "1890~" for about 1890.

    The year before 1 is 0, as in ISO 8601.
    """
    dates = value.get("date-parts", ()) if isinstance(value, Mapping) else ()
    written = [
        "-".join([f"{part[0]:04}" if part[0] > 0 else f"-{-part[0] - 1:04}", *(f"{n:02}" for n in part[1:])])
        for part in dates
    ]
    return "/".join(written) + ("~" if dates and value.get("circa") else "")
