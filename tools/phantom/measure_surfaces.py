#!/usr/bin/env python3
"""Measures the mean surfaces of @braingen/phantom in label maps of whole heads.

Usage: measure_surfaces.py LABELS_DIR MNI_BRAIN OUT.ts

LABELS_DIR  head-*.nii.gz of SynthSeg's training set (Apache-2.0): FreeSurfer's labels in the brain, 500 up outside it
MNI_BRAIN   a brain-extracted head in MNI152 space, only to align the maps with; nothing of it is kept
OUT.ts      libs/core/phantom/src/anatomy/tables/surfaces.ts

Each map is aligned to MNI152 by the affine that matches its smoothed brain mask. Signed distances to each structure are
averaged over heads, and over sides for paired structures (mirrored to the right); where the average crosses zero along
rays from a centre, real spherical harmonics are fitted by regularised least squares. Needs numpy, scipy and nibabel.
"""

import glob
import os
import sys

import nibabel as nib
import numpy as np
from scipy import ndimage

STEP = 2.0
AXES = (np.arange(-100, 101, STEP), np.arange(-130, 121, STEP), np.arange(-110, 111, STEP))
LOW = np.array([axis[0] for axis in AXES])

SURFACES = {  # name: centre, degree, its own mirror image, longest radius, regularisation, digits
    "head": ((0, -10, -5), 10, True, 112, 3e-2, 1),
    "skull": ((0, -18, 0), 10, True, 140, 2e-2, 1),
    "cavity": ((0, -20, 0), 12, True, 130, 3e-3, 1),
    "cerebrum": ((0, -20, 8), 18, True, 110, 5e-4, 1),
    "cerebellum": ((0, -60, -32), 8, True, 70, 1e-2, 1),
    "brainstem": ((0, -29, -30), 8, True, 60, 1e-3, 1),
    "thalamus": ((13, -16, 6), 5, False, 30, 3e-3, 2),
    "putamen": ((27, 1, -1), 5, False, 30, 1e-2, 2),
    "pallidum": ((21, -2, -1), 5, False, 20, 1e-3, 2),
    "amygdala": ((25, -3, -20), 4, False, 20, 1e-3, 2),
    "ventralDiencephalon": ((11, -13, -10), 5, False, 30, 1e-2, 2),
}
PAIRS = {"thalamus": (10, 49), "putamen": (12, 51), "pallidum": (13, 52), "amygdala": (18, 54), "ventralDiencephalon": (28, 60)}
CEREBRUM = (2, 41, 3, 42, 10, 49, 11, 50, 12, 51, 13, 52, 17, 53, 18, 54, 26, 58, 28, 60, 4, 43, 5, 44, 14)
HEADER = """import type { StarSurface } from '../../geometry/star-surface.ts';

/**
 * Mean surfaces of fourteen heads in MNI152 space, in millimetres, made by tools/phantom/measure_surfaces.py from the
 * label maps of SynthSeg's training set (Apache-2.0): the maps were aligned to MNI152 by an affine of their brain masks,
 * the signed distances to each structure averaged over heads (and over sides, for the paired ones: given is the right),
 * and the zero surface of the average fitted by spherical harmonics. No subject's surface is in them.
 */
"""


def at_points(volume, affine, points, order=1):
    inverse = np.linalg.inv(affine)
    return ndimage.map_coordinates(volume, (points @ inverse[:3, :3].T + inverse[:3, 3]).T, order=order, cval=0)


def align(labels, affine, target, grid):
    """MNI152 to the map's world: Gauss-Newton on the difference of smoothed brain masks, from their centres of mass."""
    brain = (labels > 0) & (labels < 500) & (labels != 24)
    brain = ndimage.binary_closing(np.pad(brain, 5), iterations=4)[5:-5, 5:-5, 5:-5]
    smooth = ndimage.gaussian_filter(brain.astype(np.float32), 3)
    centre = nib.affines.apply_affine(affine, np.argwhere(brain)).mean(0)
    target_centre = grid[target > 0.5].mean(0)

    def matrix(p):
        return np.eye(3) + p[:9].reshape(3, 3) * 0.01

    def residual(p):
        moved = (grid - target_centre) @ matrix(p).T + centre + p[9:]
        return np.r_[at_points(smooth, affine, moved) - target, 0.05 * p[:9]]

    p = np.zeros(12)
    for _ in range(12):
        now = residual(p)
        jacobian = np.stack([(residual(p + step) - now) / 0.5 for step in np.eye(12) * 0.5], 1)
        p = p - np.linalg.lstsq(jacobian, now, rcond=None)[0]
    result = np.eye(4)
    result[:3, :3] = matrix(p)
    result[:3, 3] = centre + p[9:] - matrix(p) @ target_centre
    return result


def signed_distance(mask):
    inside, outside = ndimage.distance_transform_edt(mask), ndimage.distance_transform_edt(~mask)
    return np.clip((inside - outside) * STEP, -30, 100).astype(np.float32)


def close(mask, radius):
    margin = int(radius / STEP) + 2
    grown = ndimage.distance_transform_edt(~np.pad(mask, margin)) * STEP <= radius
    core = slice(margin, -margin)
    return (ndimage.distance_transform_edt(grown) * STEP > radius)[core, core, core]


