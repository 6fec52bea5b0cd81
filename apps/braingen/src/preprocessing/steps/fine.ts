import { correctFine, type FineOptions } from '@braingen/bias-field';
import type { Atlas } from '../atlas.ts';
import { learn, type ChainStep } from '../head.ts';

/** Removes the inhomogeneity that N4 leaves, now that tissue priors lie on the head. */
export const fineStep: ChainStep = {
  name: 'fine',
  apply: async (head, { atlasOn }, options) => {
    const { volume, warnings } = await correctFine(head.volume, { ...fineEvidence(atlasOn(head.volume)), ...options });
    return learn(head, { volume, warnings });
  },
};

/** What the fine correction takes of a template that lies on a head. */
export function fineEvidence({ intracranial, priors }: Atlas): Pick<FineOptions, 'mask' | 'priors'> {
  return {
    mask: intracranial.with(Uint8Array.from(intracranial.voxels, (p) => Number(p > 0.5))),
    priors: [priors.csf, priors.gm, priors.wm],
  };
}
