from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.index.row_files import ArrayWriter, RowFile
from support.strategies import fast

N = 30
ARRAYS: list[npt.NDArray[Any]] = [
    np.arange(N * 4, dtype=np.float16).reshape(N, 4),
    np.arange(N, dtype=np.int64),
    np.arange(N * 6, dtype=np.int8).reshape(N, 2, 3),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[RowFile]:
    folder = tmp_path_factory.mktemp("rows")
    for number, array in enumerate(ARRAYS):
        np.save(folder / f"{number}.npy", array)
    return [RowFile(folder / f"{number}.npy") for number in range(len(ARRAYS))]


@fast
@given(st.lists(st.integers(0, N - 1), max_size=50))
def test_rows_come_in_the_order_asked_for(files: list[RowFile], numbers: list[int]) -> None:
    rows = np.array(numbers, dtype=np.int64)
    for file, array in zip(files, ARRAYS, strict=True):
        assert np.array_equal(file.rows(rows), array[rows])


@fast
@given(st.lists(st.tuples(st.integers(0, N), st.integers(0, N)).map(sorted), max_size=20))
def test_runs_stand_behind_each_other(files: list[RowFile], pairs: list[list[int]]) -> None:
    begins, ends = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    for file, array in zip(files, ARRAYS, strict=True):
        wanted = [array[begin:end] for begin, end in pairs]
        assert np.array_equal(file.runs(begins, ends), np.concatenate([array[:0], *wanted]))


def test_blocks_are_the_whole_file(files: list[RowFile]) -> None:
    for file, array in zip(files, ARRAYS, strict=True):
        assert (len(file), file.shape, file.dtype) == (N, array.shape, array.dtype)
        assert np.array_equal(np.concatenate(list(file.blocks())), array)


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"x", lambda _: b"", lambda _: b"no"])
def test_file_of_another_length_is_refused(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    np.save(tmp_path / "a.npy", ARRAYS[0])
    (tmp_path / "a.npy").write_bytes(change((tmp_path / "a.npy").read_bytes()))
    with pytest.raises(ValueError, match=r"."):
        RowFile(tmp_path / "a.npy")


def test_file_that_is_cut_while_it_is_open_is_an_error(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", ARRAYS[0])
    file = RowFile(tmp_path / "a.npy")
    (tmp_path / "a.npy").write_bytes(b"")
    with pytest.raises(OSError, match="shorter"):
        file.rows(np.array([0]))


@fast
@given(st.lists(st.integers(0, 2000), max_size=4), st.sampled_from([(), (3,), (2, 2)]))
def test_rows_come_back_as_one_array(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], shape: tuple[int, ...]
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "a.npy"
    parts = [np.full((count, *shape), number, np.float32) for number, count in enumerate(counts)]
    with ArrayWriter(path, shape, np.float16) as writer:
        for part in parts:
            writer.add(part)
        assert len(writer) == sum(counts)
    expected = np.concatenate([np.empty((0, *shape), np.float32), *parts])
    for found in (np.load(path), np.load(path, mmap_mode="r")):
        assert found.dtype == np.float16
        assert found.shape == expected.shape
        assert (found == expected).all()


def test_rows_of_another_shape_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rows of shape"), ArrayWriter(tmp_path / "a.npy", (3,), np.float16) as writer:
        writer.add(np.zeros((1, 4)))


def test_interrupted_array_has_no_rows(tmp_path: Path) -> None:
    def write() -> None:
        with ArrayWriter(tmp_path / "a.npy", (), np.int64) as writer:
            writer.add(np.arange(5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert np.load(tmp_path / "a.npy").shape == (0,)
