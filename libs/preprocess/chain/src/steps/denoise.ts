import { denoise } from '@braingen/denoise';
import { quantile, thinned } from '@braingen/volume';
import { learn } from '../head.ts';
import type { Step } from '../step.ts';

/** The noise map is smooth: its median over some of the voxels is that over all. */
const enoughVoxels = 500_000;

/** Removes noise, whose level is estimated. */
export const denoiseStep: Step = {
  name: 'denoise',
  apply: async (head, { kernels }, options) => {
    const { volume, noise, warnings } = await denoise(head.volume, { kernels, ...options });
    const [sigmas, values] = [thinned(noise.voxels, enoughVoxels), thinned(volume.voxels, enoughVoxels)];
    const found = sigmas.filter((sigma, i) => sigma > 0 && values[i] > 0);
    const measures = found.length > 0 ? { noiseSigma: quantile(found, 0.5) } : {};
    return learn(head, { volume, warnings, measures });
  },
};
