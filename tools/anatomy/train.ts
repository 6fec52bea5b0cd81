/**
 * Trains the network of @braingen/anatomy on label maps, and goes on where it was stopped.
 *
 *   node tools/run-from-sources.js tools/anatomy/train.ts RUN_FOLDER LABEL_FOLDER --steps N [--seed S] [--rate R] [--every N] [--threads N]
 *
 * A second thread draws the scans. RUN_FOLDER has the last two checkpoints, and log.jsonl with losses and CPU seconds.
 */
import { once } from 'node:events';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createNetwork, networkConfig, networkGrid } from '@braingen/anatomy';
import { drawTrainingScan, trainSegmentation, type DrawnScan } from '@braingen/anatomy/training';
import { startEngine } from '@braingen/engine';
import { checkpointFolder, listCheckpoints, loadCheckpoint, saveCheckpoint } from '@braingen/unet3d/node';
import { readMaps } from './read-maps.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '1e-3' },
    every: { type: 'string', default: '100' },
    threads: { type: 'string', default: '2' },
  },
});
const [run, folder] = positionals;
const { seed } = values;

if (isMainThread) await train();
else await drawOnDemand();

async function drawOnDemand(): Promise<void> {
  const maps = await readMaps(folder, 'training');
  parentPort?.on('message', (step: number) => {
    const { image, region, side } = drawTrainingScan(maps, seed, step);
    parentPort?.postMessage({ image, region, side }, [image.buffer, region.buffer, side.buffer] as ArrayBuffer[]);
  });
  parentPort?.postMessage('ready');
}

async function train(): Promise<void> {
  const engine = await startEngine({ name: 'native', threads: Number(values.threads) });
  console.log(engine.describe());
  await mkdir(run, { recursive: true });
  const latest = (await listCheckpoints(run)).at(-1);
  const found = latest === undefined ? undefined : await loadCheckpoint(latest);
  const state = found?.ema &&
    found.moments && { step: found.description.step, weights: found.weights, ema: found.ema, moments: found.moments };
  const painter = new Worker(process.argv[1], { argv: process.argv.slice(2) });
  const answer = async <T>(): Promise<T> => (await once(painter, 'message'))[0] as T;
  await answer<string>();

  let losses: number[] = [];
  await trainSegmentation(createNetwork({ seed }), {
    steps: Number(values.steps),
    seed,
    learningRate: Number(values.rate),
    checkpointEvery: Number(values.every),
    state,
    scan: (step) => {
      const scan = answer<DrawnScan>();
      painter.postMessage(step);
      return scan;
    },
    onStep: ({ step, loss }) => {
      losses.push(loss);
      if (step % 10 !== 0) return;
      const { user, system } = process.cpuUsage();
      const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
      losses = [];
      const line = { step, loss: Number(mean.toFixed(4)), cpu: (user + system) / 1e6, at: new Date().toISOString() };
      void appendFile(join(run, 'log.jsonl'), `${JSON.stringify(line)}\n`);
    },
    onCheckpoint: async ({ step, weights, ema, moments }) => {
      await saveCheckpoint(checkpointFolder(run, step), {
        description: {
          step,
          model: networkConfig,
          schedule: {},
          predictionType: 'segmentation',
          seed,
          intensityRange: [0, 1],
          grid: networkGrid,
          engine: { name: engine.name, threads: engine.threads },
        },
        weights,
        ema,
        moments,
      });
      for (const old of (await listCheckpoints(run)).slice(0, -2)) await rm(old, { recursive: true });
    },
  });
  await painter.terminate();
}
