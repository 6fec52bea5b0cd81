import { createSchedule, lossWeights } from '@braingen/scheduler';
import { traceTraining, train, warmupCosine, type TrainingState } from '@braingen/trainer';
import {
  createUNet,
  gridMultiple,
  openCheckpoint,
  parameterCount,
  type Condition,
  type UNetConfig,
} from '@braingen/unet3d';
import type { RunConfig } from '../../config/run-config.ts';
import type { Dataset } from '../../data/dataset.ts';
import { PipelineError, quoted } from '../../error.ts';
import type {
  CheckpointFiles,
  KindTrainingOptions,
  PreparedTraining,
  PrepareOptions,
  TrainedCheckpoint,
} from '../../model-kind.ts';
import { bytesBesidesTensors } from './bytes-besides-tensors.ts';
import { describeTraining } from '../describe-training.ts';
import { networkSet } from './training-set.ts';
import { encodeUNet } from './encode-unet.ts';
import { conditionedNetwork } from './unet-conditions.ts';
import type { UNetDescription } from './unet-description.ts';

/** Makes a training of the network ready; see `ModelKind`. */
export function prepareUNet(config: RunConfig, data: Dataset, options: PrepareOptions): PreparedTraining {
  const network = networkOf(config, data);
  const training = networkSet(data.training, data);
  const { steps, batchSize, microBatchSize, clipNorm, gradientCheckpointing } = config.training;
  const { predictionType, ...settings } = config.schedule;
  const schedule = createSchedule(settings);
  const shared = { data: training, schedule, predictionType, steps, batchSize, microBatchSize, clipNorm };
  return {
    bytes: async (runtime) => {
      const make = () => {
        const unet = createUNet({ ...network, gradientCheckpointing });
        return { model: unet.predict, variables: unet.parameters, dispose: unet.dispose };
      };
      const { tensorBytes } = await traceTraining<Condition>(runtime, make, {
        ...shared,
        batchSize: Math.ceil(batchSize / (options.size ?? 1)),
        seed: config.seed,
      });
      return tensorBytes + bytesBesidesTensors(network);
    },
    train: async ({ resume, isOver, start, ranks, signal, onProgress, ...callbacks }: KindTrainingOptions) => {
      if (resume && isOver?.()) return;
      const { onReport, onValidation, onCheckpoint } = callbacks;
      const state = resume && (await stateOf(resume));
      const values = state ? undefined : start && (await startingWeights(start, network));
      const { learningRate, warmUp, lossWeight, timeSampling, emaDecay, checkpointEvery, validateEvery } =
        config.training;
      const unet = createUNet({ ...network, seed: config.seed, gradientCheckpointing, ...(values && { values }) });
      const checkpointOf = (reached: TrainingState): TrainedCheckpoint => ({
        step: reached.step,
        weights: reached.weights,
        files: () => encodeUNet({ ...reached, description: describe(config, network, data, options, reached.step) }),
      });
      const validation = data.validation.length > 0 ? networkSet(data.validation, data) : undefined;
      try {
        await train<Condition>({
          ...shared,
          model: unet.predict,
          variables: unet.parameters,
          lossWeight: lossWeights[lossWeight],
          timeSampling,
          conditionDropout: config.condition?.dropout,
          learningRate: warmupCosine({ peak: learningRate, steps, warmup: warmUp, floor: 0.1 }),
          emaDecay,
          seed: config.seed,
          ...(validation && { validation: { data: validation, every: validateEvery } }),
          ...(state && { state }),
          checkpointEvery,
          signal,
          onProgress,
          onStep: onReport,
          ranks,
          onValidation: ({ step, loss, byTime }, reached) => {
            const report = { step, validationLoss: loss, validationByTime: byTime };
            onReport?.(report);
            return onValidation?.(report, async () => checkpointOf(await reached()));
          },
          onCheckpoint: (reached) => onCheckpoint?.(checkpointOf(reached)),
        });
      } finally {
        unet.dispose();
      }
    },
  };
}

function networkOf({ model, data }: RunConfig, { conditioning }: Dataset): UNetConfig {
  if (model.kind !== 'unet')
    throw new PipelineError('config', { field: 'model.kind', expected: 'unet', found: model.kind });
  const { kind: _, ...network } = model;
  const multiple = gridMultiple(network);
  if (data.shape.some((side) => side % multiple !== 0))
    throw new PipelineError('config', {
      field: 'data.shape',
      expected: `multiples of ${multiple} for ${network.channels.length} levels`,
      found: data.shape.join(' x '),
    });
  return { ...network, ...(conditioning && conditionedNetwork(conditioning)) };
}

async function stateOf(files: CheckpointFiles): Promise<TrainingState> {
  const { description, has, read } = await openCheckpoint(files);
  const missing = (['ema', 'mean', 'square'] as const).find((part) => !has(part));
  if (missing)
    throw new PipelineError('checkpoint', {
      field: 'resume',
      expected: 'a moving average and moments to go on from',
      found: 'weights alone',
      advice: 'a new training can start with them',
    });
  const [weights, ema] = [await read('weights'), await read('ema')];
  return { step: description.step, weights, ema, moments: { mean: await read('mean'), square: await read('square') } };
}

async function startingWeights(
  files: CheckpointFiles,
  network: UNetConfig,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { description, has, read } = await openCheckpoint(files);
  const part = has('ema') ? 'ema' : 'weights';
  if (parameterCount(description.model) !== parameterCount(network))
    throw new PipelineError('config', {
      field: 'model',
      expected: `the network of the weights, ${quoted(description.model)}`,
      found: quoted(network),
    });
  return read(part);
}

function describe(
  config: RunConfig,
  model: UNetConfig,
  data: Dataset,
  options: PrepareOptions,
  step: number,
): UNetDescription {
  const { predictionType, ...schedule } = config.schedule;
  return { kind: 'unet', ...describeTraining(config, data, options, step), model, schedule, predictionType };
}
