import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import type { TrainingVolume } from '../data/named-volume.ts';

const affine = freezeAffine([
  [8, 0, 0, -32],
  [0, 8, 0, -32],
  [0, 0, 8, -32],
  [0, 0, 0, 1],
]);

/** A volume of 8 x 8 x 8 random numbers of 0 to `scale`. */
export function smallVolume(seed: string, scale = 1): Volume {
  const random = createRandom(seed);
  const voxels = Float32Array.from({ length: 512 }, () => random.uniform() * scale);
  return new Volume(voxels, { shape: [8, 8, 8], affine });
}

const ages = [20, 40, undefined, 80, 35, 60];

/** Volumes of as many participants; ages and groups of all but one. */
export const smallVolumes = (count: number): TrainingVolume[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `sub-0${i + 1}`,
    volume: smallVolume(`sub-0${i + 1}`),
    condition: { age: ages[i % ages.length], group: i % 2 ? 'a' : 'b' },
  }));

/** A network that trains in a moment. */
export const smallConfig: Readonly<Record<string, object>> = {
  data: { shape: [8, 8, 8] },
  model: { channels: [8, 8], attentionLevels: [false, false], numHeadChannels: 8, normNumGroups: 4 },
  schedule: { steps: 20 },
  training: { steps: 2, warmUp: 0, checkpointEvery: 1 },
  sampling: { steps: 2, scheduler: 'ddim' },
};
