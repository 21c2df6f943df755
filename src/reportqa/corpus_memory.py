"""The folder of the reports that an index was built from, kept beside the index."""

import json
import os
from contextlib import suppress
from pathlib import Path

from reportqa.storage import replace_text

_FILE = "corpus.json"


def remember_corpus(index_dir: Path, corpus_dir: Path) -> None:
    """Keep the corpus folder of an index, as an absolute path and relative to the index folder.

    Nothing is written if it is known already, or if the index folder cannot be written.
    """
    corpus, index = map(os.path.abspath, (corpus_dir, index_dir))
    found = {"corpus": corpus}
    with suppress(ValueError):  # Another drive.
        found["from_index"] = os.path.relpath(corpus, index)
    if found != _read(index_dir):
        with suppress(OSError):
            replace_text(index_dir / _FILE, json.dumps(found))


def remembered_corpus(index_dir: Path) -> Path | None:
    """Return the absolute path of the corpus folder of an index; None if it is not known or no longer there.

    An index that was moved or copied together with its corpus finds the corpus beside it.
    """
    found = _read(index_dir)
    places = [Path(found["corpus"])] if "corpus" in found else []
    if "from_index" in found:
        places.insert(0, Path(os.path.abspath(index_dir / found["from_index"])))
    return next((place for place in places if place.is_dir()), None)


def _read(index_dir: Path) -> dict[str, str]:
    """Return what is kept; empty if there is nothing or it cannot be read."""
    try:
        found = json.loads((index_dir / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: path for name, path in found.items() if isinstance(path, str)} if isinstance(found, dict) else {}
