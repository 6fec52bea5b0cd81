"""Reference figures for @braingen/volume, from nibabel, SciPy, NumPy and PyTorch.

    python3 tools/parity/volume/make.py test-fixtures/reference/volume [FOLDER_OF_SCANS]

With a folder of real scans the figures of their headers and voxels (numbers only) are made anew too.
"""

import base64
import gzip
import io
import json
import pathlib
import sys

import nibabel
import numpy
import scipy
import scipy.ndimage
import scipy.spatial.transform
import torch
from nibabel.orientations import aff2axcodes
from nibabel.quaternions import quat2mat

COMMAND = "python3 tools/parity/volume/make.py test-fixtures/reference/volume [FOLDER_OF_SCANS]"
OUT = pathlib.Path(sys.argv[1])
RANDOM = numpy.random.default_rng(20)


def save(name, tools, **figures):
    versions = {tool.__name__: tool.__version__ for tool in tools}
    text = json.dumps({"tools": versions, "command": COMMAND, **figures})
    (OUT / f"{name}.json").write_text(text + "\n")


def numbers(array, digits=9):
    return [float(f"{value:.{digits}g}") for value in numpy.asarray(array).flatten(order="F").tolist()]


def rows(affine):
    return [[float(value) for value in row] for row in affine]


def random_rotation():
    q = RANDOM.normal(size=4)
    return quat2mat(q / numpy.linalg.norm(q))


def random_affine(shear):
    matrix = random_rotation() @ numpy.diag(RANDOM.uniform(0.5, 3, 3) * RANDOM.choice([-1, 1], 3))
    affine = numpy.eye(4)
    affine[:3, :3] = matrix @ (numpy.eye(3) + shear * RANDOM.normal(size=(3, 3)))
    affine[:3, 3] = RANDOM.uniform(-100, 100, 3)
    return affine


def torch_randn():
    sequences = []
    for seed, counts in [
        (0, [1]),
        (42, [4, 4, 1, 3]),
        (42, [15, 15]),
        (1, [16]),
        (7, [17]),
        (123, [100]),
        (2**31 + 5, [5, 40, 2, 16, 7, 33]),
        (2**32 + 3, [3, 3]),
        (99, [1000]),
    ]:
        torch.manual_seed(seed)
        draws = [numbers(torch.randn(count).numpy()) for count in counts]
        sequences.append({"seed": seed, "draws": draws})
    save("torch-randn", [torch], sequences=sequences)


def turned_scan(degrees, shear):
    """Axes in some order, flipped, then turned: beyond 40 degrees what is nearest is a matter of convention."""
    axes = numpy.eye(3)[RANDOM.permutation(3)] * RANDOM.choice([-1, 1], 3)
    axis = RANDOM.normal(size=3)
    turn = scipy.spatial.transform.Rotation.from_rotvec(numpy.radians(degrees) * axis / numpy.linalg.norm(axis)).as_matrix()
    affine = numpy.eye(4)
    affine[:3, :3] = turn @ axes @ numpy.diag(RANDOM.uniform(0.5, 3, 3)) @ (numpy.eye(3) + shear * RANDOM.normal(size=(3, 3)))
    affine[:3, 3] = RANDOM.uniform(-100, 100, 3)
    return affine


def orientations():
    affines = [turned_scan(degrees, shear) for shear in [0, 0.05] for degrees in [0, 5, 10, 15, 20, 25, 30, 35, 40]]
    cases = [{"affine": rows(affine), "codes": "".join(aff2axcodes(affine))} for affine in affines]
    volume = numpy.arange(24).reshape(2, 3, 4, order="F")
    canonical = []
    for affine in affines[:6]:
        image = nibabel.as_closest_canonical(nibabel.Nifti1Image(volume.astype("i2"), affine))
        canonical.append(
            {"affine": rows(affine), "shape": image.shape, "voxels": numbers(image.dataobj), "result": rows(image.affine)}
        )
    save("orientation", [nibabel], cases=cases, canonical=canonical)


def resampling():
    shape, target = (7, 6, 5), (6, 5, 4)
    volume = RANDOM.normal(size=shape).astype("f4")
    affine = random_affine(0.1)
    cases = []
    for scale, shear in [(0.8, 0), (0.7, 0.2), (1.1, 0.1)]:
        # A target that lies about the middle of the source, turned and sheared.
        turn = random_rotation()
        turn = scipy.linalg.expm(0.4 * scipy.linalg.logm(turn).real)
        to_voxel = numpy.eye(4)
        to_voxel[:3, :3] = scale * turn @ (numpy.eye(3) + shear * RANDOM.normal(size=(3, 3)))
        middle = [(n - 1) / 2 for n in shape]
        to_voxel[:3, 3] = middle - to_voxel[:3, :3] @ [(n - 1) / 2 for n in target]
        grid = affine @ to_voxel
        points = numpy.stack(numpy.meshgrid(*map(numpy.arange, target), indexing="ij")).reshape(3, -1, order="F")
        coordinates = to_voxel[:3, :3] @ points + to_voxel[:3, 3:]
        limits = numpy.array(shape)[:, None] - 1
        inside = ((coordinates >= 0) & (coordinates <= limits)).all(0)
        outside = ((coordinates < -0.5) | (coordinates > limits + 0.5)).any(0)
        sample = lambda order: scipy.ndimage.map_coordinates(volume.astype("f8"), coordinates, order=order, mode="mirror")
        cases.append(
            {
                "grid": rows(grid),
                "where": ["inside" if i else "outside" if o else "border" for i, o in zip(inside, outside)],
                "linear": numbers(sample(1)),
                "cubic": numbers(sample(3)),
            }
        )
    save("resample", [scipy], shape=shape, target=target, voxels=numbers(volume), affine=rows(affine), cases=cases)


