import { extractBrain } from '@braingen/brain-mask';
import { learn, type ChainStep } from '../head.ts';

export const brainMaskStep: ChainStep = {
  name: 'mask',
  apply: async (head, { atlasOn }, options) => {
    const { intracranial } = atlasOn(head.volume);
    const { mask, volumeMl, warnings } = await extractBrain(head.volume, { prior: intracranial, ...options });
    return learn(head, { mask, measures: { intracranialMl: volumeMl }, warnings });
  },
};
