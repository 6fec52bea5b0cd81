import { resample, resize, resizeGrid } from '@braingen/volume';
import { learn } from '../head.ts';
import type { Step } from '../step.ts';

/** The head on the grid that is trained on, interpolated from its own. */
export const resizeStep: Step = {
  name: 'resize',
  apply: async (head, { shape }) => {
    const { placement, mask: cavity } = head;
    const volume = placement
      ? resample(placement.own, resizeGrid(head.volume, shape), { transform: placement.matrix, antialias: true })
      : resize(head.volume, shape);
    if (!cavity) return learn(head, { volume });
    // Anti-aliasing bleeds over the mask's edge: what lies less than half inside is background, exactly zero.
    const inside = resize(cavity.with(Float32Array.from(cavity.voxels)), shape).voxels;
    const mask = volume.with(Uint8Array.from(inside, (share) => Number(share >= 0.5)));
    return learn(head, { volume: volume.with(volume.voxels.map((value, i) => (mask.voxels[i] ? value : 0))), mask });
  },
};
