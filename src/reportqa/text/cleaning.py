"""Cleaning of characters and lines as files hold them, for text that can be read, searched and quoted.

All cleaning happens while a document's text is built, never afterwards.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

REPLACEMENT = "\ufffd"
"""Placeholder for a character that cannot be read."""

BULLETS = "•●○◦▪■□‣⁃∙·➢►"
"""Signs that begin an item of a list and nothing else."""

_LIGATURES = dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True))
_SPACES = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Private-use codes of the Symbol and Wingdings fonts, as Word and PDF writers leave them.
_SYMBOLS = dict.fromkeys("\uf0b7\uf0a7\uf076\uf0d8\uf06e\uf0a8", "•") | {
    "\uf0fc": "✓", "\uf0e0": "→", "\uf02d": "-", "\uf020": " "
}  # fmt: skip
_TRANSLATION = str.maketrans(
    _LIGATURES
    | _SYMBOLS
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINE_ENDS, "\n")
    # Bidirectional marks could show a quote in another order than it is written.
    | dict.fromkeys(_INVISIBLE, "")
)
# PDFium writes U+FFFE or U+0002 for a hyphen at a line end.
_LINE_END_HYPHEN = re.compile("[\u00ad\ufffe\x02](?= *(?:\n|$))")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ufffe\uffff]")
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_LATIN_JOINER = re.compile("(?<=[\x00-\u024f])[\u200c\u200d]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U0010ffff]"
_LONE_PRIVATE = re.compile(rf"(?<!\S){_PRIVATE}+(?!\S) ?")
_ANY_PRIVATE = re.compile(_PRIVATE)

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BREAK = re.compile(r"[-‐](?=(\s+)(\S+))")
_BROKEN_WORD = re.compile(rf"(?<![\w'’-])(?:{_WORD.pattern})[-‐]$")
_LONGEST_WORD = 200
_LAST_WORD = re.compile(r"([^\W_][\w'’-]*)[-‐]$")
_FIRST_WORD = re.compile(r"[^\W_][\w'’]*")
_URL_BREAK = re.compile(r"(?:https?://|www\.)\S*[/_=&?-]$")
_RANGE_BREAK = re.compile(r"\d[-‐–]$")
_EMAIL = re.compile(r"[\w.+-]+@\w")
_UNREADABLE_WORD = re.compile(rf"(?<![^\W\d_])(?:[^\W\d_]*{REPLACEMENT}[^\W\d_]+|[^\W\d_]+{REPLACEMENT})")
_BROKEN_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl", "ft", "ti", "tt", "Th")
_WORDS_OF_A_LETTER = frozenset("aio")
_SUSPENDED = frozenset({"and", "or", "to", "but", "versus", "und", "oder", "bis", "et", "ou", "y", "o", "en"})
_KNOWN_WORD = 3.3
_COMMON_WORD = 4.0
"""Zipf frequencies: a word of frequency 3 occurs once in a million words, one of 4 ten times.
Source: https://github.com/rspeer/wordfreq"""
_COMPOUNDING = frozenset(
    {"all", "cross", "ex", "full", "half", "high", "large", "long", "low", "multi", "non", "one", "part"}
    | {"quasi", "self", "semi", "short", "single", "small", "so", "two", "three", "four", "year", "well"}
)


