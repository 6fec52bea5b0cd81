"""Reference figures for the folds' metrics of @braingen/metrics, from numpy and scipy.

Run from the root: python tools/parity/folds.py > test-fixtures/reference/metrics/folds.json
Heads are ellipsoids with a dark hole and a texture of sines of integers, in voxels of three different sides.
"""

import json
import sys

import numpy as np
import scipy
from scipy.ndimage import binary_fill_holes, distance_transform_edt
from scipy.stats import kurtosis

shape, spacing = (23, 28, 16), (3.0, 2.5, 4.0)


def head(phase, amplitude):
    """In float32, voxel (x, y, z); amplitude of the texture."""
    x, y, z = np.meshgrid(*[np.arange(n) for n in shape], indexing="ij")
    u, v, w = [(i - (n - 1) / 2) * s for i, n, s in zip((x, y, z), shape, spacing)]
    radius = (u / (27 + phase)) ** 2 + (v / 29) ** 2 + (w / 26) ** 2
    hole = u**2 + v**2 + w**2 < 64
    index = x + 23 * y + 644 * z
    texture = amplitude * np.sin(phase + 0.7 * x + 1.1 * y - 0.9 * z) * (index * 7919 % 101) / 101
    return np.where((radius < 1) & ~hole, 1 + texture, 0).astype(np.float32)


def otsu(values):
    low, high = np.quantile(values, [0.001, 0.999])
    bins = np.clip(np.floor(256 * (values - low) / (high - low)), 0, 255)
    between = []
    for threshold in range(1, 256):
        below, above = bins[bins < threshold], bins[bins >= threshold]
        between.append(len(below) * len(above) * (below.mean() - above.mean()) ** 2 if len(below) and len(above) else -1)
    return low + (high - low) * (1 + int(np.argmax(between))) / 256


def blocks(volume):
    nx, ny, nz = [n // 2 for n in volume.shape]
    return volume[: 2 * nx, : 2 * ny, : 2 * nz].reshape(nx, 2, ny, 2, nz, 2).transpose(0, 2, 4, 1, 3, 5)


def moments(volume, shell):
    chosen = blocks(volume.astype(np.float64))[shell]
    variances, kurtoses = [], []
    for i, j, k in np.ndindex(2, 2, 2):
        if i + j + k == 0:
            continue
        sign = np.multiply.outer(np.multiply.outer([1, 1 - 2 * i], [1, 1 - 2 * j]), [1, 1 - 2 * k])
        band = (chosen * sign).sum((1, 2, 3)) / np.sqrt(8)
        variances.append(band.var())
        kurtoses.append(kurtosis(band, fisher=False))
    return np.mean(variances), np.mean(kurtoses)


def power(volume):
    frequency = np.meshgrid(*[np.fft.fftfreq(n, s) for n, s in zip(shape, spacing)], indexing="ij")
    radius = np.sqrt(sum(f**2 for f in frequency))
    squares = np.abs(np.fft.fftn(volume.astype(np.float64))) ** 2
    width = 1 / max(n * s for n, s in zip(shape, spacing))
    limit = 1 / (4 * max(spacing))
    middles = [m * width for m in range(1, 1000) if (m + 0.5) * width <= limit]
    return middles, [squares[np.abs(radius - m) < width / 2].mean() for m in middles]


real = [head(0.3 * i, 0.5 + 0.05 * i) for i in range(5)]
synthetic = [head(0.2 + 0.35 * i, 0.4 + 0.08 * i) for i in range(4)]
mean = np.mean(real, axis=0)
region = binary_fill_holes(mean > otsu(mean.ravel()))
depth = distance_transform_edt(region, sampling=spacing)
mean_depth = blocks(depth).mean((3, 4, 5))
shell = (mean_depth >= 3) & (mean_depth <= 15)
of = {name: np.array([moments(v, shell) for v in volumes]) for name, volumes in [("real", real), ("synthetic", synthetic)]}
ratio = of["synthetic"].mean(0) / of["real"].mean(0)
frequencies = power(real[0])[0]
ratios = np.mean([power(v)[1] for v in synthetic], axis=0) / np.mean([power(v)[1] for v in real], axis=0)

json.dump(
    {
        "source": {
            "command": "python tools/parity/folds.py",
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "shape": shape,
        "spacing": spacing,
        "region": int(region.sum()),
        "depth": {"sum": float(depth.sum()), "greatest": float(depth.max())},
        "blocks": int(shell.sum()),
        "moments": {"variance": of["real"][0][0], "kurtosis": of["real"][0][1]},
        "variance": ratio[0],
        "kurtosis": ratio[1],
        "frequencies": frequencies,
        "power": power(real[0])[1],
        "ratios": list(ratios),
        "largest": float(np.maximum(ratios, 1 / ratios).max()),
    },
    sys.stdout,
    indent=1,
)
print()
