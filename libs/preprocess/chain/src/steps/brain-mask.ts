import { extractBrain } from '@braingen/brain-mask';
import { sharedAtlas } from '../atlas.ts';
import { learn } from '../head.ts';
import { scanMl } from '../measures.ts';
import type { Step } from '../step.ts';

/** Finds the intracranial cavity. */
export const brainMaskStep: Step = {
  name: 'mask',
  apply: async (head, { template, library, kernels }, options) => {
    const { mask, volumeMl, libraryShare, warnings } = await extractBrain(head.volume, {
      prior: sharedAtlas(template, head.volume).intracranial,
      kind: head.placement?.kind,
      library,
      kernels,
      ...options,
    });
    const intracranialMl = scanMl(volumeMl, head.placement?.matrix);
    return learn(head, { mask, measures: { intracranialMl, libraryShare }, warnings });
  },
  outline: ({ mask }) => mask,
};
