"""Registers scans to a template with ANTs and compares our matrices with its.

    python -m venv venv && venv/bin/pip install antspyx==0.6.3 nibabel scipy
    venv/bin/python ants_affine.py run DATA OURS OUT.json VARIANT [SCAN...]
    venv/bin/python ants_affine.py compare OURS OUT.json

OURS is the folder that ours.ts writes: the template's head, brain and mask as NIfTI, and one matrix a scan
(four lines of four numbers, RAS mm of the template to RAS mm of the scan). What OUT.json has already is not run again.
The variants:

- seed1, seed2, ...: antsRegistrationSyN.sh's rigid and affine stages: Mattes, 32 bins, regular sampling of 25 %,
  1000x500x250x100 iterations, shrink 8x4x2x1, smoothing 3x2x1x0 voxels, intensities clipped at the quantiles 0.005 and
  0.995. Which voxels are compared depends on the seed, and so does the result: by some tenths of a millimetre.
- full: rigid, then affine with every voxel compared, otherwise the same.
- ours: full, begun with our matrix instead of the centres of mass.

A distance is that between the two images of each voxel of the template's brain, root mean square. `spreadMm` is the mean
distance of two seeds, `antsMm` ANTs' own from its default to every voxel compared.
"""

import json
import os
import sys
import tempfile
import time
from itertools import combinations

os.environ.setdefault("ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS", "1")

import nibabel  # noqa: E402
import numpy as np  # noqa: E402

VERSION = "antspyx 0.6.3"
COMMAND = "tools/parity/registration/ants_affine.py; npx jiti tools/parity/registration/ours.ts"


def ras_matrix(path):
    """The 4 x 4 matrix of an ITK affine, from LPS to RAS."""
    from scipy.io import loadmat

    mat = loadmat(path)
    parameters = mat[next(k for k in mat if k.startswith("AffineTransform"))].ravel()
    centre = mat["fixed"].ravel()
    linear = parameters[:9].reshape(3, 3)
    full = np.eye(4)
    full[:3, :3] = linear
    full[:3, 3] = parameters[9:] + centre - linear @ centre
    flip = np.diag([-1, -1, 1, 1])
    return flip @ full @ flip


def load(path, otherwise):
    if not os.path.exists(path):
        return otherwise
    with open(path) as file:
        return json.load(file)


def save(path, result):
    with open(path, "w") as file:
        json.dump(result, file, indent=1)


def run(data, ours, out, variant, *wanted):
    for job in load(f"{ours}/scans.json", None):
        if wanted and job["scan"] not in wanted:
            continue
        result = load(out, {"tool": VERSION, "command": COMMAND, "scans": []})
        scan = next((scan for scan in result["scans"] if scan["scan"] == job["scan"]), None)
        if scan is None:
            scan = {"scan": job["scan"], "ants": {}}
            result["scans"].append(scan)
        if variant in scan["ants"]:
            continue
        fixed, moving = images(data, ours, job)
        clock = time.process_time()
        if variant == "full":
            path = full(fixed, moving)
        elif variant == "ours":
            start = np.linalg.inv(to_sform(f"{data}/{job['path']}", moving)) @ np.array(job["matrix"])
            path = full(fixed, moving, itk_file(start))
        else:
            path = default(fixed, moving, int(variant.removeprefix("seed")))
        seconds = round(time.process_time() - clock, 1)
        matrix = (to_sform(f"{data}/{job['path']}", moving) @ ras_matrix(path)).round(6).tolist()
        scan["ants"][variant] = {"matrix": matrix, "cpuSeconds": seconds}
        save(out, result)
        print(job["scan"], variant, seconds, flush=True)


def images(data, ours, job):
    import ants

    assert f"antspyx {ants.__version__}" == VERSION
    return [winsorized(ants.image_read(path)) for path in (f"{ours}/{job['kind']}.nii.gz", f"{data}/{job['path']}")]


