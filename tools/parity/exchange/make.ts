/**
 * Exports networks of random weights as MONAI bundles and diffusers folders, with what Braingen's own network and DDIM give for
 * the same noise; check.py compares:
 *
 *     node tools/run-from-sources.js tools/parity/exchange/make.ts FOLDER
 *     PYTHON tools/parity/exchange/check.py FOLDER        # python3 with torch, monai, nibabel, safetensors, einops, fire, diffusers
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEngine, tf } from '@braingen/engine';
import { exportFolder, runFolder } from '@braingen/pipeline/node';
import { createSchedule, ddim, type PredictionType, type ScheduleSettings } from '@braingen/scheduler';
import { createUNet, parameterShapes, type UNetConfig } from '@braingen/unet3d';
import { checkpointFolder, saveCheckpoint } from '@braingen/unet3d/node';
import { createRandom, elementCount, freezeAffine, type Shape3 } from '@braingen/volume';

interface Case {
  readonly model: UNetConfig;
  readonly schedule: ScheduleSettings;
  readonly predictionType: PredictionType;
  readonly conditioning?: object;
  /** Of the middle of what conditioning allows: covariates as the network sees them, and the first class. */
  readonly condition?: { readonly covariates: readonly number[]; readonly class: number };
}

const small = { channels: [8, 16, 16], attentionLevels: [false, false, true], numHeadChannels: 8, normNumGroups: 4 };
const cases: Readonly<Record<string, Case>> = {
  published: { model: small, schedule: { kind: 'scaled_linear' }, predictionType: 'epsilon' },
  linear: {
    model: { ...small, resblockUpdown: true, numResBlocks: [1, 2, 1] },
    schedule: { kind: 'linear', betaStart: 0.0001, betaEnd: 0.02 },
    predictionType: 'v',
  },
  shifted: { model: small, schedule: { kind: 'cosine', snrShift: 2, zeroTerminalSnr: true }, predictionType: 'sample' },
  rescaled: { model: small, schedule: { kind: 'scaled_linear', zeroTerminalSnr: true }, predictionType: 'v' },
  conditioned: {
    model: {
      ...small,
      inChannels: 3,
      withConditioning: true,
      crossAttentionDim: 2,
      numCovariates: 2,
      covariatesAs: ['context', 'channels'],
      numClassEmbeds: 3,
    },
    schedule: { kind: 'scaled_linear' },
    predictionType: 'epsilon',
    conditioning: {
      covariates: [
        { name: 'age', range: [20, 80] },
        { name: 'sex', range: [0, 1], levels: ['F', 'M'] },
      ],
      classes: { name: 'group', values: ['a', 'b', 'c'] },
    },
    condition: { covariates: [0.5, 0.5], class: 0 },
  },
};

const root = process.argv[2];
const grid: Shape3 = [8, 12, 4];
const affine = freezeAffine([
  [0, 0, 2, -3],
  [-2, 0, 0, 7],
  [0, 2.5, 0, 1],
  [0, 0, 0, 1],
]);
const intensityRange = [0, 1.5] as const;
const steps = 20;
const time = 437;

/** Weights of which none is zero. */
function randomWeights(model: UNetConfig, seed: string): Map<string, Float32Array> {
  const random = createRandom(seed);
  return new Map(
    [...parameterShapes(model)].map(([key, shape]) => {
      const scale = shape.length < 2 ? 0.3 : 1 / Math.sqrt(elementCount(shape.slice(0, -1)));
      const offset = key.endsWith('weight') && shape.length < 2 ? 1 : 0;
      return [key, Float32Array.from({ length: elementCount(shape) }, () => offset + scale * random.normal())];
    }),
  );
}

await startEngine({ threads: 1 });
for (const [name, { model, schedule: settings, predictionType, conditioning, condition }] of Object.entries(cases)) {
  const weights = randomWeights(model, name);
  const run = join(root, name, 'run');
  const { checkpoints } = runFolder(run);
  await mkdir(checkpoints, { recursive: true });
  const schedule = createSchedule(settings);
  const description = {
    kind: 'unet',
    step: 1,
    model,
    schedule: { ...schedule.settings },
    predictionType,
    seed: 0,
    intensityRange,
    grid: { shape: grid, affine },
    engine: {},
    sampling: { scheduler: 'ddim', steps, count: 1, batchSize: 1 },
    ...(conditioning && { conditioning: { ...conditioning } }),
  };
  await saveCheckpoint(checkpointFolder(checkpoints, 1), { description, weights });
  await exportFolder(run, join(root, name, 'bundle'), 'monai-bundle', 'weights');
  await exportFolder(run, join(root, name, 'diffusers'), 'diffusers', 'weights');

  const unet = createUNet({ ...model, values: weights });
  const predict = (x: Float32Array, t: number): Float32Array =>
    tf.tidy(() => {
      const given = condition && {
        covariates: tf.tensor2d([[...condition.covariates]]),
        classes: tf.tensor1d([condition.class], 'int32'),
      };
      return unet.predict(tf.tensor5d(x, [1, ...grid, 1]), tf.tensor1d([t]), given).dataSync() as Float32Array;
    });
  const random = createRandom(`noise ${name}`);
  const noise = Float32Array.from({ length: elementCount(grid) }, () => random.normal());
  const output = predict(noise, time);
  const loop = ddim.start(schedule, { steps, predictionType, clip: [-1, 1], random });
  let x: Float32Array = noise;
  for (const [index, t] of loop.timesteps.entries()) x = loop.step(predict(x, t), index, x).x;
  const [low, high] = intensityRange;
  const volume = x.map((value) => low + ((Math.min(Math.max(value, -1), 1) + 1) / 2) * (high - low));
  const numbers = { grid, affine, time, noise: [...noise], output: [...output], raw: [...x], volume: [...volume] };
  await writeFile(join(root, name, 'ours.json'), JSON.stringify(numbers));
  unet.dispose();
}
