"""Chunker of documents into passages of whole sentences within a section."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportqa.document import Document, Passage, Sentence
from reportqa.text import split_sentences

MAX_TOKENS = 128
MAX_PREFIX_WORDS = 24
MAX_SENTENCE_TOKENS = 200
"""Longer sentences are cut between words, so that they fit the 256 tokens of the model with their prefix."""
MAX_CHARACTER_TOKENS = 3
"""A Hangul syllable is up to three tokens for the model, any other character at most one."""
MAX_UNIT_TOKENS = 1024
"""Pages and sections with more tokens are split into several units."""
_PLAIN_TEXT = "text/plain"

CountTokens = Callable[[Sequence[str]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence with its number of tokens and the index of its section (-1 before the first)."""

    sentence: Sentence
    tokens: int
    section: int


def chunk(document: Document, count_tokens: CountTokens) -> list[Passage]:
    """Return the passages of a document in order: up to MAX_TOKENS tokens of whole sentences.

    They do not overlap or cross a section, but may cross a page break. Headings are in the prefix and not in the
    text, unless a section has nothing else and does not lead to the next one (see `_leading`). `count_tokens`
    returns the number of model tokens of each text.
    """
    passages = []
    leading = _leading(document)
    unit, unit_tokens, unit_key = -1, 0, None
    for group in _groups(_pieces(document, leading, count_tokens)):
        start, end = group[0].sentence.start, group[-1].sentence.end
        tokens = sum(piece.tokens for piece in group)
        page = document.pages_of(start, start + 1)
        key = page[0].physical if page else group[0].section
        if key != unit_key or unit_tokens + tokens > MAX_UNIT_TOKENS:
            unit, unit_tokens, unit_key = unit + 1, 0, key
        unit_tokens += tokens
        sentences = tuple(piece.sentence for piece in group)
        heading = (document.section_path(start) or ("",))[-1]
        first = group[0].section
        while first > 0 and leading[first - 1]:
            first -= 1
        above = [section.heading for section in document.sections[first : group[0].section]] if first >= 0 else []
        prefix = passage_prefix(document, heading, above)
        passages.append(Passage(document.doc_id, start, end, unit, heading, prefix, sentences))
    return passages


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Split the pieces of each section into as few groups as possible, of about equal length."""
    for _, members in groupby(pieces, key=lambda piece: piece.section):
        section = list(members)
        left = sum(piece.tokens for piece in section)
        group: list[_Piece] = []
        tokens = 0
        for piece in section:
            # Distribute the rest evenly: a last group of a few words would mean little by itself.
            target = left / max(1, math.ceil(left / MAX_TOKENS))
            if group and (tokens + piece.tokens > MAX_TOKENS or tokens + piece.tokens / 2 > target):
                yield group
                left -= tokens
                group, tokens = [], 0
            group.append(piece)
            tokens += piece.tokens
        yield group


def passage_prefix(document: Document, heading: str, above: Sequence[str] = ()) -> str:
    """Return "Title - Heading. " of at most MAX_PREFIX_WORDS words, with the whole heading.

    Headings `above` it, outermost first, are put between as far as the whole title fits.
    """
    title = document.title.split()
    last = heading.split()[:MAX_PREFIX_WORDS] if heading.split() != title else []
    words = title[: MAX_PREFIX_WORDS - len(last)]
    left = MAX_PREFIX_WORDS - len(last) - len(words)
    between: list[list[str]] = []
    for more in map(str.split, reversed(above)):
        left -= len(more)
        if left < 0:
            break
        between = [more, *between]
    parts = [" ".join(part) for part in (words, *between, last) if part]
    return " - ".join(parts).removesuffix(".") + ". " if parts else ""


def _leading(document: Document) -> list[bool]:
    """Return for each section whether it is a bare heading directly above one of its level on the same page.

    Only in plain text, which does not show the level of headings: with "Key findings" above "Workforce", the next
    section with text belongs to both. Elsewhere a bare heading is an ordinary line.
    """
    sections = document.sections if document.media_type == _PLAIN_TEXT else ()
    leading = [False] * len(document.sections)
    speaks = True
    for index in reversed(range(len(sections))):
        section = sections[index]
        below = sections[index + 1] if index + 1 < len(sections) else None
        body = document.text[section.start + len(section.heading) : below.start if below else None]
        leading[index] = (
            below is not None
            and not body.strip()
            and speaks
            and below.level == section.level
            and document.pages_of(section.start, section.start)[:1] == document.pages_of(below.start, below.start)[:1]
        )
        speaks = leading[index] or bool(body.strip())
    return leading


def _pieces(document: Document, leading: Sequence[bool], count_tokens: CountTokens) -> list[_Piece]:
    """Split every section into sentences, and sentences that are too long between words."""
    text = document.text
    bounds = [0, *(section.start for section in document.sections), len(text)]
    sentences: list[tuple[Sentence, int]] = []
    for section, (start, end) in enumerate(pairwise(bounds), start=-1):
        found = split_sentences(text, start, end)
        if section >= 0:
            body_start = start + len(document.sections[section].heading)
            body = [sentence for sentence in found if sentence.start >= body_start]
            is_leaf = section + 1 == len(document.sections) or (
                document.sections[section + 1].level <= document.sections[section].level
            )
            found = body or (found if is_leaf and not leading[section] else [])
        sentences.extend((sentence, section) for sentence in found)
    counts = count_tokens([text[s.start : s.end] for s, _ in sentences]) if sentences else []
    pieces = []
    for (sentence, section), tokens in zip(sentences, counts, strict=True):
        if tokens <= MAX_SENTENCE_TOKENS:
            pieces.append(_Piece(sentence, tokens, section))
        else:
            pieces.extend(_cut(text, sentence, section, count_tokens))
    return pieces


def _cut(text: str, sentence: Sentence, section: int, count_tokens: CountTokens) -> list[_Piece]:
    """Cut a sentence between words into pieces of at most MAX_TOKENS tokens.

    A longer single word is cut into runs of at most that many tokens.
    """
    run = MAX_TOKENS // MAX_CHARACTER_TOKENS
    words: list[Sentence] = []
    position = sentence.start
    for word in text[sentence.start : sentence.end].split():
        start = text.index(word, position)
        position = start + len(word)
        step = run if position - start > MAX_TOKENS else MAX_TOKENS
        words += [Sentence(at, min(at + step, position)) for at in range(start, position, step)]
    counts = count_tokens([text[part.start : part.end] for part in words])
    pieces: list[_Piece] = []
    for part, tokens in zip(words, counts, strict=True):
        if pieces and pieces[-1].tokens + tokens <= MAX_TOKENS:
            last = pieces[-1]
            pieces[-1] = _Piece(Sentence(last.sentence.start, part.end), last.tokens + tokens, section)
        else:
            pieces.append(_Piece(part, tokens, section))
    return pieces
