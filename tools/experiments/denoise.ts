/**
 * Mean squared error of the clean numbers that a stage predicts for people it has not seen, by noise level, beside that of the Gaussian
 * model's denoiser (coarse and refining stages) or of no details at all.
 *
 *   npx jiti tools/experiments/denoise.ts EXPERIMENT.json STAGE RUN_FOLDER PREPROCESSED... [--threads N]
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  coarseShape,
  createStageModel,
  dataOf,
  denoiseGaussian,
  fitBase,
  fromBlocks,
  stageSet,
  toBlocks,
} from '@braingen/cascade';
import { startEngine, tf } from '@braingen/engine';
import { addNoise, splitPrediction, timeOfSigma } from '@braingen/scheduler';
import { inMemory } from '@braingen/trainer';
import { createRandom } from '@braingen/volume';
import type { Experiment } from './experiment.ts';
import { latestCheckpoint } from './latest-checkpoint.ts';
import { readPeople } from './people.ts';

const sigmas = [0.05, 0.1, 0.2, 0.35, 0.6, 1, 1.4, 2];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { threads: { type: 'string' } } });
const [file, name, run, ...folders] = positionals;
const { seed, stages, base: settings } = JSON.parse(await readFile(file, 'utf8')) as Experiment;
const { stage, training } = stages[name];
const { split, grid } = await readPeople(folders, seed);
const learnt = inMemory(split.training.map((person) => person.data));
const { base } = await fitBase(learnt, grid.shape, settings);
const held = dataOf(inMemory(split.validation.map((person) => person.data)), base);
await startEngine({ name: 'native', threads: Number(values.threads ?? 1) });
const latest = await latestCheckpoint(join(run, name));
if (!latest) throw new Error(`expected a checkpoint of ${name} in ${run}, found none`);
const { ema, weights, description } = latest;
const model = createStageModel(stage, base, { values: ema ?? weights });
const set = stageSet(stage, held, { seed: 'denoise', crop: stage.kind === 'details' ? training.crop : undefined });
const random = createRandom('denoise');

const meanSquare = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;
console.log(`step ${description.step}; sigma, error of the network, without it`);
for (const sigma of sigmas) {
  const t = timeOfSigma(model.schedule, sigma);
  let [network, without] = [0, 0];
  for (let person = 0; person < held.volumes.length; person++) {
    const clean = await set.volume(person);
    const noise = Float32Array.from(clean, () => random.normal());
    const x = addNoise(model.schedule, clean, noise, t);
    const output = tf.tidy(() =>
      model.predict(
        tf.tensor(x, [1, ...set.shape]),
        tf.tensor1d([t]),
        set.conditions?.([{ volume: person, dropped: false }]),
      ),
    );
    const v = (await output.data()) as Float32Array;
    output.dispose();
    network +=
      meanSquare(splitPrediction(v, x, t, model.schedule, { predictionType: 'v' }).x0, clean) / held.volumes.length;
    without += meanSquare(baseline(x, t), clean) / held.volumes.length;
  }
  console.log(sigma, network.toFixed(5), without.toFixed(5));
}

function baseline(x: Float32Array, t: number): Float32Array {
  if (stage.kind === 'details') return new Float32Array(x.length);
  const shape = coarseShape(base.window.shape, stage.level);
  const signal = model.schedule.signal(t);
  const sigma = model.schedule.noise(t) / signal;
  const noisy = x.map((value) => value / signal);
  if (stage.kind === 'refine') return denoiseGaussian(base.gaussian, noisy, sigma);
  return toBlocks(denoiseGaussian(base.gaussian, fromBlocks(noisy, shape), sigma), shape);
}
