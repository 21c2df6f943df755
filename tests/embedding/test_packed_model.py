from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.embedding.packed_model import PackedModel, UnreadableModel, decoded
from support.packing import DIM, TOKENS, WIDE, in_blocks, pack, tensors


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    pack(tmp_path / "model.bin", tensors())
    return tmp_path / "model.bin"


def test_weights_and_tokens_are_those_that_were_packed(tmp_path: Path) -> None:
    weights = tensors()
    held = pack(tmp_path / "model.bin", weights)
    model = PackedModel.read(tmp_path / "model.bin")
    assert model.tokens == tuple(TOKENS)
    assert (model.dim, model.wide_dim, model.start, model.end, model.pad, model.unknown) == (DIM, WIDE, 0, 2, 1, 3)
    assert model.scores[0] > model.scores[-1]
    for name, expected in held.items():
        assert np.allclose(model.tensor(name, expected.shape[1]), expected, atol=1e-7)
        # Four bits hold a weight to a seventh of the largest of its block, half a step up or down.
        assert np.abs(expected - weights[name]).max() <= np.abs(weights[name]).max() / 13 * in_blocks(name)


def test_some_rows_of_a_matrix_are_decoded(packed: Path) -> None:
    model = PackedModel.read(packed)
    rows = np.array([7, 2, 11])
    assert np.array_equal(model.tensor("emb.word", DIM, rows), model.tensor("emb.word", DIM)[rows])


@given(st.lists(st.integers(0, 255), min_size=16, max_size=16), st.floats(-2, 2, width=16))
def test_low_halves_are_the_first_weights_of_a_block(halves: list[int], scale: float) -> None:
    block = np.zeros((1, 1), np.dtype([("scale", "<f2"), ("halves", "u1", (16,))]))
    block["scale"], block["halves"] = scale, halves
    weights = decoded(block)[0].tolist()
    assert weights == [(byte % 16 - 8) * scale for byte in halves] + [(byte // 16 - 8) * scale for byte in halves]


def test_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"PK\x03\x04 not a model")
    with pytest.raises(UnreadableModel, match="does not begin with E5S1"):
        PackedModel.read(tmp_path / "model.bin")


@pytest.mark.parametrize("share", [0.001, 0.01, 0.03, 0.2, 0.99])
def test_file_that_ends_early_is_refused(packed: Path, share: float) -> None:
    content = packed.read_bytes()
    packed.write_bytes(content[: max(4, int(len(content) * share))])
    weights = tensors()
    with pytest.raises(UnreadableModel, match="is damaged"):
        _ = [PackedModel.read(packed).tensor(name, matrix.shape[1]) for name, matrix in weights.items()]


def test_missing_tensor_is_named(packed: Path) -> None:
    with pytest.raises(UnreadableModel, match=r"has no tensor l1\.q\.w"):
        PackedModel.read(packed).tensor("l1.q.w")
