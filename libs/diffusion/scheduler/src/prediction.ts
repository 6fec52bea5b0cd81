import type { NoiseSchedule } from './noise-schedule.ts';
import { limitX0, type Limits } from './thresholding.ts';

/**
 * What a model predicts of x_t = a x_0 + s epsilon (a the signal, s the noise factor):
 * - 'epsilon': the noise (Ho, Jain and Abbeel 2020, equation 12);
 * - 'sample': x_0;
 * - 'v': a epsilon - s x_0 (Salimans and Ho 2022, appendix D);
 * - 'flow': x_0 - epsilon (rectified flow: Liu, Gong and Liu 2023, with the sign that points at the data).
 */
export type PredictionType = 'epsilon' | 'sample' | 'v' | 'flow';

/** All of them, for menus and error lines. */
export const predictionTypes: readonly PredictionType[] = ['epsilon', 'sample', 'v', 'flow'];

/** The two parts of x_t as the model sees them. */
export interface Parts {
  /** The clean volume, held to the range where one was given. */
  readonly x0: Float32Array;
  /** The noise: as predicted, not recomputed from an x_0 that was held to a range. */
  readonly epsilon: Float32Array;
}

/** How a model's output is read. */
export interface PredictionOptions extends Limits {
  /** @default 'epsilon' */
  readonly predictionType?: PredictionType | undefined;
}

/**
 * Splits x_t into the clean volume and the noise that a model's output implies.
 *
 * @param output as long as x; or twice as long from a model that also predicts variances, whose second half is not looked at
 * @throws RangeError where the schedule leaves no signal at t and the type is 'epsilon', which then says nothing of x_0
 */
export function splitPrediction(
  output: Float32Array,
  x: Float32Array,
  t: number,
  schedule: NoiseSchedule,
  options: PredictionOptions = {},
): Parts {
  if (output.length !== x.length && output.length !== 2 * x.length)
    throw new RangeError(`prediction: expected an output of ${x.length} numbers like x, found ${output.length}`);
  const { toX0, toEpsilon } = partFactors(options.predictionType ?? 'epsilon', schedule, t);
  const x0 = new Float32Array(x.length);
  const epsilon = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    x0[i] = toX0[0] * x[i] + toX0[1] * output[i];
    epsilon[i] = toEpsilon[0] * x[i] + toEpsilon[1] * output[i];
  }
  limitX0(x0, options);
  return { x0, epsilon };
}

/**
 * The same for methods that follow the noise: where x_0 was held to a range, epsilon is what then remains of x_t, so that the
 * range also holds the way (as in Karras et al. 2022, whose slope is (x - D(x)) / sigma).
 */
export function splitConsistently(
  output: Float32Array,
  x: Float32Array,
  t: number,
  schedule: NoiseSchedule,
  options: PredictionOptions = {},
): Parts {
  const parts = splitPrediction(output, x, t, schedule, options);
  if (!options.clip && !options.thresholding) return parts;
  const [a, s] = [schedule.signal(t), schedule.noise(t)];
  return { x0: parts.x0, epsilon: x.map((value, i) => (value - a * parts.x0[i]) / s) };
}

/** x_0 and epsilon at time t as combinations of x_t (first factor) and the model's output (second). */
export function partFactors(
  type: PredictionType,
  schedule: NoiseSchedule,
  t: number,
): Record<'toX0' | 'toEpsilon', readonly [number, number]> {
  const [a, s] = [schedule.signal(t), schedule.noise(t)];
  const square = a * a + s * s;
  switch (type) {
    case 'epsilon':
      if (a === 0)
        throw new RangeError(
          `prediction: the schedule leaves no signal at its last time, so the noise says nothing of the volume; expected predictionType 'v' or 'sample', found 'epsilon'`,
        );
      return { toX0: [1 / a, -s / a], toEpsilon: [0, 1] };
    case 'sample':
      return { toX0: [0, 1], toEpsilon: s === 0 ? [0, 0] : [1 / s, -a / s] };
    case 'v':
      return { toX0: [a / square, -s / square], toEpsilon: [s / square, a / square] };
    case 'flow':
      return { toX0: [1 / (a + s), s / (a + s)], toEpsilon: [1 / (a + s), -a / (a + s)] };
    default:
      throw new RangeError(`prediction: expected ${predictionTypes.join(', ')}, found ${String(type)}`);
  }
}

/**
 * The factors of x_0 and of epsilon in what the model is trained to give at time t.
 *
 * @returns [factor of x_0, factor of epsilon]
 */
export function targetFactors(type: PredictionType, schedule: NoiseSchedule, t: number): readonly [number, number] {
  switch (type) {
    case 'epsilon':
      return [0, 1];
    case 'sample':
      return [1, 0];
    case 'v':
      return [-schedule.noise(t), schedule.signal(t)];
    case 'flow':
      return [1, -1];
    default:
      throw new RangeError(`prediction: expected ${predictionTypes.join(', ')}, found ${String(type)}`);
  }
}
