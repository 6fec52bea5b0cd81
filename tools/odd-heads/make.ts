/**
 * A BIDS folder of what preprocessing should not take for an ordinary head, made of one that is: coarse, fine and thick voxels,
 * wrong headers, half of it, none of it.
 *
 *     npx jiti tools/odd-heads/make.ts HEAD.nii.gz FOLDER
 *     npx braingen preprocess FOLDER OUT participant; npx braingen preprocess FOLDER OUT group
 *
 * Each must end in an error file or a warning, or in a volume that looks right: 4 mm and thick slices may be merely poor.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, freezeAffine, resize, Volume, type Affine, type Shape3 } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';

const [path, folder] = process.argv.slice(2);
const head = await readVolume(path);

/** On voxels of about so many mm along each axis. */
function voxelsOf(millimetres: Shape3): Volume {
  const shape = head.shape.map((count, axis) => Math.round((count * head.spacing[axis]) / millimetres[axis]));
  return resize(head, shape as unknown as Shape3);
}

/** The same voxels under a header that points one axis of the world the other way. */
function flipped(axis: 0 | 1 | 2): Volume {
  const rows = head.affine.map((row, i) => (i === axis ? row.map((value) => -value) : row)) as unknown as Affine;
  return new Volume(head.voxels, { shape: head.shape, affine: freezeAffine(rows) });
}

const mapped = (f: (value: number, x: number, y: number, z: number) => number): Volume => {
  const [nx, ny] = head.shape;
  return head.with(head.voxels.map((value, i) => f(value, i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)))));
};

const random = createRandom('odd heads');
const brightest = head.voxels.reduce((a, b) => Math.max(a, b), 0);
const [nx, ny, nz] = head.shape;

const heads: Record<string, () => Volume> = {
  asis: () => head,
  fine: () => voxelsOf([0.5, 0.5, 0.5]),
  coarse: () => voxelsOf([4, 4, 4]),
  thick: () => voxelsOf([1, 1, 6]),
  leftright: () => flipped(0),
  upsidedown: () => flipped(2),
  half: () => mapped((value, x) => (x < nx / 2 ? value : 0)),
  lowerhalf: () => mapped((value, x, y, z) => (z < nz / 2 ? value : 0)),
  negative: () => mapped((value) => value - brightest / 20),
  inverted: () => mapped((value) => (value > brightest / 20 ? brightest - value : 0)),
  noise: () => mapped(() => Math.hypot(random.normal(), random.normal()) * 100),
  sphere: () =>
    mapped((_, x, y, z) =>
      Math.hypot(x - nx / 2, y - ny / 2, z - nz / 2) < nx / 3
        ? 500 + 20 * random.normal()
        : 5 * Math.abs(random.normal()),
    ),
  constant: () => mapped(() => 100),
};

for (const [name, make] of Object.entries(heads)) {
  const anat = join(folder, `sub-${name}`, 'anat');
  await mkdir(anat, { recursive: true });
  await writeVolume(join(anat, `sub-${name}_T1w.nii.gz`), make());
}
