from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import InputError, StateUnavailable
from reportqa.settings import Settings
from reportqa.state import FEEDBACK_FILE, OpenedState


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, index_dir=tmp_path)


def test_nothing_is_created_before_something_is_stored(own: Settings) -> None:
    state = OpenedState(own)
    assert not state.exists
    assert list(own.index_dir.iterdir()) == []
    with closing(state):
        state.feedback().add("Why?")
        assert state.exists
        assert OpenedState(own).exists
        assert state.get() is state.get()


def test_configured_database_is_used(own: Settings, tmp_path: Path) -> None:
    state = OpenedState(replace(own, state_url=f"sqlite:///{tmp_path / 'other.db'}"))
    assert state.exists
    with closing(state):
        state.feedback().add("Why?")
    assert (tmp_path / "other.db").exists()


def test_file_of_older_versions_is_found(own: Settings) -> None:
    (own.index_dir / FEEDBACK_FILE).write_text('{"id": "1", "question": "Why?"}\n')
    state = OpenedState(own)
    assert state.exists
    with closing(state):
        assert [row["question"] for row in state.feedback().rows()] == ["Why?"]
        (own.index_dir / FEEDBACK_FILE).write_text("damaged")
        with pytest.raises(InputError, match="cannot be read"):
            state.feedback()
        (own.index_dir / FEEDBACK_FILE).unlink()
        assert list(state.feedback().rows())


def test_folder_that_cannot_be_written_is_one_clear_error(own: Settings) -> None:
    (own.index_dir / "file").touch()
    with pytest.raises(StateUnavailable, match="cannot be written"):
        OpenedState(replace(own, index_dir=own.index_dir / "file")).feedback()
