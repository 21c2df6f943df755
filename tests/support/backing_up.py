"""Folders that are backed up: what is in them, and changes of all parts."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from reportqa.backups.areas import areas_of
from reportqa.index import CollectionStore, Filters
from reportqa.settings import Settings
from reportqa.state import StateDatabase, UserStore


def add_user(settings: Settings, name: str) -> None:
    with closing(StateDatabase.open(settings)) as database:
        UserStore(database).add(name, "a long enough password")


def state_of(settings: Settings) -> dict[str, str]:
    """Return the files of reports and index by hash, and the names of the users."""
    found = {}
    for area in areas_of(settings):
        for entry in area.entries():
            for path in [area.folder / entry, *(area.folder / entry).rglob("*")]:
                name = path.relative_to(area.folder).as_posix()
                if path.is_file() and not name.startswith("state.db") and not name.endswith((".lock", ".new")):
                    found[f"{area.name}/{name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    with closing(sqlite3.connect(settings.index_dir / "state.db")) as database:
        found["users"] = ", ".join(name for (name,) in database.execute("SELECT name FROM users ORDER BY name"))
    return found


def change_everything(settings: Settings) -> None:
    """Change, add and remove reports, the index, a collection, feedback and users."""
    corpus = settings.corpus_dir
    (corpus / "case-study-notes.txt").write_text("Other words.\n")
    (corpus / "press-release.html").unlink()
    (corpus / "added.txt").write_text("Added later.\n")
    index = settings.index_dir
    CollectionStore(index).save("Later", Filters(doc_ids=("added.txt",)))
    (index / "judgements.jsonl").write_text('{"question": "When?"}\n')
    (index / "generations" / "20990101T000000000000").mkdir()
    (index / "generations" / "20990101T000000000000" / "manifest.json").write_text("{}")
    (index / "current").write_text("20990101T000000000000\n")
    add_user(settings, "bert")


def only_name(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path
