import { correctFine } from '@braingen/bias-field';
import { cavityOf, sharedAtlas } from '../atlas.ts';
import { changeIntensities, learn } from '../head.ts';
import type { Step } from '../step.ts';

/** Removes the inhomogeneity that N4 leaves, now that tissue priors lie on the head. */
export const fineStep: Step = {
  name: 'fine',
  apply: async (head, { template }, options) => {
    const atlas = sharedAtlas(template, head.volume);
    const { volume, field, warnings } = await correctFine(head.volume, {
      mask: cavityOf(atlas),
      priors: atlas.priors,
      ...options,
    });
    const changed = changeIntensities(head, volume, (own, carry) => {
      const there = carry(field, 1).voxels;
      return own.with(own.voxels.map((value, i) => value / there[i]));
    });
    return learn(head, { ...changed, warnings });
  },
};
