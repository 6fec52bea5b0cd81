import { quantile, type Volume } from '@braingen/volume';
import { fillHoles, keepLargestComponent } from './components.ts';
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
 * @param prior the cavity, on the volume's grid
 */
export function isStripped(volume: Volume, prior: Volume): boolean {
  const level = brightTissue(volume, prior) * emptyBelow;
  const outside = distanceFrom(volume, (i) => prior.voxels[i] > 0.5);
  let [shell, empty] = [0, 0];
  for (let i = 0; i < outside.length; i++) {
    if (outside[i] < shellFrom || outside[i] > shellTo) continue;
    shell++;
    if (Math.abs(volume.voxels[i]) <= level) empty++;
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

function brightTissue({ voxels }: Volume, prior: Volume): number {
  return quantile(
    voxels.filter((_, i) => prior.voxels[i] > 0.5),
    0.9,
  );
}
