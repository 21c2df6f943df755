"""Abbreviations that a text defines, and the other form of those in a question.

A definition has both forms side by side, "clinical commissioning groups (CCGs)", and the letters of the short form
begin the words of the long one. Source: Schwartz and Hearst, A simple algorithm for identifying abbreviation
definitions in biomedical text, 2003, https://doi.org/10.1142/9789812776303_0042; stricter here, because a wrong
expansion does more harm than a missing one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from reportqa.text.folding import fold_case

MORE_WORDS = 5
"""Maximum number of words of a long form beyond the letters of its short form. Source: Schwartz and Hearst."""
MIN_LETTERS_TO_SKIP = 4
"""Minimum length of a short form that may skip one content word: "NICE" skips "Health"."""
MIN_SINGLE_WORD = 6
"""Minimum length of a long form of one word: "tuberculosis"."""
RARE_WORD = 3.0
"""Zipf frequency (see `wordfreq`) below which a word in lower case may be an abbreviation."""

_SHORT = r"[A-Z][A-Za-z0-9&/-]{1,9}"
_QUOTES = "\"'“”‘’"
_BEFORE_PARENTHESIS = re.compile(
    rf"\((?:or |the |hereafter |hereinafter |collectively,? )*[{_QUOTES}]?(?:the )?({_SHORT})[{_QUOTES}]?(?:\)|[,;] )"
)
_AFTER_OR = re.compile(rf",? (?:or|(?:also )?known as|abbreviated (?:as|to)) (?:the )?({_SHORT})(?=[,.;)])")
_IN_PARENTHESIS = re.compile(rf"\b({_SHORT}) \(([^()\n]{{3,100}})\)")
_IN_GLOSSARY = re.compile(rf"^\W{{0,3}}({_SHORT})(?: ?[:|=\t] ?| [–—-] |  +)([^\n:|;]{{3,100}})", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_POSSESSIVE = re.compile("['’]s?$")
_BOUNDARY = re.compile(r"[.!?;:]\s|[()\[\]\n|•]")
_WINDOW = 200
_LITTLE_WORDS = frozenset("a an and at by de for from in la of on or the to with".split())
_TOKEN = re.compile(r"[\w&/-]*\w")
_INITIALS = re.compile(r"(?<![^\W_])[A-Z](?:[&n]?[A-Z]){1,5}(?![^\W_])")
_AND = re.compile("(?<=[A-Z])[&n](?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Expansion:
    """A form that a question uses (`said`), and its other form (`meant`)."""

    said: str
    meant: str


def find_abbreviations(text: str) -> dict[str, Counter[str]]:
    """Return the long forms of each short form defined in the text, with their counts; short forms are singular.

    >>> find_abbreviations("Clinical commissioning groups (CCGs) buy care.")
    {'CCG': Counter({'Clinical commissioning groups': 1})}
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for short, candidates in _candidates(text):
        if _is_short_form(short):
            singular = _singular(short)
            long = next((long for candidate in candidates if (long := _long_form(singular, *candidate))), None)
            if long:
                found[singular][long] += 1
    return dict(found)


def merge(documents: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, tuple[str, ...]]:
    """Return the long forms of each short form over several documents, most frequent first.

    Long forms that differ only in capitals or a plural "s" are merged under the most frequent spelling.
    """
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for document in documents:
        for short, longs in document.items():
            for long, count in longs.items():
                counts[short][_key(long)][long] += count
    return {
        short: tuple(
            min((-count, writing) for writing, count in writings.items())[1]
            for _, writings in sorted(by_key.items(), key=lambda item: (-item[1].total(), item[0]))
        )
        for short, by_key in sorted(counts.items())
    }


def expand(question: str, abbreviations: Mapping[str, Sequence[str]]) -> list[Expansion]:
    """Return the other forms of the question's short and long forms, most frequent first.

    Forms that are already in the question are skipped.
    """
    folded = question.casefold()
    shouted = question.isupper()
    found = []
    tokens = list(dict.fromkeys(_TOKEN.findall(question)))
    said = {short for token in tokens if (short := _short_in(token, abbreviations, shouted))}
    for token in tokens:
        for long in abbreviations.get(_short_in(token, abbreviations, shouted) or "", ()):
            if _key(long) not in folded:
                found.append(Expansion(token, long))
    for short, longs in abbreviations.items():
        for key in map(_key, longs):
            if short not in said and key in folded:
                match = re.search(rf"\b{re.escape(key)}s?\b", question, re.IGNORECASE)
                if match:
                    found.append(Expansion(match[0], short))
    return found


def initials_in(question: str) -> list[str]:
    """Return possible initials of a name in a question, each once: "J&J", "JnJ", and capitals: "RCGP"."""
    return list(dict.fromkeys(_INITIALS.findall(question)))


def name_with_initials(initials: str, names: Iterable[str]) -> str | None:
    """Return the start of the first name whose words have these initials, or None.

    >>> name_with_initials("JnJ", ["Annual report", "Johnson & Johnson reports results"])
    'Johnson & Johnson'
    """
    letters = _AND.sub("", initials).casefold()
    for name in names:
        words = [word for word in _WORD.finditer(name) if word[0] not in _LITTLE_WORDS][: len(letters)]
        first = "".join(word[0][0] for word in words)
        if first.isupper() and first.casefold() == letters and all(len(word[0]) > 1 for word in words):
            return name[words[0].start() : words[-1].end()]
    return None


