import { freemem } from 'node:os';
import type { Engine } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import { traceTraining, type TrainingSet } from '@braingen/trainer';
import { createUNet, parameterCount, type Condition, type UNetConfig } from '@braingen/unet3d';
import { Failure, exitStatus } from '../failure.ts';
import type { RunConfig } from './config.ts';

type Runtime = 'native' | 'wasm';

/** The heap of JavaScript as it grows during a training, and scratch of the kernels. */
const overhead = 40 * 2 ** 20;

/** Weights, average and moments, copied out of the engine for a checkpoint, and one more set as it is written. */
const copiesOfWeights = 5;

/** Bytes of a training besides its tensors in the engine. */
export function bytesBesidesTensors(model: UNetConfig): number {
  return copiesOfWeights * 4 * parameterCount(model) + overhead;
}

/** Bytes a training will take beyond what the process holds now; Infinity where WebAssembly ends before. */
export async function trainingBytes(
  config: RunConfig,
  data: TrainingSet<Condition>,
  runtime: Runtime,
): Promise<number> {
  const { predictionType, ...scheduleSettings } = config.schedule;
  const { steps, batchSize, microBatchSize, clipNorm, gradientCheckpointing } = config.training;
  const { tensorBytes } = await traceTraining(
    runtime,
    () => {
      const unet = createUNet({ ...config.model, gradientCheckpointing });
      return { model: unet.predict, variables: unet.parameters, dispose: unet.dispose };
    },
    {
      data,
      schedule: createSchedule(scheduleSettings),
      ...{ predictionType, steps, batchSize, microBatchSize, clipNorm, seed: config.seed },
    },
  );
  return tensorBytes + bytesBesidesTensors(config.model);
}

/** Bytes this process may still take, as the system or its control group has it. */
export function availableBytes(): number {
  return process.availableMemory?.() ?? freemem();
}

/** A change of the configuration that takes less memory, as it is told. */
interface Remedy {
  readonly told: string;
  readonly config: RunConfig;
  readonly runtime: Runtime;
}

/** From what leaves every number of the training as it is to what changes it. */
function remediesFor(config: RunConfig, runtime: Runtime): Remedy[] {
  const { training } = config;
  const change = (told: string, changes: Partial<RunConfig['training']>): Remedy => ({
    told,
    config: { ...config, training: { ...training, ...changes } },
    runtime,
  });
  const together = training.microBatchSize ?? training.batchSize;
  const remedies: Remedy[] = [];
  if (runtime === 'wasm') remedies.push({ told: '--engine native', config, runtime: 'native' });
  const checkpointing = { gradientCheckpointing: true };
  if (!training.gradientCheckpointing) remedies.push(change('training.gradientCheckpointing: true', checkpointing));
  if (together > 1) {
    remedies.push(change('training.microBatchSize: 1', { microBatchSize: 1 }));
    if (!training.gradientCheckpointing) {
      const both = 'training.gradientCheckpointing: true with training.microBatchSize: 1';
      remedies.push(change(both, { ...checkpointing, microBatchSize: 1 }));
    }
  }
  return remedies;
}

export const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/**
 * Finds out before a training whether it fits. Other engines than the embedded one keep tensors where this process cannot
 * look.
 *
 * @returns the peak of the process's memory in bytes, or undefined where it cannot be told
 * @throws Failure that says what is needed, what is there, and which change would make it fit
 */
export async function checkMemory(
  config: RunConfig,
  data: TrainingSet<Condition>,
  engine: Pick<Engine, 'name'>,
  available: number = availableBytes(),
): Promise<number | undefined> {
  const runtime = engine.name;
  if (runtime !== 'native' && runtime !== 'wasm') return undefined;
  const needed = await trainingBytes(config, data, runtime);
  if (needed <= available) return process.memoryUsage.rss() + needed;

  const helps: string[] = [];
  for (const { told, config: changed, runtime: on } of remediesFor(config, runtime)) {
    const bytes = await trainingBytes(changed, data, on);
    if (bytes <= available) helps.push(`${told} needs ${gigabytes(bytes)}`);
  }
  const expected = Number.isFinite(needed) ? gigabytes(needed) : 'more than the 4.0 GB that WebAssembly can have';
  const cure = helps.length > 0 ? helps.join(', ') : 'a smaller data.shape or fewer model.channels would need less';
  throw new Failure(
    `memory: this training needs ${expected}, found ${gigabytes(available)} available; ${cure} (--no-memory-check starts all the same)`,
    exitStatus.environment,
  );
}
