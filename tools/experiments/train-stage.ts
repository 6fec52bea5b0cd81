/**
 * Trains one stage of a cascade on preprocessed brains, and goes on where it was stopped.
 *
 *   npx jiti tools/experiments/train-stage.ts EXPERIMENT.json STAGE RUN_FOLDER PREPROCESSED... [--threads N]
 */
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createStageModel, dataOf, fitBase, networkConfig, trainStage } from '@braingen/cascade';
import { startEngine } from '@braingen/engine';
import { inMemory } from '@braingen/trainer';
import { checkpointFolder, listCheckpoints, saveCheckpoint } from '@braingen/unet3d/node';
import type { Experiment } from './experiment.ts';
import { latestCheckpoint } from './latest-checkpoint.ts';
import { readPeople } from './people.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { threads: { type: 'string' } } });
const [file, name, run, ...folders] = positionals;
const experiment = JSON.parse(await readFile(file, 'utf8')) as Experiment;
const { seed, stages } = experiment;
const { begin, stage, training } = stages[name];

const { split, grid } = await readPeople(folders, seed);
const { base, data } = await fitBase(
  inMemory(split.training.map((person) => person.data)),
  grid.shape,
  experiment.base,
);
const held = dataOf(inMemory(split.validation.map((person) => person.data)), base);
const engine = await startEngine({ name: 'native', threads: Number(values.threads ?? 2) });
console.log(engine.describe());
console.log(
  `${split.training.length} people to learn from, ${held.volumes.length} held out, window ${base.window.shape.join(' x ')}, ${JSON.stringify(base.gaussian.shrinkage)}`,
);

const folder = join(run, name);
await mkdir(folder, { recursive: true });
const begun = begin === undefined ? undefined : await latestCheckpoint(join(run, begin));
if (begin !== undefined && !begun) throw new Error(`expected a trained stage ${begin} to begin with, found none`);
const model = createStageModel(stage, base, { seed, values: begun?.ema });
const found = await latestCheckpoint(folder);
const state = found && {
  step: found.description.step,
  weights: found.weights,
  ema: found.ema as NonNullable<typeof found.ema>,
  moments: found.moments as NonNullable<typeof found.moments>,
};
const began = process.cpuUsage();
let losses: number[] = [];
await trainStage(model, data, training, {
  seed: `${seed}/${name}`,
  heldOut: held,
  state,
  onStep: ({ step, loss, seconds }) => {
    losses.push(loss);
    if (step % 50 !== 0) return;
    const { user, system } = process.cpuUsage(began);
    const line = { step, loss: losses.reduce((a, b) => a + b, 0) / losses.length, seconds, cpu: (user + system) / 1e6 };
    losses = [];
    void appendFile(join(folder, 'log.jsonl'), `${JSON.stringify(line)}\n`);
  },
  onValidation: (report) =>
    void appendFile(
      join(folder, 'log.jsonl'),
      `${JSON.stringify({ step: report.step, validationLoss: report.loss })}\n`,
    ),
  onCheckpoint: async ({ step, weights, ema, moments }) => {
    await saveCheckpoint(checkpointFolder(folder, step), {
      description: {
        step,
        model: networkConfig(stage),
        schedule: { ...model.schedule.settings },
        predictionType: 'v',
        seed,
        intensityRange: [0, 1],
        grid: { shape: grid.shape, affine: grid.affine },
        engine: { name: engine.name, threads: engine.threads },
        training: { ...training, subjects: split.training.map((person) => person.name) },
      },
      weights,
      ema,
      moments,
    });
    for (const old of (await listCheckpoints(folder)).slice(0, -2)) await rm(old, { recursive: true });
  },
});
