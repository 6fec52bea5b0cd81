"""Registers scans to a template with ANTs and compares our matrices with its.

    python -m venv venv && venv/bin/pip install antspyx==0.6.3 nibabel
    venv/bin/python ants_affine.py DATA OURS OUT.json

OURS is the folder that ours.ts writes: the template's head, brain and mask as NIfTI, and one matrix a scan
(four lines of four numbers, RAS mm of the template to RAS mm of the scan). ANTs runs antsRegistrationSyN.sh's rigid and
affine stages: Mattes, 32 bins, regular sampling of 25 %, 1000x500x250x100 iterations, shrink 8x4x2x1, smoothing
3x2x1x0 voxels, intensities clipped at the quantiles 0.005 and 0.995. The distance is that between the two images of each
voxel of the template's brain, root mean square. Scans that OUT.json has already are not run again.
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
        scan = known.get(job["scan"]) or run_ants(data, ours, job)
        mine, theirs = np.array(job["matrix"]), np.array(scan["ants"])
        distance = np.linalg.norm((points @ mine.T - points @ theirs.T)[:, :3], axis=1)
        scans.append(
            {
                "scan": job["scan"],
                "rmsMm": round(float(np.sqrt((distance**2).mean())), 4),
                "maxMm": round(float(distance.max()), 4),
                "cpuSeconds": {"ours": job["cpuSeconds"], "ants": scan["cpuSeconds"]["ants"]},
                "ants": scan["ants"],
            }
        )
        print({k: v for k, v in scans[-1].items() if k != "ants"}, flush=True)
        with open(out, "w") as file:
            json.dump({"tool": f"antspyx {ants.__version__}", "command": command, "scans": scans}, file, indent=1)


def winsorized(image):
    """antsRegistrationSyN.sh clips intensities at these quantiles; antspyx, which recreates it, leaves that out."""
    voxels = image.numpy()
    return image.new_image_like(np.clip(voxels, *np.quantile(voxels, [0.005, 0.995])))


def run_ants(data, ours, job):
    fixed = winsorized(ants.image_read(f"{ours}/{job['kind']}.nii.gz"))
    moving = winsorized(ants.image_read(f"{data}/{job['path']}"))
    clock = time.process_time()
    result = ants.registration(fixed, moving, "antsRegistrationSyN[a]", random_seed=1)
    seconds = time.process_time() - clock
    matrix = ras_matrix(result["fwdtransforms"][0])
    return {
        "ants": [[round(v, 6) for v in row] for row in matrix.tolist()],
        "cpuSeconds": {"ants": round(seconds, 1)},
    }


main(*sys.argv[1:])
