"""Reads one file as float32 with nibabel, once, and prints seconds and peak resident bytes as JSON."""

import json
import resource
import sys
import time

import nibabel
import numpy

if len(sys.argv) == 4 and sys.argv[1] == "make":
    # Smooth anatomy with noise: compresses about as a real scan does.
    n = int(sys.argv[2])
    random = numpy.random.default_rng(1)
    x, y, z = numpy.meshgrid(*[numpy.linspace(-1, 1, n, dtype="f4")] * 3, indexing="ij")
    head = 1000 * (x**2 + 1.3 * y**2 + z**2 < 0.8) * (1 + 0.3 * numpy.sin(9 * x) * numpy.cos(7 * y + 5 * z))
    voxels = (head + random.normal(0, 15, head.shape)).clip(0).astype("i2")
    image = nibabel.Nifti1Image(voxels, numpy.diag([1, 1, 1, 1]))
    nibabel.save(image, sys.argv[3] + ".nii")
    nibabel.save(image, sys.argv[3] + ".nii.gz")
else:
    start = time.perf_counter()
    data = nibabel.load(sys.argv[1]).get_fdata(dtype=numpy.float32)
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "seconds": seconds,
                "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                # Only where asked: the whole process is timed too.
                "sum": float(data.sum(dtype="f8")) if sys.argv[2:] == ["sum"] else None,
                "version": nibabel.__version__,
            }
        )
    )
