// Reads real scans and compares every sum and the voxels along a line with what nibabel read. Needs a build:
//   node tools/parity/volume/check-scans.js FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { orientationOf } from '@braingen/volume';
import { readNifti } from '@braingen/volume/node';

const { cases } = JSON.parse(
  readFileSync(new URL('../../../test-fixtures/reference/volume/scans.json', import.meta.url), 'utf8'),
);
const paths = readdirSync(process.argv[2], { recursive: true })
  .filter((name) => name.endsWith('.nii.gz'))
  .map((name) => join(process.argv[2], name));
let worst = 0;
let count = 0;
for (const scan of cases) {
  // The two data sets number their subjects alike: a scan is told by its name and its size.
  for (const path of paths.filter((name) => basename(name) === scan.name)) {
    const { volume, warnings } = await readNifti(path);
    if (volume.shape.join() !== scan.dim.slice(1, 4).join()) continue;
    const sum = volume.voxels.reduce((total, value) => total + value, 0);
    if (Math.abs(sum / scan.sum - 1) > 1e-6) continue;
    const [nx, ny, nz] = volume.shape;
    for (let z = 0; z < nz; z += 16) {
      const value = volume.voxels[(nx >> 1) + nx * ((ny >> 1) + ny * z)];
      if (Math.abs(value - scan.middle[z / 16]) > 1e-6 * Math.abs(value))
        throw new Error(`${path}: voxel at z ${z}: ${value}`);
    }
    const distance = Math.max(...volume.affine.flat().map((value, i) => Math.abs(value - scan.affine.flat()[i])));
    worst = Math.max(worst, distance);
    if (orientationOf(volume.affine) !== scan.codes) throw new Error(`${path}: ${orientationOf(volume.affine)}`);
    for (const warning of warnings) console.log(`${scan.name}: ${warning}`);
    count++;
  }
}
console.log(`${count} of ${cases.length} scans agree; affines to within ${worst}`);
process.exitCode = count === cases.length ? 0 : 1;
