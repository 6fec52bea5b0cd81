"""Reference figures of metrics on feature vectors, from torchmetrics, prdc, numpy and scipy.

Run from the root: python tools/parity/features.py > test-fixtures/reference/metrics/features.json
Needs torch, torchmetrics, prdc, scipy. Features are sines of integers (see metrics.py), so a test makes the same ones.
"""

import contextlib
import json
import sys
from importlib.metadata import version

import numpy as np
import prdc
import scipy.linalg
import torch
from torchmetrics.image.kid import poly_mmd


def features(rows, columns, phase):
    """Features of volume i: sin(phase + 1.7 i^2 + 0.9 k + 0.37 i k) + 0.1 k / columns."""
    i, k = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return np.sin(phase + 1.7 * i * i + 0.9 * k + 0.37 * i * k) + 0.1 * k / columns


def spread(rows, columns, phase, offset):
    """The same, row i times 0.2 + i / rows, plus an offset: some lie close together and some far out."""
    return features(rows, columns, phase) * (0.2 + np.arange(rows)[:, None] / rows) + offset


def direct_fid(x, y):
    """The formula itself: covariances of all features, the square root through eigenvalues of their product."""
    difference = ((x.mean(0) - y.mean(0)) ** 2).sum()
    a, b = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    values, vectors = scipy.linalg.eigh(a)
    root = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    trace = np.sqrt(np.clip(scipy.linalg.eigvalsh(root @ b @ root), 0, None)).sum()
    return float(difference + np.trace(a) + np.trace(b) - 2 * trace)


def figures(rows_x, rows_y, columns, phases, offset, k):
    x, y = spread(rows_x, columns, phases[0], 0), spread(rows_y, columns, phases[1], offset)
    with contextlib.redirect_stdout(sys.stderr):  # it prints
        balls = prdc.compute_prdc(x, y, nearest_k=k)
    kid = poly_mmd(torch.tensor(x), torch.tensor(y)) if rows_x == rows_y else None
    return {
        "rows": [rows_x, rows_y],
        "columns": columns,
        "phases": phases,
        "offset": offset,
        "k": k,
        **{name: float(value) for name, value in balls.items()},
        **({"kid": float(kid)} if kid is not None else {}),
    }


json.dump(
    {
        "source": {
            "command": "python tools/parity/features.py",
            **{name: version(name) for name in ["torch", "torchmetrics", "prdc", "numpy", "scipy"]},
        },
        "balls": [
            figures(20, 20, 6, [0.2, 1.25], 0.3, 5),
            figures(38, 38, 12, [0.2, 1.35], 0.25, 5),
            figures(25, 31, 4, [0.7, 2.4], 0.6, 3),
            figures(86, 86, 64, [0.1, 1.15], 0.15, 5),
            figures(12, 12, 30, [0.2, 1.1], 0.2, 2),
        ],
        "fid": [
            {
                "rows": [86, 86],
                "columns": 2048,
                "phases": [0.2, 1.1],
                "value": direct_fid(features(86, 2048, 0.2), features(86, 2048, 1.1)),
            }
        ],
    },
    sys.stdout,
    indent=1,
)
