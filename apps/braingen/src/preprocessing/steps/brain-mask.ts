import { extractBrain } from '@braingen/brain-mask';
import { learn, scanMl, type ChainStep } from '../head.ts';

export const brainMaskStep: ChainStep = {
  name: 'mask',
  apply: async (head, { atlasOn, library }, options) => {
    const { intracranial } = atlasOn(head.volume);
    const { mask, volumeMl, libraryShare, warnings } = await extractBrain(head.volume, {
      prior: intracranial,
      library: library?.entries,
      ...options,
    });
    return learn(head, { mask, measures: { intracranialMl: scanMl(head, volumeMl), libraryShare }, warnings });
  },
  outline: ({ mask }) => mask,
};
