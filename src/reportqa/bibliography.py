"""Finds what is known of a report: library.json first, then the file itself, then its name."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from reportqa.errors import ParseError

LIBRARY_JSON = "library.json"

_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|(?:document|presentation|book|draft|print|layout)\s*\d*"
    r"|[\W\d_]+|.*\.(?:docx?|indd|qxd|pptx?|xlsx?|pdf|rtf|html?|tmp))",
    re.IGNORECASE,
)
_NAME_PARTS = re.compile(r"[^\W_]+")
_YEAR_OR_FORM = re.compile(r"(?:19|20)\d\d(?:Q[1-4])?|\d{1,2}[A-Z]", re.IGNORECASE)
_NAME_FILLERS = frozenset(
    "copy digital document download draft final full print report scan summary version web".split()
)
_FRONT_HEADINGS = 8


def read_library(corpus_dir: Path) -> dict[str, dict[str, Any]]:
    """Read library.json, a CSL-JSON list, and give its items by the file that each describes.

    An item names its file in `custom.file`, a path under the corpus folder; else its id does.
    :raises ParseError: when it is there and is not a CSL-JSON list.
    """
    path = corpus_dir / LIBRARY_JSON
    try:
        items = json.loads(path.read_bytes())
        # JSON can name halves of characters, which no model, page or file can hold.
        items = json.loads(json.dumps(items, ensure_ascii=False).encode("utf-8", "replace"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ParseError(
            f"is not JSON that can be read ({error}). Mend it; until then titles come from the files."
        ) from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ParseError("is not a CSL-JSON list of items. Mend it; until then titles come from the files.")
    described = {}
    for item in items:
        custom = item.get("custom")
        name = custom.get("file") if isinstance(custom, dict) else None
        described[str(name or item.get("id"))] = item
    return described


def describe(
    doc_id: str,
    library_item: Mapping[str, Any] | None,
    file_item: Mapping[str, Any],
    headings: Sequence[str],
    words: Mapping[str, int],
) -> dict[str, Any]:
    """Give a CSL-JSON item with a title: fields of the library's item before those of the file's own.

    Without either, the title is a heading or made of the file's name (see `find_title`).
    """
    own = {key: value for key, value in file_item.items() if value}
    if "title" in own and is_junk_title(str(own["title"])):
        del own["title"]
    item = {"id": doc_id, "type": "report", **own, **(library_item or {})}
    title = item.get("title")
    if not isinstance(title, str) or not title.strip():
        title = find_title(doc_id, headings, words)
    item["title"] = " ".join(title.split())
    return item


def find_title(doc_id: str, headings: Sequence[str], words: Mapping[str, int]) -> str:
    """Give the heading or the file name that says most of what a document is.

    A name whose parts stand in the document ("BESTBUY_2019_10K") tells the true title from a form's
    ("UNITED STATES SECURITIES AND EXCHANGE COMMISSION"): the first of the front headings that has half of
    its parts is the title, else the name itself, split. A name that says nothing ("scan0001") leaves the
    first heading. `words` counts the document's words, in lower case.
    """
    front = [heading for heading in headings[:_FRONT_HEADINGS] if len(heading.strip()) > 3]
    parts = _split_name(doc_id, words)
    telling = {part.casefold() for part in parts if words.get(part.casefold()) or not part.isalpha()} - _NAME_FILLERS
    if not telling:
        return front[0] if front else title_of_file(doc_id)
    for heading in front:
        spoken = set(re.findall(r"[^\W_]+", re.sub(r"(?<=\d)-(?=[^\W\d])", "", heading.casefold())))
        shared = telling & spoken
        if len(shared) >= len(telling) / 2 and (any(map(str.isalpha, shared)) or not any(map(str.isalpha, telling))):
            return heading
    return " ".join(parts)


def is_junk_title(title: str) -> bool:
    """Tell whether a file's own title was written by a program and not by its author."""
    return len(title.strip()) < 3 or _JUNK_TITLE.fullmatch(title.strip()) is not None


def title_of_file(doc_id: str) -> str:
    """Split a file name where it can be without knowing the document: "a_b-2019.pdf" → "a b 2019"."""
    return " ".join(_NAME_PARTS.findall(PurePosixPath(doc_id).stem)) or doc_id


def _split_name(doc_id: str, words: Mapping[str, int]) -> list[str]:
    """Give the words and years of a file name, run-together ones parted by the document's own words."""
    parts: list[str] = []
    for part in _NAME_PARTS.findall(PurePosixPath(doc_id).stem):
        lower = part.casefold()
        halves = [(part[:at], part[at:]) for at in range(2, len(part) - 1)] if part.isalpha() else []
        frequency = {pair: min(words.get(half.casefold(), 0) for half in pair) for pair in halves}
        # "BESTBUY": of several ways to part it, the one whose rarer half is most frequent.
        likeliest = max(frequency, key=lambda pair: frequency[pair], default=None)
        if likeliest and frequency[likeliest] > words.get(lower, 0):
            parts += map(_spelled, likeliest)
        elif _YEAR_OR_FORM.fullmatch(part) or words.get(lower) or (part.isalpha() and len(part) > 3):
            parts.append(_spelled(part))
    return parts


def _spelled(part: str) -> str:
    return part.capitalize() if part.isalpha() and part.isupper() and len(part) > 3 else part
