import { tf, updateMovingAverage, type Model } from '@braingen/engine';
import {
  uniformWeight,
  type LossWeight,
  type NoiseSchedule,
  type PredictionType,
  type TimeSampling,
} from '@braingen/scheduler';
import { BraingenError, nextTurn, type ProgressOptions, type Random } from '@braingen/volume';
import { accumulate } from './accumulate.ts';
import { disposeBatch, makeBatch, type Objective, type Sample } from './batch.ts';
import { clipByGlobalNorm } from './clip.ts';
import { drawing } from './draw.ts';
import type { LearningRate } from './learning-rate.ts';
import { batchLoss } from './loss.ts';
import { firstNonFinite } from './non-finite.ts';
import { alone, holdSameBits, StoppedWithOthers, type Ranks } from './ranks.ts';
import { reduceGradients } from './reduce-gradients.ts';
import { begin, snapshot, type TrainingState } from './state.ts';
import type { TrainingSet } from './training-set.ts';
import { meanLoss, validationByTime, type LossAtTime } from './validation.ts';

/** One line of a training's log. */
export interface StepReport {
  /** Steps taken, this one included. */
  readonly step: number;
  /** Mean squared error of the prediction on this step's batch, weighted where `lossWeight` says so. */
  readonly loss: number;
  readonly learningRate: number;
  /** Wall time of the step. */
  readonly seconds: number;
}

export interface ValidationReport {
  readonly step: number;
  /** The same on volumes that were not trained on. */
  readonly loss: number;
  /** What it is the mean of: the loss at each time of the schedule that was looked at, from little noise to much. */
  readonly byTime: readonly LossAtTime[];
}

export interface TrainingOptions<C = never> extends ProgressOptions {
  readonly model: Model<C>;
  /** What is trained, by names that a checkpoint keeps. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly data: TrainingSet<C>;
  readonly schedule: NoiseSchedule;
  /** What the model learns to predict. @default 'epsilon' */
  readonly predictionType?: PredictionType | undefined;
  /** Which times are trained at. @default all alike */
  readonly timeSampling?: TimeSampling | undefined;
  /** How much an error counts at each time, such as `minSnrWeight`. @default all alike */
  readonly lossWeight?: LossWeight | undefined;
  /**
   * The share of samples that are unconditioned, so that it can be guided (Ho and Salimans 2022, algorithm 1, p_uncond). It
   * matters where `data` has conditions.
   * @default 0.1
   */
  readonly conditionDropout?: number | undefined;
  /** Optimiser steps in all, those of an earlier state included. */
  readonly steps: number;
  /** Volumes a step, those of all ranks together. @default 1 */
  readonly batchSize?: number | undefined;
  /**
   * Volumes that go through the model together. With fewer, gradients are accumulated: less memory, the same result up to
   * rounding.
   * @default all of a step
   */
  readonly microBatchSize?: number | undefined;
  /** Adam's: a number, or a function of the step such as `warmupCosine`. @default 1e-4 */
  readonly learningRate?: LearningRate | undefined;
  /** Gradients are scaled down to this norm over all variables where they exceed it. @default off */
  readonly clipNorm?: number | undefined;
  /** Decay of the moving average of weights, smaller during the first steps. @default 0.999 */
  readonly emaDecay?: number | undefined;
  /** Of everything drawn at random. */
  readonly seed: number | string;
  /**
   * Changes a volume before it is noised: a flip, a shift. The generator is the sample's own.
   * @default volumes as they are
   */
  readonly augment?: ((volume: Float32Array, random: Random) => Float32Array) | undefined;
  /**
   * Volumes to measure the error on, after every so many steps, each at so many times, 8 unless `times` says otherwise.
   * @default none
   */
  readonly validation?: { readonly data: TrainingSet<C>; readonly every: number; readonly times?: number } | undefined;
  /** Processes that train together, each on its share of every batch. @default this one alone */
  readonly ranks?: Ranks | undefined;
  /**
   * Where to go on from; the variables take its weights.
   * @default the first step, with the weights that the variables have
   */
  readonly state?: TrainingState | undefined;
  /** Steps between checkpoints. @default none but the last */
  readonly checkpointEvery?: number | undefined;
  readonly onStep?: ((report: StepReport) => void) | undefined;
  /**
   * Gets the state too, where it wants to keep it. 'stop' ends the training as if this were its last step; of several ranks
   * all must say the same, for which they get the same report.
   */
  readonly onValidation?:
    | ((report: ValidationReport, state: () => Promise<TrainingState>) => void | 'stop' | Promise<void | 'stop'>)
    | undefined;
  /** Gets the state every `checkpointEvery` steps, before an abort, and at the end; on every rank. */
  readonly onCheckpoint?: ((state: TrainingState) => void | Promise<void>) | undefined;
}

/** A training that cannot go on. */
export class TrainingError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/trainer/TrainingError');
  override readonly name = 'TrainingError';
  readonly blames = 'computation';
}

/**
 * Trains a model to undo noise (Ho, Jain and Abbeel 2020, algorithm 1): a volume, a time and noise are drawn, and Adam
 * lowers the mean squared error of the prediction. The same options and seed give the same bits, also where a training
 * stops at a checkpoint and goes on from it.
 *
 * @returns the state after the last step
 * @throws TrainingError where the loss is not finite, naming the step and the first weights that are not
 * @throws RangeError where options make no sense
 */