def clean_text(text: str) -> str:
    """Replace characters that only a printer or a font understands; lines and words stay.

    Ligatures become letters, all spaces " ", all line ends line feeds. Soft hyphens, zero-width and control
    characters are removed, except that a soft hyphen at a line end becomes "-" for `join_lines` to decide on. Known
    private-use characters become a bullet, tick or arrow; unknown ones are removed alone and U+FFFD inside a word.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub(REPLACEMENT, _LINE_END_HYPHEN.sub("-", text))
    text = _CONTROL.sub("", text.translate(_TRANSLATION))
    text = _LATIN_JOINER.sub("", text)
    if _ANY_PRIVATE.search(text):
        text = _ANY_PRIVATE.sub(REPLACEMENT, _LONE_PRIVATE.sub("", text))
    return unicodedata.normalize("NFC", text)


def shown_name(name: str) -> str:
    """Return a file name for display: control and direction characters, which could hide a part of it, as numbers."""
    return _UNSHOWN.sub(
        lambda match: f"\\x{ord(match[0]):02x}" if match[0] < "\xff" else f"\\u{ord(match[0]):04x}", name
    )


VOCABULARY = 1
"""Increased whenever the result of `vocabulary` changes, so that cached counts are recomputed."""


def vocabulary(text: str) -> Counter[str]:
    """Count the words of `text` in lower case; a compound is one word, a word broken at a line end is not counted."""
    counts: Counter[str] = Counter()
    # Most words are searched for once, since they recur.
    for part, count in Counter(" ".join(_without_broken(text)).split()).items():
        for word in _WORD.findall(part):
            counts[word.lower()] += count
    return counts


def _without_broken(text: str) -> Iterator[str]:
    """Yield a text in pieces, without its words that are broken at a line end."""
    kept = after = 0
    for hyphen in _BREAK.finditer(text):
        if hyphen.start() < kept or "\n" not in hyphen[1]:
            continue
        # Only the word before a break is compared: a search would try each word of the text.
        begin = max(text.rfind(space, after, hyphen.start()) for space in " \n") + 1
        after = hyphen.end()
        if word := _BROKEN_WORD.search(text, max(begin, kept), after):
            yield text[kept : word.start()]
            kept = hyphen.end(2)
    yield text[kept:]


def join_lines(lines: Iterable[str], words: Mapping[str, int]) -> str:
    """Join the lines of one paragraph and repair words broken at line ends.

    `words` is the `vocabulary` of the document: the hyphen of "large-" / "scale" stays where the document has
    "large-scale" elsewhere; that of "organ-" / "isation" is removed.
    """
    pieces: list[str] = []
    for line in lines:
        stripped = line.strip()
        if pieces and stripped:
            # Only the last line is joined, so that the time is linear in the number of lines.
            pieces[-1] = join_pair(pieces[-1], stripped, words)[: -len(stripped)]
        if stripped:
            pieces.append(stripped)
    return "".join(pieces)


def join_pair(before: str, after: str, words: Mapping[str, int]) -> str:
    """Join two pieces of one paragraph and repair a word broken between them."""
    before, after = before.rstrip(), after.strip()
    if not before or not after:
        return before or after
    tail, end = before[-_LONGEST_WORD:], before[-1]
    if end in "/_=&?-" and after[0].isalnum() and _URL_BREAK.search(tail):
        return before + after
    if end in "-‐–" and before[-2:-1].isalnum() and _keeps_dash(tail, after):
        return before + after
    if end == "—" or (_wide(end) and _wide(after[0])):
        return before + after
    if end not in "-‐":
        return f"{before} {after}"
    left, right = _LAST_WORD.search(tail), _FIRST_WORD.match(after)
    suspended = right and right[0].lower() in _SUSPENDED and not after[right.end() :].startswith("-")
    if not left or not right or suspended:
        return f"{before} {after}"
    if _is_compound(left[1], right[0], words) or (
        after[right.end() :].startswith("-") and _is_part(left[1], right[0], words)
    ):
        return before + after
    return before[:-1] + after


def carry_word(before: str, after: str, words: Mapping[str, int]) -> tuple[str, str]:
    """Return both pieces with a word broken between them, at a page end, moved whole into the first."""
    before, after = before.rstrip(), after.strip()
    if not _LAST_WORD.search(before[-_LONGEST_WORD:]):
        return before, after
    rest, _, others = after.partition(" ")
    whole = join_pair(before, rest, words)
    return (before, after) if " " in whole[len(before) - 1 :] else (whole, others.strip())


def join_initial(initial: str, rest: str, words: Mapping[str, int]) -> str:
    """Return a large first letter and the text behind it joined, with a space if both are words.

    >>> join_initial("A", "nurse came", {}), join_initial("A", "ll nurses", {})
    ('A nurse came', 'All nurses')
    """
    letter = initial[-1].lower()
    follows = _FIRST_WORD.match(rest)
    if letter not in _WORDS_OF_A_LETTER or follows is None:
        return initial + rest
    other = follows[0].lower()
    whole = (_frequency(letter + other), words.get(letter + other, 0))
    return f"{initial} {rest}" if (_frequency(other), words.get(other, 0)) > whole else initial + rest


def repair_ligatures(text: str, words: Mapping[str, int]) -> str:
    """Restore the letters of a lost ligature ("in\ufffduence") where exactly one known word fits.

    `words` is the document's own vocabulary, consulted before the word list.
    """
    if REPLACEMENT not in text:
        return text

    def whole(match: re.Match[str]) -> str:
        candidates = [match[0].replace(REPLACEMENT, letters) for letters in _BROKEN_LIGATURES]
        known = [candidate for candidate in candidates if words.get(candidate.lower())]
        known = known or [candidate for candidate in candidates if _frequency(candidate.lower()) >= _KNOWN_WORD]
        return known[0] if len(known) == 1 else match[0]

    return _UNREADABLE_WORD.sub(whole, text)


def _keeps_dash(before: str, after: str) -> bool:
    """Return whether a dash is part of a range of figures ("2015–" / "16") or of an address ("j-" / "smith@")."""
    return bool(_RANGE_BREAK.search(before) and after[0].isdecimal()) or bool(_EMAIL.match(after))


def _is_compound(left: str, right: str, words: Mapping[str, int]) -> bool:
    """Return whether the hyphen between two halves belongs to the word."""
    if not right[0].islower() or not left[-1].isalpha():
        return not (left.isupper() and right.isupper() and len(right) > 1)
    left, right = left.lower(), right.lower()
    whole, compound = words.get(left + right, 0), words.get(f"{left}-{right}", 0)
    if whole or compound:
        return compound > whole
    *parts, last = left.split("-")
    if parts or last in _COMPOUNDING or (len(last) == 1 and _frequency(right) >= _COMMON_WORD):
        # "e-" / "mail": no word is broken after its first letter.
        return True
    # The document does not decide, so the word list does: "organisation" is a word, "largescale" is not.
    if _frequency(left + right) >= _KNOWN_WORD:
        return False
    return len(right) > 2 and all(words.get(half) or _frequency(half) >= _COMMON_WORD for half in (last, right))


def _is_part(left: str, right: str, words: Mapping[str, int]) -> bool:
    """Return whether halves before another hyphen are words: "out-", "of-hours", but not "organ-", "isation-wide"."""
    whole = (left + right).lower()
    return not words.get(whole) and _frequency(whole) < _KNOWN_WORD


@lru_cache(maxsize=10_000)
def _frequency(word: str) -> float:
    """Return the Zipf frequency of a word in English, 0 (unknown) to 8: log10 of its count in a billion words."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" and character.isalnum()