def smoothing():
    shape = (9, 8, 7)
    volume = RANDOM.normal(size=shape).astype("f4")
    cases = []
    for sigma in [(0.6, 0.6, 0.6), (1.5, 0, 2.2), (4, 4, 4)]:
        smooth = scipy.ndimage.gaussian_filter(volume.astype("f8"), sigma, mode="nearest", truncate=4)
        cases.append({"sigma": sigma, "voxels": numbers(smooth)})
    save("smooth", [scipy], shape=shape, voxels=numbers(volume), cases=cases)


def resizing():
    shape = (11, 9, 8)
    volume = RANDOM.normal(size=shape).astype("f4")

    def along(array, axis, count, mode, antialias):
        moved = numpy.moveaxis(array, axis, -1)
        planes = torch.from_numpy(numpy.ascontiguousarray(moved, dtype="f8"))[:, None]
        size = (planes.shape[2], count)
        resized = torch.nn.functional.interpolate(planes, size=size, mode=mode, antialias=antialias, align_corners=False)
        return numpy.moveaxis(resized[:, 0].numpy(), -1, axis)

    cases = []
    # PyTorch's plain bicubic kernel has a = -3/4, its anti-aliased one -1/2 as here: only the latter is compared.
    for target, mode, antialias in [
        ((5, 4, 3), "bilinear", True),
        ((5, 4, 3), "bilinear", False),
        ((13, 4, 8), "bilinear", True),
        ((5, 4, 3), "bicubic", True),
        ((13, 12, 6), "bicubic", True),
    ]:
        result = volume.astype("f8")
        for axis, count in enumerate(target):
            result = along(result, axis, count, mode, antialias)
        name = {"bilinear": "linear", "bicubic": "cubic"}[mode]
        cases.append({"target": target, "interpolation": name, "antialias": antialias, "voxels": numbers(result)})
    save("resize", [torch], shape=shape, voxels=numbers(volume), cases=cases)


def quantiles():
    values = RANDOM.gamma(2, 30, 501).astype("f4")
    qs = [0, 0.001, 0.02, 0.25, 0.5, 0.777, 0.98, 1]
    save("quantile", [numpy], values=numbers(values), qs=qs, results=numbers(numpy.quantile(values.astype("f8"), qs)))


def files():
    cases = []
    for kind, dtype, out, big in [
        (nibabel.Nifti1Image, "i2", None, False),
        (nibabel.Nifti1Image, "f4", "i2", False),
        (nibabel.Nifti1Image, "f8", "u1", True),
        (nibabel.Nifti2Image, "f4", None, True),
        (nibabel.Nifti2Image, "i4", "f8", False),
    ]:
        volume = (100 * RANDOM.normal(size=(4, 3, 5))).astype(dtype)
        affine = random_affine(0)
        image = kind(volume, affine)
        if big:
            image = kind(volume, affine, kind.header_class(endianness=">"))
        if out:
            image.set_data_dtype(out)
        image.set_qform(affine, 1)
        image.header["descrip"] = b"by nibabel"
        image.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"a word beside"))
        data = image.to_bytes()
        read = kind.from_bytes(data)
        cases.append(
            {
                "bytes": base64.b64encode(gzip.compress(data, mtime=0)).decode(),
                "shape": read.shape,
                "affine": rows(read.affine),
                "qform": rows(read.get_qform()),
                "voxels": numbers(read.get_fdata()),
            }
        )
    save("nibabel-files", [nibabel], cases=cases)


def scans(folder):
    cases = []
    for path in sorted(pathlib.Path(folder).rglob("*.nii.gz")):
        image = nibabel.load(path)
        header = image.header
        data = numpy.asanyarray(image.dataobj).astype("f8")
        cases.append(
            {
                "name": path.name,
                "dim": header["dim"].tolist(),
                "datatype": int(header["datatype"]),
                "bitpix": int(header["bitpix"]),
                "pixdim": header["pixdim"].tolist(),
                "quaternion": [float(header[f"quatern_{axis}"]) for axis in "bcd"],
                "qoffset": [float(header[f"qoffset_{axis}"]) for axis in "xyz"],
                "srows": [header[f"srow_{axis}"].tolist() for axis in "xyz"],
                "qformCode": int(header["qform_code"]),
                "sformCode": int(header["sform_code"]),
                "affine": rows(image.affine),
                "qform": rows(image.get_qform()),
                "codes": "".join(aff2axcodes(image.affine)),
                "sum": float(data.sum()),
                "middle": numbers(data[data.shape[0] // 2, data.shape[1] // 2, ::16].copy()),
            }
        )
    save("scans", [nibabel], cases=cases)


OUT.mkdir(parents=True, exist_ok=True)
torch_randn()
orientations()
resampling()
smoothing()
resizing()
quantiles()
files()
if len(sys.argv) > 2:
    scans(sys.argv[2])
