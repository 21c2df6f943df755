"""Inline nodes of pandoc's syntax tree as text.

Source: https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from reportqa.parsing.markup.table_grid import Node
from reportqa.text import clean_text

PAGE_CLASS = "reportqa-page"
"""Class of a Span or Div where a printed page begins; its attribute "data-label" is what is printed on the page."""
SUPERSCRIPTS = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:equation|align|gather|multline|displaymath)\*?\}")
_ORG_MARKS = frozenset({"todo", "done", "tag"})
"""Classes of Org's additions to a heading."""
PAGE = "\ue0f5"
"""Mark of the beginning of a page in the text of inline nodes."""
_BROKEN_WORD = re.compile(rf"(?<=\w)((?:{PAGE})+)(\w+)")
_JUNK_ALT = re.compile(
    r".*\.(?:png|jpe?g|gif|svg|webp|bmp|emf|wmf|tiff?)|.*description automatically generated.*"
    r"|.*AI-generated content may be incorrect.*"
    r"|(?:image|picture|photo|icon|logo|figure|graphic|img|grafik|bild)\W*\d*|https?:.*|\W*",
    re.I | re.S,
)


def is_description(text: str) -> bool:
    """Return whether the description of a picture says something: it is no file name and not written by a program."""
    return not _JUNK_ALT.fullmatch(text.strip())


def plain_text(inlines: Sequence[Node]) -> str:
    """Return the text of inline nodes on one line, without footnotes and pictures."""
    return " ".join(clean(Inlines().text(inlines).replace(PAGE, "")).split())


class Inlines:
    """Reads inline nodes and collects their footnotes, picture captions and the labels of pages that begin in them."""

    def __init__(self) -> None:
        self.notes: list[list[Node]] = []
        self.captions: list[str] = []
        self.labels: list[str] = []

    def text(self, inlines: Sequence[Node]) -> str:
        """Return the text with hard breaks as line ends and `PAGE` where a page begins."""
        return "".join(self._pieces(inlines))

    def _pieces(self, inlines: Sequence[Node]) -> Iterator[str]:
        for node in inlines:
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind == "Str":
                yield content.replace(PAGE, " ")
            elif kind in {"Space", "SoftBreak"}:
                yield " "
            elif kind == "LineBreak":
                yield "\n"
            elif kind in {"Emph", "Underline", "Strong", "Strikeout", "Subscript", "SmallCaps"}:
                yield from self._pieces(content)
            elif kind == "Superscript":
                raised = self.text(content)
                # "2nd" is no power.
                yield raised if raised.isalpha() and raised != "n" else raised.translate(SUPERSCRIPTS)
            elif kind == "Span" and _ORG_MARKS.intersection(content[0][1]):
                continue
            elif kind == "Span" and PAGE_CLASS in content[0][1]:
                self.labels.append(page_label(content[0]))
                yield PAGE
            elif kind in {"Span", "Link"}:
                yield from self._pieces(content[1])
            elif kind == "Cite":
                # LaTeX names its sources by keys; how they are printed depends on a style.
                keys = ", ".join(citation["citationId"] for citation in content[0])
                yield self.text(content[1]) or f"[{keys}]"
            elif kind == "Quoted":
                opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                yield f"{opening}{self.text(content[1])}{closing}"
            elif kind == "Code":
                yield content[1]
            elif kind == "Math":
                yield _ENVIRONMENT.sub("", content[1]).strip()
            elif kind == "Image":
                self.captions.append(plain_text(content[1]))
            elif kind == "Note":
                self.notes.append(content)


def page_label(attributes: Sequence[Any]) -> str:
    """Return the label of a page from the attributes of its mark."""
    return str(dict(attributes[2]).get("data-label") or dict(attributes[2]).get("label") or "").strip()


def split_at_pages(text: str) -> list[str]:
    """Return the pieces of the text of inline nodes between the beginnings of pages, each on one line.

    A word over two pages is on the first.
    """
    return [" ".join(clean(piece).split()) for piece in _BROKEN_WORD.sub(r"\2\1", text).split(PAGE)]


def clean(text: str) -> str:
    """Return the text of inline nodes in our characters."""
    # Here a soft hyphen before a hard break or at the end is never a hyphen.
    return clean_text(text.replace("\u00ad", ""))
