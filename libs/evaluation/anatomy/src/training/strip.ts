import { gaussianSmooth, Volume, type Random, type Shape3 } from '@braingen/volume';
import type { SampledLabels } from './sample-labels.ts';

/**
 * A mask as tools for brain extraction draw them: anything from the brain's own edge to the cavity of the skull, smooth, a little
 * too small or too large.
 *
 * @param shape of the grid
 * @returns 1 inside; [x, y, z] as the labels
 */
export function drawMask({ cavity, brain }: SampledLabels, shape: Shape3, random: Random): Uint8Array {
  // Half of the masks are cavities, as this project's own preprocessing leaves them; the others fill sulci more or less.
  const share = random.uniform() < 0.5 ? 1 : random.uniform();
  const mixed = cavity.map((value, i) => share * value + (1 - share) * brain[i]);
  const width = share === 1 ? 0.5 + random.uniform() : 1 + 2 * random.uniform();
  const threshold = 0.25 + 0.35 * random.uniform();
  const smooth = smoothed(mixed, shape, width);
  return Uint8Array.from(smooth, (value) => (value >= threshold ? 1 : 0));
}

/** Smoothed voxels of [x, y, z], z fastest. @param sigma in voxels, one or one for each axis */
export function smoothed(
  values: Float32Array,
  [nx, ny, nz]: Shape3,
  sigma: number | readonly [x: number, y: number, z: number],
): Float32Array {
  // A volume has x fastest: turned about, z is its x.
  const turned: Shape3 = [nz, ny, nx];
  const widths = typeof sigma === 'number' ? sigma : ([sigma[2], sigma[1], sigma[0]] as const);
  const volume = Volume.zeros({ shape: turned, affine: unit });
  volume.voxels.set(values);
  return gaussianSmooth(volume, widths).voxels;
}

const unit = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
] as const;
