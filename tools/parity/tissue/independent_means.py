"""Tissue means of normalised scans by judges outside of the project.

    python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1 antspyx==0.6.3 nibabel scipy
    npx braingen preprocess BIDS_DIR DERIVATIVE participant --keep-steps
    VENV/bin/python tools/parity/tissue/independent_means.py blind|atropos|priors tissue|preproc DERIVATIVE...

Volumes: `tissue`, that step's output at 1 mm, or `preproc`, the chain's at its end. Exact zeros are background. Judges, the first two by `blind`:

mixture  scikit-learn's three-class Gaussian mixture, started blind, 3 mm inside the brain mask; the classes' means
peak     the histogram's peaks of GM and WM there, smoothed by 2.5 % of WM
atropos  ANTs' Atropos (k-means, three classes, MRF 0.1) on the `fine` step's output, 40 mm of the cerebrum, the brightest 0.5 % cut
         off; the median, after normalisation, of the voxels that it gives to a class by more than 0.9. For `tissue` alone.
priors   Atropos as antsAtroposN4.sh calls it, with spatial priors (weight 0.25, MRF 0.1), in the whole mask; the mean of each
         class's voxels. PRIORS, a folder with csf, gm and wm.nii.gz as tools/parity/registration/ours.ts writes them, says where.

Prints JSON: the coefficient of variation (%) of each tissue's mean across scans, all and for each derivative, and the means.
"""
import glob
import json
import os
import sys
from importlib.metadata import version

import nibabel as nib
import numpy as np
from scipy.ndimage import affine_transform, distance_transform_edt, gaussian_filter1d

mode, desc, *derivatives = sys.argv[1:]


def brain(path, image, values):
    """The chain's final mask on the volume's grid, without what is exactly zero."""
    mask = nib.load(path.replace(f"desc-{desc}_T1w", "desc-brain_mask"))
    matrix = np.linalg.inv(mask.affine) @ image.affine
    part = np.asarray(mask.dataobj).astype(np.float32)
    placed = affine_transform(part, matrix[:3, :3], matrix[:3, 3], output_shape=image.shape, order=1)
    return (placed > 0.5) & (values != 0)


def cropped(inside):
    return tuple(slice(axis.min(), axis.max() + 1) for axis in np.nonzero(inside))


def core(values, inside, image):
    """What lies 3 mm inside: stripping and masking differ between scans."""
    box = cropped(inside)
    distance = distance_transform_edt(np.pad(inside[box], 1), sampling=image.header.get_zooms()[:3])[1:-1, 1:-1, 1:-1]
    return values[box][distance > 3]


def mixture(values):
    from sklearn.mixture import GaussianMixture

    sample = values[:: max(1, values.size // 20000)]
    sample = sample[sample < np.quantile(sample, 0.995)]
    return sorted(GaussianMixture(3, random_state=0, n_init=3).fit(sample[:, None]).means_[:, 0])


def peak(values):
    white = np.quantile(values, 0.95)
    bins = np.arange(0.2, 1.3, 0.005)
    counts = gaussian_filter1d(np.histogram(values / white, bins)[0].astype(float), 5)
    centres = (bins[1:] + bins[:-1]) / 2
    top = lambda low, high: centres[np.where((centres > low) & (centres < high), counts, 0).argmax()] * white
    return [top(0.4, 0.8), top(0.85, 1.3)]


def atropos(values, inside, path):
    import ants

    before = np.asarray(nib.load(path.replace("desc-tissue", "desc-fine")).dataobj).astype(np.float32)
    box = (*cropped(inside)[:2], slice(70, 110))
    before, after, mask = before[box], values[box], inside[box]
    mask &= before < np.quantile(before[mask], 0.995)
    found = ants.atropos(
        a=ants.from_numpy(before), x=ants.from_numpy(mask.astype(np.float32)), i="kmeans[3]", m="[0.1,1x1x1]", c="[5,0.0001]"
    )
    return [float(np.median(after[(p.numpy() > 0.9) & mask])) for p in found["probabilityimages"]]


def segmented(path, values, inside):
    import ants

    image = ants.image_read(path)
    read = lambda name: ants.image_read(f"{os.environ['PRIORS']}/{name}.nii.gz")
    placed = [ants.resample_image_to_target(read(name), image).numpy() + 1e-3 for name in ("csf", "gm", "wm")]
    priors = [image.new_image_like((prior / sum(placed)).astype(np.float32)) for prior in placed]
    mask = image.new_image_like(inside.astype(np.float32))
    labels = ants.atropos(a=image, x=mask, i=priors, m="[0.1,1x1x1]", c="[5,0]", priorweight=0.25)["segmentation"].numpy()
    return [values[labels == label].mean() for label in (1, 2, 3)]


def spread(rows):
    table = np.array(rows)
    return (100 * table.std(0, ddof=1) / table.mean(0)).round(2).tolist()


judges = {
    "blind": {"mixture": "scikit-learn", "peak": "scipy"},
    "atropos": {"atropos": "antspyx"},
    "priors": {"priors": "antspyx"},
}[mode]
means = {judge: {} for judge in judges}
for derivative in derivatives:
    for path in sorted(glob.glob(f"{derivative}/sub-*/**/*_desc-{desc}_T1w.nii*", recursive=True)):
        image = nib.load(path)
        values = np.asarray(image.dataobj).astype(np.float64)
        inside = brain(path, image, values)
        name = f"{os.path.basename(os.path.normpath(derivative))}/{os.path.basename(path).split('_')[0]}"
        if mode == "atropos":
            found = {"atropos": atropos(values, inside, path)}
        elif mode == "priors":
            found = {"priors": segmented(path, values, inside)}
        else:
            middle = core(values, inside, image)
            found = {"mixture": mixture(middle), "peak": peak(middle)}
        for judge, tissues in found.items():
            means[judge][name] = [round(float(mean), 4 if desc == "preproc" else 1) for mean in tissues]


def figures(judge, tool):
    rows = means[judge]
    groups = sorted({name.split("/")[0] for name in rows})
    cov = {group: spread([row for name, row in rows.items() if name.startswith(group + "/")]) for group in groups}
    tissues = ["gm", "wm"] if judge == "peak" else ["csf", "gm", "wm"]
    return {
        "tool": f"{tool} {version(tool)}",
        "volumes": desc,
        "scans": len(rows),
        "tissues": tissues,
        "covPercent": {"all": spread(list(rows.values())), **cov},
        "means": rows,
    }


print(json.dumps({judge: figures(judge, tool) for judge, tool in judges.items()}))
