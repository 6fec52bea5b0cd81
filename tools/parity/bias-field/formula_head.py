"""ITK's N4 on a head made from formulas, for @braingen/bias-field's tests. Needs SimpleITK and numpy.

python tools/parity/bias-field/formula_head.py > test-fixtures/reference/bias-field/formula-head.json

The same head is made in libs/preprocess/bias-field/src/formula-head.test-data.ts.
"""

import json

import numpy as np
import SimpleITK as sitk

N = 48
SPACING = 4.0


def head():
    x, y, z = np.meshgrid(*[np.arange(N, dtype=float)] * 3, indexing="ij")
    r = np.sqrt(sum(((a - 23.5) / 21) ** 2 for a in (x, y, z)))
    fold = np.sin(0.7 * x + 1.5 * np.sin(0.4 * y)) * np.cos(0.5 * z)
    tissue = np.where(fold > 0.15, 150, np.where(fold > -0.6, 105, 45))
    mask = r < 0.9
    texture = 1 + 0.04 * np.sin(12.9898 * x + 78.233 * y + 37.719 * z)
    u, v, w = (a / (N - 1) - 0.5 for a in (x, y, z))
    field = 0.25 * u - 0.2 * v * v + 0.3 * w * u + 0.15 * np.cos(4 * w) + 0.1 * np.sin(5 * v)
    field -= field[mask].mean()
    image = np.where(r < 1, np.where(mask, tissue, 200), 2) * texture * np.exp(field)
    return image.astype(np.float32), mask, field


def main():
    image, mask, field = head()
    volume = sitk.GetImageFromArray(image.transpose(2, 1, 0))
    volume.SetSpacing([SPACING] * 3)
    inside = sitk.GetImageFromArray(mask.transpose(2, 1, 0).astype(np.uint8))
    inside.CopyInformation(volume)
    n4 = sitk.N4BiasFieldCorrectionImageFilter()
    n4.SetMaximumNumberOfIterations([50] * 4)
    n4.SetConvergenceThreshold(1e-7)
    n4.SetNumberOfControlPoints([4] * 3)
    n4.Execute(volume, inside)
    found = sitk.GetArrayFromImage(n4.GetLogBiasFieldAsImage(volume)).transpose(2, 1, 0)
    difference = (found - field)[mask]
    result = {
        "tool": f"SimpleITK {sitk.Version.VersionString()} N4BiasFieldCorrectionImageFilter, 4 levels of 50",
        "command": "python tools/parity/bias-field/formula_head.py",
        "voxels": int(mask.sum()),
        "fieldDeviation": float(field[mask].std()),
        "correlation": float(np.corrcoef(found[mask], field[mask])[0, 1]),
        "residualDeviation": float(difference.std()),
    }
    print(json.dumps(result, indent=2))


main()
