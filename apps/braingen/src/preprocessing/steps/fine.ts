import { correctFine } from '@braingen/bias-field';
import { learn, type ChainStep } from '../head.ts';

/** Removes the inhomogeneity that N4 leaves, now that tissue priors lie on the head. */
export const fineStep: ChainStep = {
  name: 'fine',
  apply: async (head, { atlasOn }, options) => {
    const { intracranial, priors } = atlasOn(head.volume);
    const { volume, warnings } = await correctFine(head.volume, {
      mask: intracranial.with(Uint8Array.from(intracranial.voxels, (p) => Number(p > 0.5))),
      priors: [priors.csf, priors.gm, priors.wm],
      ...options,
    });
    return learn(head, { volume, warnings });
  },
};
