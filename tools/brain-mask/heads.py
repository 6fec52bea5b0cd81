"""Brings heads whose cavity is known to the space of Colin27, 181 x 217 x 181 at 1 mm: WORK/NAME_t1.nii.gz and NAME_mask.nii.gz;
in their own space they stay in WORK/native.

python tools/brain-mask/heads.py DATA COLIN_FOLDER WORK

DATA holds ds000011 (masks by deepbet) and labels (0 < label < 500 is the cavity); COLIN_FOLDER holds ch2.nii.gz.
"""
import glob
import os
import shutil
import sys

import nibabel as nib
import numpy as np
import SimpleITK as sitk
from deepbet import BrainExtraction
from scipy.ndimage import gaussian_filter, zoom

data, colin, work = sys.argv[1:]
os.makedirs(f"{work}/native", exist_ok=True)
fixed = sitk.ReadImage(f"{colin}/ch2.nii.gz", sitk.sitkFloat32)

WHITE = [2, 41, 7, 46, 16, 85]
GREY = [3, 42, 8, 47, 17, 53, 18, 54, 11, 50, 12, 51, 26, 58]
FLUID = [4, 43, 5, 44, 14, 15, 24, 72]


def shrink(image):
    smooth = sitk.SmoothingRecursiveGaussian(image, 1.5)
    return sitk.Resample(smooth, [91, 109, 91], sitk.Transform(), sitk.sitkLinear, image.GetOrigin(), [2, 2, 2], image.GetDirection(), 0)


def register(moving):
    """Affine by Mattes mutual information, from the centres of mass."""
    target, moving = shrink(fixed), sitk.SmoothingRecursiveGaussian(moving, 1.5)
    start = sitk.AffineTransform(
        sitk.CenteredTransformInitializer(target, moving, sitk.AffineTransform(3), sitk.CenteredTransformInitializerFilter.MOMENTS)
    )
    rigid = sitk.Euler3DTransform()
    rigid.SetCenter(start.GetCenter())
    rigid.SetTranslation(start.GetTranslation())
    affine = sitk.AffineTransform(3)
    for transform, shrinks, sigmas in ((rigid, [4, 2, 1], [2, 1, 0]), (affine, [2, 1], [1, 0])):
        if transform is affine:
            affine.SetMatrix(rigid.GetMatrix())
            affine.SetCenter(rigid.GetCenter())
            affine.SetTranslation(rigid.GetTranslation())
        method = sitk.ImageRegistrationMethod()
        method.SetMetricAsMattesMutualInformation(32)
        method.SetMetricSamplingStrategy(method.REGULAR)
        method.SetMetricSamplingPercentage(0.25, 1)
        method.SetInterpolator(sitk.sitkLinear)
        method.SetOptimizerAsRegularStepGradientDescent(1.0, 1e-4, 150, relaxationFactor=0.6)
        method.SetOptimizerScalesFromPhysicalShift()
        method.SetShrinkFactorsPerLevel(shrinks)
        method.SetSmoothingSigmasPerLevel(sigmas)
        method.SetInitialTransform(transform, True)
        method.Execute(target, moving)
    return affine


def keep(name):
    image, mask = (sitk.ReadImage(f"{work}/native/{name}_{kind}.nii.gz", sitk.sitkFloat32) for kind in ("t1", "mask"))
    transform = register(image)
    place = lambda moving: sitk.Resample(moving, fixed, transform, sitk.sitkLinear, 0.0)
    sitk.WriteImage(place(image), f"{work}/{name}_t1.nii.gz")
    sitk.WriteImage(sitk.Cast(place(mask) > 0.5, sitk.sitkUInt8), f"{work}/{name}_mask.nii.gz")
    print(name, flush=True)


def painted(labels, rng):
    """A T1-weighted head from labels: one intensity each, muscle and fat mixed, a field, Rician noise."""
    value, vary = np.full(531, 70.0), rng.normal(0, 1, 531)
    value[0] = 2
    value[WHITE], value[GREY], value[FLUID] = 110 + 2 * vary[WHITE], 76 + 2 * vary[GREY], 28 + 3 * vary[2]
    value[[10, 49, 28, 60]], value[[13, 52]], value[[25, 57, 30, 62]], value[[163, 164, 136, 137]] = 88, 96, 60, 80
    for label, level in {502: 60, 506: 25, 507: 70, 508: 65, 509: 70, 511: 85 + 8 * vary[511], 512: 95, 514: 45, 515: 12, 516: 85 + 15 * vary[516], 530: 85}.items():
        value[label] = level
    image = value[labels].astype(np.float32)
    texture = gaussian_filter(rng.standard_normal(labels.shape).astype(np.float32), 2.0)
    texture /= texture.std()
    image = np.where(labels == 507, np.where(texture > 0.3, 115, 62), image)
    image[labels == 515] += np.clip(8 * texture[labels == 515], 0, 40)
    field = zoom(rng.standard_normal([4] * 3), [n / 4 for n in labels.shape], order=3, mode="nearest")
    image = gaussian_filter(image, 0.55) * np.exp(0.06 * (field - field.mean()) / field.std())
    noise = lambda: 4 * rng.standard_normal(labels.shape)
    return np.hypot(image + noise(), noise()).astype(np.float32)


deepbet = BrainExtraction(no_gpu=True)
for path in sorted(glob.glob(f"{data}/ds000011/sub-*/anat/*_T1w.nii.gz")):
    name = "real-" + os.path.basename(path)[4:6]
    shutil.copyfile(path, f"{work}/native/{name}_t1.nii.gz")
    deepbet.run(path, mask_path=f"{work}/native/{name}_mask.nii.gz")
    keep(name)
for path in sorted(glob.glob(f"{data}/labels/head-*.nii.gz")):
    number = os.path.basename(path)[5:7]
    image = nib.as_closest_canonical(nib.load(path))
    labels = np.asarray(image.dataobj).astype(int)
    for kind, voxels in (("t1", painted(labels, np.random.default_rng(int(number)))), ("mask", (labels > 0) & (labels < 500))):
        nib.save(nib.Nifti1Image(voxels.astype(np.float32), image.affine), f"{work}/native/lab-{number}_{kind}.nii.gz")
    keep(f"lab-{number}")
