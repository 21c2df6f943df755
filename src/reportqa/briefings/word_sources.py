"""Sources of a Word file, from which Word formats its own citations."""

import uuid
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from reportqa.citations import Style, Work
from reportqa.errors import InputError

_B = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_DS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = {
    "apa": (r"\APASixthEditionOfficeOnline.xsl", "APA", "6"),
    "chicago-author-date": (r"\CHICAGO.XSL", "Chicago", "16"),
    "gost-r-7-0-5-2008-numeric-alphabetical": (r"\GostName.XSL", "GOST - Name Sort", "2003"),
    "harvard": (r"\HarvardAnglia2008OfficeOnline.xsl", "Harvard - Anglia", "2008"),
    "ieee": (r"\IEEE2006OfficeOnline.xsl", "IEEE", "2006"),
    "iso690-author-date": (r"\ISO690.XSL", "ISO 690 - First Element and Date", "1987"),
    "iso690-numeric": (r"\ISO690Nmerical.XSL", "ISO 690 - Numerical Reference", "1987"),
    "modern-language-association": (r"\MLASeventhEditionOfficeOnline.xsl", "MLA", "7"),
}
"""Styles of Word by the beginning of the CSL style's name: file, name and version."""
_KINDS = {
    "article-journal": ("JournalArticle", "JournalName"),
    "article-magazine": ("ArticleInAPeriodical", "PeriodicalTitle"),
    "article-newspaper": ("ArticleInAPeriodical", "PeriodicalTitle"),
    "book": ("Book", "BookTitle"),
    "chapter": ("BookSection", "BookTitle"),
    "legal_case": ("Case", "Reporter"),
    "paper-conference": ("ConferenceProceedings", "ConferenceName"),
    "post-weblog": ("InternetSite", "InternetSiteTitle"),
    "report": ("Report", "PublicationTitle"),
    "webpage": ("InternetSite", "InternetSiteTitle"),
}
"""Word's type of source, and its field for the title of the whole, by type of item."""
_FIELDS = {
    "title": "Title", "publisher": "Publisher", "publisher-place": "City", "URL": "URL", "DOI": "DOI",
    "volume": "Volume", "issue": "Issue", "page": "Pages", "edition": "Edition", "genre": "ThesisType",
    "number": "StandardNumber", "ISBN": "StandardNumber",
}  # fmt: skip
_DATES = {"issued": ("Year", "Month", "Day"), "accessed": ("YearAccessed", "MonthAccessed", "DayAccessed")}
_NAMES = {"author": "Author", "editor": "Editor", "translator": "Translator"}


def check_word_style(style: Style) -> tuple[str, str, str]:
    """Return file, name and version of Word's own style for a style.

    :raises InputError: when Word has none.
    """
    found = next((known for start, known in _STYLES.items() if style.name.startswith(start)), None)
    if found is None or style.is_note:
        raise InputError(
            f"Word has no citation style for {style.title}. Use --live zotero, or one of these styles: apa,"
            " chicago-author-date, gost-r-7-0-5-2008-numeric-alphabetical, harvard-cite-them-right, ieee,"
            " iso690-author-date-en, iso690-numeric-en, modern-language-association."
        )
    return found


def with_sources(document: bytes, works: Sequence[Work], style: Style) -> bytes:
    """Return a Word file with the cited works as its sources.

    :raises InputError: when Word has no style of this kind.
    """
    file, name, version = check_word_style(style)
    root = etree.Element(f"{{{_B}}}Sources", nsmap={"b": _B})
    root.attrib.update({"SelectedStyle": file, "StyleName": name, "Version": version})
    for number, work in enumerate(works, 1):
        root.append(_source(work, number))
    guid = _guid("sources of " + " ".join(work.key for work in works))
    parts = {
        "customXml/item1.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
        "customXml/itemProps1.xml": (
            f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><ds:datastoreItem ds:itemID="{guid}"'
            f' xmlns:ds="{_DS}"><ds:schemaRefs><ds:schemaRef ds:uri="{_B}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode(),
        "customXml/_rels/item1.xml.rels": (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
        ).encode(),
    }
    return _with_parts(document, parts)


def _source(work: Work, number: int) -> Any:
    """Return a work as an element b:Source; its tag is the key of the work."""
    item = work.item
    kind, container = _KINDS.get(str(item.get("type")), ("Misc", "PublicationTitle"))
    source = etree.Element(f"{{{_B}}}Source")
    _add(source, "Tag", work.key)
    _add(source, "SourceType", kind)
    _add(source, "Guid", _guid(work.key))
    people = etree.SubElement(source, f"{{{_B}}}Author")
    for role, tag in _NAMES.items():
        if names := item.get(role):
            _add_names(etree.SubElement(people, f"{{{_B}}}{tag}"), names, is_author=role == "author")
    texts = {tag: str(item[name]) for name, tag in _FIELDS.items() if item.get(name)}
    if item.get("container-title"):
        texts[container] = str(item["container-title"])
    for date, tags in _DATES.items():
        parts = item.get(date, {}).get("date-parts") or [[]]
        texts |= {tag: str(part) for tag, part in zip(tags, parts[0], strict=False)}
    for tag, text in texts.items():
        _add(source, tag, text)
    _add(source, "RefOrder", str(number))
    return source


def _add_names(parent: Any, names: Sequence[Mapping[str, str]], *, is_author: bool) -> None:
    """Add names of people; bodies alone are one corporate author."""
    bodies = [name["literal"] for name in names if "literal" in name]
    if is_author and len(bodies) == len(names):
        _add(parent, "Corporate", "; ".join(bodies))
        return
    found = etree.SubElement(parent, f"{{{_B}}}NameList")
    for name in names:
        person = etree.SubElement(found, f"{{{_B}}}Person")
        particle = name.get("non-dropping-particle", "")
        _add(person, "Last", f"{particle} {name.get('family') or name.get('literal', '')}".strip())
        if name.get("given"):
            _add(person, "First", name["given"])


def _add(parent: Any, tag: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_B}}}{tag}").text = text


def _guid(name: str) -> str:
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_URL, f'reportqa:{name}')).upper()}}}"


def _with_parts(document: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a Word file with these parts, the first of them related to its text."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                relation = (
                    f'<Relationship Id="rIdSources" Type="{_RELATIONS}/customXml" Target="../customXml/item1.xml"/>'
                )
                data = data.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            elif entry.filename == "[Content_Types].xml":
                override = (
                    '<Override PartName="/customXml/itemProps1.xml"'
                    ' ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
                )
                data = data.replace(b"</Types>", f"{override}</Types>".encode())
            new.writestr(entry, data)
        for name, data in parts.items():
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
