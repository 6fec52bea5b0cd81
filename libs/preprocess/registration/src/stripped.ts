import { quantile, type Volume } from '@braingen/volume';

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
  const stride = Math.max(1, Math.floor(voxels.length / 300_000)) | 1;
  const sample = new Float32Array(Math.ceil(voxels.length / stride));
  for (let i = 0; i < sample.length; i++) sample[i] = Number.isFinite(voxels[i * stride]) ? voxels[i * stride] : 0;
  const bright = quantile(sample, 0.995);
  const empty = sample.reduce((n, value) => n + (Math.abs(value) <= 0.01 * bright ? 1 : 0), 0) / sample.length;
  if (empty < emptyFraction) return 'head';
  const full = sample.reduce((n, value) => n + (value > 0.05 * bright ? 1 : 0), 0) / sample.length;
  const [[a, b, c], [d, e, f], [g, h, i]] = affine;
  const voxelMl = Math.abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)) / 1000;
  const ml = full * voxels.length * voxelMl;
  return ml <= largestBrainMl ? 'brain' : ml >= smallestHeadMl ? 'head' : 'unclear';
}
