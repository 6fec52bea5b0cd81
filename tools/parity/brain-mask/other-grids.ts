/**
 * npx jiti tools/parity/brain-mask/other-grids.ts WORK NAME...: heads whose cavity is known on voxels of 2 mm and of 1 x 1 x 3 mm, and
 * stripped brains (no NAME_mask.nii.gz) against their own extent, all that is not 0 with its holes filled; a line of JSON each.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { extractBrain } from '@braingen/brain-mask';
import { loadTemplate } from '@braingen/registration';
import {
  freezeAffine,
  gaussianSmooth,
  resample,
  type Grid,
  type Shape3,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { makeSolid } from '../../../libs/preprocess/brain-mask/src/make-solid.ts';
import { overlap } from './overlap.ts';

const [work, ...names] = process.argv.slice(2);
const { intracranialMask: prior } = await loadTemplate();

for (const name of names) {
  const image = await readVolume(join(work, `${name}_t1.nii.gz`));
  const maskFile = join(work, `${name}_mask.nii.gz`);
  if (!existsSync(maskFile)) {
    const extent = Uint8Array.from(image.voxels, (value) => Number(value > 0));
    makeSolid(extent, image.shape);
    await report(name, 'stripped', image, image.with(extent));
    continue;
  }
  const truth = await readVolume(maskFile);
  for (const spacing of [
    [2, 2, 2],
    [1, 1, 3],
  ]) {
    const grid = gridLike(image, spacing);
    // Voxels average what they cover.
    const sigmaMm = spacing.map((mm, axis) => (mm > image.spacing[axis] ? 0.35 * mm : 0)) as [number, number, number];
    const place = (volume: Volume<VoxelArray>): Volume => resample(gaussianSmooth(volume, { sigmaMm }), grid);
    await report(name, spacing.join(' x '), place(image), place(truth));
  }
}

async function report(name: string, kind: string, image: Volume, truth: Volume<VoxelArray>): Promise<void> {
  const { mask, libraryShare, flags } = await extractBrain(image, { prior });
  const { dice } = overlap(mask.voxels, truth);
  console.log(JSON.stringify({ name, kind, dice: Number(dice.toFixed(4)), share: libraryShare, flags }));
}

function gridLike({ shape, affine, spacing }: Volume, mm: readonly number[]): Grid {
  const step = mm.map((value, axis) => value / spacing[axis]);
  return {
    shape: shape.map((n, axis) => Math.floor(n / step[axis])) as unknown as Shape3,
    affine: freezeAffine(affine.map((row) => row.map((value, j) => (j < 3 ? value * step[j] : value)))),
  };
}
