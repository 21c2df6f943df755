"""Rules of a page's own style sheets that decide what is seen. Sheets of other files are not read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import tinycss2
from lxml.html import HtmlElement
from tinycss2.ast import AtRule, Node, QualifiedRule

from reportqa.parsing.html.declarations import Values, read_declarations
from reportqa.parsing.html.selectors import Selector, read_selectors

_MAX_SHEETS = 2_000_000
"""Maximum length of all style sheets of a page in characters."""
_MAX_RULES_DEPTH = 3
_MAX_DEPTH = 30
"""Maximum nesting of brackets of a style sheet; a deeper one is not read."""
_RELEVANT = re.compile(
    r"display|visibility|line-through|clip|color|background|opacity|font|position|margin[^:;]*:[^;]*-|trans|animation"
    r"|shadow|stroke|blend|grid",
    re.I,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_BLOCK = re.compile(r"(?<![^{};])([^{};]*)\{([^{}]*)\}")
_NAME = re.compile(r"[.#]((?:[\w-]|[^\x00-\x7f])+)")
_SCREEN = re.compile(r"(?:only )?(?:all|screen)?", re.I)
_WITH_RULES = frozenset({"media", "supports", "layer"})
_WITHOUT_RULES = frozenset({"font-face", "keyframes", "-webkit-keyframes", "page", "property", "charset", "namespace"})


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A selector with declarations; `applies`: on every screen, `is_printed`: on paper only."""

    selector: Selector
    declarations: Values
    applies: bool
    is_printed: bool = False


@dataclass(frozen=True, slots=True)
class StyleSheets:
    """The rules that may select something in a page, in order; `is_whole`: those of all its style sheets."""

    rules: Sequence[StyleRule]
    is_whole: bool

    @classmethod
    def read(cls, root: HtmlElement) -> "StyleSheets":
        """Return the rules in the style elements of a page."""
        present = {key for element in root.iter() if isinstance(element.tag, str) for key in keys_of(element)}
        reader = _Reader({key[1:] for key in present if key[:1] in {".", "#"}})
        rules = [rule for rule in reader.read(root) if all(part.key in present for _, part in rule.selector.around)]
        linked = any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link"))
        return cls(rules, reader.is_whole and not linked)


def keys_of(element: HtmlElement) -> list[str]:
    """Return the keys of compounds that may select an element."""
    classes = dict.fromkeys(element.get("class", "").split())
    return [f"#{element.get('id')}", *(f".{name}" for name in classes), element.tag, ""]


class _Reader:
    """Reads style sheets; `is_whole` becomes false where something that may count is not read."""

    def __init__(self, names: set[str]) -> None:
        self._names = names
        self.is_whole = True

    def read(self, root: HtmlElement) -> Iterator[StyleRule]:
        length = 0
        for sheet in root.iter("style"):
            text = sheet.text_content()
            length += len(text)
            if length > _MAX_SHEETS:
                self.is_whole = False
                return
            media = sheet.get("media", "").strip()
            in_part = next(sheet.iterancestors("template", "noscript", "svg"), None) is not None
            if in_part or not _SCREEN.fullmatch(media):
                self.is_whole &= in_part or media == "print"
                continue
            # Sheets are long, and few of their rules matter here.
            short = _BLOCK.sub(self._relevant, _COMMENT.sub("", text))
            self.is_whole &= "@import" not in short.lower() and _depth(short) <= _MAX_DEPTH
            if _depth(short) <= _MAX_DEPTH and _RELEVANT.search(short):
                nodes = tinycss2.parse_stylesheet(short, skip_comments=True, skip_whitespace=True)
                yield from self._rules(nodes, "screen")

    def _relevant(self, block: re.Match[str]) -> str:
        if not _RELEVANT.search(block[2]):
            return ""
        names = [_NAME.findall(selector) for selector in block[1].split(",")]
        return block[0] if any(not found or not self._names.isdisjoint(found) for found in names) else ""

    def _rules(self, nodes: Sequence[Node], media: str, depth: int = 0) -> Iterator[StyleRule]:
        """Yield the rules for a medium: "screen", "print" or "other"."""
        for node in nodes:
            if isinstance(node, QualifiedRule):
                declarations = read_declarations(node.content)
                for selector in read_selectors(node.prelude) if declarations else ():
                    yield StyleRule(selector, declarations, media == "screen", media == "print")
            elif isinstance(node, AtRule):
                self.is_whole &= node.lower_at_keyword != "layer"
                if node.lower_at_keyword in _WITH_RULES and node.content is not None and depth < _MAX_RULES_DEPTH:
                    inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                    yield from self._rules(inner, _narrowed(media, node), depth + 1)
                elif node.lower_at_keyword not in _WITHOUT_RULES:
                    self.is_whole = False


def _narrowed(media: str, rule: AtRule) -> str:
    """Return the medium of rules within an at-rule."""
    condition = tinycss2.serialize(rule.prelude).strip().lower()
    if media == "print" or (rule.lower_at_keyword == "media" and condition == "print"):
        return "print"
    if rule.lower_at_keyword == "layer" or (rule.lower_at_keyword == "media" and _SCREEN.fullmatch(condition)):
        return media
    return "other"


def _depth(sheet: str) -> int:
    """Return how deep the brackets of a style sheet are nested, strings not considered."""
    steps = (1 if bracket[0] in "([{" else -1 for bracket in re.finditer(r"[()\[\]{}]", sheet))
    return max(accumulate(steps), default=0)
