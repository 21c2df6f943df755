"""Dynamic int8 quantization of an exported graph."""

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]

_LEAST = np.float32(1e-12)
_LARGEST = 127
"""Quantized weights are symmetric, -127 to 127."""
_TABLE_ROWS = 1000
"""Lookup tables with more rows are quantized: only the word embeddings."""


def quantize(graph_file: str) -> None:
    """Quantize a graph in its file.

    Each product of activations and a weight matrix becomes one of integers: weights in int8 with a scale per column,
    activations in uint8 with a scale per text. Around the wide layer of each block, where the matrix is not square and
    activations have outliers, each token gets its own scale, which halves the error; in attention it would gain
    nothing. Word embeddings are int8 with a scale per word.
    """
    model = onnx.load(graph_file)
    weights = {weight.name: weight for weight in model.graph.initializer}
    nodes: list[Any] = []
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights and len(weights[node.input[1]].dims) == 2:
            nodes += _integer_product(model.graph, node, weights.pop(node.input[1]))
        elif node.op_type == "Gather" and _is_table(weights.get(node.input[0])):
            nodes += _integer_look_up(model.graph, node, weights[node.input[0]])
        else:
            nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [weight for weight in model.graph.initializer if weight.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, graph_file)


def _in_steps(matrix: Floats, axis: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return a matrix in int8 and its scales along the axis."""
    steps = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True) / _LARGEST, _LEAST).astype(np.float32)
    return np.rint(matrix / steps).astype(np.int8), steps


def _is_table(weight: Any) -> bool:
    return weight is not None and weight.data_type == TensorProto.FLOAT and weight.dims[0] > _TABLE_ROWS


def _integer_look_up(graph: Any, node: Any, table: Any) -> list[Any]:
    (_, ids), output = node.input, node.output[0]
    named = partial("{}_{}".format, output)
    whole, steps = _in_steps(numpy_helper.to_array(table), axis=1)
    for part, value in (("rows", whole), ("steps", steps)):
        graph.initializer.append(numpy_helper.from_array(value, named(part)))
    return [
        helper.make_node("Gather", [named("rows"), ids], [named("whole")]),
        helper.make_node("Gather", [named("steps"), ids], [named("step")]),
        helper.make_node("Cast", [named("whole")], [named("float")], to=TensorProto.FLOAT),
        helper.make_node("Mul", [named("float"), named("step")], [output]),
    ]


def _integer_product(graph: Any, node: Any, weight: Any) -> list[Any]:
    matrix = numpy_helper.to_array(weight)
    source, output = node.input[0], node.output[0]
    named = partial("{}_{}".format, output)
    whole, steps = _in_steps(matrix, axis=0)
    for part, value in (("weights", whole), ("steps", steps[0]), ("least", np.asarray(_LEAST))):
        graph.initializer.append(numpy_helper.from_array(value, named(part)))
    nodes: list[Any] = []
    is_uneven = matrix.shape[0] != matrix.shape[1]
    result = named("result") if is_uneven else output
    if is_uneven:
        nodes += [
            helper.make_node("Abs", [source], [named("sizes")]),
            helper.make_node("ReduceMax", [named("sizes")], [named("largest")], axes=[-1], keepdims=1),
            helper.make_node("Max", [named("largest"), named("least")], [named("scale")]),
            helper.make_node("Div", [source, named("scale")], [named("scaled")]),
        ]
        source = named("scaled")
    nodes += [
        helper.make_node("DynamicQuantizeLinear", [source], [named("input"), named("step"), named("zero")]),
        helper.make_node("MatMulInteger", [named("input"), named("weights"), named("zero")], [named("sum")]),
        helper.make_node("Cast", [named("sum")], [named("float")], to=TensorProto.FLOAT),
        helper.make_node("Mul", [named("step"), named("steps")], [named("unit")]),
        helper.make_node("Mul", [named("float"), named("unit")], [result]),
    ]
    if is_uneven:
        nodes.append(helper.make_node("Mul", [result, named("scale")], [output]))
    return nodes