export async function train<C = never>(options: TrainingOptions<C>): Promise<TrainingState> {
  const { model, variables, data, steps, batchSize = 1, microBatchSize = batchSize, seed } = options;
  const { schedule, predictionType = 'epsilon', lossWeight = uniformWeight, timeSampling, augment } = options;
  const {
    learningRate = 1e-4,
    emaDecay = 0.999,
    conditionDropout = 0.1,
    validation,
    checkpointEvery = Infinity,
    ranks = alone,
  } = options;
  check(options);

  const objective: Objective = { schedule, predictionType, lossWeight };
  const draw = drawing({ data, schedule, seed, timeSampling, conditionDropout, augment });
  const optimized = begin(variables, options.state);
  const first = options.state?.step ?? 0;
  const stateAfter = async (step: number): Promise<TrainingState> => {
    const broken = await firstNonFinite(variables);
    if (broken) throw new TrainingError(`step ${step}: expected finite weights, found ${broken} with others`);
    const state = await snapshot(optimized, step);
    if (!(await holdSameBits(ranks, state.weights.values())))
      throw new TrainingError(`step ${step}: expected the same weights on all ${ranks.size} ranks, found others`);
    return state;
  };
  const share = batchSize / ranks.size;
  const drawBatch = (step: number): Promise<Sample[]> => {
    const firstSample = step * batchSize + ranks.rank * share;
    const drawn = Promise.all(Array.from({ length: share }, (_, i) => draw(firstSample + i)));
    // What fails ahead of its turn is said in its turn, if that comes.
    drawn.catch(() => {});
    return drawn;
  };

  let ahead: Promise<Sample[]> | undefined;
  let last = Math.max(steps, first);
  try {
    for (let step = first; step < steps; step++) {
      if ((await ranks.max(Number(options.signal?.aborted ?? false))) > 0) {
        await options.onCheckpoint?.(await stateAfter(step));
        options.signal?.throwIfAborted();
        throw new StoppedWithOthers();
      }
      const began = performance.now();
      const drawn = await (ahead ?? drawBatch(step));
      // Volumes on a disk are read while the model computes.
      ahead = step + 1 < steps ? drawBatch(step + 1) : undefined;
      const parts = chunks(drawn, microBatchSize).map((samples) => ({
        share: samples.length / batchSize,
        batch: makeBatch(samples, data.shape, objective),
      }));
      const own = await accumulate(
        parts.map(({ share, batch }) => ({ share, loss: () => batchLoss(model, batch, data.conditions) })),
        variables,
      ).finally(() => parts.forEach(({ batch }) => disposeBatch(batch)));
      const { loss, gradients } = await reduceGradients(ranks, own);
      if (!Number.isFinite(loss)) {
        tf.dispose([...gradients.values()]);
        const broken = await firstNonFinite(variables);
        const cause = broken ? `the weights ${broken} are not finite` : 'the weights are finite';
        throw new TrainingError(
          `step ${step + 1}: expected a finite loss, found ${loss}; ${cause}; a lower learning rate or clipNorm may help`,
        );
      }

      const clipped = await clipByGlobalNorm(gradients, options.clipNorm);
      const rate = typeof learningRate === 'number' ? learningRate : learningRate(step);
      optimized.adam.learningRate = rate;
      optimized.adam.apply(variables, clipped);
      // A young average follows quickly, so that a short training is not averaged with its random start.
      const decay = Math.min(emaDecay, (1 + step) / (10 + step));
      for (const [name, average] of optimized.ema)
        updateMovingAverage(average, variables.get(name) as tf.Variable, decay);
      tf.dispose([...gradients.values(), ...clipped.values()]);

      const done = step + 1;
      options.onStep?.({ step: done, loss, learningRate: rate, seconds: (performance.now() - began) / 1000 });
      if (validation && (done % validation.every === 0 || done === steps)) {
        const { data: heldOut, times = 8 } = validation;
        const shared = { ...objective, model, data: heldOut, times, seed: `${seed}/validation`, ranks };
        const byTime = await validationByTime(shared);
        const report = { step: done, loss: meanLoss(byTime), byTime };
        if ((await options.onValidation?.(report, () => stateAfter(done))) === 'stop') {
          last = done;
          break;
        }
      }
      if (done % checkpointEvery === 0 && done < steps) await options.onCheckpoint?.(await stateAfter(done));
      options.onProgress?.((done - first) / (steps - first));
      await nextTurn();
    }
    const state = await stateAfter(last);
    await options.onCheckpoint?.(state);
    return state;
  } finally {
    optimized.adam.dispose();
    tf.dispose([...optimized.ema.values()]);
  }
}

function chunks(samples: readonly Sample[], size: number): Sample[][] {
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, i) => samples.slice(i * size, (i + 1) * size));
}

function check<C>(options: TrainingOptions<C>): void {
  const {
    variables,
    data,
    steps,
    batchSize = 1,
    microBatchSize = 1,
    emaDecay = 0.999,
    conditionDropout = 0.1,
  } = options;
  const whole = { steps, batchSize, microBatchSize, 'volumes in data': data.length, variables: variables.size };
  for (const [name, value] of Object.entries(whole)) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`train: expected at least 1 of ${name}, found ${value}`);
  }
  const { size } = options.ranks ?? alone;
  if (batchSize % size !== 0)
    throw new RangeError(`train: expected a batchSize that ${size} ranks can share, found ${batchSize}`);
  if (!(emaDecay >= 0 && emaDecay < 1)) throw new RangeError(`train: expected emaDecay in [0, 1), found ${emaDecay}`);
  if (!(conditionDropout >= 0 && conditionDropout <= 1))
    throw new RangeError(`train: expected conditionDropout in [0, 1], found ${conditionDropout}`);
}
