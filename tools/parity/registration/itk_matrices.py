"""Writes linear transforms with ITK, as text and as .mat, with the points they map.

    python -m venv venv && venv/bin/pip install simpleitk==2.5.7
    venv/bin/python itk_matrices.py test-fixtures/reference/registration/itk-matrices.json
"""

import base64
import json
import os
import sys
import tempfile

import SimpleITK as sitk

affine = sitk.AffineTransform(3)
affine.SetMatrix([1.1, 0.02, -0.3, -0.05, 0.93, 0.11, 0.28, -0.09, 1.04])
affine.SetCenter([3.5, -20, 11])
affine.SetTranslation([4, -7, 2.25])
euler = sitk.Euler3DTransform([5, 6, -7], 0.3, -0.2, 0.5, [1, 2, 3])
zyx = sitk.Euler3DTransform([5, 6, -7], 0.3, -0.2, 0.5, [1, 2, 3])
zyx.SetComputeZYX(True)
versor = sitk.VersorRigid3DTransform([0.2, -0.5, 0.8], 0.7, [9, 8, 7], [-1, 0, 4])
similarity = sitk.Similarity3DTransform(1.2, [0.6, 0.1, -0.3], 0.4, [1, -2, 3], [10, 0, -5])
translation = sitk.TranslationTransform(3, [1.5, -2.5, 3.5])
transforms = {
    "affine": affine,
    "euler": euler,
    "euler, z y x": zyx,
    "versor": versor,
    "similarity": similarity,
    "translation": translation,
    "composite": sitk.CompositeTransform([affine, versor, translation]),
}
points = [[0, 0, 0], [60, -40, 25], [-31.5, 77, -52]]

cases = []
with tempfile.TemporaryDirectory() as folder:
    for name, transform in transforms.items():
        files = {}
        for extension in ("txt", "mat"):
            path = os.path.join(folder, f"transform.{extension}")
            sitk.WriteTransform(transform, path)
            with open(path, "rb") as file:
                files[extension] = base64.b64encode(file.read()).decode()
        mapped = [transform.TransformPoint(point) for point in points]
        cases.append({"name": name, **files, "mapped": mapped})

with open(sys.argv[1], "w") as file:
    tool = f"SimpleITK {sitk.Version.VersionString()}"
    command = "tools/parity/registration/itk_matrices.py"
    json.dump({"tool": tool, "command": command, "space": "LPS mm", "points": points, "cases": cases}, file, indent=1)
