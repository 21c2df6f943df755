"""Lists and paragraphs in the text of a section, by its lines."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter

from reportqa.document import Sentence
from reportqa.text import split_sentences

MIN_ITEMS = 2
MAX_ITEMS = 40
"""A longer list is a catalogue, not an answer."""
_ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()
_LAST = ("Finally", "Lastly")
BLOCK = re.compile(r"\S(?:.|\n(?!\s*\n))*")
"""A paragraph, without the white space around it."""
_BLOCK_END = re.compile(r"\n[^\S\n]*\n")
CELL_SEPARATOR = " · "
"""Separator of the cells in a table row."""


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """The items of a list, or the sentences of a section, that answer a question as a whole.

    `certain`: heading and question match fully; `more`: the section goes on.
    """

    doc_id: str
    items: tuple[Sentence, ...]
    certain: bool = False
    more: bool = False


def paragraphs_of(text: str) -> list[tuple[Sentence, ...]]:
    """Return the paragraphs of a section as sentences, and its lists as items, each with what announces it.

    A paragraph that ends in a colon announces the list or the quotation that follows. Tables are left out.
    """
    found: list[tuple[Sentence, ...]] = []
    announced = False
    for block in _blocks(text):
        written = text[block.start : block.end]
        items = tuple(_lines(text, block) or split_sentences(text, block.start, block.end))
        if not items or CELL_SEPARATOR in written:
            announced = announced and not items
        elif announced:
            found[-1] += items
            announced = written.rstrip().endswith(":")
        else:
            found.append(items)
            announced = written.rstrip().endswith(":")
    return found


def find_list(text: str, sentence: Sentence) -> tuple[Sentence, ...]:
    """Return the items, in order, of the list in a section that `sentence` belongs to or announces with a colon.

    Items are the lines of a paragraph, as parsers write lists, but not rows of tables. Where a paragraph counts in
    prose ("First, … Second, …"), they are its sentences from the one before "First".
    """
    blocks = _blocks(text)
    number = bisect_right(blocks, sentence.start, key=attrgetter("start")) - 1
    block, *following = blocks[number:]
    items = _lines(text, block)
    announces = text[sentence.start : sentence.end].endswith(":")
    if announces:
        items = [item for item in items if item.start >= sentence.end]
    if len(items) < MIN_ITEMS and announces:
        items = next((_lines(text, one) for one in following if text[one.start : one.end].strip()), items)
    elif items and text[items[0].start : items[0].end].endswith(":"):
        # The line that announces the list is not one of its items.
        items = items[1:]
    return tuple(items) if MIN_ITEMS <= len(items) <= MAX_ITEMS else _counted(text, sentence, block)


def first_list(text: str) -> tuple[Sentence, ...]:
    """Return the items of the first list in a text."""
    lists = (find_list(text, Sentence(block.start, block.start)) for block in _blocks(text))
    return next(filter(None, lists), ())


def lines_of(text: str, block: Sentence) -> list[Sentence]:
    """Return the lines of a range without the white space around them."""
    lines = re.finditer(r"\S.*\S|\S", text[block.start : block.end])
    return [Sentence(block.start + line.start(), block.start + line.end()) for line in lines]


def _blocks(text: str) -> list[Sentence]:
    """Return the paragraphs of a text."""
    ends = [*_BLOCK_END.finditer(text)]
    starts = [0, *(match.end() for match in ends)]
    return [Sentence(start, end) for start, end in zip(starts, [*(m.start() for m in ends), len(text)], strict=True)]


def _lines(text: str, block: Sentence) -> list[Sentence]:
    """Return the lines of a paragraph that may be a list."""
    lines = lines_of(text, block)
    is_table = any(CELL_SEPARATOR in text[line.start : line.end] for line in lines)
    return [] if is_table or len(lines) < MIN_ITEMS else lines


def _counted(text: str, sentence: Sentence, block: Sentence) -> tuple[Sentence, ...]:
    """Return the sentences in which a paragraph counts, if `sentence` is one of them."""
    sentences = split_sentences(text, block.start, block.end)
    places: list[int] = []
    for place, one in enumerate(sentences):
        word = re.match(r"\w+", text[one.start : one.end])
        if word and len(places) < len(_ORDINALS) and word[0].removesuffix("ly") == _ORDINALS[len(places)]:
            places.append(place)
        elif word and word[0] in _LAST and places:
            places.append(place)
            break
    if len(places) < MIN_ITEMS:
        return ()
    counted = sentences[max(places[0] - 1, 0) : places[-1] + 1]
    return tuple(counted) if counted[0].start <= sentence.start < counted[-1].end else ()
