"""What other programs find of the phantoms' fields: their figures as JSON, head by head.

    python -m venv venv && venv/bin/pip install nibabel scipy SimpleITK==2.5.7 antspyx==0.6.3
    venv/bin/python opponents.py simpleitk FOLDER COUNT [ITERATIONS] [THRESHOLD]   50x50x50x50 and 1e-7 by default
    venv/bin/python opponents.py antspyx FOLDER COUNT [ITERATIONS] [SPLINE_DISTANCE]
    venv/bin/python opponents.py n4ax FOLDER COUNT [fast|robust]       n4ax==0.1.1 and jax[cpu], which need Python 3.12
    venv/bin/python opponents.py mrbias FOLDER COUNT                   CMTK's, from Debian's package cmtk

FOLDER is what phantoms.py made. All get the brain mask and two threads. `cpuSeconds` (getrusage, user and system) and
`wallSeconds` are those of the correction alone, without reading; of n4ax without its compilation, which takes the first
call; of mrbias, a program, with reading and writing.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS", "2")

import nibabel  # noqa: E402
import numpy as np  # noqa: E402
from phantoms import figures  # noqa: E402

SPLINE_DISTANCE = 200


class Clock:
    """CPU and wall seconds since it was made, this process's and its children's."""

    def __init__(self):
        self.start = self.now()

    def now(self):
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in usages), time.perf_counter()

    def seconds(self):
        cpu, wall = (b - a for a, b in zip(self.start, self.now()))
        return {"cpuSeconds": round(cpu, 4), "wallSeconds": round(wall, 4)}


def voxels(folder, name, i):
    return np.asarray(nibabel.load(f"{folder}/{name}-{i}.nii").dataobj)


def simpleitk(folder, i, iterations="50x50x50x50", threshold="1e-7"):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(2)
    image = sitk.ReadImage(f"{folder}/image-{i}.nii", sitk.sitkFloat32)
    mask = sitk.ReadImage(f"{folder}/mask-{i}.nii", sitk.sitkUInt8)
    clock = Clock()
    n4 = sitk.N4BiasFieldCorrectionImageFilter()
    n4.SetMaximumNumberOfIterations([int(n) for n in iterations.split("x")])
    n4.SetConvergenceThreshold(float(threshold))
    controls = [int(np.ceil(n * s / SPLINE_DISTANCE)) + 3 for n, s in zip(image.GetSize(), image.GetSpacing())]
    n4.SetNumberOfControlPoints(controls)
    n4.Execute(sitk.Shrink(image, [4] * 3), sitk.Shrink(mask, [4] * 3))
    log_field = n4.GetLogBiasFieldAsImage(image)
    corrected = image / sitk.Exp(log_field)
    seconds = clock.seconds()
    order = lambda volume: sitk.GetArrayFromImage(volume).transpose(2, 1, 0)  # noqa: E731
    tool = f"SimpleITK {sitk.Version.VersionString()} N4, shrink 4, {iterations}, threshold {threshold}, brain mask, 2 threads"
    return tool, order(log_field), order(corrected), seconds


def antspyx(folder, i, iterations="50x50x50x50", distance=None):
    import ants

    image = ants.image_read(f"{folder}/image-{i}.nii")
    mask = ants.image_read(f"{folder}/mask-{i}.nii")
    clock = Clock()
    field = ants.n4_bias_field_correction(
        image,
        mask=mask,
        shrink_factor=4,
        convergence={"iters": [int(n) for n in iterations.split("x")], "tol": 1e-7},
        spline_param=distance and int(distance),
        return_bias_field=True,
    )
    corrected = image / field
    seconds = clock.seconds()
    splines = f"splines of {distance} mm" if distance else "one span"
    tool = f"antspyx {ants.__version__} N4, shrink 4, {iterations}, {splines}, brain mask, 2 threads"
    return tool, np.log(field.numpy()), corrected.numpy(), seconds


def n4ax(folder, i, setting="fast"):
    import n4ax

    settings = {"fast": {}, "robust": {"iters": (50, 50, 30, 20), "over_relax": 1.0, "conv_threshold": 1.5e-3}}
    image = voxels(folder, "image", i).astype(np.float32)
    mask = voxels(folder, "mask", i) > 0
    correct = lambda: [  # noqa: E731
        np.asarray(part) for part in n4ax.n4(image, mask=mask, return_bias=True, **settings[setting])
    ]
    if i == 0:
        correct()
    clock = Clock()
    corrected, log_field = correct()
    return f"n4ax 0.1.1 on jax's CPU, {setting} setting, brain mask, 2 threads", log_field, corrected, clock.seconds()


def mrbias(folder, i):
    with tempfile.TemporaryDirectory() as scratch:
        out = f"{scratch}/corrected.nii.gz"  # it compresses whatever the name says
        clock = Clock()
        program = ["cmtk", "mrbias", "--threads", "2", "--mask", f"{folder}/mask-{i}.nii", f"{folder}/image-{i}.nii", out]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
        seconds = clock.seconds()
        corrected = np.asarray(nibabel.load(out).dataobj, np.float32)
    image = voxels(folder, "image", i)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_field = np.nan_to_num(np.log(image / corrected), nan=0, posinf=0, neginf=0)
    return "CMTK 3.3.1p2 mrbias, brain mask, 2 threads", log_field, corrected, seconds


def main(name, folder, count, *settings):
    heads = []
    for i in range(int(count)):
        tool, log_field, corrected, seconds = globals()[name](folder, i, *settings)
        found = {key: round(value, 4) for key, value in figures(log_field, corrected, folder, i).items()}
        heads.append({**found, **seconds})
        print(heads[-1], file=sys.stderr)
    command = " ".join(["python tools/parity/bias-field/opponents.py", name, "FOLDER", count, *settings])
    print(json.dumps({"tool": tool, "command": command, "heads": heads}, indent=1))


main(*sys.argv[1:])
