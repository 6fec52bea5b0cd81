"""
Compares what @braingen/volume makes of mutated NIfTI files with what nibabel makes of them (nibabel 5.4, numpy 2):

    node tools/run-from-sources.js tools/fuzz/nifti-values.js /tmp/mutants 2000
    python tools/parity/volume/mutants.py /tmp/mutants

Where both read a file, shape, voxels (what is not finite counts as 0) and affine must be the same. Left out of the affine are
files that state no orientation, where the two centre differently on purpose, lengths that are not millimetres, which nibabel
does not convert, and sforms that are singular or not finite, in place of which the qform is used with a warning.
"""
import json
import logging
import os
import sys

import nibabel
import numpy

logging.disable(logging.CRITICAL)
folder = sys.argv[1]
counts = {"compared": 0, "refused by nibabel": 0, "different": 0}
for image in json.load(open(os.path.join(folder, "values.json"))):
    path = os.path.join(folder, image["name"])
    try:
        theirs = nibabel.load(path, mmap=False)
        voxels = numpy.asarray(theirs.get_fdata(dtype=numpy.float64))
    except Exception:
        counts["refused by nibabel"] += 1
        continue
    counts["compared"] += 1
    shape = tuple(n for n in voxels.shape[:3]) + (1,) * (3 - voxels.ndim)
    ours = numpy.array(image["voxels"], dtype=numpy.float64)
    with numpy.errstate(over="ignore"):
        flat = voxels.astype(numpy.float32).astype(numpy.float64).ravel(order="F")
    flat[~numpy.isfinite(flat)] = 0
    problems = []
    if list(shape) != image["shape"] or flat.shape != ours.shape:
        problems.append(f"shape {voxels.shape}, ours {image['shape']}")
    elif not numpy.allclose(flat, ours, rtol=1e-6, atol=0):
        problems.append(f"voxels differ by up to {numpy.max(numpy.abs(flat - ours))}")
    broken_sform = any("the qform is used" in warning for warning in image["warnings"])
    if image["placement"] != "pixdim" and image["units"] not in ("metre", "micron") and not broken_sform:
        if not numpy.allclose(theirs.affine, image["affine"], rtol=1e-4, atol=1e-4, equal_nan=True):
            problems.append(f"affine {theirs.affine.tolist()}, ours {image['affine']} ({image['placement']})")
    if problems:
        counts["different"] += 1
        print(image["name"], "; ".join(problems), image["warnings"])
print(counts)
sys.exit(1 if counts["different"] else 0)
