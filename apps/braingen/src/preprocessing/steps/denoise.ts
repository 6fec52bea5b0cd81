import { denoise } from '@braingen/denoise';
import { quantile } from '@braingen/volume';
import { learn, type ChainStep } from '../head.ts';

/** The noise map is smooth: its median over some of the voxels is that over all. */
const enoughVoxels = 500_000;

export const denoiseStep: ChainStep = {
  name: 'denoise',
  apply: async (head, _settings, options) => {
    const { volume, noise, warnings } = await denoise(head.volume, options);
    // Odd, so that it shares no factor with rows of an even length.
    const stride = Math.floor(volume.voxels.length / enoughVoxels) | 1;
    const found: number[] = [];
    for (let i = 0; i < volume.voxels.length; i += stride)
      if (noise.voxels[i] > 0 && volume.voxels[i] > 0) found.push(noise.voxels[i]);
    const measures = found.length > 0 ? { noiseSigma: quantile(Float32Array.from(found), 0.5) } : {};
    return learn(head, { volume, warnings, measures });
  },
};
