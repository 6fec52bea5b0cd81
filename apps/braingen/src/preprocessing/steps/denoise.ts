import { denoise } from '@braingen/denoise';
import { learn, type ChainStep } from '../head.ts';

export const denoiseStep: ChainStep = {
  name: 'denoise',
  apply: async (head, _settings, options) => {
    const { volume, warnings } = await denoise(head.volume, options);
    return learn(head, { volume, warnings });
  },
};
