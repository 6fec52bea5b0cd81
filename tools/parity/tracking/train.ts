/**
 * A training of a few steps on volumes made up here, with pictures: what mlflow_server.py follows.
 *
 *     node tools/run-from-sources.js tools/parity/tracking/train.ts RUN STEPS
 */
import { train } from '@braingen/pipeline/node';
import { threePlanes, windowOf } from '@braingen/report';
import { pngPicture } from '@braingen/tracking';
import { createRandom, identityAffine, Volume } from '@braingen/volume';

const [run, steps] = process.argv.slice(2);
const volumes = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => {
  const random = createRandom(name);
  const voxels = Float32Array.from({ length: 512 }, () => random.uniform());
  return { name, volume: new Volume(voxels, { shape: [8, 8, 8], affine: identityAffine }) };
});
const config = {
  data: { shape: [8, 8, 8] },
  model: { channels: [4, 8], attentionLevels: [false, false], numResBlocks: 1, numHeadChannels: 4, normNumGroups: 2 },
  training: { steps: Number(steps), checkpointEvery: 2, validateEvery: 2, warmUp: 0 },
};
await train(volumes, run, {
  config,
  resume: true,
  onWarning: (warning) => console.error(warning),
  picture: () => {
    const [{ volume }] = volumes;
    return Promise.resolve({ sample: pngPicture(threePlanes(volume, { window: windowOf(volume) })) });
  },
});
