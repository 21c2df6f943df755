"""The tags of RIS: the type of a record, and the field of CSL-JSON that each tag has in a record of that type.

Where programs differ, they follow Zotero, which reads the exports of the others.
Source: https://github.com/zotero/translators/blob/master/RIS.js and https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "RPRT": "report", "BOOK": "book", "CHAP": "chapter", "JOUR": "article-journal", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "THES": "thesis", "ELEC": "webpage", "BLOG": "post-weblog",
    "CPAPER": "paper-conference", "DATA": "dataset", "COMP": "software", "STAT": "legislation", "BILL": "bill",
    "CASE": "legal_case", "HEAR": "hearing", "STAND": "standard", "PAT": "patent", "MANSCPT": "manuscript",
    "PAMP": "pamphlet", "SLIDE": "speech", "MAP": "map", "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary",
    "PCOMM": "personal_communication", "MPCT": "motion_picture", "SOUND": "song", "ART": "graphic",
    "GEN": "document",
    # Read only: each type of CSL is written as the first above.
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "CHART": "graphic",
    "CLSWK": "classic", "CONF": "paper-conference", "CTLG": "book", "DBASE": "dataset", "EBOOK": "book",
    "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "FIGURE": "figure", "GOVDOC": "report",
    "GRANT": "document", "GRNT": "document", "ICOMM": "personal_communication", "INPR": "article-journal",
    "INTV": "interview", "JFULL": "article-journal", "LEGAL": "legislation", "MULTI": "motion_picture",
    "MUSIC": "musical_score", "SER": "book", "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript",
    "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip

WRITTEN_TYPES: Mapping[str, str] = {kind: tag for tag, kind in reversed([*TYPES.items()])} | {
    "article": "JOUR", "post": "BLOG", "broadcast": "MPCT", "collection": "BOOK", "event": "CPAPER",
}  # fmt: skip

_PERIODICALS = ("article-journal", "article-magazine", "article-newspaper", "article")
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
_NUMBERED = ("report", "patent", "standard")
_LEAFED = ("book", "thesis", "manuscript")

_Rule = str | Mapping[str, tuple[str, ...] | None]
"""The field for all types, or the types of each field; None for all others."""

NAMES: Mapping[str, _Rule] = {
    "AU": "author",
    "A1": "author",
    "ED": "editor",
    "A2": {
        "collection-editor": ("book", "report"),
        "interviewer": ("interview",),
        "recipient": ("personal_communication",),
        "editor": None,
    },
    "A3": {"collection-editor": _PARTS, "editor": None},
    "A4": "translator",
}
DATES: Mapping[str, str] = {"DA": "issued", "PY": "issued", "Y1": "issued", "Y2": "accessed"}

TEXTS: Mapping[str, _Rule] = {
    "TI": "title",
    "T1": "title",
    "CT": "title",
    "T2": {"collection-title": ("report", "book", "map", "software"), "container-title": None},
    "C3": {"container-title": ("paper-conference",)},
    "JF": "container-title",
    "BT": {"title": ("book", "manuscript"), "container-title": None},
    "T3": "collection-title",
    "JO": "container-title-short",
    "JA": "container-title-short",
    "J2": "container-title-short",
    "J1": "container-title-short",
    "ST": "title-short",
    "PB": "publisher",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "C1": {"publisher-place": ("paper-conference",), "scale": ("map",)},
    "M3": "genre",
    "VL": "volume",
    "IS": "issue",
    "SN": {"ISSN": _PERIODICALS, "number": _NUMBERED, "ISBN": None},
    "M1": {"collection-number": ("book",), "issue": _PERIODICALS, "number": None},
    "SV": "collection-number",
    "NV": "number-of-volumes",
    "ET": {"version": ("software",), "edition": None},
    "SE": "section",
    "SP": {"number-of-pages": _LEAFED, "page": None},
    "DO": "DOI",
    "UR": "URL",
    "CN": "call-number",
    "LA": "language",
    "AB": "abstract",
    "N2": "abstract",
    "N1": "note",
}
"""Tags of texts. Of several tags with the same field, the first with a value is read, and the first is written."""

FILES = frozenset({"L1", "L2", "L4"})
REST = "U1"
"""Tag of the fields that no other tag has, as JSON behind REST_MARK; other programs leave it out or take it as text."""
REST_MARK = "CSL-JSON "


def field_of(tag: str, kind: str) -> str | None:
    """Return the field that a tag of a name or a text has in a record of a type of CSL; None for other tags.

    >>> field_of("SN", "report"), field_of("SN", "book")
    ('number', 'ISBN')
    """
    rule = NAMES.get(tag) or TEXTS.get(tag)
    if rule is None or isinstance(rule, str):
        return rule
    return next((field for field, kinds in rule.items() if kinds is None or kind in kinds), None)


def tag_of(field: str, kind: str) -> str | None:
    """Return the tag under which a name or a text is written in a record of a type of CSL; None without one."""
    if field == "editor":
        return {"book": "A3"}.get(kind) or ("A2" if kind in (*_PARTS, *_PERIODICALS) else "ED")
    return next((tag for tag in (*NAMES, *TEXTS) if field_of(tag, kind) == field), None)
