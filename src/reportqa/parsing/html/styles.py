"""Values that style sheets set for the elements of a page.

What hides elements is written into their style attributes. Source: https://www.w3.org/TR/css-cascade-4/
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from reportqa.parsing.html.declarations import Values
from reportqa.parsing.html.style_sheets import StyleRule, StyleSheets, keys_of

_MAX_CHECKS = 100_000
"""Maximum number of comparisons of elements with rules."""
_HIDING = frozenset({"display", "visibility", "text-decoration", "clip"})
_SEEN_AS = {
    "opacity": "1", "font-size": "set", "color": "unsure", "background": "unsure", "image": "yes",
    "moved": "yes", "motion": "yes", "effect": "yes",
}  # fmt: skip
"""Values of properties that a click or another screen may change; text with them is seen."""
_WRITTEN = {"background": "background(?:-color)?", "image": "background(?:-image)?", "font-size": "font(?:-size)?"}
"""Names of properties in style attributes."""


def apply_styles(root: HtmlElement) -> StyleSheets:
    """Write "display", "visibility", "text-decoration" and "clip" of style sheets into style attributes, in place.

    What a rule hides and another one may show, as after a click, is left as it is. Return the style sheets.
    """
    sheets = StyleSheets.read(root)
    rules = _restricted(sheets, lambda name: name in _HIDING)
    by_key, by_name = _exact(rules), _named(rule for rule in rules if _shows(rule.declarations))
    checks = 0
    for element, keys in _elements(root) if by_key else ():
        found = [entry for key in keys for entry in by_key.get(key, ())]
        checks += len(found)
        if checks > _MAX_CHECKS:
            break
        values = _cascade(element, found)
        if values.get("display") == "none" or values.get("visibility") == "hidden":
            again = [rule for key in keys for rule in by_name.get(key, ())]
            if any(rule.selector.may_match(element) and not rule.selector.matches(element) for rule in again):
                continue
        if values:
            element.set("style", ";".join([element.get("style", ""), *map(":".join, values.items())]))
    return sheets


def read_looks(root: HtmlElement, sheets: StyleSheets) -> dict[HtmlElement, dict[str, str]] | None:
    """Return the other values that style sheets set, by element; None if there are too many rules.

    What another rule may set, as after a click or on another screen, gets a value with which text is seen.
    """
    rules = [rule for rule in _restricted(sheets, lambda name: name not in _HIDING) if not rule.is_printed]
    by_key, by_name = _exact(rules), _named(rules)
    loose: dict[str, list[StyleRule]] = defaultdict(list)
    for rule in rules:
        if not (rule.applies and rule.selector.is_exact) and not rule.selector.last.is_part:
            loose[rule.selector.last.key or "html"].append(rule)
    looks: dict[HtmlElement, dict[str, str]] = {}
    checks = 0
    for element, keys in _elements(root) if rules else ():
        found = [entry for key in keys for entry in by_key.get(key, ())]
        again = [rule for key in keys for rule in by_name.get(key, ())]
        others = [rule for key in keys for rule in loose.get(key, ())]
        checks += len(found) + len(others)
        if checks > _MAX_CHECKS:
            return None
        values = _cascade(element, found)
        changing = [rule for rule in others if rule.selector.last.matches(element)]
        if values.keys() & _SEEN_AS.keys():
            changing += [rule for rule in again if rule.selector.may_match(element)]
        for rule in changing:
            if not (rule.applies and rule.selector.matches(element)):
                names = rule.declarations.keys() & _SEEN_AS.keys()
                values |= {name: _SEEN_AS[name] for name in names if rule.declarations[name][0] != values.get(name)}
        if values:
            looks[element] = values
    return looks


def _restricted(sheets: StyleSheets, is_wanted: Callable[[str], bool]) -> list[StyleRule]:
    """Return the rules with those of their declarations that are wanted."""
    kept = [
        (rule, {name: value for name, value in rule.declarations.items() if is_wanted(name)}) for rule in sheets.rules
    ]
    return [replace(rule, declarations=declarations) for rule, declarations in kept if declarations]


def _exact(rules: Sequence[StyleRule]) -> dict[str, list[tuple[int, StyleRule]]]:
    """Return the rules that apply and are understood, with their numbers, by key."""
    by_key: dict[str, list[tuple[int, StyleRule]]] = defaultdict(list)
    for number, rule in enumerate(rules):
        if rule.applies and rule.selector.is_exact:
            by_key[rule.selector.last.key].append((number, rule))
    return by_key


def _named(rules: Iterable[StyleRule]) -> dict[str, list[StyleRule]]:
    """Return rules by each id and class that they name."""
    by_name: dict[str, list[StyleRule]] = defaultdict(list)
    for rule in rules:
        last = rule.selector.last
        for key in (f"#{last.id}" if last.id else "", *(f".{name}" for name in last.classes)):
            by_name[key].append(rule)
    by_name.pop("", None)
    return by_name


def _elements(root: HtmlElement) -> Iterator[tuple[HtmlElement, list[str]]]:
    return ((element, keys_of(element)) for element in root.iter() if isinstance(element.tag, str))


def _cascade(element: HtmlElement, found: Iterable[tuple[int, StyleRule]]) -> dict[str, str]:
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
        if re.search(rf"(?<![\w-]){_WRITTEN.get(name, name)}\s*:", own) and not weights[name][0]:
            del values[name]
    return values


def _shows(declarations: Values) -> bool:
    display, _ = declarations.get("display", ("none", False))
    visibility, _ = declarations.get("visibility", ("hidden", False))
    return display != "none" or visibility not in {"hidden", "collapse"}