def to_sform(path, image):
    """RAS mm where ITK places the scan, by its qform, to RAS mm by its sform: in ds002748's sub-29 they lie 20 mm apart."""
    pose = np.eye(4)
    pose[:3, :3] = image.direction * np.array(image.spacing)
    pose[:3, 3] = image.origin
    return nibabel.load(path).affine @ np.linalg.inv(np.diag([-1, -1, 1, 1]) @ pose)


def winsorized(image):
    """antsRegistrationSyN.sh clips intensities at these quantiles; antspyx, which recreates it, leaves that out."""
    voxels = image.numpy()
    return image.new_image_like(np.clip(voxels, *np.quantile(voxels, [0.005, 0.995])))


def itk_file(matrix):
    """A file of the affine, from RAS to LPS."""
    import ants

    flip = np.diag([-1, -1, 1, 1])
    lps = flip @ matrix @ flip
    transform = ants.new_ants_transform(dimension=3, transform_type="AffineTransform")
    transform.set_parameters([*lps[:3, :3].ravel(), *lps[:3, 3]])
    path = tempfile.mktemp(suffix=".mat")
    ants.write_transform(transform, path)
    return path


def default(fixed, moving, seed):
    import ants

    return ants.registration(fixed, moving, "antsRegistrationSyN[a]", random_seed=seed)["fwdtransforms"][0]


def full(fixed, moving, start=None):
    import ants

    start = start or ants.registration(fixed, moving, "Rigid", random_seed=1)["fwdtransforms"][0]
    return ants.registration(
        fixed,
        moving,
        "Affine",
        initial_transform=start,
        random_seed=1,
        aff_metric="mattes",
        aff_sampling=32,
        aff_random_sampling_rate=1.0,
        aff_iterations=(1000, 500, 250, 200),
        aff_shrink_factors=(8, 4, 2, 1),
        aff_smoothing_sigmas=(3, 2, 1, 0),
    )["fwdtransforms"][0]


def compare(ours, out):
    brain = nibabel.load(f"{ours}/brain.nii.gz")
    inside = np.argwhere(np.asarray(brain.dataobj) > 0)
    points = np.c_[inside, np.ones(len(inside))] @ brain.affine.T

    def distances(a, b):
        return np.linalg.norm((points @ (np.array(a) - np.array(b)).T)[:, :3], axis=1)

    def rms(a, b):
        return round(float(np.sqrt((distances(a, b) ** 2).mean())), 4)

    result = load(out, None)
    jobs = {job["scan"]: job for job in load(f"{ours}/scans.json", None)}
    for scan in result["scans"]:
        if scan["scan"] not in jobs:
            continue
        job = jobs[scan["scan"]]
        scan["cpuSeconds"] = job["cpuSeconds"]
        scan["matrix"] = [[round(v, 6) for v in row] for row in job["matrix"]]
        for theirs in scan["ants"].values():
            theirs["rmsMm"] = rms(job["matrix"], theirs["matrix"])
            theirs["maxMm"] = round(float(distances(job["matrix"], theirs["matrix"]).max()), 4)
        if {"seed1", "full"} <= scan["ants"].keys():
            scan["antsMm"] = rms(scan["ants"]["seed1"]["matrix"], scan["ants"]["full"]["matrix"])
        seeds = [theirs["matrix"] for name, theirs in scan["ants"].items() if name.startswith("seed")]
        if len(seeds) > 1:
            scan["spreadMm"] = round(float(np.mean([rms(a, b) for a, b in combinations(seeds, 2)])), 4)
            scan["meanOfSeedsMm"] = rms(job["matrix"], geodesic_mean(seeds))
        print(scan["scan"], scan.get("spreadMm"), scan.get("meanOfSeedsMm"), {n: t["rmsMm"] for n, t in scan["ants"].items()})
    save(out, result)


def geodesic_mean(matrices):
    """Exponential of the mean logarithm, taken about one of them."""
    from scipy.linalg import expm, logm

    first = np.array(matrices[0])
    logs = [logm(np.linalg.solve(first, np.array(m))).real for m in matrices]
    return first @ expm(np.mean(logs, axis=0))


{"run": run, "compare": compare}[sys.argv[1]](*sys.argv[2:])
