import tarfile
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from reportqa.backups import back_up, check_backup
from reportqa.errors import InputError
from reportqa.settings import Settings
from support.backing_up import add_user

pytestmark = pytest.mark.slow


def test_backup_has_index_reports_and_state(place: Settings, backup: Path) -> None:
    with tarfile.open(backup) as tar:
        names = tar.getnames()
    assert {"corpus/library.json", "index/collections.json", "index/judgements.jsonl", "index/state.db"} <= set(names)
    assert any(name.startswith("corpus/sub/") for name in names)
    assert names[-1] == "backup.json"
    assert backup.stat().st_mode & 0o077 == 0
    assert not backup.with_name("backup.tar.new").exists()
    assert check_backup(backup).generation == (place.index_dir / "current").read_text().split()[0]


def test_backup_without_an_index_has_the_reports(place: Settings, tmp_path: Path) -> None:
    made = back_up(replace(place, index_dir=tmp_path / "none"), tmp_path / "b.tar")
    assert (made.generation, made.files) == (None, 4)


@pytest.mark.parametrize("folder", ["corpus", "index", "corpus/sub", "missing"])
def test_file_in_a_folder_that_is_backed_up_or_missing_is_refused(place: Settings, folder: str) -> None:
    with pytest.raises(InputError, match=r"Choose a file elsewhere|Try again|Choose another place"):
        back_up(place, place.root / folder / "b.tar")


def test_postgresql_is_named_without_its_password(place: Settings, tmp_path: Path) -> None:
    made = back_up(replace(place, state_url="postgresql://reportqa:secret@db/reportqa"), tmp_path / "b.tar")
    assert made.notes == (
        'The state is in PostgreSQL and not in this backup. Back it up, too: pg_dump "postgresql://reportqa@db/reportqa".',
    )


def test_backups_while_users_and_reports_change_are_whole(place: Settings, tmp_path: Path) -> None:
    ended = Event()

    def work() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            path = place.corpus_dir / f"{number % 3}.txt"
            path.unlink() if path.exists() else path.write_text("words\n" * number)
            (place.index_dir / "judgements.jsonl.new").write_text(f'{{"question": "{number}"}}\n' * (number % 90))
            (place.index_dir / "judgements.jsonl.new").replace(place.index_dir / "judgements.jsonl")
            if number % 50 == 1:
                add_user(place, f"user{number}")

    thread = Thread(target=work)
    thread.start()
    try:
        for _ in range(5):
            made = back_up(place, tmp_path / "b.tar")
            assert check_backup(tmp_path / "b.tar").files == made.files
    finally:
        ended.set()
        thread.join()
