"""Registers scans to a template with ANTs and compares our matrices with its.

    python -m venv venv && venv/bin/pip install antspyx==0.6.3 nibabel
    venv/bin/python ants_affine.py DATA OURS OUT.json

OURS is the folder that ours.ts writes: the template's head, brain and mask as NIfTI, and one matrix a scan
(four lines of four numbers, RAS mm of the template to RAS mm of the scan). ANTs runs twice:

- quarter: antsRegistrationSyN.sh's rigid and affine stages: Mattes, 32 bins, regular sampling of 25 %,
  1000x500x250x100 iterations, shrink 8x4x2x1, smoothing 3x2x1x0 voxels, intensities clipped at the quantiles 0.005 and
  0.995. Which voxels are compared hangs on the seed, and so does the result: by some tenths of a millimetre.
- full: rigid, then affine with every voxel compared, otherwise the same.

The distance is that between the two images of each voxel of the template's brain, root mean square. What OUT.json has
already is not run again.
"""

import json
import os
import sys
import time

os.environ.setdefault("ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS", "2")

import ants  # noqa: E402
import nibabel  # noqa: E402
import numpy as np  # noqa: E402
from scipy.io import loadmat  # noqa: E402


command = "tools/parity/registration/ants_affine.py DATA OURS OUT.json"


def ras_matrix(path):
    """The 4 x 4 matrix of an ITK affine, from LPS to RAS."""
    mat = loadmat(path)
    parameters = mat[next(k for k in mat if k.startswith("AffineTransform"))].ravel()
    centre = mat["fixed"].ravel()
    linear = parameters[:9].reshape(3, 3)
    full = np.eye(4)
    full[:3, :3] = linear
    full[:3, 3] = parameters[9:] + centre - linear @ centre
    flip = np.diag([-1, -1, 1, 1])
    return flip @ full @ flip


def main(data, ours, out):
    brain = nibabel.load(f"{ours}/brain.nii.gz")
    inside = np.argwhere(np.asarray(brain.dataobj) > 0)
    points = np.c_[inside, np.ones(len(inside))] @ brain.affine.T
    scans = []
    known = {}
    if os.path.exists(out):
        with open(out) as file:
            known = {scan["scan"]: scan for scan in json.load(file)["scans"]}
    with open(f"{ours}/scans.json") as file:
        jobs = json.load(file)
    for job in jobs:
        scan = known.get(job["scan"], {"scan": job["scan"], "ants": {}})
        for name, register in {"quarter": quarter, "full": full}.items():
            if name not in scan["ants"]:
                scan["ants"][name] = timed(register, data, ours, job)
        mine = np.array(job["matrix"])
        scan["cpuSeconds"] = job["cpuSeconds"]
        for theirs in scan["ants"].values():
            distance = np.linalg.norm((points @ mine.T - points @ np.array(theirs["matrix"]).T)[:, :3], axis=1)
            theirs["rmsMm"] = round(float(np.sqrt((distance**2).mean())), 4)
            theirs["maxMm"] = round(float(distance.max()), 4)
        scans.append(scan)
        print(scan["scan"], {name: theirs["rmsMm"] for name, theirs in scan["ants"].items()}, flush=True)
        rest = [scan for name, scan in known.items() if name not in {scan["scan"] for scan in scans}]
        with open(out, "w") as file:
            json.dump({"tool": f"antspyx {ants.__version__}", "command": command, "scans": scans + rest}, file, indent=1)


def winsorized(image):
    """antsRegistrationSyN.sh clips intensities at these quantiles; antspyx, which recreates it, leaves that out."""
    voxels = image.numpy()
    return image.new_image_like(np.clip(voxels, *np.quantile(voxels, [0.005, 0.995])))


def timed(register, data, ours, job):
    fixed = winsorized(ants.image_read(f"{ours}/{job['kind']}.nii.gz"))
    moving = winsorized(ants.image_read(f"{data}/{job['path']}"))
    clock = time.process_time()
    matrix = ras_matrix(register(fixed, moving)["fwdtransforms"][0])
    seconds = round(time.process_time() - clock, 1)
    return {"matrix": [[round(v, 6) for v in row] for row in matrix.tolist()], "cpuSeconds": seconds}


def quarter(fixed, moving):
    return ants.registration(fixed, moving, "antsRegistrationSyN[a]", random_seed=1)


def full(fixed, moving):
    rigid = ants.registration(fixed, moving, "Rigid", random_seed=1)
    return ants.registration(
        fixed,
        moving,
        "Affine",
        initial_transform=rigid["fwdtransforms"][0],
        random_seed=1,
        aff_metric="mattes",
        aff_sampling=32,
        aff_random_sampling_rate=1.0,
        aff_iterations=(1000, 500, 250, 200),
        aff_shrink_factors=(8, 4, 2, 1),
        aff_smoothing_sigmas=(3, 2, 1, 0),
    )


main(*sys.argv[1:])
