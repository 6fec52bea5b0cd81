import { raiseAir, type Volume } from '@braingen/volume';

/** Voxels made fit for a histogram, and what had to be done to them. */
export interface Winsorized {
  readonly volume: Volume<Float32Array>;
  /** Voxels that were NaN or infinite and count as background now. */
  readonly notFinite: number;
}

/**
 * Clips intensities to two quantiles, so that a few extreme voxels do not use up the histogram.
 *
 * @throws RangeError if the volume is a slice, no voxel is finite, or all finite ones are alike
 */
export function winsorize(
  given: Volume<Float32Array>,
  [lower, upper]: readonly [number, number],
  name: string,
): Winsorized {
  const { volume } = raiseAir(given);
  const { voxels, shape } = volume;
  if (Math.min(...shape) < 2) {
    throw new RangeError(
      `registerAffine: expected the ${name} image to have three dimensions, found ${shape.join('x')}`,
    );
  }
  const stride = Math.max(1, Math.floor(voxels.length / 400_000));
  // A stride that shares a factor with the row length would look at the same columns only.
  const sample = new Float32Array(Math.ceil(voxels.length / stride));
  let taken = 0;
  for (let i = 0, k = 0; i < voxels.length; i += stride, k++) {
    const value = voxels[Math.min(i + ((k * 7) % stride), voxels.length - 1)];
    if (Number.isFinite(value)) sample[taken++] = value;
  }
  const sorted = sample.subarray(0, taken).sort();
  const at = (q: number): number => sorted[Math.min(taken - 1, Math.floor(q * taken))];
  let [low, high] = [at(lower), at(upper)];
  if (taken > 0 && !(high > low)) [low, high] = [sorted[0], sorted[taken - 1]];
  if (!(high > low)) {
    throw new RangeError(
      `registerAffine: expected the ${name} image to have contrast, found ` +
        (taken === 0 ? 'no finite voxel' : `every voxel equal to ${low}`),
    );
  }
  let notFinite = 0;
  const out = new Float32Array(voxels.length);
  for (let i = 0; i < voxels.length; i++) {
    const value = voxels[i];
    if (Number.isFinite(value)) out[i] = value < low ? low : value > high ? high : value;
    else {
      out[i] = low;
      notFinite++;
    }
  }
  return { volume: volume.with(out), notFinite };
}
