"""Guess of the encoding of text that is not Unicode and declares no encoding.

Text in Latin letters is read in the encoding in which its letters are those of one language; charset-normalizer, which
takes short English files for other encodings, decides on other scripts.
"""

import codecs
import re
from collections import Counter
from collections.abc import Mapping

from charset_normalizer import from_bytes

_LATIN = (
    *("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850", "cp852", "iso8859_2", "cp437", "mac_latin2"),
    *("cp857", "cp775"),
)
"""Encodings of Latin letters; of equally good ones the first is taken."""
_OTHERS = [
    *("cp1251", "koi8_r", "koi8_u", "cp866", "mac_cyrillic", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874", "iso8859_6", "iso8859_8"),
]
_JAPANESE = ("euc_jp", "cp932")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_BESIDE_LATIN = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])")
_MAX_BESIDE_LATIN = 0.5
"""Maximum share of characters beside a Latin letter, in a word of which they may be the accented letters."""
_ALPHABETS = tuple(
    frozenset(re.findall(".!?", letters))
    for letters in (
        "àâçéèêëîïôœùûü",  # French
        "äöüßé",  # German
        "áéíñóúüªº",  # Spanish
        "áàâãçéêíóôõúü",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "æøåéó",  # Danish, Norwegian
        "åäöéà",  # Swedish
        "åäöšž",  # Finnish
        "áðéíóúýþæö",  # Icelandic
        "áâäçéèêëíîïóôöúûü",  # Dutch
        "àçç!èéíïòóúü",  # Catalan
        "áéíóú",  # Irish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "ąćęłńóśźż",  # Polish
        "áéíóöőúüű",  # Hungarian
        "ăâîșțşţ",  # Romanian
        "čćđšž",  # Croatian, Slovenian
        "ëçç!",  # Albanian
        "äõõ!öüšž",  # Estonian
    )
)
_BALTIC = (frozenset("ąčęėįšųūž"), frozenset("āčēģīķļņšūž"))
"""Letters of Lithuanian and Latvian."""
_TURKISH = (frozenset("çğıiöşü") | {"ç!", "â!"},)
_OF_ENCODINGS = {
    "cp1257": (*_ALPHABETS, *_BALTIC), "cp775": _BALTIC, "cp1254": (*_ALPHABETS, *_TURKISH), "cp857": _TURKISH
}  # fmt: skip
"""Alphabets of encodings that are made for some languages."""
_SIGNS = frozenset("“”‘’‚„–—…•€£¥§°©®™½¼¾±×÷«»‹›¿¡ªº·²³¹µ¶†‡‰\u00a0\u00ad´¢≤≥≠")
_OLD = frozenset({"mac_roman", "cp850", "cp437"})
_RARE = frozenset("îïôûëÿœâùìêº")
"""Letters that are rare in text, by which the encodings in _OLD differ where all letters fit one language."""
_NOT_BEHIND_C = frozenset("eibcdfghjklmnpqrstvwxz")
"""Letters that do not follow "ç" in French, Portuguese and Catalan, but in Albanian and Turkish."""
_IN_WORDS = frozenset("’‘–—\u00ad\u00a0")
"""Signs that may be between two letters."""
_MAX_SAMPLE = 200_000
_HIGH = re.compile(b"[\x80-\xff]+")
_UTF8 = re.compile(b"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")
_LONG_RUN = 2.5
"""Mean number of neighbouring bytes above 127 from which text is of another script than Latin."""


def guess_encoding(data: bytes) -> str | None:
    """Return the encoding of bytes that are not UTF-8, or None if they are UTF-8 but for a few."""
    sample = data[:_MAX_SAMPLE]
    runs = _HIGH.findall(sample)
    if not runs:
        return "cp1252"
    if sum(_UTF8.fullmatch(run) is not None for run in runs) * 2 >= len(runs):
        return None
    for encoding in _JAPANESE:
        if _has_kana(sample, encoding):
            return encoding
    if sum(map(len, runs)) >= _LONG_RUN * len(runs):
        best = from_bytes(sample, cp_isolation=_OTHERS).best()
        if best is not None:
            return best.encoding
    pieces = Counter(match[0] for match in _CONTEXT.finditer(sample))
    return max(_LATIN, key=lambda encoding: _plausibility(pieces, encoding))


def _has_kana(sample: bytes, encoding: str) -> bool:
    """Return whether text in an encoding is Japanese: a fifth of its characters are kana, and none is invalid."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return False
    others = len(text) - len(re.findall("[\x00-\x7f]", text))
    is_between_latin = len(_BESIDE_LATIN.findall(text)) > _MAX_BESIDE_LATIN * others
    return len(_KANA.findall(text)) >= 0.2 * others > 0 and not is_between_latin


_CONTEXT = re.compile(rb"(?s:(?<![\x80-\xff])[^\x80-\xff]?[\x80-\xff]+[^\x80-\xff]{0,2})")
"""A run of bytes above 127 with the character before it and two after it."""


def _plausibility(pieces: Mapping[bytes, int], encoding: str) -> float:
    """Return how well text fits an encoding: letters of one language, signs where they belong."""
    letters: Counter[str] = Counter()
    score = 0.0
    for piece, number in pieces.items():
        text = piece.decode(encoding, "replace")
        for at, character in enumerate(text):
            if character.isascii():
                continue
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if character.isalpha() and character not in "ªº":
                letters[_kept_apart(character, after)] += number
                is_rare = encoding in _OLD and (character in _RARE or character.isupper())
                score -= number * (_oddity(character, before, after, text[at + 2 : at + 3]) + 0.1 * is_rare)
            elif character not in _SIGNS or (before.isalpha() and after.isalpha() and character not in _IN_WORDS):
                score -= 2 * number
            else:
                score += 0.9 * number
    covered = max(
        sum(number for letter, number in letters.items() if letter in known)
        for known in _OF_ENCODINGS.get(encoding, _ALPHABETS)
    )
    return score + 2 * covered - letters.total()


def _kept_apart(letter: str, after: str) -> str:
    """Return a letter in lower case, with "!" before letters that only few languages have behind it."""
    small, following = letter.lower()[:1], after.lower()
    is_apart = (
        # "Slimnīcā" in cp1257 is "Slimnîcâ" in cp1252.
        (small in "âû" and not following.isalpha())
        or (small == "õ" and following != "e")
        or (small == "ã" and following.isalpha() and following not in "oeis")
        or (small == "ç" and (not following.isalpha() or following in _NOT_BEHIND_C))
    )
    return f"{small}!" if is_apart else small


def _oddity(letter: str, before: str, after: str, second: str) -> int:
    """Return 1 for a capital within or at the end of a word and for a letter beside a figure, else 0."""
    is_capital_inside = letter.isupper() and (before.islower() or (after.isupper() and second.islower()))
    return int(is_capital_inside or after.isdigit() or before.isdigit())
