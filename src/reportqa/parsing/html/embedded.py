"""Content of a web page inside elements that are not text of their own: shadow roots, frames, drawings, ruby.

It takes the place of its element; what lies in other files is marked with LEFT_OUT.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import LEFT_OUT, STYLED, is_inside, text_of
from reportqa.parsing.html.styles import apply_styles

_FRAME, _INNER = "frame", "embedded page"
FRAMES = frozenset({_FRAME, _INNER})
"""Kinds of pages in a page that are in other files."""
_MAX_PARTS = 200
"""Maximum number of shadow roots and frames that are read, and of files that are named."""
_MAX_DEPTH = 3
_FOR_SCRIPTS = re.compile(r"java ?script|cookies|enable scripts?|your browser|tracking", re.I)
_MAX_NOTICE = 400
"""Maximum length of a notice to turn scripts on."""
_VOIDS = ("embed", "source", "track", "wbr", "keygen", "bgsound", "command")
"""Elements without an end tag. Source: https://html.spec.whatwg.org/multipage/syntax.html#void-elements"""
_PHRASING = ("p", "span", "a", "b", "i", "em", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "figure")
_BLOCKS = ("p", "div", "table", "ul", "ol", "dl", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6")


def unfold(root: HtmlElement, inner_page: Callable[[HtmlElement], HtmlElement | None]) -> None:
    """Put what embedded elements show into the page, in place; `inner_page` returns the page in a frame."""
    for part in root.iter():
        if isinstance(part.tag, str):
            part.attrib.pop(LEFT_OUT, None)
    _empty_voids(root)
    for _ in range(_MAX_DEPTH):
        if not (_unfold_templates(root) + _unfold_frames(root, inner_page)):
            break
    _unfold_frameset(root, inner_page)
    _unfold_noscript(root)
    for drawing in list(root.iter("svg")):
        _write_labels(drawing)
    for ruby in list(root.iter("ruby")):
        _write_ruby(ruby)


def _empty_voids(root: HtmlElement) -> None:
    """Put what was read into elements that have no content behind them; libxml2 does not know that they have none."""
    for void in reversed(list(root.iter(*_VOIDS))):
        parent = void.getparent()
        if parent is None:
            continue
        at = parent.index(void) + 1
        following, void.tail = void.tail or "", void.text
        void.text = None
        content = list(void)
        if content:
            content[-1].tail = (content[-1].tail or "") + following
        else:
            void.tail = (void.tail or "") + following
        parent[at:at] = content


def _unfold_templates(root: HtmlElement) -> int:
    """Replace declarative shadow roots by their content; return their number."""
    found = [part for part in root.iter("template") if part.get("shadowrootmode") or part.get("shadowroot")]
    for template in found[:_MAX_PARTS]:
        host = template.getparent()
        template.tag = "div"
        template.attrib.clear()
        _style_alone(template)
        template.set(STYLED, "")
        for slot in sorted(template.iter("slot"), key=lambda slot: slot.get("name") is None):
            _fill(slot, [child for child in host if child is not template and _is_for(child, slot)], template)
    return len(found)


def _is_for(child: HtmlElement, slot: HtmlElement) -> bool:
    return isinstance(child.tag, str) and child.get("slot", "") == slot.get("name", "")


def _fill(slot: HtmlElement, content: list[HtmlElement], template: HtmlElement) -> None:
    """Move the content that the host has for a slot into it; without any, the slot keeps its own."""
    has_blocks = any(True for part in [slot, *content] for _ in part.iter(*_BLOCKS))
    slot.tag = "div" if has_blocks else "span"
    said = ""
    if slot.get("name") is None:
        said, template.tail = template.tail or "", None
    if content or said.strip():
        slot.text = said
        slot[:] = []
    for child in content:
        tail = child.tail
        if slot.get("name") is not None:
            # The text behind it is for the slot without a name.
            child.drop_tree()
        slot.append(child)
        child.tail = tail if slot.get("name") is None else None


def _unfold_frames(root: HtmlElement, inner_page: Callable[[HtmlElement], HtmlElement | None]) -> int:
    """Replace frames with a page of their own by it, and name the others; return the number of the former."""
    unfolded = 0
    for frame in list(root.iter("iframe", "object", "embed"))[:_MAX_PARTS]:
        inner = _body(inner_page(frame))
        if inner is not None:
            unfolded += 1
            _replace(frame, inner)
        elif named := _outside(frame):
            _replace(frame, _named(frame, _INNER if frame.tag == "iframe" else "embedded file", named))
    return unfolded


def _outside(frame: HtmlElement) -> str:
    """Return the name of the file that an element embeds, unless it is too small to be seen."""
    source = (frame.get("src") or frame.get("data") or "").strip()
    size = {frame.get("width", "").strip("px "), frame.get("height", "").strip("px ")}
    if not source or size & {"0", "1"} or re.match(r"(?:about|javascript|data|blob):", source):
        return ""
    title = " ".join((frame.get("title") or text_of(frame)).split())
    return f"{title} ({unquote(source)})" if title else unquote(source)


def _unfold_frameset(root: HtmlElement, inner_page: Callable[[HtmlElement], HtmlElement | None]) -> None:
    """Add a body to a page of frames: the text for browsers without frames, and the names of the frames."""
    for frameset in list(root.iterchildren("frameset")):
        body = root.makeelement("body")
        for frame in list(frameset.iter("frame"))[:_MAX_PARTS]:
            inner = _body(inner_page(frame))
            if inner is not None:
                body.append(inner)
            elif named := _outside(frame):
                body.append(_named(root, _FRAME, named))
        for part in list(frameset.iter("noframes")):
            part.set("srcdoc", part.text_content())
            inner = _body(inner_page(part))
            if inner is not None:
                body.append(inner)
        frameset.addprevious(body)
        frameset.drop_tree()
    for part in list(root.iter("noframes")):
        text = " ".join(re.sub(r"<[^>]*>", " ", part.text_content()).split())
        _replace(part, _named(part, "text in place of frames", text))


def _body(page: HtmlElement | None) -> HtmlElement | None:
    """Return the body of a page as a <div>, or None if there is none."""
    body = None if page is None else page.find(".//body")
    if page is None or body is None:
        return None
    _style_alone(page)
    body.set(STYLED, "")
    body.tag, body.tail = "div", None
    return body


def _style_alone(part: HtmlElement) -> None:
    """Apply the style sheets of a part to it, and remove them so that they do not apply to the page around it."""
    apply_styles(part)
    for sheet in list(part.iter("style", "script")):
        sheet.drop_tree()


def _unfold_noscript(root: HtmlElement) -> None:
    """Keep what a page shows without scripts, unless it says that they are needed or the page has it anyway."""
    parts = [part for part in root.iter("noscript") if not is_inside(part, ("head", "noscript"))]
    if not parts:
        return
    elsewhere = " ".join(
        text_of(part) for part in root.iter("p", "td", "li", "h1", "h2", "h3") if not is_inside(part, ("noscript",))
    )
    for part in parts:
        text = text_of(part)
        is_notice = len(text) < _MAX_NOTICE and bool(_FOR_SCRIPTS.search(text)) and part.find(".//table") is None
        if text and not is_notice and text not in elsewhere:
            part.tag = "div"


def _write_labels(drawing: HtmlElement) -> None:
    """Replace a drawing with labels by them."""
    if is_inside(drawing, ("svg", "button")):
        return
    labels = [text_of(part) for part in drawing.iter("text", "foreignobject") if not is_inside(part, _NOT_DRAWN)]
    labels = [label for label in labels if re.search(r"\w", label)] or _description(drawing)
    said = ". ".join(filter(None, (text_of(part) for part in drawing.iterchildren("title", "desc"))))
    if said and drawing.get("title") is None:
        # Browsers show it as a tooltip.
        drawing.set("title", said)
    if not labels:
        return
    within = is_inside(drawing, _PHRASING)
    place = drawing.makeelement("span" if within else "p")
    place.text = f" {' · '.join(labels)} " if within else " · ".join(labels)
    for name in ("style", "class", "hidden", "title"):
        if drawing.get(name) is not None:
            place.set(name, drawing.get(name))
    _replace(drawing, place)


def _description(drawing: HtmlElement) -> list[str]:
    """Return the description of a drawing without labels, unless it is that of a sign."""
    if drawing.get("role") != "img" or is_inside(drawing, ("a", "button", "nav", "header", "footer", "label")):
        return []
    said = [drawing.get("aria-label", ""), *(text_of(part) for part in drawing.iterchildren("title", "desc"))]
    text = ". ".join(dict.fromkeys(part.strip(" .") for part in said if part.strip()))
    return [text] if len(text) >= _MIN_DESCRIPTION else []


_MIN_DESCRIPTION = 20
_NOT_DRAWN = ("defs", "symbol", "text", "foreignobject", "clippath", "mask")


def _write_ruby(ruby: HtmlElement) -> None:
    """Write the words of a ruby in one piece, followed by their readings in brackets."""
    reading = "".join(text_of(part) for part in ruby.iter("rt"))
    for part in list(ruby.iter("rt", "rp", "rtc")):
        if part.getparent() is not None:
            part.drop_tree()
    words, tail = text_of(ruby), ruby.tail
    # East Asian words have no spaces; the source has line ends between their parts.
    words = words if re.search(r"[a-z]", words, re.I) else words.replace(" ", "")
    ruby.clear()
    ruby.tag, ruby.tail = "span", tail
    ruby.text = f"{words} ({reading})" if reading else words


def _named(near: HtmlElement, kind: str, text: str) -> HtmlElement:
    mark: HtmlElement = near.makeelement("span")
    mark.set(LEFT_OUT, kind)
    mark.text = text
    return mark


def _replace(element: HtmlElement, by: HtmlElement) -> None:
    by.tail = element.tail
    element.tail = None
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, by)
