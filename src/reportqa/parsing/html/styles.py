"""Styles of a page's own style sheets that decide what is seen, written into the style attributes of its elements.

Sheets of other files are not read. Source: https://www.w3.org/TR/css-cascade-4/
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import tinycss2
from lxml.html import HtmlElement
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from reportqa.parsing.html.selectors import Selector, read_selectors

_MAX_SHEETS = 2_000_000
"""Maximum length of all style sheets of a page in characters."""
_MAX_DEPTH = 30
"""Maximum nesting of brackets of a style sheet; a deeper one is not read."""
_MAX_CHECKS = 100_000
"""Maximum number of comparisons of elements with rules."""
_RELEVANT = re.compile(r"display|visibility|line-through|clip", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_BLOCK = re.compile(r"(?<![^{};])[^{};]*\{([^{}]*)\}")
_PROPERTIES = frozenset({"display", "visibility", "text-decoration", "text-decoration-line", "clip", "clip-path"})
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[,\s]*){4}\)|inset\((?:50|100)%\)")
_SCREEN = re.compile(r"(?:only )?(?:all|screen)?", re.I)


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Selector
    declarations: Mapping[str, tuple[str, bool]]
    applies: bool


def apply_styles(root: HtmlElement) -> None:
    """Write "display", "visibility", "text-decoration" and "clip" of style sheets into style attributes, in place.

    What a rule hides and another one may show, as after a click, is left as it is.
    """
    present = {key for element in root.iter() if isinstance(element.tag, str) for key in _keys(element)}
    rules = [rule for rule in _rules(root) if all(part.key in present for _, part in rule.selector.around)]
    by_key: dict[str, list[tuple[int, _Rule]]] = defaultdict(list)
    showing: dict[str, list[_Rule]] = defaultdict(list)
    for number, rule in enumerate(rules):
        last = rule.selector.last
        if rule.applies and rule.selector.is_exact:
            by_key[last.key].append((number, rule))
        if _shows(rule.declarations):
            for key in (f"#{last.id}" if last.id else "", *(f".{name}" for name in last.classes)):
                showing[key].append(rule)
    checks = 0
    for element in root.iter() if by_key else ():
        if not isinstance(element.tag, str):
            continue
        keys = _keys(element)
        found = [entry for key in keys for entry in by_key.get(key, ())]
        checks += len(found)
        if checks > _MAX_CHECKS:
            return
        values = _cascade(element, found)
        if values.get("display") == "none" or values.get("visibility") == "hidden":
            again = [rule for key in keys for rule in showing.get(key, ())]
            if any(rule.selector.may_match(element) and not rule.selector.matches(element) for rule in again):
                continue
        if values:
            element.set("style", ";".join([element.get("style", ""), *map(":".join, values.items())]))


def _keys(element: HtmlElement) -> list[str]:
    classes = dict.fromkeys(element.get("class", "").split())
    return [f"#{element.get('id')}", *(f".{name}" for name in classes), element.tag, ""]


def _cascade(element: HtmlElement, found: Iterable[tuple[int, _Rule]]) -> dict[str, str]:
    """Return the values that apply to an element and its own style attribute does not override."""
    weights: dict[str, tuple[bool, tuple[int, int, int], int]] = {}
    values: dict[str, str] = {}
    for number, rule in found:
        if not rule.selector.matches(element):
            continue
        for name, (value, important) in rule.declarations.items():
            weight = (important, rule.selector.specificity, number)
            if name not in weights or weight > weights[name]:
                weights[name], values[name] = weight, value
    own = element.get("style", "").lower()
    for name in list(values):
        if re.search(rf"(?<![\w-]){name}\s*:", own) and not weights[name][0]:
            del values[name]
    return values


def _rules(root: HtmlElement) -> Iterator[_Rule]:
    length = 0
    for sheet in root.iter("style"):
        text = sheet.text_content()
        length += len(text)
        if length > _MAX_SHEETS:
            return
        in_part = next(sheet.iterancestors("template", "noscript", "svg"), None) is not None
        if in_part or not _SCREEN.fullmatch(sheet.get("media", "").strip()):
            continue
        # Sheets are long, and few of their rules matter here.
        short = _BLOCK.sub(lambda block: block[0] if _RELEVANT.search(block[1]) else "", _COMMENT.sub("", text))
        if _RELEVANT.search(short) and _depth(short) <= _MAX_DEPTH:
            yield from _rules_of(tinycss2.parse_stylesheet(short, skip_comments=True, skip_whitespace=True), True)


def _depth(sheet: str) -> int:
    """Return how deep the brackets of a style sheet are nested, strings not considered."""
    steps = (1 if bracket[0] in "([{" else -1 for bracket in re.finditer(r"[()\[\]{}]", sheet))
    return max(accumulate(steps), default=0)


def _rules_of(nodes: Sequence[Node], applies: bool, depth: int = 0) -> Iterator[_Rule]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            declarations = dict(_declarations(node.content))
            for selector in read_selectors(node.prelude) if declarations else ():
                yield _Rule(selector, declarations, applies)
        elif isinstance(node, AtRule) and node.content is not None and depth < 3:
            condition = tinycss2.serialize(node.prelude).strip()
            always = node.lower_at_keyword == "layer" or (
                node.lower_at_keyword == "media" and bool(_SCREEN.fullmatch(condition))
            )
            if node.lower_at_keyword in {"media", "supports", "layer"}:
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _rules_of(inner, applies and always, depth + 1)


def _declarations(content: Sequence[Node]) -> Iterator[tuple[str, tuple[str, bool]]]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(node, Declaration) and node.lower_name in _PROPERTIES:
            value = tinycss2.serialize(node.value).strip().lower()
            if node.lower_name.startswith("text-decoration"):
                value = "line-through" if "line-through" in value else "none"
                yield "text-decoration", (value, node.important)
            elif node.lower_name.startswith("clip"):
                yield "clip", ("rect(0)" if _CLIPPED.fullmatch(value) else "auto", node.important)
            else:
                yield node.lower_name, (value, node.important)


def _shows(declarations: Mapping[str, tuple[str, bool]]) -> bool:
    display, _ = declarations.get("display", ("none", False))
    visibility, _ = declarations.get("visibility", ("hidden", False))
    return display != "none" or visibility not in {"hidden", "collapse"}
