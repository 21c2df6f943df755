import shutil
from pathlib import Path

import pytest

from reportqa.backups import back_up
from reportqa.index import CollectionStore, Filters
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.backing_up import add_user


@pytest.fixture
def place(settings: Settings, built: Summary, tmp_path: Path) -> Settings:
    """A folder with reports, an index without the exported model, a collection, feedback and a user."""
    left_out = shutil.ignore_patterns("encoders", "cache", "corpus.json")
    shutil.copytree(settings.index_dir, tmp_path / "index", ignore=left_out)
    names = "case-study-notes.txt", "press-release.html", "library.json"
    (tmp_path / "corpus" / "sub").mkdir(parents=True)
    for name in names:
        shutil.copy(settings.corpus_dir / name, tmp_path / "corpus" / name)
    (tmp_path / "corpus" / "sub" / "Übersicht\udce4.txt").write_text("A note.\n")
    own = Settings.from_env({}, root=tmp_path)
    CollectionStore(own.index_dir).save("Notes", Filters(doc_ids=("case-study-notes.txt",)))
    (own.index_dir / "judgements.jsonl").write_text('{"question": "Who?"}\n')
    add_user(own, "anna")
    return own


@pytest.fixture
def backup(place: Settings, tmp_path: Path) -> Path:
    """A backup of the folder."""
    back_up(place, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"
