"""Means of normalised heads by another tool: scikit-learn's three-class Gaussian mixture, started blind, in a brain mask.

python tools/parity/tissue/independent_means.py NORMALIZED_FOLDER MASK_FOLDER

NORMALIZED_FOLDER holds NAME_t1.nii.gz after normalizeTissue, MASK_FOLDER NAME_mask.nii.gz. Prints JSON: the coefficient of
variation (%) of each tissue's mean across subjects.
"""
import glob
import json
import os
import sys

import nibabel as nib
import numpy as np
import sklearn
from scipy.ndimage import binary_erosion
from sklearn.mixture import GaussianMixture

normalized, masks = sys.argv[1:]
means = {}
for path in sorted(glob.glob(f"{normalized}/*_t1.nii.gz")):
    name = os.path.basename(path)[:-10]
    mask = binary_erosion(np.asarray(nib.load(f"{masks}/{name}_mask.nii.gz").dataobj) > 0.5, iterations=3)
    values = np.asarray(nib.load(path).dataobj)[mask].astype(float)[::23]
    values = values[values < np.quantile(values, 0.995)]
    fit = GaussianMixture(3, random_state=0, n_init=3).fit(values[:, None])
    means[name] = sorted(fit.means_[:, 0])
table = np.array(list(means.values()))
cov = dict(zip(("csf", "gm", "wm"), (100 * table.std(0, ddof=1) / table.mean(0)).round(2)))
print(json.dumps({"tool": f"scikit-learn {sklearn.__version__} GaussianMixture", "subjects": len(means), "covPercent": cov, "means": {n: [round(v, 1) for v in m] for n, m in means.items()}}, indent=1))
