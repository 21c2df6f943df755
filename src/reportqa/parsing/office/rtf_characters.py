r"""Characters of RTF files: code pages of fonts, double bytes and \u with its fallback, written as plain characters.

pandoc reads only Western code pages, and takes all letters after "\u8217?" for its fallback.
Source: Rich Text Format (RTF) Specification, version 1.9.1.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reportqa.parsing.office.rtf_colours import START, Paint, RtfColours
from reportqa.parsing.omissions import CONTEXT
from reportqa.parsing.unseen_text import UNSEEN

_TOKEN = re.compile(
    r"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_NAME_CODECS = {
    "CE": "cp1250", "CYR": "cp1251", "GREEK": "cp1253", "TUR": "cp1254", "BALTIC": "cp1257", "(HEBREW)": "cp1255",
    "(ARABIC)": "cp1256", "(VIETNAMESE)": "cp1258",
}  # fmt: skip
"""Codecs of fonts without a character set, by the last word of their names ("Arial CYR")."""
_SYMBOLS = "symbol"
"""Codec of the Symbol font, whose bytes are left to pandoc."""
_SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_WESTERN = "cp1252"
_OTHER_SCRIPTS = frozenset({"cp1251", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "cp936", "gbk", "cp949", "cp950"})
_HIGH_RUN = re.compile(r"(?:\\'[89a-fA-F][0-9a-fA-F]|[\x80-\xff]){3,}")
_HIGH = re.compile(r"\\'[89a-fA-F][0-9a-fA-F]|[\x80-\xff]")
_LEFT_OUT = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "running header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "running footer"),
    "annotation": "comment", "deleted": "deleted text", "v": "hidden text",
    "xe": "index entry", "tc": "contents entry", "tcn": "contents entry",
}  # fmt: skip
_RECENT = 20
"""Pieces of text that are kept for the place of an aside."""
_BREAKS = frozenset({"par", "line", "tab", "cell", "row", "sect", "page"})


@dataclass(slots=True)
class _Group:
    """The state of a group, which ends with it: font, length of the fallback of \\u, what it is, and its colours."""

    font: str = ""
    fallback: int = 1
    is_font_table: bool = False
    kind: str = ""
    paint: Paint = START


@dataclass(slots=True)
class _Font:
    charset: int = 1
    code_page: int = 0
    name: list[str] = field(default_factory=list)

    def codec(self, default: str) -> str:
        if self.charset == 2:
            return _SYMBOLS
        if self.code_page:
            return _code_page(self.code_page) or default
        if self.charset in _CHARSETS:
            return _CHARSETS[self.charset]
        last = "".join(self.name).strip(" ;").rpartition(" ")[2].upper()
        return _NAME_CODECS.get(last, default)


@dataclass(slots=True)
class Aside:
    """A part that is hidden or not in the body; `before` is the end of the text before it."""

    kind: str
    before: str
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(_joined(self.pieces).split())


def plain_characters(data: bytes) -> tuple[bytes, list[Aside]]:
    r"""Return an RTF file in UTF-8, without \' and \u, and its headers, comments, deletions and hidden text."""
    return _Reader(data).read()


