import { registerToTemplate } from '@braingen/registration';
import { resample } from '@braingen/volume';
import { learn, type ChainStep } from '../head.ts';

/** Voxels longer than this, in millimetres, hold several tissues at once nearly everywhere in the cortex. */
const coarse = 3.01;

export const registerStep: ChainStep = {
  name: 'register',
  apply: async (head, { template, grid }, options) => {
    const { matrix, similarity, warnings } = await registerToTemplate(head.volume, template, options);
    const { spacing } = head.volume;
    const volume = resample(head.volume, grid, { transform: matrix });
    // From here on the grid does not show it any more.
    const blurred = Math.max(...spacing) > coarse;
    const size = spacing.map((mm) => Number(mm.toPrecision(3))).join(' x ');
    const coarseness = blurred ? [`voxels of ${size} mm: tissues and the mask's edge are blurred`] : [];
    return learn(head, { volume, matrix, measures: { similarity }, warnings: [...coarseness, ...warnings] });
  },
  outline: ({ volume }, { atlasOn }) => atlasOn(volume).intracranial,
};
