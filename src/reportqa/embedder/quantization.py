"""Makes an exported graph smaller and quicker: products with weights in int8, word vectors in half precision."""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_LEAST = np.float32(1e-12)
_LARGEST = 127
"""The largest int8, so that weights have steps of the same size above and below zero."""
_TABLE_ROWS = 1000
"""A table to look rows up in with more of them is worth shrinking: that of the words, hundreds of times as long."""


def quantize(graph_file: str) -> None:
    """Rewrite a graph in its file.

    Each product of activations and a matrix of weights becomes one of integers: weights in int8 with one step size for
    each column, activations in uint8 with one step size for each text. Around the wide layer of each block, where a
    matrix is not square and the largest activations stand far out, each token gets a step size of its own: that halves
    the error. In attention it would gain nothing.
    """
    model = onnx.load(graph_file)
    weights = {weight.name: weight for weight in model.graph.initializer}
    nodes: list[Any] = []
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights and len(weights[node.input[1]].dims) == 2:
            nodes += _integer_product(model.graph, node, weights.pop(node.input[1]))
        elif node.op_type == "Gather" and _is_table(weights.get(node.input[0])):
            nodes += _halved(node, weights[node.input[0]])
        else:
            nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [weight for weight in model.graph.initializer if weight.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, graph_file)


def _is_table(weight: Any) -> bool:
    return weight is not None and weight.data_type == TensorProto.FLOAT and weight.dims[0] > _TABLE_ROWS


def _halved(node: Any, table: Any) -> list[Any]:
    table.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), table.name))
    output, half = node.output[0], f"{node.output[0]}_half"
    node.output[0] = half
    return [node, helper.make_node("Cast", [half], [output], to=TensorProto.FLOAT)]


def _integer_product(graph: Any, node: Any, weight: Any) -> list[Any]:
    matrix = numpy_helper.to_array(weight)
    steps = np.maximum(np.abs(matrix).max(axis=0) / _LARGEST, _LEAST).astype(np.float32)
    whole = np.rint(matrix / steps).astype(np.int8)
    source, output = node.input[0], node.output[0]

    def named(part: str) -> str:
        return f"{output}_{part}"

    for part, value in (("weights", whole), ("steps", steps), ("least", np.asarray(_LEAST))):
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
