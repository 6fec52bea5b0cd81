"""Operations and gradients in double precision by PyTorch, for libs/core/engine/src/contract/torch.test.ts.

    python3 tools/parity/engine.py > test-fixtures/reference/engine/operations.json

Inputs are a linear congruential generator's, so that only figures are stored: for the output and each gradient its
length, its norm and a dozen values.
"""

import json
import math
import sys

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def values(shape, seed):
    state, numbers = seed, []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        numbers.append(torch.tensor(state / 2**31 - 1, dtype=torch.float32).item())
    return torch.tensor(numbers).reshape(shape)


def figures(tensor):
    flat = tensor.detach().reshape(-1)
    places = sorted({round(i * (flat.numel() - 1) / 11) for i in range(12)})
    return {'length': flat.numel(), 'norm': flat.norm().item(), 'values': {str(i): flat[i].item() for i in places}}


def first(x):
    """[n, d, h, w, c] to [n, c, d, h, w]"""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def conv3d(x, filters, bias, strides=1, pad=1):
    return last(F.conv3d(first(x), filters.permute(4, 3, 0, 1, 2), bias, stride=strides, padding=pad))


def group_norm(x, scale, offset, groups, silu):
    y = last(F.group_norm(first(x), groups, scale, offset, 1e-6))
    return F.silu(y) if silu else y


def attention(q, k, v, heads):
    split = lambda x: x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)
    scores = split(q) @ split(k).transpose(-1, -2) / math.sqrt(q.shape[-1] // heads)
    return (scores.softmax(-1) @ split(v)).transpose(1, 2).reshape(q.shape)


operations = {
    'conv3d': conv3d,
    'groupNorm': group_norm,
    'attention': attention,
    'upsampleNearest': lambda x: last(F.interpolate(first(x), scale_factor=2, mode='nearest')),
    'linear': lambda x, w, b: x @ w + b,
    'silu': lambda x: F.silu(x),
    'meanSquaredError': lambda a, b: F.mse_loss(a, b).reshape(1),
}

cases = [
    ('conv3d', [[1, 7, 6, 9, 32], [3, 3, 3, 32, 16], [16]], {}),
    ('conv3d', [[2, 5, 8, 6, 9], [3, 3, 3, 9, 24], [24]], {}),
    ('conv3d', [[1, 3, 3, 4, 256], [3, 3, 3, 256, 8], [8]], {}),
    ('conv3d', [[1, 6, 9, 5, 1], [3, 3, 3, 1, 32], [32]], {}),
    ('conv3d', [[1, 6, 9, 5, 32], [3, 3, 3, 32, 1], [1]], {}),
    ('conv3d', [[2, 6, 7, 4, 8], [3, 3, 3, 8, 12], [12]], {'strides': 2, 'pad': 1}),
    ('conv3d', [[1, 4, 5, 6, 48], [1, 1, 1, 48, 20], [20]], {'pad': 0}),
    ('conv3d', [[1, 6, 6, 7, 16], [3, 3, 3, 16, 16], [16]], {'pad': 2}),
    ('groupNorm', [[2, 4, 5, 3, 32], [32], [32]], {'groups': 8, 'silu': True}),
    ('groupNorm', [[1, 6, 5, 4, 21], [21], [21]], {'groups': 7, 'silu': False}),
    ('attention', [[1, 150, 64], [1, 150, 64], [1, 150, 64]], {'heads': 1}),
    ('attention', [[2, 37, 36], [2, 51, 36], [2, 51, 36]], {'heads': 3}),
    ('upsampleNearest', [[1, 3, 4, 2, 10]], {}),
    ('linear', [[2, 30, 40], [40, 72], [72]], {}),
    ('silu', [[4, 50]], {}),
    ('meanSquaredError', [[3, 1000], [3, 1000]], {}),
]

entries = []
for name, shapes, options in cases:
    inputs = [values(shape, i + 1).requires_grad_() for i, shape in enumerate(shapes)]
    output = operations[name](*inputs, **options)
    (output * values(output.shape, 99)).sum().backward()
    entries.append(
        {
            'operation': name,
            'shapes': shapes,
            'options': options,
            'output': figures(output),
            'gradients': [figures(x.grad) for x in inputs],
        }
    )

torch.set_default_dtype(torch.float32)
weight = torch.nn.Parameter(values([40], 5).float())
adam = torch.optim.Adam([weight], lr=0.01)
steps = []
for step in range(4):
    weight.grad = values([40], 20 + step).float()
    adam.step()
    steps.append(figures(weight.double()))

print(
    json.dumps(
        {'source': f'PyTorch {torch.__version__}', 'command': 'python3 ' + ' '.join(['tools/parity/engine.py']), 'operations': entries,
         'adam': {'learningRate': 0.01, 'size': 40, 'weightSeed': 5, 'gradientSeeds': [20, 21, 22, 23], 'steps': steps}},
        indent=1,
    )
)
