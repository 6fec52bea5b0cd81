"""Reference figures for the optimal transport of @braingen/metrics, from SciPy's linear programming.

Run from the root: python tools/parity/transport.py > test-fixtures/reference/metrics/transport.json
Points are sines of integers; some count several times, some not at all.
"""

import json

import numpy as np
import scipy
from scipy.optimize import linprog


def points(count, axes, phase):
    index = np.arange(count * axes).reshape(count, axes)
    return np.sin(phase + 1.7 * index + 0.013 * index**2)


def distance(x, y, first, second):
    costs = ((x[:, None] - y[None]) ** 2).sum(-1)
    n, m = costs.shape
    rows = np.kron(np.eye(n), np.ones(m))
    columns = np.kron(np.ones(n), np.eye(m))
    masses = np.concatenate([first / first.sum(), second / second.sum()])
    found = linprog(costs.ravel(), A_eq=np.vstack([rows, columns]), b_eq=masses, method="highs")
    return float(np.sqrt(found.fun))


cases = []
for n, m, axes, repeated in [(5, 5, 1, False), (12, 12, 3, False), (9, 14, 8, False), (23, 17, 8, True), (38, 9, 8, False)]:
    first = np.ones(n)
    second = np.ones(m)
    if repeated:
        first[::3], second[::4] = 0, 2
    value = distance(points(n, axes, 0.0), points(m, axes, 0.5), first, second)
    cases.append({"n": n, "m": m, "axes": axes, "first": first.tolist(), "second": second.tolist(), "distance": value})
print(json.dumps({"scipy": scipy.__version__, "command": "python tools/parity/transport.py", "cases": cases}))
