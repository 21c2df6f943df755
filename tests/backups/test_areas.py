from pathlib import Path

import pytest

from reportqa.backups.areas import Area, areas_of, is_postgresql
from reportqa.errors import InputError
from reportqa.settings import Settings


def settings_of(root: Path, **environ: str) -> Settings:
    return Settings.from_env(environ, root=root)


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name)


def test_files_of_an_index_are_those_of_the_generation_in_use_and_no_caches(tmp_path: Path) -> None:
    names = (
        "current", "lock", "collections.json", "collections.json.lock", "corpus.json", "cache/cache.sqlite", "state.db",
        "state.db-wal", "generations/1/manifest.json", "generations/2/manifest.json", "generations/3.building/x",
        "uploads/held.pdf", ".restore-1/a", ".replaced-1/a", "half.new",
    )  # fmt: skip
    for name in names:
        touch(tmp_path / name)
    area = Area("index", tmp_path)
    found = [name for name, _ in area.files("1")]
    assert found == ["collections.json", "current", "generations/1/manifest.json", "state.db", "uploads/held.pdf"]
    replaced = area.entries()
    assert not {"cache", "corpus.json", "lock", "collections.json.lock", ".restore-1", ".replaced-1"} & set(replaced)
    assert {"state.db-wal", "half.new", "generations"} <= set(replaced)


def test_links_are_not_followed(tmp_path: Path) -> None:
    touch(tmp_path / "corpus" / "a.txt")
    (tmp_path / "corpus" / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "corpus" / "folder").symlink_to("/etc")
    assert [name for name, _ in Area("corpus", tmp_path / "corpus").files(None)] == ["a.txt"]


def test_database_elsewhere_is_an_area_of_its_own(tmp_path: Path) -> None:
    other = settings_of(tmp_path, REPORTQA_STATE_URL=f"sqlite:///{tmp_path}/db/users.db")
    touch(tmp_path / "db" / "users.db")
    touch(tmp_path / "db" / "users.db-wal")
    touch(tmp_path / "db" / "others.db")
    state = areas_of(other)[2]
    assert state.entries() == ["users.db", "users.db-wal"]
    assert [name for name, _ in state.files(None)] == ["users.db"]
    inside = settings_of(tmp_path, REPORTQA_STATE_URL=f"sqlite:///{tmp_path}/index/state.db")
    assert [area.name for area in areas_of(inside)] == ["corpus", "index"]


def test_postgresql_is_no_area(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, REPORTQA_STATE_URL="postgresql://user:secret@host/reportqa")
    assert is_postgresql(settings)
    assert [area.name for area in areas_of(settings)] == ["corpus", "index"]


def test_index_inside_the_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="contain one another"):
        areas_of(settings_of(tmp_path, REPORTQA_INDEX=str(tmp_path / "corpus" / "index")))
