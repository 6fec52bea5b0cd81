import { fillHoles, keepLargestComponent, quantile, resample, type Volume, type VoxelArray } from '@braingen/volume';
import { distanceFrom } from './signed-distance.ts';

/** Darker than this part of the bright tissue is empty: interpolation leaves a little beside a stripped brain. */
const emptyBelow = 0.02;

/** Stripped brains leave all of the shell around the prior empty, heads at most the air beside a thin scalp. */
const emptyShell = 0.7;

/** Where the scalp would be: this far outside the prior, in millimetres. */
const shellFrom = 5;
const shellTo = 13;

/**
 * Whether the brain was extracted before: nothing is left where skull and scalp would be.
 *
 * @param distance millimetres to the surface of the cavity, negative inside, on a grid in the same space
 */
export function isStripped(volume: Volume<VoxelArray>, distance: Volume): boolean {
  const here = resample(volume, distance, { interpolation: 'nearest', background: NaN }).voxels;
  const within = Float32Array.from(here).filter((value, i) => distance.voxels[i] < 0 && Number.isFinite(value));
  const level = within.length > 0 ? quantile(within, 0.9) * emptyBelow : 0;
  let [shell, empty] = [0, 0];
  for (let i = 0; i < here.length; i++) {
    const mm = distance.voxels[i];
    // Beyond the volume nothing is known.
    if (mm < shellFrom || mm > shellTo || Number.isNaN(here[i])) continue;
    shell++;
    if (Math.abs(here[i]) <= level) empty++;
  }
  return shell > 0 && empty / shell > emptyShell && level > 0;
}

/** The mask of all that is not empty: its largest piece, gaps narrower than 6 mm closed, holes filled. */
export function ownExtent(volume: Volume): Uint8Array {
  const { voxels, shape } = volume;
  const level =
    quantile(
      voxels.filter((value) => value > 0),
      0.9,
    ) * emptyBelow;
  const mask = Uint8Array.from(voxels, (value) => (value > level ? 1 : 0));
  keepLargestComponent(mask, shape);
  const gapMm = 3;
  const wide = distanceFrom(volume, (i) => mask[i] === 1);
  const closed = Uint8Array.from(wide, (mm) => (mm <= gapMm ? 1 : 0));
  fillHoles(closed, shape);
  const inward = distanceFrom(volume, (i) => closed[i] === 0);
  for (let i = 0; i < mask.length; i++) if (inward[i] > gapMm) mask[i] = 1;
  fillHoles(mask, shape);
  return mask;
}
