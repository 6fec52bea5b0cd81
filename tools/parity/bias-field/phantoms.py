"""Phantoms with a known field from whole-head label maps: image, mask, field and tissue of COUNT heads.

    python -m venv venv && venv/bin/pip install nibabel scipy
    venv/bin/python phantoms.py LABELS FOLDER COUNT

Tissues have one intensity each (white matter 150, cortex 105, deep grey matter 118, CSF 45; labels outside the brain at
random), blurred by 0.5 voxels, times a smooth field whose logarithm has a deviation of 0.104 in the brain, with Rician
noise of 3.5. Head i is the i-th file in order of name, with i as its seed.
"""

import glob
import os
import sys

import nibabel
import numpy as np

WHITE = [2, 41, 7, 46, 16, 85]
CORTEX = [3, 42]
GREY = CORTEX + [8, 47, 17, 53, 18, 54, 26, 58]
DEEP = [10, 49, 11, 50, 12, 51, 28, 60]
PALLIDUM = [13, 52]
CSF = [4, 43, 5, 44, 14, 15, 24, 72]


def smooth_field(shape, random):
    """A random sum of cosines of at most four half periods in all."""
    x, y, z = np.meshgrid(*[np.linspace(0, np.pi, n, dtype=np.float32) for n in shape], indexing="ij", sparse=True)
    field = np.zeros(shape, np.float32)
    for a in range(4):
        for b in range(4):
            for c in range(4):
                if 0 < a + b + c <= 4:
                    weight = random.normal() / (1 + (a + b + c) ** 1.5)
                    phases = [random.uniform(0, 6) for _ in range(3)]
                    field += weight * np.cos(a * x + phases[0]) * np.cos(b * y + phases[1]) * np.cos(c * z + phases[2])
    return field


def phantom(labels, seed):
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(seed)
    image = np.where((labels > 0) & (labels < 500), 110.0, 0).astype(np.float32)
    for group, value in ((WHITE, 150), (GREY, 105), (DEEP, 118), (PALLIDUM, 135), (CSF, 45)):
        image[np.isin(labels, group)] = value
    for label in np.unique(labels[labels >= 500]):
        image[labels == label] = random.uniform(20, 170)
    image = gaussian_filter(image, 0.5)
    mask = (labels > 0) & (labels < 500) & (labels != 24)
    field = smooth_field(labels.shape, random)
    field -= field[mask].mean()
    field *= 0.104 / field[mask].std()
    image *= np.exp(field)
    noise = 3.5 * random.normal(size=(2, *labels.shape))
    return np.sqrt((image + noise[0]) ** 2 + noise[1] ** 2).astype(np.float32), mask, field


def make(labels_folder, folder, count):
    os.makedirs(folder, exist_ok=True)
    for i, path in enumerate(sorted(glob.glob(f"{labels_folder}/*.nii*"))[: int(count)]):
        source = nibabel.load(path)
        labels = np.asarray(source.dataobj).astype(int)
        image, mask, field = phantom(labels, i)
        tissue = np.isin(labels, CORTEX) + 2 * np.isin(labels, WHITE)
        for name, data in (("image", image), ("mask", mask.astype(np.uint8)), ("field", field), ("tissue", tissue.astype(np.uint8))):
            nibabel.save(nibabel.Nifti1Image(data, source.affine), f"{folder}/{name}-{i}.nii")


def figures(log_field, corrected, folder, i):
    """What a found log field and the corrected image of head i are worth."""
    read = lambda name: np.asarray(nibabel.load(f"{folder}/{name}-{i}.nii").dataobj)  # noqa: E731
    mask, true, tissue = read("mask") > 0, read("field"), read("tissue")
    white, grey = corrected[tissue == 2], corrected[tissue == 1]
    return {
        "correlation": float(np.corrcoef(log_field[mask], true[mask])[0, 1]),
        "residualDeviation": float((log_field - true)[mask].std()),
        "cjv": float((white.std() + grey.std()) / abs(white.mean() - grey.mean())),
    }


if __name__ == "__main__":
    make(*sys.argv[1:])
