import { createRandom, type Shape3 } from '@braingen/volume';
import type { Stage } from './stage/stage.ts';

export const toyGrid: Shape3 = [16, 16, 16];

/** Balls of several sizes and places with a bright rind, on background of -1. */
export function toyVolumes(count: number): Float32Array[] {
  const random = createRandom('toy');
  return Array.from({ length: count }, () => {
    const radius = 4.5 + random.uniform();
    const middle = [7.5, 7.5, 7.5].map((value) => value + 0.5 * random.normal());
    const volume = new Float32Array(16 ** 3);
    for (let x = 0, at = 0; x < 16; x++)
      for (let y = 0; y < 16; y++)
        for (let z = 0; z < 16; z++, at++) {
          const distance = Math.hypot(x - middle[0], y - middle[1], z - middle[2]);
          volume[at] = distance > radius ? -1 : distance > radius - 1.5 ? 0.8 : 0.2;
        }
    return volume;
  });
}

const network = { channels: [4, 8], numResBlocks: 1, normNumGroups: 2 };

export const toyStages: readonly Stage[] = [
  { kind: 'coarse', level: 2, network, schedule: { sigmaMax: 2 }, jitter: 0, covariates: 0 },
  { kind: 'details', level: 2, network, schedule: {}, jitter: 0.2, covariates: 0 },
  {
    kind: 'details',
    level: 1,
    network: { ...network, middleAttention: false },
    schedule: {},
    jitter: 0.2,
    covariates: 1,
  },
];
