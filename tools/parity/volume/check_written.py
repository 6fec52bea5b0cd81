"""Has Braingen write files and reads them with nibabel: voxels, sform, qform, codes, range and description.

    python3 tools/parity/volume/check_written.py        (needs a build)
"""

import json
import pathlib
import subprocess
import tempfile

import nibabel
import numpy

PROGRAM = """
import { writeVolume } from '@braingen/volume/node';
import { createRandom, Volume } from '@braingen/volume';
const cases = [];
const random = createRandom('written');
for (const [name, options, whole] of [
  ['float32.nii', {}, false], ['float32.nii.gz', { space: 'mni152' }, false], ['int16.nii.gz', { datatype: 'int16' }, false],
  ['uint8.nii', { datatype: 'uint8' }, true], ['labels.nii.gz', { labels: true }, true], ['two.nii.gz', { version: 2 }, false],
]) {
  for (const shear of [0, 0.2]) {
    const angle = random.uniform();
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const affine = [[-1.5 * c, 2 * s - 1.5 * c * shear, 0, 30.25], [1.5 * s, 2 * c + 1.5 * s * shear, 0, -71], [0, 0, 3, 12.5], [0, 0, 0, 1]];
    const voxels = Float32Array.from({ length: 7 * 6 * 5 }, () => whole ? random.integer(256) : 100 * random.normal());
    const path = process.argv[1] + '/' + shear + '-' + name;
    await writeVolume(path, new Volume(voxels, { shape: [7, 6, 5], affine }), { description: name, ...options });
    cases.push({ path, name, affine, shear, voxels: [...voxels] });
  }
}
console.log(JSON.stringify(cases));
"""

with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(__file__).parents[3]
    output = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM, folder], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    for case in json.loads(output):
        image = nibabel.load(case["path"])
        header = image.header
        voxels = numpy.array(case["voxels"]).reshape(7, 6, 5, order="F")
        step = 0 if "int16" not in case["name"] else numpy.ptp(voxels) / 65535
        assert numpy.abs(image.get_fdata() - voxels).max() <= 0.51 * step + 1e-12, case["path"]
        assert numpy.allclose(image.get_sform(), case["affine"], atol=1e-5)
        code = 4 if case["name"] == "float32.nii.gz" else 2
        assert int(header["sform_code"]) == code
        assert int(header["qform_code"]) == (0 if case["shear"] else code)
        if not case["shear"]:
            assert numpy.allclose(image.get_qform(), case["affine"], atol=1e-4), image.get_qform()
        assert bytes(header["descrip"]).rstrip(b"\0").decode() == case["name"]
        assert numpy.isclose(header["cal_min"], voxels.min()) and numpy.isclose(header["cal_max"], voxels.max())
        assert header.get_xyzt_units() == ("mm", "sec")
        if case["name"] == "labels.nii.gz":
            assert header.get_data_dtype() == numpy.uint8 and int(header["intent_code"]) == 1002
        print("agrees:", pathlib.Path(case["path"]).name, header.get_data_dtype(), type(image).__name__)
