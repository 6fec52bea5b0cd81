import { registerToTemplate } from '@braingen/registration';
import { resample } from '@braingen/volume';
import { learn, type ChainStep } from '../head.ts';

export const registerStep: ChainStep = {
  name: 'register',
  apply: async (head, { template, grid }, options) => {
    const { matrix, similarity, warnings } = await registerToTemplate(head.volume, template, options);
    const volume = resample(head.volume, grid, { transform: matrix });
    return learn(head, { volume, matrix, measures: { similarity }, warnings });
  },
  outline: ({ volume }, { atlasOn }) => atlasOn(volume).intracranial,
};