def capitalised_with_initials(initials: str, texts: Iterable[str]) -> str | None:
    """Return the most frequent capitalised words in a row with these initials in texts, or None.

    >>> capitalised_with_initials("GBQ", ["Data lie in Google Big Query. Google Big Query is big.", "Good Big Queue"])
    'Google Big Query'
    """
    letters = _AND.sub("", initials)
    little = "(?:(?:of|the|and|for|in|on|&) ){0,2}"
    row = rf" {little}".join(rf"{letter}[a-zß-ÿ][\w'’-]*" for letter in letters)
    pattern = re.compile(rf"(?<![\w-]){row}(?![\w-])(?! [A-Z])")
    counts = Counter(match for text in texts for match in pattern.findall(text))
    return max(sorted(counts), key=counts.__getitem__, default=None)


def _candidates(text: str) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """Yield each short form with the texts beside it, and whether the long form must start where the text starts."""
    for pattern in (_BEFORE_PARENTHESIS, _AFTER_OR):
        for match in pattern.finditer(text):
            window = text[max(0, match.start() - _WINDOW) : match.start()]
            yield match[1], [(_BOUNDARY.split(window)[-1].rstrip(" ,"), False)]
    for pattern in (_IN_PARENTHESIS, _IN_GLOSSARY):
        for match in pattern.finditer(text):
            whole = match[2].removeprefix("the ").strip(" .,")
            yield match[1], [(whole, True), (re.split(r"[,.;–—]", whole)[0].rstrip(), True)]


def _long_form(short: str, window: str, whole: bool) -> str | None:
    """Return the end of the window (with `whole`, all of it) whose words start with the letters of the short form."""
    letters = "".join(_WORD.findall(short)).lower()
    words = list(_WORD.finditer(window))
    own = [word[0].lower() for word in words]
    starts = [0] if whole else range(max(0, len(words) - len(letters) - MORE_WORDS), len(words))
    costs = [
        (cost, -start)
        for start in starts
        if own and own[start] not in _LITTLE_WORDS and (cost := _cost(letters, tuple(own[start:]))) is not None
    ]
    if not costs:
        return None
    start = -min(costs)[1]
    long = _POSSESSIVE.sub("", window[words[start].start() : words[-1].end()])
    if (len(words) - start == 1 and len(long) < MIN_SINGLE_WORD) or len(long) <= len(short) + 1:
        return None
    # A long form that contains its short form defines nothing.
    return None if re.search(rf"\b{re.escape(short)}\b", long) else long


def _cost(letters: str, words: tuple[str, ...]) -> int | None:
    """Return the cost of matching the letters to the words, 0 at best; None without a match.

    The first and the last word must match; a matched word contributes its first letter and possibly more. A letter
    from inside a word costs 1, a skipped content word 3; at most one is skipped, and only for long enough short forms.
    """
    skips = 1 if len(letters) >= MIN_LETTERS_TO_SKIP else 0
    most_within = len(letters) // 2

    @cache
    def fit(letter: int, word: int, left_out: int, within: int) -> int | None:
        if word == len(words):
            return 3 * left_out + within if letter == len(letters) and within <= most_within else None
        costs: list[int | None] = []
        if 0 < word < len(words) - 1:
            counts = words[word] not in _LITTLE_WORDS
            if left_out + counts <= skips:
                costs.append(fit(letter, word + 1, left_out + counts, within))
        if letter < len(letters) and words[word][0] == letters[letter]:
            position, taken = 0, letter + 1
            while True:
                costs.append(fit(taken, word + 1, left_out, within + taken - letter - 1))
                if taken == len(letters) or (position := words[word].find(letters[taken], position + 1)) < 0:
                    break
                taken += 1
        return min((cost for cost in costs if cost is not None), default=None)

    return fit(0, 0, 0, 0)


def _is_short_form(short: str) -> bool:
    """Return whether this has at least two capitals and no more lower-case letters than capitals."""
    capitals = sum(character.isupper() for character in short)
    return capitals >= 2 and 2 * capitals >= sum(character.isalpha() for character in _singular(short))


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short


@lru_cache(maxsize=100_000)
def _key(long: str) -> str:
    folded = fold_case(long)
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded


def _short_in(token: str, abbreviations: Mapping[str, Sequence[str]], shouted: bool) -> str | None:
    """Return the short form that a word of the question is; a common word in lower case is none."""
    if not shouted and _singular(token) in abbreviations:
        return _singular(token)
    upper = token.upper()
    short = next((form for form in (upper, upper.removesuffix("S")) if form in abbreviations), None)
    if short is None or not (token.islower() or shouted):
        return None
    from wordfreq import zipf_frequency

    is_word = zipf_frequency(token.lower(), "en") >= RARE_WORD and re.search("[aeiouy]", token.lower())
    return None if is_word else short
