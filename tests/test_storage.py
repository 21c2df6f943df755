from pathlib import Path

import pytest

from reportqa.errors import IndexUnavailable
from reportqa.storage import (
    BLOCK,
    changed_blocks,
    changed_files,
    cut_files,
    file_sha256,
    file_sums,
    replace_text,
    sizes_of,
    writing,
)


def test_replaced_text_leaves_no_other_file(tmp_path: Path) -> None:
    replace_text(tmp_path / "current", "one\n")
    replace_text(tmp_path / "current", "two\n")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"current": "two\n"}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("100 requested and 7 written"), "100 requested and 7 written"),
        (RuntimeError("Error in write_index: 7 != 100 (File too large)"), "File too large"),
        (RuntimeError("An IO error occurred: 'File too large (os error 27) at path \"/x\"'"), "File too large"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_failed_write_is_a_clear_error(error: Exception, reason: str) -> None:
    message = rf"^The index cannot be written \({reason}\)\. Check that"
    with pytest.raises(IndexUnavailable, match=message), writing(RuntimeError):
        raise error


def test_other_errors_are_unchanged() -> None:
    with pytest.raises(LookupError), writing(RuntimeError):
        raise LookupError


def test_missing_cut_and_changed_files_are_named(tmp_path: Path) -> None:
    for name in ("whole", "part/cut", "part/changed", "missing"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("content")
    (tmp_path / "part" / "some.lock").touch()
    sizes = sizes_of(tmp_path)
    assert sizes == dict.fromkeys(["missing", "part/changed", "part/cut", "whole"], 7)
    sums = {name: file_sha256(tmp_path / name) for name in sizes}
    assert cut_files(tmp_path, sizes) == changed_files(tmp_path, sums) == []
    (tmp_path / "missing").unlink()
    (tmp_path / "part" / "cut").write_text("c")
    (tmp_path / "part" / "changed").write_text("CONTENT")
    missing = "missing is missing or cannot be read (No such file or directory)"
    assert cut_files(tmp_path, sizes) == [missing, "part/cut has 1 bytes instead of 7"]
    assert changed_files(tmp_path, sums) == [
        missing,
        "part/changed does not have the bytes that were written",
        "part/cut does not have the bytes that were written",
    ]


def test_changed_blocks_are_found_anywhere_without_a_budget_and_at_the_ends_with_one(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(5 * BLOCK + 1))
    sha256, sums = file_sums(path)
    assert sha256 == file_sha256(path)
    assert len(sums) == 6
    for position in (0, BLOCK - 1, BLOCK, 3 * BLOCK, 5 * BLOCK):
        with path.open("r+b") as file:
            file.seek(position)
            file.write(b"x")
        problem = ["large does not have the bytes that were written"]
        for budget in (None, 6 * BLOCK):
            assert changed_blocks(tmp_path, {"large": sums}, budget) == problem
        at_the_ends = position < BLOCK or position >= 5 * BLOCK
        assert changed_blocks(tmp_path, {"large": sums}, 0) == (problem if at_the_ends else [])
        seen = [changed_blocks(tmp_path, {"large": sums}, 3 * BLOCK) == problem for _ in range(60)]
        assert any(seen)
        assert all(seen) == at_the_ends
        path.write_bytes(bytes(5 * BLOCK + 1))
    path.unlink()
    assert changed_blocks(tmp_path, {"large": sums}) == [
        "large is missing or cannot be read (No such file or directory)"
    ]
