// A training so small that it is over in a moment, on volumes made up here: what the drills disturb.
import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { checkpointAt, digestAt } from './checkpoint-digest.js';

export const steps = 12;

const config = {
  data: { shape: [8, 8, 8], validation: 0 },
  model: { channels: [4, 8], attentionLevels: [false, false], numResBlocks: 1, numHeadChannels: 4, normNumGroups: 2 },
  training: { steps, checkpointEvery: 2, warmUp: 0 },
};

function madeUp(name) {
  const random = createRandom(name);
  const voxels = Float32Array.from({ length: 512 }, () => random.uniform());
  return { name, volume: new Volume(voxels, { shape: [8, 8, 8], affine: identityAffine }) };
}

/**
 * The training itself, from its latest checkpoint on.
 *
 * @param {string} run
 * @param {object} [options] as `train` of @braingen/pipeline/node takes them
 */
export async function trainSmall(run, options = {}) {
  const { train } = await import('@braingen/pipeline/node');
  const volumes = ['a', 'b', 'c', 'd', 'e', 'f'].map(madeUp);
  return train(volumes, run, { config, resume: true, memoryCheck: false, ...options });
}

export const last = checkpointAt(steps);

/** Of all weights and moments at the end. */
export const digest = (run) => digestAt(run, steps);
