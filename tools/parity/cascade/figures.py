"""
Reference figures of the Haar transform and of the Gaussian model, by PyWavelets and by dense linear algebra in float64.

    python tools/parity/cascade/figures.py > test-fixtures/reference/cascade/figures.json
"""

import json
import sys

import numpy as np
import pywt
import scipy
from scipy.stats import multivariate_normal

random = np.random.default_rng(1)
rounded = lambda values: [round(float(v), 10) for v in np.ravel(values)]

# Detail i + 2 j + 4 k - 1 is high-pass along d, h, w where i, j, k are 1.
shape = (4, 6, 2)
volume = random.normal(size=shape)
bands = pywt.dwtn(volume, "haar")
names = ["".join("d" if band >> axis & 1 else "a" for axis in range(3)) for band in range(8)]
haar = {
    "shape": shape,
    "volume": rounded(volume),
    "coarse": rounded(bands["aaa"] / np.sqrt(8)),
    "details": rounded(np.stack([bands[name] for name in names[1:]], axis=-1)),
}

size, count = 12, 7
mixing = random.normal(size=(size, size)) * 0.5 ** np.arange(size)
volumes = random.normal(size=(count, size)) @ mixing.T + random.normal(size=size)
mean, covariance = volumes.mean(0), np.cov(volumes.T)
share, floor, sigma = 0.4, 0.05, 0.7
noisy = random.normal(size=size)
prior = share * covariance + floor * np.eye(size)
clean = mean + prior @ np.linalg.solve(prior + sigma**2 * np.eye(size), noisy - mean)


def score(share, floor):
    total = 0
    for i in range(count):
        others = np.delete(volumes, i, 0)
        model = share * np.cov(others.T) + floor * np.eye(size)
        total += multivariate_normal.logpdf(volumes[i], others.mean(0), model)
    return total


scale = np.trace(covariance) * (count - 1) / (count * size)
candidates = [(s, scale * 10**p) for s in (0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1) for p in np.arange(-3, 0.51, 0.25)]
best = max(candidates, key=lambda pair: score(*pair))

json.dump(
    {
        "source": {
            "command": "python tools/parity/cascade/figures.py",
            "pywavelets": pywt.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "haar": haar,
        "gaussian": {
            "volumes": [rounded(v) for v in volumes],
            "mean": rounded(mean),
            "covariance": rounded(covariance),
            "shrinkage": {"share": share, "floor": floor},
            "sigma": sigma,
            "noisy": rounded(noisy),
            "clean": rounded(clean),
            "likeliest": {"share": best[0], "floor": round(float(best[1]), 10)},
        },
    },
    sys.stdout,
    indent=1,
)
print()
