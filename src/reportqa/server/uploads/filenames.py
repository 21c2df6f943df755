"""Turns the name that a browser gives a file into one that is safe in a folder, and tells when two would be one."""

import unicodedata
from pathlib import PurePosixPath

MAX_BYTES = 200
"""How many bytes of UTF-8 a name may have; most file systems take 255, and a number may come to it."""
UNNAMED = "file"
_MAX_SUFFIX = 20
_ELSEWHERE_FORBIDDEN = dict.fromkeys(map(ord, '<>:"|?*'), "-")
"""What Windows has no names with."""
_DEVICES = {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
"""What Windows takes for a device, whatever the ending."""


def safe_name(name: str) -> str:
    """Give a name without folders, control characters, or beginnings that hide a file; never empty.

    A safe name is left as it is, and what is given is safe.

    >>> safe_name("../../etc/_Report: 2016.pdf")
    'Report- 2016.pdf'
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Marks of direction hide what a name ends in; halves of characters and the like cannot be written at all.
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = unicodedata.normalize("NFC", " ".join(name.translate(_ELSEWHERE_FORBIDDEN).split())).strip(" .")
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > _MAX_SUFFIX:
        suffix = ""
    stem = _cut(name.removesuffix(suffix), MAX_BYTES - len(suffix.encode())).strip(" .")
    while stem.startswith((".", "_", "~", " ")):
        stem = stem[1:]
    if stem.split(".")[0].rstrip().casefold() in _DEVICES:
        first, dot, rest = stem.partition(".")
        stem = f"{first.rstrip()}-{UNNAMED}{dot}{rest}"
    return f"{stem or UNNAMED}{suffix}"


def numbered_name(name: str, number: int) -> str:
    """Give "report (2).pdf" for "report.pdf" and 2."""
    suffix = PurePosixPath(name).suffix
    return f"{name.removesuffix(suffix)} ({number}){suffix}"


def _cut(text: str, size: int) -> str:
    """Give the beginning of a text that has no more than so many bytes of UTF-8."""
    return text.encode()[:size].decode(errors="ignore")
