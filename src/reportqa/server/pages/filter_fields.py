"""The fields of the filter panel, and the values of those that have too many to be listed at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportqa.errors import InputError
from reportqa.index import DATE_NAMES, Facets, Filters
from reportqa.text import fold, language_name

MAX_BOXES = 100
"""The maximum number of checkboxes of a field on a page; beyond it, the browser loads more."""
VALUES_AT_ONCE = 50
"""Values that the browser loads at once."""
MAX_FIND = 200
"""Characters that are searched in values."""

_LABELS = {
    "collection": ("Collection", "Collections"),
    "document": ("Document", "Documents"),
    "publisher": ("Publisher", "Publishers"),
    "author": ("Author", "Authors"),
    "language": ("Language", "Languages"),
    "type": ("File type", "File types"),
    "from": ("From", "From"),
    "to": ("To", "To"),
}
_TYPED = ("publisher", "author")
_NAMED = ("document", "language")
"""Fields whose values are shown by display names, in their order."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter; `count` is the number of its documents that match the other filters, if useful."""

    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A filter field: checkboxes or, for dates, a list. A long field has the chosen values only."""

    name: str
    label: str
    options: tuple[Option, ...]
    is_long: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether a part of a name can be typed."""
        return self.is_long and self.name in _TYPED


@dataclass(frozen=True, slots=True)
class FoundValues:
    """Some of the `found` values of a field that have the words searched for."""

    name: str
    options: tuple[Option, ...]
    found: int


def filter_fields(filters: Filters, facets: Facets) -> list[Field]:
    """Return a field for the collections, if there are any, and for each filter with several values."""
    given, counts = filters.values(), facets.counts(filters)
    names = [name for name in _LABELS if len(facets.choices(name)) > (name != "collection")]
    return [_field(name, given.get(name, ()), facets, counts[name]) for name in names]


def find_values(name: str, words: str, start: int, filters: Filters, facets: Facets) -> FoundValues:
    """Return the values of a field, from the one at `start` on, whose names contain all words.

    :raises InputError: when there is no such field.
    """
    if name not in _LABELS or name in DATE_NAMES:
        raise InputError(f'There is no field "{name}". Reload the page and try again.')
    options = _options(name, filters.values().get(name, ()), facets, facets.counts(filters)[name])
    wanted = fold(words[:MAX_FIND]).split()
    found = [one for one in options if all(word in fold(one.label) for word in wanted)]
    return FoundValues(name, tuple(found[start : start + VALUES_AT_ONCE]), len(found))


def shown_filter(name: str, value: str, facets: Facets) -> tuple[str, str]:
    """Return the label of a field and the display name of one of its values."""
    return _LABELS[name][0], _shown(name, value, facets)


def _field(name: str, given: Sequence[str], facets: Facets, counts: Mapping[str, int]) -> Field:
    label = _LABELS[name][name not in DATE_NAMES]
    if len(facets.choices(name)) > MAX_BOXES and name not in DATE_NAMES:
        chosen = (Option(value, _shown(name, value, facets), chosen=True) for value in given)
        return Field(name, label, tuple(chosen), is_long=True)
    return Field(name, label, tuple(_options(name, given, facets, counts)))


def _options(name: str, given: Sequence[str], facets: Facets, counts: Mapping[str, int]) -> list[Option]:
    choices = facets.choices(name)
    known, chosen = set(choices), set(given)
    # A value from an address can be part of a name; it gets an option too.
    options = [Option(value, _shown(name, value, facets), chosen=True) for value in given if value not in known]
    for value in choices:
        count = counts.get(value, 0)
        # For a document, only "does not match" is worth showing.
        shown_count = None if name == "document" and count else count
        options.append(Option(value, _shown(name, value, facets), value in chosen, shown_count))
    if name in _NAMED:
        options.sort(key=lambda option: option.label.casefold())
    return options


def _shown(name: str, value: str, facets: Facets) -> str:
    """Return the display name of a value: a document's title, the name of a language."""
    match name:
        case "document":
            return facets.labels.get(value, value)
        case "language":
            return language_name(value.lower())
        case "type":
            return value.removeprefix(".").upper() if len(value) <= 5 else value
    return value
