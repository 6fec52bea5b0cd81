import {
  createStageModel,
  dataOf,
  encodeCascade,
  fitBase,
  halfSize,
  networkConfig,
  stageName,
  stageSet,
  trainStage,
  type CascadeBase,
  type CascadeCheckpoint,
  type Stage,
  type StageData,
  type TrainedStage,
} from '@braingen/cascade';
import { createSchedule } from '@braingen/scheduler';
import { inMemory, traceTraining, type TrainingState } from '@braingen/trainer';
import { descriptionFile, parameterCount, type Condition, type Values } from '@braingen/unet3d';
import type { Shape3 } from '@braingen/volume';
import type { RunConfig } from '../../config/run-config.ts';
import type { Dataset, DatasetVolume } from '../../data/dataset.ts';
import { networkVolumes } from '../../data/network-volumes.ts';
import { describeTraining } from '../describe-training.ts';
import { PipelineError } from '../../error.ts';
import type { KindTrainingOptions, PreparedTraining, PrepareOptions, TrainedCheckpoint } from '../../model-kind.ts';
import { cascadeCovariates, covariateCount } from './cascade-conditions.ts';
import type { CascadeCheckpointDescription } from './cascade-description.ts';
import { readCascade } from './read-cascade.ts';
import { encodeState, readState } from './stage-state.ts';
import { planStages, type PlannedStage } from './stages.ts';

/** The heap of JavaScript as it grows during a training, scratch of the kernels, variations that are kept. */
const overhead = 200 * 2 ** 20;

/** Weights, average and moments, copied out of the engine for a checkpoint, and one more set as it is written. */
const copiesOfWeights = 5;

/** Makes the training of a cascade ready, its stages one after the other; see `ModelKind`. */
export function prepareCascade(config: RunConfig, data: Dataset, options: PrepareOptions): PreparedTraining {
  const { model } = config;
  if (model.kind !== 'cascade')
    throw new PipelineError('config', { field: 'model.kind', expected: 'cascade', found: model.kind });
  if (data.training.length < 2)
    throw new PipelineError('config', {
      field: 'data',
      expected: 'at least 2 volumes to fit a Gaussian model to',
      found: String(data.training.length),
    });
  const stages = planStages(model, config.training, covariateCount(data.conditioning));
  const fit = async (from?: CascadeBase): Promise<CascadeBase> => {
    const covariates = covariatesOf(data, data.training);
    return (await fitBase(networkVolumes(data.training, data), data.grid.shape, { ...model, from, covariates })).base;
  };
  let fitted: Promise<CascadeBase> | undefined;
  const ownBase = (): Promise<CascadeBase> => (fitted ??= fit());
  const seenBy = (base: CascadeBase, volumes: readonly DatasetVolume[]): StageData => ({
    ...dataOf(networkVolumes(volumes, data), base),
    covariates: covariatesOf(data, volumes),
  });

  return {
    bytes: async (runtime) => {
      const base = await ownBase();
      let most = 0;
      for (const { stage, training } of stages) {
        const { tensorBytes } = await traceTraining<Condition>(
          runtime,
          () => {
            const { predict, network, dispose } = createStageModel(stage, base);
            return { model: predict, variables: network.parameters, dispose };
          },
          {
            data: stageSet(stage, blank(stage, base), { seed: 0, crop: training.crop }),
            schedule: createSchedule(stage.schedule),
            predictionType: 'v',
            steps: 2,
            batchSize: training.batchSize,
            clipNorm: training.clipNorm,
            seed: 0,
          },
        );
        most = Math.max(most, tensorBytes + copiesOfWeights * 4 * parameterCount(networkConfig(stage)));
      }
      return most + overhead;
    },
    train: async ({ resume, isOver, start, ranks, signal, onProgress, ...callbacks }: KindTrainingOptions) => {
      const { onReport, onValidation, onCheckpoint } = callbacks;
      const source = resume ?? start;
      const read = source && (await readCascade(source));
      const begun = read && withoutFinerGrids(read, data.grid.shape);
      if (begun) checkStart(begun.base, model.halvings, data.grid.shape);
      const own = begun ? keepingSchedules(stages, begun.stages) : stages;
      // What goes on has the Gaussian model that its stages were trained on, whatever that was fitted from.
      const base = resume && begun ? begun.base : await (begun ? fit(begun.base) : ownBase());
      const stageData = seenBy(base, data.training);
      const heldOut = data.validation.length > 0 ? seenBy(base, data.validation) : undefined;
      const states = new Map<string, TrainingState>();
      for (const { name, stage } of own) {
        const state = resume && (await readState(resume, name, networkConfig(stage)));
        if (state) states.set(name, state);
      }
      const weights = new Map(begun?.stages.map(({ stage, weights }) => [stageName(stage), weights]));
      const total = own.reduce((sum, { training }) => sum + training.steps, 0);

      for (const [i, { name, stage, training, first }] of own.entries()) {
        const state = states.get(name);
        // One that was ended early is over once a later one has begun.
        const isFollowed = own.slice(i + 1).some((later) => states.has(later.name));
        if (state && (isFollowed || isOver?.(name) || state.step >= training.steps)) continue;
        const checkpointAt = (reached: TrainingState): TrainedCheckpoint => {
          const all = new Map(states).set(name, reached);
          return checkpointOf(config, base, own, { states: all, weights }, data, options, first + reached.step);
        };
        const model = createStageModel(stage, base, {
          seed: config.seed,
          ...(!state && weights.has(name) && { values: weights.get(name) }),
        });
        try {
          await trainStage(model, stageData, training, {
            seed: `${config.seed}/${name}`,
            heldOut,
            state,
            ranks,
            signal,
            conditionDropout: config.condition?.dropout,
            onStep: (report) => {
              onReport?.({ ...report, step: first + report.step, stage: name });
              onProgress?.((first + report.step) / total);
            },
            onValidation: ({ step, loss, byTime }, reached) => {
              const report = { step: first + step, stage: name, validationLoss: loss, validationByTime: byTime };
              onReport?.(report);
              return onValidation?.(report, async () => checkpointAt(await reached()));
            },
            onCheckpoint: async (reached) => {
              states.set(name, reached);
              await onCheckpoint?.(checkpointAt(reached));
            },
          });
        } finally {
          model.dispose();
        }
      }
    },
  };
}

