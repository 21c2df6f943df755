from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from reportqa.embedding.quantization import quantize


def run(file: Path, **inputs: np.ndarray) -> np.ndarray:
    (output,) = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"]).run(None, inputs)
    return np.asarray(output)


def write(file: Path, node: onnx.NodeProto, weight: np.ndarray, source: tuple[str, int]) -> None:
    name, kind = source
    graph = helper.make_graph(
        [node], "one", [helper.make_tensor_value_info(name, kind, None)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], [numpy_helper.from_array(weight, "w")],
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(file))


@pytest.mark.parametrize("columns", [32, 64])
def test_product_is_nearly_the_same(tmp_path: Path, columns: int) -> None:
    numbers = np.random.default_rng(1)
    weight = numbers.normal(size=(64, columns)).astype(np.float32)
    x = numbers.normal(size=(1, 5, 64)).astype(np.float32)
    write(tmp_path / "m.onnx", helper.make_node("MatMul", ["x", "w"], ["y"]), weight, ("x", TensorProto.FLOAT))
    quantize(str(tmp_path / "m.onnx"))
    assert "MatMulInteger" in {node.op_type for node in onnx.load(str(tmp_path / "m.onnx")).graph.node}
    assert np.abs(run(tmp_path / "m.onnx", x=x) - x @ weight).max() < 0.05 * np.abs(x @ weight).max()


def test_large_token_does_not_set_the_scale_of_a_small_one(tmp_path: Path) -> None:
    numbers = np.random.default_rng(1)
    weight = numbers.normal(size=(64, 16)).astype(np.float32)
    small = numbers.normal(size=64).astype(np.float32)
    x = np.stack([small, 1000 * small])[None]
    write(tmp_path / "m.onnx", helper.make_node("MatMul", ["x", "w"], ["y"]), weight, ("x", TensorProto.FLOAT))
    quantize(str(tmp_path / "m.onnx"))
    found = run(tmp_path / "m.onnx", x=x)[0]
    assert np.abs(found[0] - small @ weight).max() < 0.05 * np.abs(small @ weight).max()
    assert np.allclose(found[1] / 1000, found[0], atol=1e-3)


def test_zeros_stay_zeros(tmp_path: Path) -> None:
    weight = np.zeros((64, 16), np.float32)
    write(tmp_path / "m.onnx", helper.make_node("MatMul", ["x", "w"], ["y"]), weight, ("x", TensorProto.FLOAT))
    quantize(str(tmp_path / "m.onnx"))
    assert not run(tmp_path / "m.onnx", x=np.zeros((1, 3, 64), np.float32)).any()


def test_rows_of_a_table_are_nearly_the_same_and_a_quarter_as_large(tmp_path: Path) -> None:
    table = np.random.default_rng(1).normal(size=(2000, 64)).astype(np.float32)
    write(tmp_path / "m.onnx", helper.make_node("Gather", ["w", "ids"], ["y"]), table, ("ids", TensorProto.INT64))
    before = (tmp_path / "m.onnx").stat().st_size
    quantize(str(tmp_path / "m.onnx"))
    assert (tmp_path / "m.onnx").stat().st_size < 0.3 * before
    found = run(tmp_path / "m.onnx", ids=np.array([[3, 1999]]))[0]
    assert np.abs(found - table[[3, 1999]]).max() <= np.abs(table).max() / 127
