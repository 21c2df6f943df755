"""The styles of an OpenDocument file: which text they hide or strike out, which paragraphs are titles."""

from reportqa.parsing.office.opendocument_xml import attribute
from reportqa.parsing.xml_tree import Element, local_name

_MAX_DEPTH = 50
_SHOWN = frozenset({"", "none"})


class OpenDocumentStyles:
    """The named styles of `styles.xml` and the automatic ones of the content.

    `page_looks` are the properties of the pages and of the shapes on them.
    """

    def __init__(self, styles: Element | None, content: Element) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Element] = {}
        self.outline: Element | None = None
        automatic = [root.find("{*}automatic-styles") for root in (styles, content) if root is not None]
        looks = ("{*}page-layout-properties", "{*}graphic-properties")
        self.page_looks = [look for root in automatic if root is not None for look in root.iter(*looks)]
        roots = [] if styles is None else list(styles.iterfind("{*}styles"))
        for root in [*roots, *content.iterfind("{*}automatic-styles"), *content.iterfind("{*}styles")]:
            for style in root.iterchildren("*"):
                kind = local_name(style)
                if kind == "style":
                    self._styles[attribute(style, "family"), attribute(style, "name")] = style
                elif kind == "list-style":
                    self._lists[attribute(style, "name")] = style
                elif kind == "outline-style":
                    self.outline = style

    def list_style(self, name: str) -> Element | None:
        """Return the style of a list."""
        return self.outline if name == "Outline" and name not in self._lists else self._lists.get(name)

    def list_of_paragraph(self, paragraph: Element) -> str:
        """Return the name of the list style that the style of a paragraph has, empty if none."""
        for style in self.chain("paragraph", attribute(paragraph, "style-name")):
            if any(str(key).endswith("}list-style-name") for key in style.attrib):
                return attribute(style, "list-style-name")
        return ""

    def is_title(self, paragraph: Element) -> bool:
        """Return whether a paragraph has the style of a title."""
        name = attribute(paragraph, "style-name")
        parents = (attribute(style, "parent-style-name") for style in self.chain("paragraph", name))
        return "Title" in {name, next(parents, "")}

    def omission(self, node: Element) -> str | None:
        """Return the kind of omission for a paragraph or span whose style hides it or strikes it out, or None."""
        family = "text" if local_name(node) in {"span", "a"} else "paragraph"
        for style in self.chain(family, attribute(node, "style-name")):
            look = style.find("{*}text-properties")
            if attribute(look, "display") == "none":
                return "hidden text"
            line = attribute(look, "text-line-through-style") or attribute(look, "text-line-through-type")
            if line not in _SHOWN:
                return "struck-out text"
            if line or attribute(look, "display"):
                return None
        return None

    def is_hidden_section(self, section: Element) -> bool:
        """Return whether a section is hidden."""
        return attribute(section, "display") == "none" or attribute(section, "is-hidden") == "true"

    def chain(self, family: str, name: str) -> list[Element]:
        """Return a style and those that it is based on, the nearest first."""
        found: list[Element] = []
        while (style := self._styles.get((family, name))) is not None and len(found) < _MAX_DEPTH:
            found.append(style)
            name = attribute(style, "parent-style-name")
        return found
