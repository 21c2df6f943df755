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
    r"|.*\.(?:docx?|indd|qxd|pptx?|xlsx?|pdf|rtf|html?|tmp))",
    re.IGNORECASE,
)


def read_library(corpus_dir: Path) -> dict[str, dict[str, Any]]:
    """Read library.json, a CSL-JSON list, and give its items by the file that each describes.

    An item names its file in `custom.file`, a path under the corpus folder; else its id does.
    :raises ParseError: when it is there and is not a CSL-JSON list.
    """
    path = corpus_dir / LIBRARY_JSON
    try:
        items = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
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
) -> dict[str, Any]:
    """Give a CSL-JSON item with a title: fields of the library's item before those of the file's own."""
    own = {key: value for key, value in file_item.items() if value}
    if "title" in own and is_junk_title(str(own["title"])):
        del own["title"]
    item = {"id": doc_id, "type": "report", **own, **(library_item or {})}
    title = item.get("title")
    if not isinstance(title, str) or not title.strip():
        item["title"] = next((heading for heading in headings if len(heading) > 3), None) or title_of_file(doc_id)
    item["title"] = " ".join(item["title"].split())
    return item


def is_junk_title(title: str) -> bool:
    """Tell whether a file's own title was written by a program and not by its author."""
    return len(title.strip()) < 3 or _JUNK_TITLE.fullmatch(title.strip()) is not None


def title_of_file(doc_id: str) -> str:
    """Make a title of a file name: "BESTBUY_2019-10K.pdf" → "BESTBUY 2019 10K"."""
    stem = PurePosixPath(doc_id).stem
    return " ".join(re.split(r"[\s_\-.+]+", stem)).strip() or doc_id
