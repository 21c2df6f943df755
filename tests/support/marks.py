"""Marked passages in a page, as a browser reads them."""

import re
from html.parser import HTMLParser


class MarkReader(HTMLParser):
    """Collects the text of each <mark> that is no hit of a question, and the ids of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.marks: list[str] = []
        self.ids: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids.extend(value for name, value in attrs if name == "id" and value)
        if tag == "mark" and not {"hit", "found"} & set((dict(attrs).get("class") or "").split()):
            self._inside = True
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.marks[-1] += data


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
