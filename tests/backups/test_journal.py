import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reportqa.backups import back_up, check_backup, restore
from reportqa.backups.journal import Move, commit, finish_restore
from reportqa.errors import IndexUnavailable, InputError
from reportqa.index import generations
from reportqa.settings import Settings
from support.backing_up import change_everything, state_of

pytestmark = pytest.mark.slow
TESTS = Path(__file__).resolve().parents[1]


def killed(kind: str, root: Path, backup: Path) -> list[Any]:
    """Run backups or restorations that are killed before one change of the disk after the other."""
    command = [sys.executable, "-m", "support.killed_restores", kind, str(root), str(backup)]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_restoration_leaves_the_old_or_the_new_state(place: Settings, backup: Path, tmp_path: Path) -> None:
    new = state_of(place)
    root = tmp_path / "root"
    shutil.copytree(place.corpus_dir, root / "corpus")
    shutil.copytree(place.index_dir, root / "index")
    settings = Settings.from_env({}, root=root)
    change_everything(settings)
    old = state_of(settings)
    assert set(old.values()) - set(new.values())
    found = killed("restore", root, backup)
    assert len(found) > 40
    mixed = [number for number, _, state in found if state not in (old, new)]
    assert mixed == []
    assert found[0][2] == old
    assert found[-1][1:] == [False, new]
    assert {state == new for _, was_killed, state in found if was_killed} == {True, False}


def test_killed_backup_leaves_the_one_before(place: Settings, backup: Path) -> None:
    before = check_backup(backup).created
    found = killed("backup", place.root, backup)
    assert len(found) > 3
    assert found[0][1:] == [True, before]
    broken = [created for _, _, created in found if not created.startswith("20")]
    assert broken == []


def test_interrupted_restoration_is_not_an_index(place: Settings, backup: Path) -> None:
    commit(place.index_dir, "0", [Move(str(place.index_dir), (), ())])
    with pytest.raises(IndexUnavailable, match='Run "reportqa status" to complete it'):
        generations.current(place.index_dir)
    finish_restore(place.index_dir)
    assert generations.current(place.index_dir)


def test_restoration_that_cannot_be_completed_says_so(place: Settings) -> None:
    commit(place.index_dir, "0", [Move(str(place.index_dir / "gone"), ("a",), ())])
    with pytest.raises(InputError, match="was interrupted and cannot be completed"):
        finish_restore(place.index_dir)
    (place.index_dir / "restore.json").write_text("[1")
    with pytest.raises(InputError, match="was interrupted and cannot be completed"):
        restore(place, place.root / "none.tar")


def test_backup_of_a_restored_folder_has_the_same_files(place: Settings, backup: Path) -> None:
    before = check_backup(backup)
    change_everything(place)
    restore(place, backup)
    again = back_up(place, backup)
    assert (again.files, again.generation) == (before.files, before.generation)
