"""Mean and variance of Rician magnitudes, for @braingen/denoise. Needs scipy.

python tools/parity/denoise/rician.py > test-fixtures/reference/denoise/rician.json
"""

import json

import scipy
from scipy.stats import rice

thetas = [0, 0.3, 1, 2, 3.7, 8, 15, 20, 30]
cases = [{"theta": t, "mean": float(rice.mean(t)), "variance": float(rice.var(t))} for t in thetas]
print(json.dumps({"tool": f"scipy {scipy.__version__} rice", "command": "python tools/parity/denoise/rician.py", "cases": cases}))
