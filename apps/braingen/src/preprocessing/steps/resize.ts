import { resize } from '@braingen/volume';
import { learn, type ChainStep } from '../head.ts';

export const resizeStep: ChainStep = {
  name: 'resize',
  apply: async (head, { shape }) => {
    const volume = resize(head.volume, shape);
    if (!head.mask) return learn(head, { volume });
    // Anti-aliasing bleeds over the mask's edge: what lies less than half inside is background, exactly zero.
    const inside = resize(head.mask.with(Float32Array.from(head.mask.voxels)), shape).voxels;
    const mask = volume.with(Uint8Array.from(inside, (share) => Number(share >= 0.5)));
    return learn(head, { volume: volume.with(volume.voxels.map((value, i) => value * mask.voxels[i])), mask });
  },
};
