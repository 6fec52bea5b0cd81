"""Operations and gradients in double precision by PyTorch, for libs/core/engine/src/contract.

    python3 tools/parity/engine.py > test-fixtures/reference/engine/operations.json

Inputs are a linear congruential generator's, so that only figures are stored: for the output and each gradient its
length, its norm, its largest value and a dozen values.
"""

import json
import math
import sys

import numpy
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def values(shape, seed):
    state, count = seed, math.prod(shape)
    numbers = numpy.empty(count)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers[i] = state
    return torch.from_numpy((numbers / 2**31 - 1).astype(numpy.float32).astype(numpy.float64)).reshape(shape)


def short(number):
    return float(f'{number:.10g}')


def figures(tensor):
    flat = tensor.detach().reshape(-1)
    places = [i * (flat.numel() - 1) // 11 for i in range(12)]
    return {
        'length': flat.numel(),
        'norm': short(flat.norm().item()),
        'largest': short(flat.abs().max().item()),
        'values': [short(flat[i].item()) for i in places],
    }


def first(x):
    """[n, d, h, w, c] to [n, c, d, h, w]"""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def conv3d(x, filters, bias=None, strides=1, pad=None):
    strides = [strides] * 3 if isinstance(strides, int) else strides
    sizes = filters.shape[:3]
    if pad is None:
        pad = [(size - 1) // 2 for size in sizes]
    if pad == 'valid':
        pad = 0
    if pad == 'same':
        total = [max(0, (math.ceil(n / s) - 1) * s + f - n) for n, s, f in zip(x.shape[1:4], strides, sizes)]
        pads = [side for t in reversed(total) for side in (t // 2, t - t // 2)]
    else:
        pads = [each for p in reversed([pad] * 3 if isinstance(pad, int) else pad) for each in (p, p)]
    return last(F.conv3d(F.pad(first(x), pads), filters.permute(4, 3, 0, 1, 2), bias, stride=strides))


def group_norm(x, scale, offset, groups, silu=False):
    y = last(F.group_norm(first(x), groups, scale, offset, 1e-6))
    return F.silu(y) if silu else y


def attention(q, k, v, heads):
    split = lambda x: x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)
    scores = split(q) @ split(k).transpose(-1, -2) / math.sqrt(q.shape[-1] // heads)
    return (scores.softmax(-1) @ split(v)).transpose(1, 2).reshape(q.shape)


def matmul(a, b, transposeA=False, transposeB=False):
    return (a.transpose(-1, -2) if transposeA else a) @ (b.transpose(-1, -2) if transposeB else b)


def split_and_join(x):
    a, b, c = x.split([2, 3, 4], 1)
    return torch.cat([c, a**2, b], 1)


operations = {
    'conv3d': conv3d,
    'tf.conv3d': conv3d,
    'groupNorm': group_norm,
    'groupNormBeside': lambda x, y, *rest, **options: group_norm(torch.cat([x, y], -1), *rest, **options),
    'projectBeside': lambda x, y, filters, bias: conv3d(torch.cat([x, y], -1), filters, bias),
    'attention': attention,
    'averagePool': lambda x: last(F.avg_pool3d(first(x), 2)),
    'upsampleNearest': lambda x: last(F.interpolate(first(x), scale_factor=2, mode='nearest')),
    'linear': lambda x, w, b=0: x @ w + b,
    'silu': F.silu,
    'addChannels': lambda x, v: x + v[:, None, None, None, :],
    'addResidual': lambda x, y: x + y,
    'concatChannels': lambda *tensors: torch.cat(tensors, 4),
    'meanSquaredError': F.mse_loss,
    'matMul': matmul,
    'add': torch.add,
    'sub': torch.sub,
    'mul': torch.mul,
    'quotient': lambda a, b: a / (b**2 + 1),
    'exponentials': lambda x: (x.exp() + x.sigmoid()).sqrt(),
    'errorFunction': lambda x: torch.erf(3 * x),
    'sum': lambda x, axes: x.sum(axes),
    'mean': lambda x, axes: x.mean(axes),
    'slice': lambda x, begin, size: x[tuple(slice(b, b + s) for b, s in zip(begin, size))],
    'splitAndJoin': split_and_join,
    'maximum': lambda a, b: torch.maximum(F.relu(a), b),
}


def convolution(x, filters, bias=True, **options):
    return ('conv3d', [x, filters] + ([filters[4:]] if bias else []), options)


def norm(x, groups, silu):
    return ('groupNorm', [x, x[-1:], x[-1:]], {'groups': groups, 'silu': silu})


def attending(batch, tokens, others, channels, heads):
    return ('attention', [[batch, tokens, channels], [batch, others, channels], [batch, others, channels]], {'heads': heads})


# Sizes odd and even, channels 1 to 512, strides, batches of 1 and 2.
cases = [
    convolution([1, 7, 6, 9, 32], [3, 3, 3, 32, 16]),
    convolution([2, 5, 8, 6, 9], [3, 3, 3, 9, 24]),
    convolution([2, 5, 3, 7, 8], [3, 3, 3, 8, 8], bias=False),
    convolution([1, 3, 4, 5, 33], [3, 3, 3, 33, 20]),
    convolution([1, 4, 6, 4, 128], [3, 3, 3, 128, 128]),
    convolution([1, 3, 3, 4, 256], [3, 3, 3, 256, 8]),
    convolution([2, 2, 3, 2, 512], [3, 3, 3, 512, 16]),
    convolution([2, 3, 2, 2, 16], [3, 3, 3, 16, 512]),
    convolution([1, 2, 2, 2, 512], [3, 3, 3, 512, 512]),
    convolution([1, 6, 9, 5, 1], [3, 3, 3, 1, 32]),
    convolution([2, 6, 5, 4, 1], [3, 3, 3, 1, 512]),
    convolution([1, 6, 9, 5, 32], [3, 3, 3, 32, 1]),
    convolution([2, 3, 5, 4, 512], [3, 3, 3, 512, 1]),
    convolution([1, 5, 4, 3, 20], [3, 3, 3, 20, 3]),
    convolution([2, 3, 2, 5, 1], [3, 3, 3, 1, 1]),
    convolution([1, 1, 1, 1, 8], [3, 3, 3, 8, 8]),
    convolution([1, 6, 6, 7, 16], [3, 3, 3, 16, 16], pad=2),
    convolution([2, 4, 4, 6, 12], [3, 3, 3, 12, 40], pad='valid'),
    convolution([1, 6, 8, 6, 8], [3, 3, 3, 8, 8], strides=2, pad=1),
    convolution([2, 5, 7, 6, 9], [3, 3, 3, 9, 17], strides=2, pad=1),
    convolution([2, 4, 6, 4, 64], [3, 3, 3, 64, 128], strides=2, pad=1),
    convolution([1, 3, 4, 3, 512], [3, 3, 3, 512, 32], strides=2, pad=1),
    convolution([1, 6, 8, 6, 3], [3, 3, 3, 3, 5], strides=2, pad='same'),
    convolution([1, 7, 6, 5, 4], [3, 2, 1, 4, 6], strides=[2, 3, 1], pad=[1, 0, 0]),
    convolution([1, 6, 6, 6, 2], [5, 5, 5, 2, 4]),
    convolution([1, 4, 5, 6, 48], [1, 1, 1, 48, 20]),
    convolution([2, 3, 4, 5, 24], [1, 1, 1, 24, 48]),
    convolution([2, 3, 2, 3, 512], [1, 1, 1, 512, 256]),
    convolution([2, 3, 2, 3, 1], [1, 1, 1, 1, 512]),
    convolution([1, 4, 4, 4, 7], [1, 1, 1, 7, 3], strides=2),
    ('tf.conv3d', [[1, 5, 6, 4, 8], [3, 3, 3, 8, 16]], {'strides': 2, 'pad': 'same'}),
    ('tf.conv3d', [[2, 4, 3, 5, 16], [3, 3, 3, 16, 8]], {'strides': 1, 'pad': 'same'}),
    norm([1, 4, 5, 6, 32], 8, True),
    norm([2, 4, 5, 3, 32], 8, True),
    norm([2, 3, 3, 3, 20], 5, True),
    norm([1, 6, 5, 4, 21], 7, False),
    norm([2, 3, 2, 5, 64], 32, False),
    norm([2, 3, 5, 2, 512], 32, True),
    norm([2, 7, 6], 1, False),
    norm([2, 3, 2, 2, 3], 3, True),
    ('groupNormBeside', [[2, 4, 5, 3, 16], [2, 4, 5, 3, 32], [48], [48]], {'groups': 8, 'silu': True}),
    ('groupNormBeside', [[1, 3, 4, 2, 20], [1, 3, 4, 2, 1], [21], [21]], {'groups': 3, 'silu': False}),
    ('projectBeside', [[2, 4, 5, 3, 16], [2, 4, 5, 3, 32], [1, 1, 1, 48, 32], [32]], {}),
    ('projectBeside', [[1, 3, 4, 2, 7], [1, 3, 4, 2, 20], [1, 1, 1, 27, 5], [5]], {}),
    attending(1, 150, 150, 64, 1),
    attending(1, 70, 70, 32, 1),
    attending(2, 49, 49, 24, 3),
    attending(2, 37, 51, 36, 3),
    attending(1, 200, 30, 64, 2),
    attending(1, 5, 150, 7, 1),
    attending(2, 27, 27, 512, 8),
    attending(2, 33, 20, 512, 1),
    ('averagePool', [[1, 4, 6, 2, 10]], {}),
    ('averagePool', [[2, 2, 4, 6, 32]], {}),
    ('upsampleNearest', [[1, 3, 4, 2, 10]], {}),
    ('upsampleNearest', [[2, 3, 2, 4, 5]], {}),
    ('upsampleNearest', [[1, 2, 3, 2, 32]], {}),
    ('upsampleNearest', [[2, 1, 3, 2, 512]], {}),
    ('linear', [[2, 30, 40], [40, 72], [72]], {}),
    ('linear', [[2, 9, 20], [20, 33], [33]], {}),
    ('linear', [[3, 64], [64, 128]], {}),
    ('linear', [[2, 5, 512], [512, 1], [1]], {}),
    ('linear', [[1, 128], [128, 512], [512]], {}),
    ('silu', [[4, 50]], {}),
    ('silu', [[2, 3, 3, 5, 512]], {}),
    ('addChannels', [[2, 3, 2, 2, 19], [2, 19]], {}),
    ('addChannels', [[2, 3, 3, 2, 512], [2, 512]], {}),
    ('addResidual', [[2, 3, 5, 2, 19], [2, 3, 5, 2, 19]], {}),
    ('concatChannels', [[1, 2, 3, 2, 5], [1, 2, 3, 2, 18]], {}),
    ('concatChannels', [[2, 3, 3, 2, 512], [2, 3, 3, 2, 1], [2, 3, 3, 2, 64]], {}),
    ('meanSquaredError', [[3, 1000], [3, 1000]], {}),
    ('meanSquaredError', [[2, 5, 3, 7, 1], [2, 5, 3, 7, 1]], {}),
    ('matMul', [[2, 30, 13], [2, 21, 30]], {'transposeA': True, 'transposeB': True}),
    ('matMul', [[2, 13, 30], [2, 21, 30]], {'transposeB': True}),
    ('matMul', [[2, 30, 13], [2, 30, 21]], {'transposeA': True}),
    ('matMul', [[7, 1500], [1500, 5]], {}),
    ('matMul', [[33, 512], [512, 65]], {}),
    ('add', [[2, 3, 8], [8]], {}),
    ('sub', [[8], [2, 3, 8]], {}),
    ('quotient', [[1], [4, 5]], {}),
    ('mul', [[2, 1, 5], [2, 3, 5]], {}),
    ('exponentials', [[6, 7]], {}),
    ('errorFunction', [[9, 23]], {}),
    ('sum', [[2, 70, 5]], {'axes': [1]}),
    ('mean', [[3, 40, 17]], {'axes': [1, 2]}),
    ('mean', [[30, 90]], {'axes': [0, 1]}),
    ('slice', [[4, 6, 5]], {'begin': [0, 2, 0], 'size': [4, 3, 5]}),
    ('slice', [[4, 6, 5]], {'begin': [1, 2, 1], 'size': [2, 3, 2]}),
    ('splitAndJoin', [[3, 9]], {}),
    ('maximum', [[5, 9], [5, 9]], {}),
]


def entry(name, shapes, options):
    inputs = [values(shape, i + 1).requires_grad_() for i, shape in enumerate(shapes)]
    output = operations[name](*inputs, **options)
    (output * values(output.shape, 99)).sum().backward()
    gradients = [figures(x.grad) for x in inputs]
    return {'operation': name, 'shapes': shapes, 'options': options, 'output': figures(output), 'gradients': gradients}


def adam(size, weight_seed, gradient_seeds, rate):
    weight = torch.nn.Parameter(values([size], weight_seed))
    optimizer = torch.optim.Adam([weight], lr=rate)
    steps = []
    for seed in gradient_seeds:
        weight.grad = values([size], seed)
        optimizer.step()
        steps.append(figures(weight))
    return {'learningRate': rate, 'size': size, 'weightSeed': weight_seed, 'gradientSeeds': gradient_seeds, 'steps': steps}


def moving_average(size, seed, value_seeds, decay):
    average = values([size], seed)
    steps = []
    for each in value_seeds:
        average = decay * average + (1 - decay) * values([size], each)
        steps.append(figures(average))
    return {'decay': decay, 'size': size, 'seed': seed, 'valueSeeds': value_seeds, 'steps': steps}


entries = ',\n'.join(json.dumps(entry(*case)) for case in cases)
print(f'''{{
"source": "PyTorch {torch.__version__}, float64",
"command": "python3 tools/parity/engine.py",
"operations": [
{entries}
],
"adam": {json.dumps(adam(10007, 5, [20, 21, 22, 23], 0.01))},
"movingAverage": {json.dumps(moving_average(10007, 6, [30, 31, 32], 0.9))}
}}''')
