from pathlib import Path

import pytest

from reportqa.backups.serving import not_serving, serving
from reportqa.errors import InputError


def test_servers_share_the_lock_and_a_restoration_has_it_alone(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with serving(tmp_path / "index"), serving(tmp_path / "index"), pytest.raises(InputError, match="Stop the server"):
        not_serving(tmp_path / "index").__enter__()
    with not_serving(tmp_path / "index"), pytest.raises(InputError, match="Start the server afterwards"):
        serving(tmp_path / "index").__enter__()


def test_lock_leaves_no_file_and_needs_no_folder(tmp_path: Path) -> None:
    with serving(tmp_path), serving(tmp_path / "none"):
        pass
    assert list(tmp_path.iterdir()) == []
