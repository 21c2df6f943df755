"""Sentence splitting: the ranges of a text that can be quoted by themselves.

A line end always ends a sentence, because parsers write whole paragraphs, list items and table rows on a line. Within a
line a full stop ends a sentence unless it follows an abbreviation or an initial, or a lower-case word follows.
"""

import re

from reportqa.document import Sentence

ABBREVIATIONS = frozenset(
    "approx ca cap cf col dept dr e.g ed eds eg esp est ex gen govt hon i.e ie incl jr max messrs min mr mrs"
    " ms mt op prof rev sgt sr st supp tab univ v viz vs".split()
)
"""In lower case, without the last full stop."""

BEFORE_NUMBER = frozenset("art ch fig figs no nos p para paras pp pt ref refs sec sect vol vols".split())
"""Abbreviations only before a number: "No. 5", but not "He said no. They left."."""
MAY_END = frozenset("al co corp etc inc ltd".split())
"""Abbreviations that often end a sentence: a capital letter after them begins a new one."""

_END = re.compile(r"""(?<![.!?…])[.!?…]+["'”’»)\]]*(?=\s)""")
_LAST_WORD = re.compile(r"[\w.&'’-]+$")
_MAX_WORD = 40
"""Maximum length of a word that is looked at; keeps text without spaces linear."""
_SOMETHING = re.compile(r"\S")
_NEXT = re.compile(r"""\s+["'“‘«(\[]*(?P<first>[A-Z0-9À-ÖØ-Þ£$€•–—]|[a-z]+[A-Z])""")
_LIST_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Return the sentences between two offsets, in order, without surrounding white space."""
    end = len(text) if end is None else end
    sentences = []
    position = start
    while position < end:
        line_end = text.find("\n", position, end)
        line_end = end if line_end < 0 else line_end
        sentences.extend(_split_line(text, position, line_end))
        position = line_end + 1
    return sentences


def _split_line(text: str, start: int, end: int) -> list[Sentence]:
    sentences: list[Sentence] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end):
            _append(sentences, text, begin, match.end())
            begin = match.end()
    _append(sentences, text, begin, end)
    return sentences


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        sentences.append(Sentence(end - len(piece.lstrip()), start + len(piece.rstrip())))


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Return whether this punctuation ends the sentence that begins at `begin`."""
    following = _NEXT.match(text, match.end(), end)
    if following is None:
        # A lower-case letter continues the sentence, unless only white space follows.
        return _SOMETHING.search(text, match.end(), end) is None
    if match.group() != ".":
        return True
    if _LIST_NUMBER.fullmatch(text, begin, match.start()):
        return False
    last = _LAST_WORD.search(text, max(begin, match.start() - _MAX_WORD), match.start())
    if last is None:
        return True
    word, first = last.group(), following["first"]
    if word.lower() in BEFORE_NUMBER:
        return not first.isdigit()
    if word.lower() in MAY_END:
        return first.isupper()
    is_initial = len(word) == 1 and word.isupper()
    return word.lower() not in ABBREVIATIONS and not is_initial
