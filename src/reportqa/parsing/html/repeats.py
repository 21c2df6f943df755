"""What a page says more than once because of its layout: captions, descriptions of pictures, its own title."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import HEADINGS, names_of
from reportqa.parsing.html.prose import PageLine, lines_of

MIN_LETTERS = 15
"""Minimum letters and digits of a line that is compared."""
_MIN_SHARE = 0.5
"""Minimum share of a longer text that a line of the page repeats."""
_BEGINNING = 60
"""Letters and digits at the beginning of a long caption that identify it; a shortened copy has them too."""
_CAPTION_NAME = re.compile(r"captions?\b|gallery|slide ?show|carousel|lightbox")
_FILE_NAME = re.compile(r"[\w-]+\.(?:jpe?g|png|gif|webp|svg)|photo|image|picture|logo", re.IGNORECASE)
_IN_TEXT = frozenset({"p", "li", "td", "th", "dd", "dt"})
_MAX_COMPARED = 500
"""Maximum number of captions and pictures that are compared."""
_MAX_LINES = 5000
_LEVELS = 3
"""Number of elements around a line whose names may say that it is a caption."""


def compared(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return re.sub(r"[\W_]+", "", text).lower()


def repeated_lines(content: HtmlElement) -> list[PageLine]:
    """Return the captions and titles of a page that are in another line too, of equal ones all but the first.

    Other lines do not count: a report may repeat a sentence.
    """
    lines = [(line, compared(line.text)) for line in lines_of(content)]
    lines = [(line, text) for line, text in lines if len(text) >= MIN_LETTERS]
    titles = [compared(str(heading.text_content())) for heading in content.iter("h1")]
    captions = [(line, text) for line, text in lines if _is_caption(line)][:_MAX_COMPARED]
    texts = Counter(text for _, text in lines)
    everything = "\n".join(texts)
    # A page with several <h1> is a report whose chapters they are.
    repeated = [line for line, text in lines if {text} == set(titles) and _is_copy_of_title(line)]
    copies = list(content.iter("h1"))[1:] if len(set(titles)) == 1 else []
    repeated += [line for line, _ in lines if line.block in copies]
    seen: set[str] = set()
    for line, text in captions:
        beginning = text[:_BEGINNING]
        is_again = beginning in seen if len(text) >= _BEGINNING else text in seen
        if is_again or everything.count(text) > 1:
            repeated.append(line)
        seen.add(beginning)
    return repeated


def repeated_descriptions(content: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the pictures whose description is in the page's text, that of a picture before, or the name of the file."""
    lines = [text for line in lines_of(content) if len(text := compared(line.text)) >= MIN_LETTERS]
    everything = "\n".join(lines)
    seen: set[str] = set()
    for picture in list(content.iter("img"))[:_MAX_COMPARED]:
        text = compared(picture.get("alt", ""))
        is_again = text in lines if _is_in(picture, "table") else text in seen or _is_said(text, everything, lines)
        if text and (is_again or _is_file_name(picture)):
            yield picture
        seen.add(text)


def _is_file_name(picture: HtmlElement) -> bool:
    """Return whether the description of a picture is the name of its file, or "photo"."""
    said = picture.get("alt", "").strip()
    stem = PurePosixPath(picture.get("src", "").partition("?")[0]).stem
    return bool(_FILE_NAME.fullmatch(said)) or (said.islower() and compared(said) == compared(stem))


def _is_said(text: str, everything: str, lines: list[str]) -> bool:
    if len(text) < MIN_LETTERS:
        return False
    least = _MIN_SHARE * len(text)
    return text[:_BEGINNING] in everything or any(
        least < len(line) <= len(text) and line in text for line in lines[:_MAX_LINES]
    )


def _is_copy_of_title(line: PageLine) -> bool:
    return line.block.tag not in _IN_TEXT and not _is_in(line.block, "h1")


def _is_caption(line: PageLine) -> bool:
    """Return whether a line is a caption by the names around it; one in a <figure> of its own is no copy."""
    if _is_in(line.block, "table") or _is_in(line.block, "figcaption") or line.block.tag in HEADINGS:
        return False
    around = [line.block, *line.block.iterancestors()][:_LEVELS]
    return line.is_long and any(any(map(_CAPTION_NAME.search, names_of(element))) for element in around)


def _is_in(element: HtmlElement, tag: str) -> bool:
    return element.tag == tag or next(element.iterancestors(tag), None) is not None
