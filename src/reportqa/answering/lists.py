"""Finds the whole list that a sentence stands in or leads to, so that an answer gives all of it, in order."""

import re
from collections.abc import Sequence

from reportqa.document import Sentence
from reportqa.text import split_sentences

MIN_ITEMS = 2
MAX_ITEMS = 40
"""A longer one is a catalogue and not an answer."""

_ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()
_LAST = ("Finally", "Lastly")
_BLOCK_END = re.compile(r"\n[^\S\n]*\n")
_ROW = " · "


def find_list(text: str, sentence: Sentence, bounds: tuple[int, int]) -> tuple[Sentence, ...]:
    """Give the items of the list that `sentence` is one of or announces with a colon, in order; none if there is none.

    Items are the lines of a paragraph, as parsers write lists; rows of tables are none, nor is what stands before the
    sentence that announces them. Where a paragraph counts in prose ("First, … Second, …"), they are its sentences from
    the one that announces the first. `bounds` is the section, which a list does not leave.
    """
    start, end = _block(text, sentence.start, bounds)
    items = _items(text, start, end)
    announces = text[sentence.start : sentence.end].endswith(":")
    if announces:
        items = [item for item in items if item.start >= sentence.end]
    if len(items) < MIN_ITEMS and announces and end < bounds[1]:
        following = re.compile(r"\S").search(text, end, bounds[1])
        if following:
            items = _items(text, *_block(text, following.start(), bounds))
    elif items and text[items[0].start : items[0].end].endswith(":"):
        # What announces the list is not one of its items.
        items = items[1:]
    return tuple(items) if MIN_ITEMS <= len(items) <= MAX_ITEMS else _counted(text, sentence, start, end)


def first_list(text: str, bounds: tuple[int, int]) -> tuple[Sentence, ...]:
    """Give the items of the first list between two offsets; none if there is none."""
    at = bounds[0]
    while at < bounds[1]:
        start, end = _block(text, at, bounds)
        if text[start:end].strip():
            items = find_list(text, Sentence(start, start), (start, end))
            if items:
                return items
        at = max(end, at) + 2
    return ()


def _block(text: str, at: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """Give the paragraph around an offset, within the bounds."""
    begin = max((match.end() for match in _BLOCK_END.finditer(text, bounds[0], at)), default=bounds[0])
    ending = _BLOCK_END.search(text, at, bounds[1])
    return begin, ending.start() if ending else bounds[1]


def _counted(text: str, sentence: Sentence, start: int, end: int) -> tuple[Sentence, ...]:
    """Give the sentences of a paragraph with which it counts, if `sentence` is among them."""
    found = split_sentences(text, start, end)
    places: list[int] = []
    for place, one in enumerate(found):
        word = re.match(r"\w+", text[one.start : one.end])
        if word and len(places) < len(_ORDINALS) and word[0].removesuffix("ly") == _ORDINALS[len(places)]:
            places.append(place)
        elif word and word[0] in _LAST and places:
            places.append(place)
            break
    if len(places) < MIN_ITEMS:
        return ()
    counted = found[max(places[0] - 1, 0) : places[-1] + 1]
    return tuple(counted) if counted[0].start <= sentence.start < counted[-1].end else ()


def _items(text: str, start: int, end: int) -> Sequence[Sentence]:
    items = [
        Sentence(start + match.start(), start + match.end()) for match in re.finditer(r"\S.*\S|\S", text[start:end])
    ]
    is_table = any(_ROW in text[item.start : item.end] for item in items)
    return [] if is_table or len(items) < MIN_ITEMS else items
