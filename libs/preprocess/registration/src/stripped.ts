import { determinant, quantile, thinned, type Volume } from '@braingen/volume';

/** What kind of scan it seems to be. */
export type HeadKind = 'head' | 'brain' | 'unclear';

/** No brain is larger, and hardly a whole head with its neck and scalp smaller. */
const largestBrainMl = 1750;
const smallestHeadMl = 2600;
/** Air is noisy in a raw scan; stripping leaves a background that is empty. */
const emptyFraction = 0.35;

/**
 * Tells a whole head from a skull-stripped brain: by a background that is empty (within 1 % of the bright tissue) and
 * by the volume of what is not.
 */
export function headKind({ voxels, affine }: Volume<Float32Array>): HeadKind {
  const sample = thinned(voxels, 300_000).map((value) => (Number.isFinite(value) ? value : 0));
  const bright = quantile(sample, 0.995);
  const empty = sample.reduce((n, value) => n + (Math.abs(value) <= 0.01 * bright ? 1 : 0), 0) / sample.length;
  if (empty < emptyFraction) return 'head';
  const full = sample.reduce((n, value) => n + (value > 0.05 * bright ? 1 : 0), 0) / sample.length;
  const voxelMl = Math.abs(determinant(affine)) / 1000;
  const ml = full * voxels.length * voxelMl;
  return ml <= largestBrainMl ? 'brain' : ml >= smallestHeadMl ? 'head' : 'unclear';
}
