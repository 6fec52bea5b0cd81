import { n4 } from '@braingen/bias-field';
import { learn } from '../head.ts';
import type { Step } from '../step.ts';

/** Removes smooth inhomogeneity of intensity. */
export const n4Step: Step = {
  name: 'n4',
  apply: async (head, { kernels }, options) => {
    const { volume, warnings } = await n4(head.volume, { kernels, ...options });
    return learn(head, { volume, warnings });
  },
};
