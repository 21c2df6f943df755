"""Elements that Word, Excel and PowerPoint files have in common: references to parts, alternatives, drawings."""

from collections.abc import Iterator, Mapping

from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name, take_out, unwrap
from reportqa.text import clean_text

ON = frozenset({"1", "true", "on"})
"""Values of attributes that are switched on."""
_RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)


def relationship(node: Element, name: str = "id") -> str:
    """Return the id of the part that an element refers to, empty if there is none."""
    return next((found for prefix in _RELATIONSHIPS if (found := node.get(f"{prefix}{name}"))), "")


def drawn_part(node: Element, package: Package, related: Mapping[str, str]) -> Element | None:
    """Return the root of the chart or of the texts of the diagram that an element refers to, None if it is missing.

    :param related: the parts that the part of the element refers to, by reference id.
    """
    return package.xml(related.get(relationship(node) or relationship(node, "dm"), ""))


def choose_alternatives(root: Element) -> None:
    """Keep the first of alternative contents, and the last one if the first has nothing to show."""
    for node in list(root.iter("{*}AlternateContent")):
        kept = next((each for each in node.iterchildren("*") if _shows(each)), None)
        for each in list(node):
            if each is not kept:
                take_out(each)
        if kept is not None:
            unwrap(kept)
        unwrap(node)


def _shows(node: Element) -> bool:
    return next(node.iter("{*}t", "{*}blip", "{*}chart", "{*}relIds", "{*}imagedata", "{*}tbl"), None) is not None


def drawing_text(node: Element) -> Iterator[str]:
    """Yield the text of each non-empty paragraph of DrawingML."""
    for paragraph in node.iter("{*}p"):
        pieces = [part.text or "" if local_name(part) == "t" else " " for part in paragraph.iter("{*}t", "{*}br")]
        text = " ".join(clean_text("".join(pieces)).split())
        if text:
            yield text
