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
_FORMATS = {"html": "HTML", "latex": "LaTeX", "tex": "LaTeX", "ipynb": "another format"}
_WORD = re.compile(r"[^\W\d_]{3}")
_TAG = re.compile(r"<[^<>]*>")
_MAX_NAME = 100
"""Maximum length of the file name of a picture, which may be its contents."""
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
    """Reads inline nodes and collects their footnotes, picture captions and the labels of pages that begin in them.

    `left_out` has kind and text of pictures, of titles that are shown at the mouse, and of parts in other formats.
    """

    def __init__(self, *, with_struck: bool = True) -> None:
        """Create a reader; without `with_struck`, text that is struck out is left out."""
        self._with_struck = with_struck
        self.notes: list[list[Node]] = []
        self.captions: list[str] = []
        self.labels: list[str] = []
        self.left_out: list[tuple[str, str]] = []

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
            elif kind == "Strikeout" and not self._with_struck:
                self.left_out.append(("struck-out text", self.text(content)))
            elif kind in {"Emph", "Underline", "Strong", "Strikeout", "Subscript", "SmallCaps"}:
                yield from self._pieces(content)
            elif kind == "Superscript":
                raised = self.text(content)
                # "2nd" is no power, nor is "[citation needed]".
                is_word = (raised.isalpha() and raised != "n") or _WORD.search(raised)
                yield raised if is_word else raised.translate(SUPERSCRIPTS)
            elif kind == "Span" and _ORG_MARKS.intersection(content[0][1]):
                continue
            elif kind == "Span" and PAGE_CLASS in content[0][1]:
                self.labels.append(page_label(content[0]))
                yield PAGE
            elif kind in {"Span", "Link"}:
                text = self.text(content[1])
                yield text
                if kind == "Link":
                    self._title(content[2][1], text)
            elif kind == "Cite":
                # LaTeX names its sources by keys; how they are printed depends on a style.
                said = [node for node in content[1] if node["t"] != "RawInline"]
                yield self.text(said) or f"[{', '.join(map(self._citation, content[0]))}]"
            elif kind == "Quoted":
                opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                yield f"{opening}{self.text(content[1])}{closing}"
            elif kind == "Code":
                yield content[1]
            elif kind == "Math":
                yield _ENVIRONMENT.sub("", content[1]).strip()
            elif kind == "Image":
                caption = plain_text(content[1])
                self.captions.append(caption)
                self.left_out.append(("picture", caption or content[2][0].rpartition("/")[2][-_MAX_NAME:] or "picture"))
                self._title(content[2][1], caption)
            elif kind == "Note":
                self.notes.append(content)
            elif kind == "RawInline":
                self.left_out += raw_part(*content)

    def _citation(self, citation: Node) -> str:
        """Return a key with the words before and after it."""
        before, after = (self.text(citation[part]).strip() for part in ("citationPrefix", "citationSuffix"))
        said = f"{before} {citation['citationId']}".strip()
        return said if not after else f"{said} {after}" if after.startswith(",") else f"{said}, {after}"

    def _title(self, title: str, text: str) -> None:
        if title and title not in {text, "fig:"}:
            self.left_out.append(("tooltip", title))


def raw_part(form: str, source: str) -> list[tuple[str, str]]:
    """Return kind and text of a part in another format, which pandoc only passes on; nothing for tags alone."""
    if source.startswith("<!--"):
        return [("comment", text)] if (text := source.removeprefix("<!--").removesuffix("-->").strip()) else []
    text = _TAG.sub(" ", source) if "html" in form else source
    return [(f"part in {_FORMATS.get(form, form)}", text)] if any(map(str.isalnum, text)) else []


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
