"""Nyul landmarks by intensity-normalization (Reinhold), for libs/preprocess/tissue.

    python3 -m venv VENV && VENV/bin/pip install intensity-normalization==3.0.1
    VENV/bin/python tools/parity/tissue/nyul.py > test-fixtures/reference/tissue/nyul.json

Scans are a formula's, which both sides evaluate: 2000 intensities of three humps on a scale of the scan's own.
"""

import json
from importlib.metadata import version

import numpy as np
from intensity_normalization.adapters.images import NumpyImageAdapter
from intensity_normalization.normalizers.population.nyul import NyulNormalizer


def scan(index):
    i = np.arange(2000)
    humps = np.array([30.0, 75.0, 110.0])[i % 3] + 12 * np.sin(i * (0.7 + index / 10))
    return (humps * (1 + index) + 5 * index).astype(np.float32)


scans = [NumpyImageAdapter(scan(index).astype(np.float64).reshape(20, 10, 10)) for index in range(4)]
normalizer = NyulNormalizer(output_min_value=0.0, output_max_value=1.0)
normalizer.fit_population(scans[:3])
mapped = normalizer.transform(scans[3]).get_data().reshape(-1)
print(
    json.dumps(
        {
            'source': f'intensity-normalization {version("intensity-normalization")}',
            'command': 'python3 tools/parity/tissue/nyul.py',
            'quantiles': [round(p / 100, 6) for p in normalizer.percentiles.tolist()],
            'landmarks': [round(x, 9) for x in normalizer.standard_scale.tolist()],
            'mapped': {str(i): round(float(mapped[i]), 9) for i in range(0, 2000, 83)},
        }
    )
)
