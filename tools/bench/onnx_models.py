"""The convolutions and the network of pytorch.py as ONNX files, for onnxruntime-node (see onnx.ts).

    VENV/bin/pip install torch onnx onnxscript
    VENV/bin/python tools/bench/onnx_models.py FOLDER

A gradient of a convolution is a convolution too: that of the input the same with the filter turned round, so it has no
file of its own; that of the filter one of the input by the output's gradient, channels in the place of the batch.
"""

import pathlib
import sys

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from pytorch import network

SIZES = [(128, (21, 32, 21)), (128, (42, 64, 42)), (32, (32, 48, 32)), (64, (8, 12, 8))]


def convolution(x, w, y, fixed):
    """One Conv node; a fixed w is an initializer, which the runtime may pack beforehand, as it may in a network."""
    info = helper.make_tensor_value_info
    node = helper.make_node('Conv', ['x', 'w'], ['y'], kernel_shape=w[2:], pads=[1] * 6)
    weights = [numpy_helper.from_array((torch.randn(w) / 60).numpy(), 'w')] if fixed else []
    inputs = [info('x', TensorProto.FLOAT, x)] + ([] if fixed else [info('w', TensorProto.FLOAT, w)])
    graph = helper.make_graph([node], 'convolution', inputs, [info('y', TensorProto.FLOAT, y)], weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=9)


if __name__ == '__main__':
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for c, shape in SIZES:
        name = f'conv3d {c} {"x".join(map(str, shape))}'
        features, filters = [1, c, *shape], [c, c, 3, 3, 3]
        onnx.save(convolution(features, filters, features, True), folder / f'{name} forward.onnx')
        swapped = [c, 1, *shape]
        onnx.save(convolution(swapped, swapped, filters, False), folder / f'{name} filterGradient.onnx')
    net, x, _, t = network(torch.contiguous_format)
    file = folder / 'sample-step.onnx'
    torch.onnx.export(net.eval(), (x, t), file, input_names=['x', 't'], dynamo=False, opset_version=17)
