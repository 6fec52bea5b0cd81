import { defaultTargets, normalizeWithin } from '@braingen/tissue';
import { learn, type ChainStep } from '../head.ts';

/** White matter lands at 1 / headroom: what is brighter (vessels, fat at the mask's edge) keeps some contrast up to 1. */
const headroom = 1.2;

/** Intensities from 0 to 1 inside the mask, exactly 0 outside. */
export const normalizeStep: ChainStep = {
  name: 'normalize',
  apply: async (head) => {
    const mask = head.mask ?? head.volume.with(Uint8Array.from(head.volume.voxels, (value) => Number(value !== 0)));
    // Heads whose tissues share a scale keep it; others are scaled by what they hold.
    const volume = head.isTissueScaled
      ? normalizeWithin(head.volume, mask, { method: 'range', from: 0, to: headroom * defaultTargets.wm })
      : normalizeWithin(head.volume, mask, { method: 'percentile' });
    return learn(head, { volume });
  },
};
