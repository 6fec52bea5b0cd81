import { dctFilter, guidedMeans, localMoments } from '@braingen/kernels';
import type { ProgressOptions } from '@braingen/volume';
import { expectedMagnitude, trueAmplitude } from './rician.ts';
import { inSlabs, type Share } from './slabs.ts';
import type { Workspace } from './workspace.ts';

/** Hard threshold in deviations, bandwidth in deviations and weight of the local mean: Manjon et al. 2012, section 3. */
const THRESHOLD = 2.7;
const BANDWIDTH = 0.4;
const MEAN_WEIGHT = 3;

export interface GuidedInput {
  readonly image: Float32Array;
  /** Deviation of the noise as it is seen at each voxel. */
  readonly sigma: Float32Array;
  /** The Rician parameter at each voxel; null for Gaussian noise. */
  readonly rician: Float32Array | null;
  /** Noise of the 64 DCT coefficients, relative to `sigma`. */
  readonly levels: Float32Array;
  readonly searchRadius: number;
}

/**
 * Prefiltered rotation-invariant non-local means (PRI-NLM3D, Manjon et al. 2012) with a Wiener stage after it:
 * overcomplete DCT with hard thresholds gives a guide; the guide says which voxels non-local means averages; and the
 * average says how much signal each DCT coefficient of the image holds, for a second pass over it.
 *
 * Squares are averaged for Rician noise and 2 sigma^2 taken off (equation 7); the Wiener stage works on magnitudes,
 * whose expectation is inverted afterwards.
 *
 * @returns the denoised voxels, in an array of the workspace
 */
export async function filterGuided(
  work: Workspace,
  input: GuidedInput,
  progress: ProgressOptions,
  share: Share,
): Promise<Float32Array> {
  const { kernels, shape } = work;
  const { image, sigma, rician, levels, searchRadius } = input;
  const at = (fraction: number): number => share.from + (share.to - share.from) * fraction;
  // Three arrays do: a fine head's would not fit in 2 GB otherwise.
  const estimate = work.array();
  const spare = work.array();
  const average = work.array();

  const transform = async (pilot: Float32Array | null, threshold: number, part: Share): Promise<void> => {
    const [sum, weight] = [estimate.fill(0), spare.fill(0)];
    const arrays = { image, pilot, sigma, levels, sum, weight };
    await inSlabs(shape[2] - 3, (planes) => dctFilter(kernels, shape, planes, arrays, threshold), progress, part);
    for (let i = 0; i < sum.length; i++) sum[i] /= weight[i];
  };

  await transform(null, THRESHOLD, { from: at(0), to: at(0.25) });
  localMoments(kernels, shape, { first: 0, last: shape[2] }, { image: estimate, mean: spare, variance: null });
  const arrays = { image, guide: estimate, mean: spare, sigma, output: average };
  const parameters = { searchRadius, bandwidth: BANDWIDTH, meanWeight: MEAN_WEIGHT, squared: rician !== null };
  await inSlabs(shape[2], (planes) => guidedMeans(kernels, shape, planes, arrays, parameters), progress, {
    from: at(0.25),
    to: at(0.7),
  });

  if (rician) {
    for (let i = 0; i < average.length; i++) {
      average[i] = expectedMagnitude(Math.sqrt(Math.max(average[i] - 2 * rician[i] ** 2, 0)), rician[i]);
    }
  }
  await transform(average, 1, { from: at(0.7), to: at(1) });
  if (rician) {
    for (let i = 0; i < estimate.length; i++) estimate[i] = trueAmplitude(estimate[i], rician[i]);
  }
  return estimate;
}
