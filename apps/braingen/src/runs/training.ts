import { mkdir, rm } from 'node:fs/promises';
import type { Engine } from '@braingen/engine';
import { createSchedule, lossWeights } from '@braingen/scheduler';
import { train, warmupCosine, type TrainingState } from '@braingen/trainer';
import { createUNet } from '@braingen/unet3d';
import { checkpointFolder, listCheckpoints, loadCheckpoint, saveCheckpoint } from '@braingen/unet3d/node';
import type { Context } from '../action.ts';
import { Failure, exitStatus } from '../failure.ts';
import { writeFile } from '../files/atomic.ts';
import { version } from '../versions.ts';
import { conditionedModel } from './conditioning.ts';
import { formatConfig, readConfig, type RunConfig } from './config.ts';
import { loadDataset, type Dataset } from './dataset.ts';
import { runFolder, type RunFolder } from './folder.ts';
import { openLog } from './log.ts';
import { checkMemory } from './memory.ts';

/** How many checkpoints a run keeps: the latest, and one more in case the disk fails while it is written. */
const checkpointsKept = 2;

/**
 * Trains a network on a folder of preprocessed volumes, or goes on with a training that was stopped.
 *
 * @param options.resume go on from the run folder's latest checkpoint; without one, start
 * @param options.memoryCheck refuse what will not fit into memory
 * @returns the names of the volumes it learnt from
 * @throws Failure with status 85 when asked to stop: the run is checkpointed
 */
export async function trainRun(
  data: string,
  root: string,
  asked: RunConfig,
  engine: Engine,
  { terminal, signal }: Context,
  { resume, memoryCheck = true }: { resume: boolean; memoryCheck?: boolean | undefined },
): Promise<readonly string[]> {
  const folder = runFolder(root);
  const state = await claim(folder, asked, resume);
  const dataset = await loadDataset(data, { ...asked.data, seed: asked.seed, condition: asked.condition });
  const { conditioning } = dataset;
  const config = conditioning ? { ...asked, model: { ...asked.model, ...conditionedModel(conditioning) } } : asked;
  terminal.log(
    `${dataset.training.length} volumes to learn from, ${dataset.validation?.length ?? 0} held out, ${config.data.shape.join(' x ')} voxels`,
  );

  if (memoryCheck) {
    const peak = await checkMemory(config, dataset.training, engine);
    if (peak !== undefined) terminal.log(`memory: about ${(peak / 2 ** 30).toFixed(1)} GB at most`);
  }

  const {
    steps,
    batchSize,
    microBatchSize,
    gradientCheckpointing,
    emaDecay,
    checkpointEvery,
    validateEvery,
    learningRate,
    warmUp,
    clipNorm,
    lossWeight,
    timeSampling,
  } = config.training;
  const { predictionType, ...scheduleSettings } = config.schedule;
  const schedule = createSchedule(scheduleSettings);
  const unet = createUNet({ ...config.model, seed: config.seed, gradientCheckpointing });
  const log = await openLog(folder.log, state?.step ?? 0);
  const task = terminal.task('train');
  const first = state?.step ?? 0;
  try {
    await train({
      model: unet.predict,
      variables: unet.parameters,
      data: dataset.training,
      schedule,
      predictionType,
      lossWeight: lossWeights[lossWeight],
      timeSampling,
      conditionDropout: config.condition?.dropout,
      steps,
      batchSize,
      microBatchSize,
      learningRate: warmupCosine({ peak: learningRate, steps, warmup: warmUp, floor: 0.1 }),
      clipNorm,
      emaDecay,
      seed: config.seed,
      ...(dataset.validation && { validation: { data: dataset.validation, every: validateEvery } }),
      ...(state && { state }),
      checkpointEvery,
      signal,
      onStep: (report) => {
        log.write(report);
        task.update((report.step - first) / (steps - first), `loss ${report.loss.toFixed(3)}`);
      },
      onValidation: ({ step, loss }) => log.write({ step, validationLoss: loss }),
      onCheckpoint: (reached) => save(folder, reached, config, dataset, engine),
    });
    task.done(`${steps} steps`);
    return dataset.trainingNames;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Failure(`checkpointed; start again with --resume to go on`, exitStatus.restart);
  } finally {
    await log.close();
    unet.dispose();
  }
}

/** Makes the run folder, or makes sure that the one there belongs to this configuration. */
async function claim(folder: RunFolder, config: RunConfig, resume: boolean): Promise<TrainingState | undefined> {
  await mkdir(folder.checkpoints, { recursive: true });
  const text = formatConfig(config);
  const checkpoints = await listCheckpoints(folder.checkpoints);
  if (checkpoints.length > 0) {
    if (!resume) throw new Failure(`${folder.root}: holds a run already; --resume goes on with it`);
    // Compared with defaults filled in: a later version may know more fields.
    if (formatConfig(await readConfig(folder.config)) !== text) {
      throw new Failure(`${folder.config}: the run there was started with another configuration; take another folder`);
    }
  }
  await writeFile(folder.config, text);
  if (checkpoints.length === 0) return undefined;
  const { description, weights, ema, moments } = await loadCheckpoint(checkpoints.at(-1)!);
  if (!ema || !moments)
    throw new Failure(`${checkpoints.at(-1)}: expected moving average and moments to go on from, found none`);
  return { step: description.step, weights, ema, moments };
}

async function save(
  folder: RunFolder,
  state: TrainingState,
  config: RunConfig,
  dataset: Dataset,
  engine: Engine,
): Promise<void> {
  const { predictionType, ...schedule } = config.schedule;
  await saveCheckpoint(checkpointFolder(folder.checkpoints, state.step), {
    description: {
      step: state.step,
      model: config.model,
      schedule,
      predictionType,
      ...(dataset.conditioning && { conditioning: { ...dataset.conditioning } }),
      seed: config.seed,
      intensityRange: dataset.intensityRange,
      grid: dataset.grid,
      engine: {
        name: engine.name,
        device: engine.device,
        threads: engine.threads,
        versions: { braingen: version, ...engine.versions },
      },
      training: { ...config.training, subjects: dataset.trainingNames, heldOut: dataset.validationNames },
    },
    weights: state.weights,
    ema: state.ema,
    moments: state.moments,
  });
  const old = (await listCheckpoints(folder.checkpoints)).slice(0, -checkpointsKept);
  for (const checkpoint of old) await rm(checkpoint, { recursive: true });
}
