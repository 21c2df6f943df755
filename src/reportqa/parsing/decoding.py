"""Decoding of text files, by what they declare, as browsers do, or by what they contain."""

import codecs
import re
from contextlib import suppress

import webencodings

from reportqa.errors import ParseError
from reportqa.parsing.file_type import binary_kind
from reportqa.parsing.legacy_encoding import guess_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_MAX_CONTROL = 0.01
"""Maximum share of control characters of a text file."""
_PYTHON_NAMES = {
    # The decoder of browsers for GBK is that of its successor; the others have more characters than Python's.
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_3",
    "x-user-defined": "cp1252",
}


def _cp1252_instead(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("reportqa-cp1252", _cp1252_instead)


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode a text file; `declared` is the encoding that the file names, used unless the file is UTF-8.

    Invalid bytes in UTF-8 are read as cp1252, and bytes that are invalid there as U+FFFD.
    :raises ParseError: when the file is empty or not text.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise ParseError("is empty. Save or download it again.")
    if kind := binary_kind(data):
        raise ParseError(f"is {kind} with the wrong suffix. Rename it.")
    text = _decoded(data, declared)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL * len(text) + 2:
        raise ParseError("is not text. Rename it with the right suffix, or remove it from the corpus.")
    return text.replace("\0", "")


def _decoded(data: bytes, declared: str | None) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if wide := _wide_encoding(data):
        return data.decode(wide, "replace")
    named = codec(declared)
    if named and named.startswith(("iso2022", "hz")):
        return data.decode(named, "replace")
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    encoding = named or guess_encoding(data) or "utf-8"
    if encoding == "utf-8" or (named is None and encoding == "cp1252"):
        return data.decode("utf-8", "reportqa-cp1252")
    return data.decode(encoding, "replace")


def _wide_encoding(data: bytes) -> str | None:
    """Return the encoding of UTF-16 text without a byte order mark, by the zero bytes of Latin letters and spaces."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) * 0.1 or min(even, odd) > max(even, odd) * 0.1:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def codec(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding as browsers interpret it, or None if it is unknown.

    Source: https://encoding.spec.whatwg.org/#names-and-labels
    """
    if not declared:
        return None
    if found := webencodings.lookup(declared):
        # A label that can be read as ASCII is not in UTF-16.
        is_unicode = found.name.startswith("utf-") or found.name == "replacement"
        return "utf-8" if is_unicode else _PYTHON_NAMES.get(found.name) or found.codec_info.name
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"
    return name if name.replace("-", "_") in _OTHER_CODECS else None


_OTHER_CODECS = frozenset(
    {"cp437", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863", "cp865", "cp869"}
    | {"cp737", "cp775", "hz", "johab", "mac_roman", "mac_latin2", "mac_greek", "mac_turkish", "mac_cyrillic"}
)
"""Encodings of text that browsers do not know."""
