from pathlib import Path

import pytest

from reportqa.server.uploads.adding import AddedFile, Adding, AddingState
from reportqa.server.uploads.ledger import RECORD, Ledger, RunEnded

BEGUN = Adding(AddingState.CHECKING, "2026-01-01T00:00:00+00:00", (AddedFile("a.txt"),))


def test_addition_that_ran_is_found_interrupted(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "index").adding is None
    Ledger(tmp_path / "index").put(BEGUN, "a run")
    found = Ledger(tmp_path / "index").entry
    assert (found.state, found.files) == (AddingState.INTERRUPTED, BEGUN.files)


def test_damaged_record_is_none(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text('{"state": "lost"}')
    ledger = Ledger(tmp_path)
    assert ledger.adding is None
    with pytest.raises(RunEnded):
        ledger.update("a run", progress=1.0)


def test_only_the_owner_changes_parts(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.put(BEGUN, "a run")
    ledger.update("a run", progress=0.3)
    ledger.update_file("a run", 0, added_as="b.txt")
    assert (ledger.entry.progress, ledger.entry.files[0].added_as) == (0.3, "b.txt")
    ledger.put(BEGUN, "another run")
    with pytest.raises(RunEnded):
        ledger.update_file("a run", 0, added_as="c.txt")
    assert ledger.entry == BEGUN


def test_folder_that_cannot_be_written_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("A file.")
    ledger = Ledger(tmp_path / "index")
    assert ledger.put(BEGUN, None) == ledger.adding == BEGUN