class _Reader:
    def __init__(self, data: bytes) -> None:
        try:
            self._source, self._is_unicode = data.decode("utf-8"), True
        except UnicodeDecodeError:
            self._source, self._is_unicode = data.decode("latin-1"), False
        self._out: list[str] = []
        self._asides: list[Aside] = []
        self._recent: deque[str] = deque(maxlen=_RECENT)
        self._has_words: bool | None = None
        self._groups = [_Group()]
        self._fonts: dict[str, _Font] = {}
        self._default_font = ""
        self._codec = _WESTERN
        self._default = _WESTERN
        self._bytes = bytearray()
        self._skip = 0
        self._after_word = False
        self._colours = RtfColours(self._source)
        self._unseen: Aside | None = None

    def read(self) -> tuple[bytes, list[Aside]]:
        position = 0
        while match := _TOKEN.match(self._source, position):
            position = match.end()
            if match["word"] == "bin":
                self._decode_bytes()
                # Raw bytes, which pandoc would take for text.
                position += max(int(match["number"] or 0), 0)
            else:
                self._token(match)
        self._decode_bytes()
        return _joined(self._out).encode(), [aside for aside in self._asides if aside.text]

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def _token(self, match: re.Match[str]) -> None:
        if match["hex"]:
            self._byte(match)
        elif match["text"]:
            self._text(match["text"])
        elif match["word"]:
            self._word(match[0], match["word"], match["number"])
        elif match["brace"]:
            self._decode_bytes()
            self._skip = 0
            if match["brace"] == "{":
                self._groups.append(replace(self._group))
            elif len(self._groups) > 1:
                self._groups.pop()
                self._set_codec()
            self._write(match["brace"])
        elif match["symbol"]:
            self._decode_bytes()
            if match["symbol"] == "*":
                self._group.paint = self._group.paint._replace(is_body=False)
            if self._skip:
                self._skip -= 1
            else:
                self._write(match[0])
        elif not self._bytes:
            self._write(match[0])

    def _byte(self, match: re.Match[str]) -> None:
        if self._skip:
            self._skip -= 1
        elif self._codec == _SYMBOLS:
            self._write(match[0])
        else:
            self._bytes.append(int(match["hex"], 16))

    def _text(self, text: str) -> None:
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        text = text[skipped:]
        if not text:
            return
        if self._group.is_font_table and self._group.font in self._fonts:
            self._fonts[self._group.font].name.append(text)
        # A letter may be the second of two bytes.
        if self._bytes and text[0].isascii():
            self._bytes.append(ord(text[0]))
            text = text[1:]
        if not text.isascii() and not self._is_unicode and self._codec != _SYMBOLS:
            self._bytes += text.encode("latin-1")
            return
        self._decode_bytes()
        if text:
            self._characters(text)

    def _word(self, token: str, word: str, number: str | None) -> None:
        value = int(number) if number else 0
        if word == "u" and number:
            self._decode_bytes()
            self._characters(chr(value % 0x10000))
            self._skip = self._group.fallback
            return
        self._decode_bytes()
        # Programs that write no fallback go on with \par or \cell, which must not be lost.
        self._skip = 0
        if word == "uc":
            self._group.fallback = max(value, 0)
        elif word == "ansicpg":
            self._default = self._codec = _code_page(value) or self._default
        else:
            self._state(word, number, value)
            self._write(token, is_word=not token.endswith(" "))

    def _state(self, word: str, number: str | None, value: int) -> None:
        """Follow a control word that changes the font, the codec, the colours or what the group is."""
        group = self._group
        group.paint = self._colours.follow(group.paint, word, value, is_on=number != "0")
        if word in _SETS and len(self._groups) == 2:
            self._default = self._codec = _SETS[word]
        elif word == "deff":
            self._default_font = str(value)
        elif word == "fonttbl":
            group.is_font_table = True
        elif word in {"f", "plain"}:
            group.font = str(value) if word == "f" else self._default_font
            if word == "plain" and group.kind == _LEFT_OUT["v"]:
                group.kind = ""
            if group.is_font_table:
                self._fonts[group.font] = _Font()
            self._set_codec()
        elif word in {"fcharset", "cpg"} and group.is_font_table and group.font in self._fonts:
            font = self._fonts[group.font]
            font.charset, font.code_page = (value, font.code_page) if word == "fcharset" else (font.charset, value)
            self._set_codec()
        elif word in _LEFT_OUT and number != "0" and not group.kind and not group.paint.is_style:
            group.kind = _LEFT_OUT[word]
            self._asides.append(Aside(group.kind, _joined(self._recent)[-CONTEXT:]))
        elif word == "v" and group.kind == _LEFT_OUT["v"]:
            group.kind = ""
        elif word in _BREAKS and group.kind:
            self._asides[-1].pieces.append(" ")

    def _set_codec(self) -> None:
        font = self._fonts.get(self._group.font or self._default_font)
        self._codec = self._default if font is None else self._font_codec(font)

    def _font_codec(self, font: _Font) -> str:
        if font.charset == 0 and not font.code_page and self._default in _OTHER_SCRIPTS:
            # "ANSI" in a file in another script: some programs mean its code page, others Western letters.
            if self._has_words is None:
                runs = sum(len(_HIGH.findall(run)) for run in _HIGH_RUN.findall(self._source))
                # Most bytes above 127 are in runs, as they are not in Western text.
                self._has_words = runs * 2 >= len(_HIGH.findall(self._source))
            return self._default if self._has_words else _WESTERN
        return font.codec(self._default)

    def _decode_bytes(self) -> None:
        if self._bytes:
            text = bytes(self._bytes).decode(_WESTERN if self._codec == _SYMBOLS else self._codec, "replace")
            self._bytes.clear()
            self._characters(re.sub(r"[\\{}]", r"\\\g<0>", text))

    def _characters(self, text: str) -> None:
        if self._group.kind:
            self._asides[-1].pieces.append(text)
        elif self._colours.is_unseen(self._group.paint):
            self._hide(text)
            return
        else:
            self._unseen = None if text.strip() else self._unseen
            self._recent.append("".join(text.split())[-CONTEXT:])
        # Otherwise a letter after "\b" would belong to it.
        self._write(f" {text}" if self._after_word else text)

    def _hide(self, text: str) -> None:
        """Write a text that has the colour of its background as hidden text, which pandoc leaves out."""
        if self._unseen is None or self._unseen is not self._asides[-1]:
            self._unseen = Aside(UNSEEN, _joined(self._recent)[-CONTEXT:])
            self._asides.append(self._unseen)
        self._unseen.pieces.append(text)
        self._write(f"{{\\v {text}}}")

    def _write(self, text: str, *, is_word: bool = False) -> None:
        self._out.append(text)
        self._after_word = is_word


def _joined(pieces: Iterable[str]) -> str:
    """Return a text of pieces, in which characters may be pairs of surrogates."""
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _code_page(number: int) -> str:
    """Return Python's name of a Windows code page, or an empty text if it is unknown."""
    name = {65001: "utf-8", 936: "gbk", 10000: "mac_roman", 0: "", 42: ""}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
