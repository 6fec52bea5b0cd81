/**
 * Trains each design of a folder of configurations on the same people, draws its samples, and prints what it reached: CPU minutes, the
 * error on people held out by noise level, figures of the samples beside those of the linear Gaussian model. The people of the last test
 * are left out altogether. A design that is there already is gone on with, or not trained again.
 *
 *   node tools/run-from-sources.js tools/experiments/designs.ts EXPERIMENT.json PREPROCESSED OUT_FOLDER DESIGN.yaml...
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fitGaussian, sampleGaussian } from '@braingen/cascade';
import { loadCascade } from '@braingen/cascade/node';
import { startEngine } from '@braingen/engine';
import { onGrid } from '@braingen/metrics';
import { createDataset, parseConfig, type RunConfig, type TrainingVolume } from '@braingen/pipeline';
import { load, readLog, runFolder, train } from '@braingen/pipeline/node';
import { createSchedule, type NoiseSchedule, type PredictionType } from '@braingen/scheduler';
import { listCheckpoints } from '@braingen/unet3d/node';
import { createRandom, elementCount, tensorToVolumes, Volume } from '@braingen/volume';
import type { Experiment } from './experiment.ts';
import { pairs, printFigures } from './figures.ts';
import { readPeople } from './people.ts';

/** Standard deviations of the noise, in intensities, at which errors are compared. */
const noiseLevels = [0.05, 0.1, 0.2, 0.4];

const [file, preprocessed, out, ...designs] = process.argv.slice(2);
const { seed } = JSON.parse(await readFile(file, 'utf8')) as Experiment;
const { split, grid } = await readPeople([preprocessed], seed);
const volumes = [...split.training, ...split.validation].map(({ name, data }): TrainingVolume => {
  const [volume] = tensorToVolumes(data, [1, ...grid.shape, 1], grid.affine);
  return { name: basename(name), volume };
});
const engine = await startEngine({ name: 'native' });
console.log(engine.describe());

let isFirst = true;
for (const design of designs) {
  const name = basename(design, '.yaml');
  const config = parseConfig(await readFile(design, 'utf8'), design);
  const folder = join(out, name);
  const minutes = await trainDesign(config, folder);
  const { training, validation, grid } = await createDataset(volumes, config, { source: preprocessed });
  const volumeOf = async (item: (typeof training)[number]): Promise<Volume> => new Volume(await item.read(), grid);
  const model = await load(folder, { startEngine: false });
  const samples = (await model.sample({ count: config.sampling.count, seed: 1 })).map(({ volume }) => volume);
  model.dispose();
  const sets = {
    people: (await Promise.all(validation.map(volumeOf))).map((volume) => onGrid(volume, samples[0])),
    training: (await Promise.all(training.map(volumeOf))).map((volume) => onGrid(volume, samples[0])),
  };
  if (isFirst) {
    console.log(`against ${sets.people.length} people held out; SSIM over pairs ${pairs(sets.people)}`);
    await printFigures('training scans', sets.training, sets);
    await printFigures('linear Gaussian', gaussianDraws(sets.training), sets);
    isFirst = false;
  }
  const errors = await errorsByNoise(config, folder);
  console.log(`${name}: ${config.training.steps} steps, ${minutes.toFixed(1)} CPU minutes; error by noise ${errors}`);
  await printFigures(name, samples, sets);
}

/** Trains, or goes on, and counts the CPU minutes over all goes. */
async function trainDesign(config: RunConfig, folder: string): Promise<number> {
  const record = join(folder, 'cpu.json');
  const before = await readFile(record, 'utf8').then(JSON.parse, () => 0);
  const began = process.cpuUsage();
  const seconds = (): number => {
    const { user, system } = process.cpuUsage(began);
    return (before as number) + (user + system) / 1e6;
  };
  const log = await readLog(runFolder(folder).log).catch(() => []);
  if (log.some(({ step }) => step >= config.training.steps)) return before / 60;
  await train(volumes, folder, {
    config,
    resume: log.length > 0,
    startEngine: false,
    onReport: ({ energy }) => {
      if (energy) void writeFile(record, JSON.stringify(seconds()));
    },
  });
  await writeFile(record, JSON.stringify(seconds()));
  return seconds() / 60;
}

function gaussianDraws(training: readonly Volume[]): Volume[] {
  const model = fitGaussian(training.map(({ voxels }) => Float32Array.from(voxels)));
  return Array.from({ length: 38 }, (_, i) => {
    const voxels = sampleGaussian(model, createRandom(seed).fork(`linear Gaussian ${i}`));
    return new Volume(voxels, training[0]);
  });
}

/** Root mean square error of the clean volume at `noiseLevels`, in intensities over the whole grid; of models that draw it at once. */
async function errorsByNoise(config: RunConfig, folder: string): Promise<string> {
  const byTime = (await readLog(runFolder(folder).log)).findLast((line) => line.validationByTime)?.validationByTime;
  const latest = (await listCheckpoints(runFolder(folder).checkpoints)).at(-1);
  if (!byTime || latest === undefined) throw new Error(`${folder}: expected a training with validation, found none`);
  let schedule: NoiseSchedule;
  let prediction: PredictionType = 'v';
  let unit: number;
  let share = 1;
  if (config.model.kind === 'cascade') {
    if (config.model.halvings > 0) return 'of details alone is not compared';
    const { base, stages } = await loadCascade(latest);
    schedule = createSchedule(stages[0].stage.schedule);
    unit = base.scales[0].deviation;
    share = elementCount(base.window.shape) / elementCount(base.window.grid);
  } else {
    const { intensityRange } = (await load(folder, { startEngine: false })).description;
    schedule = createSchedule(config.schedule);
    prediction = config.schedule.predictionType;
    unit = (intensityRange[1] - intensityRange[0]) / 2;
  }
  const points = byTime.map(({ t, loss }) => {
    const [signal, noise] = [schedule.signal(t), schedule.noise(t)];
    const factor = { epsilon: (noise / signal) ** 2, sample: 1, v: noise ** 2, flow: noise ** 2 }[prediction];
    return { noise: (noise / signal) * unit, error: Math.sqrt(loss * factor * share) * unit };
  });
  return noiseLevels.map((level) => `${level}: ${between(points, level)?.toFixed(4) ?? '-'}`).join(', ');
}

/** The error at a noise level between two that were measured, on logarithmic axes. */
function between(
  points: readonly { readonly noise: number; readonly error: number }[],
  at: number,
): number | undefined {
  const after = points.findIndex(({ noise }) => noise >= at);
  if (after < 1) return undefined;
  const [a, b] = [points[after - 1], points[after]];
  return a.error * (b.error / a.error) ** (Math.log(at / a.noise) / Math.log(b.noise / a.noise));
}
