import { adaptiveMeans, localMoments } from '@braingen/kernels';
import { gaussianSmooth, Volume, type Grid, type ProgressOptions } from '@braingen/volume';
import { koayFactor } from './rician.ts';
import { inSlabs, type Share } from './slabs.ts';
import type { Workspace } from './workspace.ts';

/**
 * Adaptive non-local means as published (Manjon et al. 2010): the noise of each patch is the least distance to any
 * other in its search window, on residuals of the local mean. The filter behind ANTs' DenoiseImage.
 *
 * For Rician noise squares are averaged; h^2, smoothed by a Gaussian of variance 2 and corrected by Koay's factor,
 * is the sigma^2 whose double is taken off.
 */
export async function filterAdaptive(
  work: Workspace,
  grid: Grid,
  input: { image: Float32Array; squared: boolean; searchRadius: number },
  progress: ProgressOptions,
  share: Share,
): Promise<{ voxels: Float32Array; noise: Float32Array }> {
  const { kernels, shape } = work;
  const { image, squared, searchRadius } = input;
  const [mean, variance, sum, weight, noise] = Array.from({ length: 5 }, () => work.array());
  localMoments(kernels, shape, { first: 0, last: shape[2] }, { image, mean, variance });
  const arrays = { image, mean, variance, sum, weight, noise };
  const parameters = { searchRadius, squared };
  await inSlabs(shape[2], (planes) => adaptiveMeans(kernels, shape, planes, arrays, parameters), progress, share);

  const smooth = gaussianSmooth(new Volume(noise, grid), Math.SQRT2).voxels;
  for (let i = 0; i < sum.length; i++) {
    const average = sum[i] / weight[i];
    if (!squared) {
      sum[i] = average;
      noise[i] = Math.sqrt(Math.max(smooth[i], 0));
      continue;
    }
    const h2 = Math.max(smooth[i], 1e-12);
    const sigma2 = h2 / koayFactor(Math.sqrt(Math.max(average / h2 - 2, 0)));
    sum[i] = Math.sqrt(Math.max(average - 2 * sigma2, 0));
    noise[i] = Math.sqrt(sigma2);
  }
  return { voxels: sum, noise };
}
