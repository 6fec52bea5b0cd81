import type { NoiseSchedule } from './schedule.ts';
import type { ClipRange } from './scheduler.ts';

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
  /** The clean volume, clipped where a range was given. */
  readonly x0: Float32Array;
  /** The noise: as predicted, not recomputed from a clipped x_0. */
  readonly epsilon: Float32Array;
}

/**
 * Splits x_t into the clean volume and the noise that a model's output implies.
 *
 * @throws RangeError where the schedule leaves no signal at t and the type is 'epsilon', which then says nothing of x_0
 */
export function splitPrediction(
  output: Float32Array,
  x: Float32Array,
  t: number,
  schedule: NoiseSchedule,
  options: { readonly predictionType?: PredictionType | undefined; readonly clip?: ClipRange | undefined } = {},
): Parts {
  if (output.length !== x.length)
    throw new RangeError(`prediction: expected an output of ${x.length} numbers like x, found ${output.length}`);
  const type = options.predictionType ?? 'epsilon';
  const { toX0, toEpsilon } = inverse(type, schedule.signal(t), schedule.noise(t));
  const [low, high] = options.clip ?? [-Infinity, Infinity];
  const x0 = new Float32Array(x.length);
  const epsilon = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const clean = toX0[0] * x[i] + toX0[1] * output[i];
    // Written so that NaN passes through: a broken model must not come out as a clean picture.
    x0[i] = clean < low ? low : clean > high ? high : clean;
    epsilon[i] = toEpsilon[0] * x[i] + toEpsilon[1] * output[i];
  }
  return { x0, epsilon };
}

/** x_0 and epsilon as combinations of x_t (first factor) and the model's output (second). */
function inverse(type: PredictionType, a: number, s: number): Record<'toX0' | 'toEpsilon', readonly [number, number]> {
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
