"""Decoding of text files.

charset-normalizer alone takes short English cp1252 files for cp1250, Big5 or Mac text, so it only decides on files that
are neither Unicode nor mostly Latin letters.
"""

import codecs
import re

from charset_normalizer import from_bytes

from reportqa.errors import ParseError
from reportqa.parsing.file_type import binary_kind

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
_MAX_HIGH_BYTES = 0.3
"""Maximum share of bytes above 127 of text that is taken for Western if it is not Unicode."""
_SAMPLE = 200_000


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
    if (codec := _codec(declared)) and codec not in {"utf-8", "ascii"} and not _is_utf8(data):
        return data.decode(codec, "replace")
    if codec and codec.startswith(("iso2022", "hz")):
        return data.decode(codec, "replace")
    return _guessed(data, declared_utf8=codec == "utf-8")


def _guessed(data: bytes, declared_utf8: bool) -> str:
    text = data.decode("utf-8", "reportqa-cp1252")
    high = sum(len(run) for run in re.findall(b"[\x80-\xff]+", data))
    if declared_utf8 or _is_utf8(data) or high <= _MAX_HIGH_BYTES * len(data):
        return text
    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, "replace") if best else text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(data: bytes) -> str | None:
    """Return the encoding of UTF-16 text without a byte order mark, by the zero bytes of Latin letters and spaces."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) * 0.1 or min(even, odd) > max(even, odd) * 0.1:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _codec(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding as browsers interpret it, or None if it is unknown.

    Source: https://encoding.spec.whatwg.org/#names-and-labels
    """
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"
    return name if name.replace("-", "_") in _TEXT_CODECS else None


_TEXT_CODECS = frozenset(
    {"utf_8", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"}
    | {"shift_jis", "euc_jp", "iso2022_jp", "gbk", "gb2312", "gb18030", "hz", "big5", "euc_kr", "cp949"}
    | {"koi8_r", "koi8_u", "mac_roman", "cp866", "cp874", "tis_620"}
    | {f"iso8859_{n}" for n in range(2, 17)}
)
