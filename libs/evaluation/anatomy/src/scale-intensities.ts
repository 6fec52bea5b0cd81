import { quantile, thinned } from '@braingen/volume';

/** Enough voxels for a quantile. */
const looked = 50_000;

/**
 * Intensities over the 99th percentile of the positive ones, at most 1.5: what the network is trained on and given. Negative
 * intensities, such as interpolation leaves, become 0.
 *
 * @throws RangeError if no intensity is positive, or one is not finite
 */
export function scaleIntensities(voxels: Float32Array): Float32Array {
  const bad = voxels.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`segment: expected finite intensities, found ${voxels[bad]} at voxel ${bad}`);
  const positive = thinned(voxels, looked).filter((value) => value > 0);
  if (positive.length === 0) throw new RangeError('segment: expected a brain, found no intensity above 0');
  const scale = 1 / quantile(positive, 0.99);
  return voxels.map((value) => Math.min(1.5, Math.max(0, value * scale)));
}
