"""Reference figures for @braingen/metrics, from MONAI, scipy and numpy.

Run from the root: python tools/parity/metrics.py > test-fixtures/reference/metrics/figures.json
Inputs are sines of integers, so that a test makes the same ones without a generator in common, or torch.randn after
manual_seed(0), which @braingen/volume's createTorchRandom reproduces. MONAI's similarities convert to torch.float; here
that name means double, so that the figures are good to more digits than float32 holds.
"""

import json
import sys

import monai
import numpy as np
import scipy
import torch
from monai.metrics import FIDMetric, MMDMetric
from monai.metrics.regression import MultiScaleSSIMMetric, SSIMMetric


def features(rows, columns, phase):
    """Features of volume i: sin(phase + 1.7 i^2 + 0.9 k + 0.37 i k) + 0.1 k / columns."""
    i, k = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return np.sin(phase + 1.7 * i * i + 0.9 * k + 0.37 * i * k) + 0.1 * k / columns


def frechet(x, y):
    """By scipy's square root of a matrix, with MONAI's rule for singular products."""
    return float(FIDMetric()(torch.tensor(y), torch.tensor(x)))


def gaussian_mmd(x, y):
    both = np.concatenate([x, y])
    distances = np.sqrt(((both[:, None] - both[None]) ** 2).sum(-1))
    bandwidth = float(np.median(distances[np.triu_indices(len(both), 1)]))
    k = np.exp(-(distances**2) / (2 * bandwidth**2))
    n, m = len(x), len(y)
    kxx, kyy, kxy = k[:n, :n], k[n:, n:], k[:n, n:]
    value = (kxx.sum() - n) / (n * (n - 1)) + (kyy.sum() - m) / (m * (m - 1)) - 2 * kxy.mean()
    return {"value": float(value), "bandwidth": bandwidth}


torch.float = torch.float64


def noise(*shape):
    torch.manual_seed(0)
    x, y = torch.abs(torch.randn(*shape)), torch.abs(torch.randn(*shape))
    return x / x.max(), y / y.max()


def waves(shape, phase):
    """x slowest, z fastest in memory, as torch counts: 0.5 + 0.3 sin(phase + 0.3 x + 0.2 y y / 8) cos(0.25 z + phase)."""
    x, y, z = np.meshgrid(*[np.arange(n) for n in shape], indexing="ij")
    values = 0.5 + 0.3 * np.sin(phase + 0.3 * x + 0.2 * y * y / 8) * np.cos(0.25 * z + phase)
    return torch.tensor(values, dtype=torch.float32)[None, None]


def mean(tensor):
    return float(tensor.mean())


fid_cases = []
for rows_x, rows_y, columns in [(9, 7, 30), (40, 30, 6), (12, 12, 12)]:
    x, y = features(rows_x, columns, 0.2), features(rows_y, columns, 1.1)
    fid_cases.append({"rows": [rows_x, rows_y], "columns": columns, "phases": [0.2, 1.1], "value": frechet(x, y)})

mmd_cases = []
for rows_x, rows_y, columns in [(9, 9, 30), (5, 5, 3)]:
    x, y = features(rows_x, columns, 0.2), features(rows_y, columns, 1.1)
    linear = float(MMDMetric()(torch.tensor(x), torch.tensor(y)))
    mmd_cases.append(
        {"rows": [rows_x, rows_y], "columns": columns, "phases": [0.2, 1.1], "linear": linear, "gaussian": gaussian_mmd(x, y)}
    )

halves = [0.5, 0.5]
ssim = lambda dims, kind: SSIMMetric(spatial_dims=dims, data_range=1.0, kernel_type=kind)
ms = lambda dims, kind: MultiScaleSSIMMetric(spatial_dims=dims, data_range=1.0, kernel_type=kind, weights=halves)
noise_cases = [
    {"shape": [1, 1, 64, 64], "kind": "gaussian", "weights": halves, "value": mean(ms(2, "gaussian")(*noise(1, 1, 64, 64)))},
    {"shape": [1, 1, 64, 64], "kind": "uniform", "weights": halves, "value": mean(ms(2, "uniform")(*noise(1, 1, 64, 64)))},
    {"shape": [1, 1, 64, 64, 64], "kind": "gaussian", "weights": halves, "value": mean(ms(3, "gaussian")(*noise(1, 1, 64, 64, 64)))},
    {"shape": [2, 3, 16, 16], "kind": "gaussian", "value": mean(ssim(2, "gaussian")(*noise(2, 3, 16, 16)))},
    {"shape": [2, 3, 16, 16], "kind": "uniform", "value": mean(ssim(2, "uniform")(*noise(2, 3, 16, 16)))},
    {"shape": [2, 3, 16, 16, 16], "kind": "gaussian", "value": mean(ssim(3, "gaussian")(*noise(2, 3, 16, 16, 16)))},
]

wave_cases = []
for shape, size, weights in [
    ([50, 53, 49], 3, [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]),
    ([28, 41, 30], 7, halves),
    ([33, 26, 24], 4, [0.2, 0.3, 0.5]),
]:
    x, y = waves(shape, 0.0), waves(shape, 0.4)
    metric = MultiScaleSSIMMetric(spatial_dims=3, data_range=1.0, kernel_size=size, weights=weights)
    wave_cases.append({"shape": shape, "window": size, "weights": weights, "phases": [0.0, 0.4], "value": mean(metric(x, y))})

json.dump(
    {
        "source": {
            "command": "python tools/parity/metrics.py",
            "monai": monai.__version__,
            "torch": torch.__version__,
            "scipy": scipy.__version__,
            "numpy": np.__version__,
        },
        "fid": fid_cases,
        "mmd": mmd_cases,
        "noise": noise_cases,
        "waves": wave_cases,
    },
    sys.stdout,
    indent=1,
)
