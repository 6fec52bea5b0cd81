import { defaultTargets, normalizeWithin, type IntensityScaling } from '@braingen/tissue';
import type { Volume } from '@braingen/volume';
import { changeIntensities, learn } from '../head.ts';
import type { Step } from '../step.ts';

/** White matter lands at 1 / headroom: what is brighter (vessels, fat at the mask's edge) keeps some contrast up to 1. */
const headroom = 1.2;

/** Intensities from 0 to 1 inside the mask, exactly 0 outside. */
export const normalizeStep: Step = {
  name: 'normalize',
  apply: async (head) => {
    const mask = head.mask ?? where(head.volume, (value) => value !== 0);
    // Heads whose tissues share a scale keep it; others are scaled by what they hold.
    const scale: IntensityScaling = head.isTissueScaled
      ? { method: 'range', from: 0, to: headroom * defaultTargets.wm }
      : { method: 'percentile' };
    const changed = changeIntensities(head, normalizeWithin(head.volume, { mask, ...scale }), (own, carry) => {
      const inside = carry(mask.with(Float32Array.from(mask.voxels)), 0);
      return normalizeWithin(own, { mask: where(inside, (part) => part >= 0.5), ...scale });
    });
    return learn(head, changed);
  },
};

const where = (volume: Volume, belongs: (value: number) => boolean): Volume<Uint8Array> =>
  volume.with(Uint8Array.from(volume.voxels, (value) => Number(belongs(value))));
