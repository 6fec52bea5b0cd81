import { denoise } from '@braingen/denoise';
import { quantile } from '@braingen/volume';
import { learn, type ChainStep } from '../head.ts';

export const denoiseStep: ChainStep = {
  name: 'denoise',
  apply: async (head, _settings, options) => {
    const { volume, noise, warnings } = await denoise(head.volume, options);
    const found = noise.voxels.filter((sigma, i) => sigma > 0 && volume.voxels[i] > 0);
    return learn(head, { volume, warnings, measures: found.length > 0 ? { noiseSigma: quantile(found, 0.5) } : {} });
  },
};
