import { n4 } from '@braingen/bias-field';
import { learn, type ChainStep } from '../head.ts';

export const n4Step: ChainStep = {
  name: 'n4',
  apply: async (head, _settings, options) => {
    const { volume, warnings } = await n4(head.volume, options);
    return learn(head, { volume, warnings });
  },
};
