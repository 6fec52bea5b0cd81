import { resize } from '@braingen/volume';
import { learn, type ChainStep } from '../chain.ts';

export const resizeStep: ChainStep = {
  name: 'resize',
  apply: async (head, { shape }) => {
    const volume = resize(head.volume, shape);
    const mask = head.mask && resize(head.mask, shape, { interpolation: 'nearest' });
    return learn(head, { volume, ...(mask && { mask }) });
  },
};
