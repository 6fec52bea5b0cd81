"""Colin27 with Rician noise, what other tools make of it, and what ours made.

    python -m venv venv && venv/bin/pip install nibabel antspyx==0.6.3 dipy==1.12.1   (apt-get install mricron-data)
    venv/bin/python colin.py noisy TEMPLATES FOLDER       writes FOLDER/noisy.nii; ours.ts denoises it
    venv/bin/python colin.py others TEMPLATES FOLDER      runs dipy and ANTs, prints figures as JSON
    venv/bin/python colin.py ours TEMPLATES FOLDER        figures of FOLDER/guided.nii and FOLDER/adaptive.nii

TEMPLATES holds ch2.nii.gz and ch2bet.nii.gz. Peak signal-to-noise ratio: peak 255, within ch2bet > 0.
"""

import json
import os
import sys
import time

os.environ.setdefault("ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS", "2")
os.environ.setdefault("OMP_NUM_THREADS", "2")

import nibabel  # noqa: E402
import numpy as np  # noqa: E402

SIGMA = 13.5


def read(path):
    return np.asarray(nibabel.load(path).dataobj, dtype=np.float32)


def noisy(clean):
    """Drawn in the order of the transposed array, z first."""
    random = np.random.default_rng(0)
    order = clean.transpose(2, 1, 0)
    real = order + SIGMA * random.normal(size=order.shape)
    return np.sqrt(real**2 + (SIGMA * random.normal(size=order.shape)) ** 2).astype(np.float32).transpose(2, 1, 0)


def main(command, templates, folder):
    clean = read(f"{templates}/ch2.nii.gz")
    brain = read(f"{templates}/ch2bet.nii.gz") > 0

    def psnr(volume):
        return float(10 * np.log10(255**2 / np.mean((volume[brain].astype(np.float64) - clean[brain]) ** 2)))

    if command == "noisy":
        affine = nibabel.load(f"{templates}/ch2.nii.gz").affine
        nibabel.save(nibabel.Nifti1Image(noisy(clean), affine), f"{folder}/noisy.nii")
    elif command == "ours":
        for method in ("guided", "adaptive"):
            sigma = read(f"{folder}/{method}_noise.nii")[brain]
            print(json.dumps({"method": method, "psnr": psnr(read(f"{folder}/{method}.nii")), "sigma": float(sigma.mean())}))
    else:
        others(read(f"{folder}/noisy.nii"), psnr)


def others(image, psnr):
    import ants
    import dipy
    from dipy.denoise.adaptive_soft_matching import adaptive_soft_matching
    from dipy.denoise.nlmeans import nlmeans

    def soft_matching():
        mask = np.ones(image.shape, bool)
        options = dict(sigma=SIGMA, mask=mask, rician=True, method="blockwise", num_threads=2)
        small = nlmeans(image, patch_radius=1, block_radius=1, **options)
        large = nlmeans(image, patch_radius=2, block_radius=1, **options)
        return adaptive_soft_matching(image, small, large, SIGMA)

    def ants_filter():
        volume = ants.from_numpy(image.astype(np.float32))
        return ants.denoise_image(volume, noise_model="Rician", shrink_factor=1, p=1, r=2).numpy()

    runs = {
        f"dipy {dipy.__version__} blockwise nlmeans and adaptive_soft_matching, given sigma": soft_matching,
        f"antspyx {ants.__version__} denoise_image, blind": ants_filter,
    }
    figures = []
    for tool, run in runs.items():
        start, wall = time.process_time(), time.time()
        result = run()
        figures.append({"tool": tool, "psnr": psnr(result), "cpuSeconds": time.process_time() - start, "seconds": time.time() - wall})
        print(tool, figures[-1], file=sys.stderr)
    print(json.dumps({"command": "python tools/parity/denoise/colin.py others", "noisy": psnr(image), "tools": figures}, indent=2))


main(*sys.argv[1:4])
