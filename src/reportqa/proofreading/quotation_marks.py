"""Grammar of quotation marks: which mark opens a quotation, and which closes it.

“ and ” may be nested. A quotation cut out of a longer one may have unpaired marks; then the mark before a note closes.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from reportqa.proofreading.manuscript import ManuscriptBlock

PAIRS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    '"': '"',
    "”": "”",
}
SINGLE = {"‘": "’'", "'": "'’", "‚": "‘’", "’": "’"}
_BEFORE = re.compile(r"[\s(\[{—–―/\-“\"«>*_]")
_ATTRIBUTION = re.compile(r"(?:[—–―]|--|Source:|Quelle:)\s*\S|\([^()]*\)\s*\.?$", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(
    r"[.,;]?\s*(?:[⁰¹²³⁴-⁹]+|\[?\d{1,3}(?:[-–,]\s?\d{1,3})*\]?)(?:[,:][^“”]*(?:“[^“”]*”[^“”]*)*)?\s*\Z"
)
_MARK_BEHIND = re.compile(r"\d{1,3}(?![\w%]|[.,]\d)")
_SOURCE_BEHIND = re.compile(r"[.,;]?[ \t]*\n[—–―]\s*\S")
_BRACKET_BEHIND = re.compile(r"[.,;]?\s*(?=[(\[])")
_SECTION = re.compile(r"\b[Ss]ection\s\Z")
"""Before the title of a section in quotation marks."""
_LONGEST_BRACKET = 600


def opens(text: str, i: int, start: int) -> bool:
    """Return whether the character at `i` opens a quotation, in a paragraph that begins at `start`."""
    mark = text[i]
    if (mark not in PAIRS and mark not in SINGLE) or _SECTION.search(text, max(i - 10, 0), i):
        return False
    following = text[i + 1 : i + 2]
    # « so » has spaces inside its marks, and “ is unambiguous.
    if not following.strip() and (mark not in "«»“" or following not in {" ", "\u00a0", "\u202f"}):
        return False
    is_free = i == start or bool(_BEFORE.match(text[i - 1]))
    if mark in "“„«「『‟‚‹":
        return True
    if mark == "‘":
        return is_free or not text[i - 1].isalnum()
    if mark in "'’" and following.isdigit():
        # "the ’90s"
        return False
    if mark == "’" and "‘" in text:
        # In a text with ‘ as opening mark, ’ is an apostrophe: "’tis".
        return False
    if mark == "'":
        return is_free
    return is_free and following not in ".,;:!?)"


def closing_of(text: str, opening: int, run: Sequence[ManuscriptBlock], noted: Collection[int] = ()) -> int | None:
    """Return the offset of the closing mark of a quotation, in its paragraph or in one that continues it.

    :param run: the paragraph and those after it.
    :param noted: the offsets of the marks of notes.
    """
    mark = text[opening]
    run = run[: 1 + sum(1 for _ in takewhile(lambda pair: _goes_on(text, opening, run[0], *pair), pairwise(run)))]
    if mark == "“":
        return _closing_double(text, opening, run, noted)
    closers = PAIRS.get(mark) or SINGLE[mark]
    depth = 0
    for number, block in enumerate(run):
        begin = opening + 1 if not number else block.start
        weak = None
        for i in range(begin, block.end):
            character = text[i]
            if character in closers and mark in SINGLE:
                if not _closes_single(text, i):
                    continue
                if text[i - 1] == "s" and re.match(r"\s[a-z\d]", text[i + 1 : i + 3]):
                    # "the practices’ staff": closes only if nothing else does.
                    weak = i if weak is None else weak
                    continue
                return i
            if character in closers:
                if mark == '"' and text[i + 1 : i + 2].isalnum() and text[i - 1 : i].isspace():
                    continue
                if depth and mark != '"':
                    depth -= 1
                    continue
                return i
            if character == mark and mark in "«「『" and i > begin:
                depth += 1
        if weak is not None:
            return weak
    return None


def _closing_double(text: str, opening: int, run: Sequence[ManuscriptBlock], noted: Collection[int]) -> int | None:
    """Return the offset of the mark that closes “; each paragraph of a long quotation may repeat the opening mark."""
    marks = [i for block in run for i in range(max(block.start, opening + 1), block.end) if text[i] in "“”"]
    cited = {i for i in marks if text[i] == "”" and is_cited(text, i + 1, run, noted)}
    if run[0].group:
        return _closing_of_block_quote(text, marks, cited, run[-1].end)
    repeated = frozenset(block.start for block in run[1:])
    nested = _balanced(text, marks, cited, frozenset())
    if nested and has_source_below(text, nested + 1):
        return nested
    flat = _balanced(text, marks, cited, repeated)
    return nested if flat is None else flat


def _closing_of_block_quote(text: str, marks: Sequence[int], cited: Collection[int], end: int) -> int | None:
    """Return the closing mark of a block quote: the first cited one that leaves nothing open, else the last.

    With unpaired marks, the block is one quotation, cut out of a longer one.
    """
    is_paired = 2 * sum(text[i] == "”" for i in marks) == len(marks) + 1
    depth, last = 1, None
    for i in marks:
        depth += 1 if text[i] == "“" else -1
        if i in cited and depth == 0 and is_paired:
            return i
        if i in cited or not text[i + 1 : end].strip(" ."):
            last = i
    return last


def _balanced(text: str, marks: Sequence[int], cited: Collection[int], repeated: Collection[int]) -> int | None:
    """Return the mark that balances the opened ones, or that ends a citation; `repeated` marks open nothing."""
    last = marks[-1] if marks else 0
    ends = {i for i, other in pairwise([*marks, last]) if i in cited and (i == last or text[other] == "“")}
    depth = 0
    for number, i in enumerate(marks):
        if text[i] == "“":
            depth += i not in repeated
        elif i in ends:
            return i
        elif depth:
            depth -= 1
        elif not _has_more_closing(text, marks[number + 1 :], ends):
            return i
    return None


def _has_more_closing(text: str, marks: Sequence[int], ends: Collection[int]) -> bool:
    """Return whether more marks close than open up to the next one that ends a citation."""
    upto = next((n for n, i in enumerate(marks, 1) if i in ends), 0)
    return 2 * sum(text[i] == "”" for i in marks[:upto]) > upto


def is_cited(text: str, end: int, run: Sequence[ManuscriptBlock], noted: Collection[int]) -> bool:
    """Return whether a closing mark is followed by the mark of a note, or only by a citation in its paragraph."""
    if end in noted or (text[end : end + 1] in {".", ",", ";"} and end + 1 in noted):
        return True
    number, block = next((n, block) for n, block in enumerate(run) if block.start < end <= block.end)
    tail = text[end : block.end]
    if not tail.strip(" ."):
        following = run[number + 1] if number + 1 < len(run) else None
        return following is not None and is_attribution(text, following.start, following.end)
    if _NUMBER_BEHIND.match(tail) or has_source_below(tail, 0):
        return True
    bracket = _BRACKET_BEHIND.match(tail)
    closed = bracket_end(tail, bracket.end(), _LONGEST_BRACKET) if bracket else None
    return closed is not None and not tail[closed:].strip(" .,;")


def has_source_below(text: str, end: int) -> bool:
    """Return whether the line below a closing mark that ends at `end` is a source: "— Rosen"."""
    return bool(_SOURCE_BEHIND.match(text, end))


def is_attribution(text: str, start: int, end: int) -> bool:
    """Return whether a line is the source of the text above it: "— Rosen (2016)", "(Rosen 2016)"."""
    return bool(_ATTRIBUTION.match(text, start, end))


def bracket_end(text: str, opening: int, longest: int) -> int | None:
    """Return the end of the bracket at `opening`; None if it does not close within `longest` characters."""
    depth = 0
    for i in range(opening, min(opening + longest, len(text))):
        depth += text[i] in "(["
        depth -= text[i] in ")]"
        if not depth:
            return i + 1
    return None


def _closes_single(text: str, i: int) -> bool:
    """Return whether a single mark closes and is not an apostrophe; the mark of a note may follow."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    is_noted = not before.isdigit() and bool(_MARK_BEHIND.match(text, i + 1))
    return not before.isspace() and (not after.isalnum() or is_noted)


def _goes_on(text: str, opening: int, first: ManuscriptBlock, before: ManuscriptBlock, block: ManuscriptBlock) -> bool:
    """Return whether a quotation may continue in the next paragraph.

    It may in a block quote, if the next paragraph repeats the mark, or if “ begins the first paragraph.
    """
    if (before.group and before.group == block.group) or text[block.start] == text[opening]:
        return True
    return text[opening] == "“" and first.start == opening
