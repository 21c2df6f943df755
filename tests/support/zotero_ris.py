"""The rules by which Zotero reads RIS, as far as the records that reportqa writes need them.

Source: https://github.com/zotero/translators/blob/master/RIS.js
"""

import re

_TYPES = {
    "RPRT": "report", "BOOK": "book", "CHAP": "bookSection", "JOUR": "journalArticle", "MGZN": "magazineArticle",
    "NEWS": "newspaperArticle", "THES": "thesis", "ELEC": "webpage", "BLOG": "blogPost", "CPAPER": "conferencePaper",
    "COMP": "computerProgram", "STAT": "statute", "BILL": "bill", "CASE": "case", "PAT": "patent",
    "MANSCPT": "manuscript", "SLIDE": "presentation", "MAP": "map", "GEN": "journalArticle", "DATA": "document",
}  # fmt: skip
_PERIODICALS = {"journalArticle", "magazineArticle", "newspaperArticle"}
_FIELDS: dict[str, str | dict[str, set[str]]] = {
    "TI": "title", "DO": "DOI", "UR": "url", "AB": "abstractNote", "Y2": "accessDate", "LA": "language", "CY": "place",
    "ST": "shortTitle", "ET": "edition", "VL": "volume", "IS": "issue", "PB": "publisher", "DA": "date",
    "C3": {"proceedingsTitle": {"conferencePaper"}},
    "T2": {
        "seriesTitle": {"report", "map", "computerProgram"}, "series": {"book"}, "bookTitle": {"bookSection"},
        "websiteTitle": {"webpage"}, "conferenceName": {"conferencePaper"}, "publicationTitle": _PERIODICALS,
    },
    "T3": {"series": {"bookSection", "conferencePaper", "journalArticle", "book"}},
    "SN": {"reportNumber": {"report"}, "patentNumber": {"patent"}, "ISSN": _PERIODICALS, "ISBN": set()},
    "M1": {"seriesNumber": {"book"}, "billNumber": {"bill"}, "issue": {"journalArticle"}, "extra": set()},
    "M3": {
        "reportType": {"report"}, "thesisType": {"thesis"}, "websiteType": {"webpage", "blogPost"},
        "manuscriptType": {"manuscript"}, "DOI": set(),
    },
    "SP": {"numPages": {"book", "thesis", "manuscript"}, "pages": set()},
    "AU": "author", "ED": "editor", "A4": "translator",
    "A2": {
        "seriesEditor": {"book", "report"},
        "editor": {"journalArticle", "bookSection", "conferencePaper", "document"},
    },
    "A3": {"editor": {"book"}, "seriesEditor": {"bookSection", "conferencePaper"}},
}  # fmt: skip
"""The field of each tag, or the types of each field; a field with no types is that of all others."""
_CREATORS = {"author", "editor", "seriesEditor", "translator"}


def read_as_zotero(text: str) -> dict[str, str | list[str]]:
    """Return the fields of one record in Zotero's names; tags that Zotero does not know are left out."""
    item: dict[str, str | list[str]] = {}
    for line in text.splitlines():
        match = re.fullmatch(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?", line)
        assert match, line
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            item["itemType"] = _TYPES[value]
        rule = _FIELDS.get(tag)
        kind = item["itemType"]
        if isinstance(rule, dict):
            rule = next((field for field, kinds in rule.items() if not kinds or kind in kinds), None)
        if rule in _CREATORS:
            family, _, given = (part.strip() for part in value.partition(","))
            names = item.setdefault(rule, [])
            assert isinstance(names, list)
            names.append(f"{family}|{given}" if given else family)
        elif tag == "EP":
            item["pages"] = f"{item['pages']}-{value}"
        elif rule and value:
            # The first value stays.
            item.setdefault(rule, value)
        elif tag == "PY":
            item["year"] = value
    item.setdefault("date", item.pop("year", ""))
    return item
