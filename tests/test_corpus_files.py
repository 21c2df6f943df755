import os
from pathlib import Path

import pytest

from reportqa.corpus_files import is_inside, read_inside


def test_file_and_link_inside_the_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert read_inside(tmp_path, "a.txt") == read_inside(tmp_path, "b.txt") == b"words"
    assert read_inside(tmp_path, "a.txt", 3) == b"wor"
    assert is_inside(tmp_path / "b.txt", tmp_path)


def test_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    assert not is_inside(folder / "a.txt", folder)
    for name in ("a.txt", "../secret.txt"):
        with pytest.raises(OSError, match="outside the corpus"):
            read_inside(folder, name)


def test_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(OSError, match="a pipe or a device"):
        read_inside(tmp_path, "a.txt")


def test_circular_link_and_folder_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    for name in ("a.txt", "."):
        with pytest.raises(OSError, match=r"links|directory"):
            read_inside(tmp_path, name)
