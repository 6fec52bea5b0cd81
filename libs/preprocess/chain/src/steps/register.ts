import { registerToTemplate } from '@braingen/registration';
import { coarseSide, resample } from '@braingen/volume';
import { sharedAtlas } from '../atlas.ts';
import { learn } from '../head.ts';
import type { Step } from '../step.ts';

/** Brings the head to the template's space. */
export const registerStep: Step = {
  name: 'register',
  apply: async (head, { template, grid, kernels }, options) => {
    const own = head.volume;
    const { matrix, kind, similarity, warnings } = await registerToTemplate(own, template, { kernels, ...options });
    // From here on the grid does not show it any more.
    const size = own.spacing.map((mm) => Number(mm.toPrecision(3))).join(' x ');
    const coarse = coarseSide(own) ? [`voxels of ${size} mm: tissues and the mask's edge are blurred`] : [];
    return learn(head, {
      volume: resample(own, grid, { transform: matrix }),
      placement: { matrix, kind, own },
      measures: { similarity },
      warnings: [...coarse, ...warnings],
    });
  },
  outline: ({ volume }, { template }) => sharedAtlas(template, volume).intracranial,
};