/** One volume without content, for tracing. */
function blank({ covariates }: Stage, { window: { shape }, scales }: CascadeBase): StageData {
  const nothing = new Float32Array(shape[0] * shape[1] * shape[2]);
  return { volumes: inMemory([nothing]), shape, scales, covariates: [Array.from({ length: covariates }, () => 0)] };
}

/** Stages at the noise levels that their weights were trained at: a network knows them by their number. */
function keepingSchedules(stages: readonly PlannedStage[], begun: readonly TrainedStage[]): PlannedStage[] {
  return stages.map((planned) => {
    const found = begun.find(({ stage }) => stageName(stage) === planned.name);
    return found ? { ...planned, stage: { ...planned.stage, schedule: found.stage.schedule } } : planned;
  });
}

function covariatesOf({ conditioning }: Dataset, volumes: readonly DatasetVolume[]): number[][] {
  return volumes.map(({ condition, path }) =>
    cascadeCovariates(conditioning, condition, { kind: 'data', field: path }),
  );
}

/** A cascade that draws on a finer grid, without the details that the training's own grid has no room for. */
function withoutFinerGrids(cascade: CascadeCheckpoint, grid: Shape3): CascadeCheckpoint {
  const { window, scales } = cascade.base;
  const isFiner = scales.length > 1 && grid.every((side, axis) => 2 * side <= window.grid[axis]);
  return isFiner ? withoutFinerGrids(halfSize(cascade), grid) : cascade;
}

/** @throws PipelineError of kind 'config' where a cascade's grid or pyramid is another than the training's */
function checkStart({ window, scales }: CascadeBase, halvings: number, grid: Shape3): void {
  const refuse = (field: string, expected: unknown, found: unknown): never => {
    throw new PipelineError('config', {
      field,
      expected: `${String(expected)}, as in the model that the training starts with`,
      found: String(found),
    });
  };
  if (scales.length - 1 !== halvings) refuse('model.halvings', scales.length - 1, halvings);
  if (window.grid.some((side, axis) => side !== grid[axis]))
    refuse('data.shape', window.grid.join(' x '), grid.join(' x '));
}

/** What is known of the stages by their names. */
interface Reached {
  readonly states: ReadonlyMap<string, TrainingState>;
  /** What the training starts with, of stages whose turn has not come. */
  readonly weights: ReadonlyMap<string, Values>;
}

/** All stages as far as they are trained: averages to sample from, and what each needs to go on. */
function checkpointOf(
  config: RunConfig,
  base: CascadeBase,
  stages: readonly PlannedStage[],
  { states, weights }: Reached,
  data: Dataset,
  options: PrepareOptions,
  step: number,
): TrainedCheckpoint {
  return {
    step,
    files: function* () {
      const usable = stages.flatMap(({ name, stage }) => {
        const own = states.get(name)?.ema ?? weights.get(name);
        return own ? [{ stage, weights: own }] : [];
      });
      yield* encodeCascade({ base, stages: usable, about: {} });
      for (const { name, stage } of stages) {
        const state = states.get(name);
        if (state) yield* encodeState(name, networkConfig(stage), state);
      }
      const stageSteps = Object.fromEntries([...states].map(([name, { step }]) => [name, step]));
      yield encodeDescription(describe(config, data, options, step, stageSteps));
    },
  };
}

function describe(
  config: RunConfig,
  data: Dataset,
  options: PrepareOptions,
  step: number,
  stageSteps: Readonly<Record<string, number>>,
): CascadeCheckpointDescription {
  return { kind: 'cascade', ...describeTraining(config, data, options, step), stageSteps };
}

function encodeDescription(description: CascadeCheckpointDescription): [name: string, bytes: Uint8Array] {
  const text = JSON.stringify({ format: 'braingen-checkpoint', version: 1, ...description }, null, 2);
  return [descriptionFile, new TextEncoder().encode(`${text}\n`)];
}
