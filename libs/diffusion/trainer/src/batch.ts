import { tf, type ConditionedVolume } from '@braingen/engine';
import { addNoise, target, type LossWeight, type NoiseSchedule, type PredictionType } from '@braingen/scheduler';
import { elementCount, normals, type Random } from '@braingen/volume';

/** What goes through the model together. */
export interface Batch {
  /** Noisy volumes [n, d, h, w, c]. */
  readonly x: tf.Tensor5D;
  /** Their times [n]. */
  readonly t: tf.Tensor1D;
  /** The target, of the shape of x. */
  readonly target: tf.Tensor5D;
  /** How much the error of each volume counts. */
  readonly weights: readonly number[];
  /** Which volumes they are, and which of them are conditioned. */
  readonly volumes: readonly ConditionedVolume[];
}

/** A clean volume, the time it is to be seen at, and where its noise comes from. */
export interface Sample extends ConditionedVolume {
  readonly x0: Float32Array;
  readonly t: number;
  readonly random: Random;
}

/** What the model is to learn of a noisy volume. */
export interface Objective {
  readonly schedule: NoiseSchedule;
  readonly predictionType: PredictionType;
  readonly lossWeight: LossWeight;
}

/** Volumes in noise, made on the host so that every engine trains on the same bits. */
export function makeBatch(
  samples: readonly Sample[],
  shape: readonly [number, number, number, number],
  { schedule, predictionType, lossWeight }: Objective,
): Batch {
  const size = elementCount(shape);
  const x = new Float32Array(samples.length * size);
  const wanted = new Float32Array(samples.length * size);
  samples.forEach(({ x0, t, random }, i) => {
    const epsilon = normals(random, size);
    x.set(addNoise(schedule, x0, epsilon, t), i * size);
    wanted.set(target(schedule, predictionType, x0, epsilon, t), i * size);
  });
  const whole: [number, number, number, number, number] = [samples.length, ...shape];
  return {
    x: tf.tensor5d(x, whole),
    t: tf.tensor1d(samples.map(({ t }) => t)),
    target: tf.tensor5d(wanted, whole),
    weights: samples.map(({ t }) => lossWeight(schedule, predictionType, t)),
    volumes: samples.map(({ volume, dropped }) => ({ volume, dropped })),
  };
}

export const disposeBatch = ({ x, t, target }: Batch): void => tf.dispose([x, t, target]);
