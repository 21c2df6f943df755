"""Splits a document's text into the ranges that can be quoted by themselves.

Line ends always part sentences, since parsers put only whole paragraphs, list items and table rows on
a line. Within a line a full stop ends a sentence unless an abbreviation, an initial or what follows
says otherwise.
"""

import re

from reportqa.datatypes import Sentence

ABBREVIATIONS = frozenset(
    "al approx art ca cap cf ch co col corp dept dr e.g ed eds eg esp est etc ex fig figs gen govt hon i.e ie inc"
    " incl jr ltd max messrs min mr mrs ms mt no nos op p para paras pl pp prof pt ref refs rev sec sect sgt sr"
    " st supp tab univ v vol vols vs viz".split()
)
"""Written without the last full stop and in lower case."""

_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s)""")
_LAST_WORD = re.compile(r"[\w.&'’-]+$")
_NEXT_STARTS = re.compile(r"""\s+["'“‘«(\[]*(?:[A-Z0-9À-ÖØ-Þ£$€•–—]|[a-z]+[A-Z])""")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NUMBERED_ABBREVIATIONS = frozenset("no nos p pp para paras fig figs ch vol vols sec sect art pt ref refs".split())


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Give the sentences between two offsets, in order, without the white space around them."""
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
    sentences = []
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end):
            _append(sentences, text, begin, match.end())
            begin = match.end()
    _append(sentences, text, begin, end)
    return sentences


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append(Sentence(start, end))


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    mark = match.group()
    following = _NEXT_STARTS.match(text, match.end(), end)
    if following is None:
        # A lower-case letter goes on with the sentence, unless nothing but white space follows.
        return not text[match.end() : end].strip()
    if mark[0] != "." or len(mark.rstrip("\"'”’»)]")) > 1:
        return True
    word = _LAST_WORD.search(text, begin, match.start())
    if word is None:
        return True
    last = word.group()
    if word.start() == begin + len(text[begin : word.start()]) - len(text[begin : word.start()].lstrip()):
        # "1. Invest the time": the number of a list item stands first and is not a sentence.
        if last.isdigit() or (len(last) == 1 and word.start() == _first_letter(text, begin)):
            return False
    if last.lower() in ABBREVIATIONS:
        next_character = text[following.end() - 1]
        if last.lower() in _NUMBERED_ABBREVIATIONS:
            return not next_character.isdigit()
        return last.lower() in {"etc", "ltd", "inc", "co", "al"} and next_character.isupper() and mark != "."
    return not (_INITIALS.fullmatch(last) and len(last) == 1)


def _first_letter(text: str, begin: int) -> int:
    while begin < len(text) and text[begin].isspace():
        begin += 1
    return begin
