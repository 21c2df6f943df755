"""Selectors of style sheets: element names, ids and classes, within others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement
from tinycss2.ast import HashToken, IdentToken, LiteralToken, Node, WhitespaceToken

_SCRIPT_CLASSES = frozenset({"js", "js-enabled", "no-touch", "svg"})
"""Classes that a script sets on the page to collapse what a click then expands."""

_PARTS = frozenset(
    {"before", "after", "selection", "placeholder", "marker", "first-letter", "first-line", "backdrop"}
    | {"-moz-selection", "-moz-focus-inner", "-webkit-scrollbar", "file-selector-button"}
)
_MAX_COMPOUNDS = 6
_MAX_ANCESTORS = 60


@dataclass(frozen=True, slots=True)
class Compound:
    """The conditions on one element.

    `is_exact`: there are no others, such as `:hover` or `[open]`; `is_part`: it selects a part, such as `::before`.
    """

    tag: str
    id: str
    classes: frozenset[str]
    is_exact: bool
    is_part: bool = False

    @property
    def key(self) -> str:
        """The id, a class or the element name, by which rules are found."""
        return f"#{self.id}" if self.id else f".{min(self.classes)}" if self.classes else self.tag

    def matches(self, element: HtmlElement) -> bool:
        """Return whether an element fulfils the conditions."""
        return (
            (not self.tag or element.tag == self.tag)
            and (not self.id or element.get("id") == self.id)
            and self.classes.issubset(element.get("class", "").split())
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """A compound and those that elements around it must fulfil, the innermost first.

    `is_exact`: all of it is understood.
    """

    last: Compound
    around: Sequence[tuple[str, Compound]]
    is_exact: bool

    @property
    def specificity(self) -> tuple[int, int, int]:
        """The weight of the selector: numbers of ids, classes and element names."""
        parts = [self.last, *(compound for _, compound in self.around)]
        return (
            sum(bool(part.id) for part in parts),
            sum(len(part.classes) for part in parts),
            sum(bool(part.tag) for part in parts),
        )

    def matches(self, element: HtmlElement) -> bool:
        """Return whether the selector is understood and selects an element."""
        return self.is_exact and self.last.matches(element) and _is_within(element, self.around)

    def may_match(self, element: HtmlElement) -> bool:
        """Return whether the selector could select an element once a click or a script has changed a class."""
        last = self.last
        shared = (last.id and last.id == element.get("id")) or last.classes.intersection(
            element.get("class", "").split()
        )
        return bool(shared) and (not last.tag or element.tag == last.tag)


def _is_within(element: HtmlElement, around: Sequence[tuple[str, Compound]]) -> bool:
    """Return whether the nearest elements around that fit, one after the other, fulfil all compounds."""
    waiting = list(around)
    for ancestor in islice(element.iterancestors(), _MAX_ANCESTORS):
        if not waiting:
            break
        relation, compound = waiting[0]
        if compound.matches(ancestor):
            waiting.pop(0)
        elif relation == ">":
            return False
    return not waiting


def read_selectors(prelude: Sequence[Node]) -> Iterator[Selector]:
    """Yield the selectors of a rule, separated by commas."""
    part: list[Node] = []
    for token in [*prelude, None]:
        if token is None or (isinstance(token, LiteralToken) and token.value == ","):
            if selector := _selector(part):
                yield selector
            part = []
        else:
            part.append(token)


def _selector(tokens: Sequence[Node]) -> Selector | None:
    compounds: list[tuple[str, list[Node]]] = [("", [])]
    for token in tokens:
        if isinstance(token, WhitespaceToken):
            if compounds[-1][1]:
                compounds.append((" ", []))
        elif isinstance(token, LiteralToken) and token.value in {">", "+", "~"}:
            if compounds[-1][1]:
                compounds.append((token.value, []))
            else:
                compounds[-1] = (token.value, [])
        else:
            compounds[-1][1].append(token)
    if not compounds[-1][1]:
        compounds.pop()
    if not compounds or len(compounds) > _MAX_COMPOUNDS:
        return None
    read = [(relation, _compound(part)) for relation, part in compounds]
    is_exact = all(
        part.is_exact and relation not in {"+", "~"} and not part.classes & _SCRIPT_CLASSES for relation, part in read
    )
    around = [(read[at + 1][0], read[at][1]) for at in reversed(range(len(read) - 1))]
    return Selector(read[-1][1], around, is_exact)


def _compound(tokens: Sequence[Node]) -> Compound:
    tag, identifier = "", ""
    classes: list[str] = []
    is_exact, is_part = True, False
    before = ""
    for token in tokens:
        if isinstance(token, IdentToken) and before == ".":
            classes.append(token.value)
        elif isinstance(token, IdentToken) and not before:
            tag = token.lower_value
        elif isinstance(token, HashToken):
            identifier = token.value
        elif not (isinstance(token, LiteralToken) and token.value in {".", "*"}):
            is_exact = False
            is_part |= isinstance(token, IdentToken) and token.lower_value in _PARTS
        before = token.value if isinstance(token, LiteralToken) else "name"
    return Compound(tag, identifier, frozenset(classes), is_exact, is_part)
