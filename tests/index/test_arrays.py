from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.index.arrays import ArrayWriter
from support.strategies import fast


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
