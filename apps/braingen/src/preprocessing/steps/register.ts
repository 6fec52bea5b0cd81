import { registerAffine } from '@braingen/registration';
import { resample } from '@braingen/volume';
import { learn, type ChainStep } from '../chain.ts';

export const registerStep: ChainStep = {
  name: 'register',
  apply: async (head, { template, grid }, options) => {
    const { matrix, similarity, warnings } = await registerAffine(head.volume, template.head, options);
    const volume = resample(head.volume, grid, { transform: matrix });
    return learn(head, { volume, matrix, measures: { similarity }, warnings });
  },
};