def structures(labels):
    def among(*values):
        return np.isin(labels, values)

    head = ndimage.binary_opening(close(labels > 0, 10), iterations=2)
    parts, count = ndimage.label(head)
    head = parts == 1 + np.argmax(ndimage.sum(head, parts, range(1, count + 1)))
    inside = (labels > 0) & (labels < 500)
    found = {
        "head": ndimage.binary_fill_holes(head),
        "skull": close(among(515, 516) | close(inside, 4), 6),
        "cavity": close(inside, 4),
        "cerebrum": close(among(*CEREBRUM), 16),
        "cerebellum": close(among(7, 46, 8, 47), 8),
        "brainstem": among(16),
    }
    masks = [(name, mask) for name, mask in found.items()]
    for name, (left, right) in PAIRS.items():
        masks += [(name, among(right)), (name, among(left)[::-1])]
    return masks


def average_distances(paths, target_path):
    image = nib.load(target_path)
    brain = ndimage.binary_closing(np.asarray(image.dataobj).squeeze() > 0, iterations=4)
    axes = (np.arange(-90, 91, 4.0), np.arange(-126, 91, 4.0), np.arange(-78, 98, 4.0))
    coarse = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    target = at_points(ndimage.gaussian_filter(brain.astype(np.float32), 3), image.affine, coarse)
    grid = np.stack(np.meshgrid(*AXES, indexing="ij"), -1)
    sums, counts = {}, {}
    for path in paths:
        image = nib.load(path)
        labels = np.asarray(image.dataobj).astype(np.int16)
        to_voxel = np.linalg.inv(image.affine) @ align(labels, image.affine, target, coarse)
        voxels = grid.reshape(-1, 3) @ to_voxel[:3, :3].T + to_voxel[:3, 3]
        resampled = ndimage.map_coordinates(labels, voxels.T, order=0, cval=0).reshape(grid.shape[:3])
        for name, mask in structures(resampled):
            if mask.any():
                sums[name] = sums.get(name, 0) + signed_distance(mask)
                counts[name] = counts.get(name, 0) + 1
        print(path, file=sys.stderr)
    return {name: sums[name] / counts[name] for name in sums}


def legendre(degree, angle):
    """Fully normalised, as in star-surface.ts."""
    t, u = np.cos(angle), np.sin(angle)
    p = {(0, 0): np.ones_like(angle)}
    for m in range(degree + 1):
        if m > 0:
            p[m, m] = u * p[m - 1, m - 1] * np.sqrt(3 if m == 1 else (2 * m + 1) / (2 * m))
        if m < degree:
            p[m + 1, m] = np.sqrt(2 * m + 3) * t * p[m, m]
        for l in range(m + 2, degree + 1):
            a = np.sqrt((2 * l - 1) * (2 * l + 1) / ((l - m) * (l + m)))
            b = np.sqrt((2 * l + 1) * (l + m - 1) * (l - m - 1) / ((l - m) * (l + m) * (2 * l - 3)))
            p[l, m] = a * t * p[l - 1, m] - b * p[l - 2, m]
    return p


def harmonics(degree, angle, longitude, symmetric):
    p = legendre(degree, angle)
    columns, degrees = [], []
    for l in range(degree + 1):
        for m in range(l + 1):
            for wave in [np.cos] if symmetric or m == 0 else [np.cos, np.sin]:
                columns.append(p[l, m] * wave(m * longitude))
                degrees.append(l)
    return np.stack(columns, 1), np.array(degrees, float)


def fit(distance, centre, degree, symmetric, longest, regularisation):
    if symmetric:
        distance = (distance + distance[::-1]) / 2
    rays = 4000
    index = np.arange(rays) + 0.5
    angle, longitude = np.arccos(1 - 2 * index / rays), np.pi * (1 + 5**0.5) * index
    direction = np.stack([np.sin(angle) * np.sin(longitude), np.sin(angle) * np.cos(longitude), np.cos(angle)], 1)
    steps = np.arange(0, 190, 0.5)
    points = np.array(centre) + direction[:, None] * steps[None, :, None]
    along = ndimage.map_coordinates(distance, ((points - LOW) / STEP).transpose(2, 0, 1), order=1, mode="nearest")
    along = along[:, steps < max(longest, 60) + 60]
    last = along.shape[1] - 1 - np.argmax((along > 0)[:, ::-1], 1)
    last = np.minimum(last, along.shape[1] - 2)
    inner, outer = along[np.arange(rays), last], along[np.arange(rays), last + 1]
    radius = steps[last] + 0.5 * np.clip(inner / np.where(inner == outer, 1, inner - outer), 0, 1)
    radius = np.where((along > 0).any(1), np.minimum(radius, longest), 0)
    design, degrees = harmonics(degree, angle, longitude, symmetric)
    damping = rays * regularisation * (degrees * (degrees + 1)) ** 2 / (degree * (degree + 1.0)) ** 2
    solution = np.linalg.solve(design.T @ design + np.diag(damping), design.T @ radius)
    return solution, np.std(design @ solution - radius)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, target, out = sys.argv[1:]
    distances = average_distances(sorted(glob.glob(os.path.join(folder, "head-*.nii.gz"))), target)
    text = HEADER
    for name, (centre, degree, symmetric, longest, regularisation, digits) in SURFACES.items():
        coefficients, error = fit(distances[name], centre, degree, symmetric, longest, regularisation)
        print(f"{name}: {coefficients.size} coefficients, residual {error:.2f} mm", file=sys.stderr)
        numbers = ", ".join(f"{c:.{digits}f}" for c in coefficients + 0.0)
        text += f"export const {name}: StarSurface = {{ centre: {list(centre)}, degree: {degree}, "
        text += f"symmetric: {str(symmetric).lower()}, coefficients: [{numbers}] }};\n\n"
    with open(out, "w") as file:
        file.write(text)


if __name__ == "__main__":
    main()
