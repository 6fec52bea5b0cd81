import type { PredictionType } from './prediction.ts';
import type { NoiseSchedule } from './noise-schedule.ts';

/**
 * How much the squared error of a model's output counts at time t in training.
 *
 * All of them but `uniformWeight` say how much an error of x_0 counts, and are turned into weights of the output that the model
 * gives, so that a loss means the same whatever is predicted. SNR is (signal(t) / noise(t))^2.
 *
 * @returns a weight of 0 or more
 * @throws RangeError where no finite weight is that: 'epsilon' where the schedule leaves no signal, mostly
 */
export type LossWeight = (schedule: NoiseSchedule, predictionType: PredictionType, t: number) => number;

/** 1: the error of the output as it is, "L_simple" (Ho, Jain and Abbeel 2020, equation 14). */
export const uniformWeight: LossWeight = () => 1;

/**
 * Min-SNR: an error of x_0 counts min(SNR, gamma), so that no time's gradient rules the others (Hang et al. 2023,
 * section 3.4): min(SNR, gamma) / SNR for 'epsilon', min(SNR, gamma) for 'sample', min(SNR, gamma) / (SNR + 1) for 'v'.
 *
 * @param gamma 5, as in the paper, by default
 */
export function createMinSnrWeight(gamma = 5): LossWeight {
  if (!(gamma > 0)) throw new RangeError(`minSnrWeight: expected a positive gamma, found ${gamma}`);
  return byX0('minSnrWeight', (snr) => Math.min(snr, gamma));
}

/** Min-SNR with gamma = 5. */
export const minSnrWeight: LossWeight = createMinSnrWeight();

/**
 * The error of x_0 counts SNR + 1, which is the plain error of v (Salimans and Ho 2022, section 4, "SNR+1 weighting"), for any
 * prediction: (SNR + 1) / SNR for 'epsilon', SNR + 1 for 'sample', 1 for 'v' on a variance-preserving schedule.
 */
export const velocityWeight: LossWeight = byX0('velocityWeight', (snr) => snr + 1);

/** The error of x_0 counts SNR, which is the plain error of epsilon, for any prediction. */
export const snrWeight: LossWeight = byX0('snrWeight', (snr) => snr);

/** The error of x_0 counts max(SNR, 1) (Salimans and Ho 2022, equation 9, "truncated SNR weighting"). */
export const truncatedSnrWeight: LossWeight = byX0('truncatedSnrWeight', (snr) => Math.max(snr, 1));

/** By the names of configurations. */
export const lossWeights: Readonly<Record<'uniform' | 'min-snr' | 'velocity' | 'snr' | 'truncated-snr', LossWeight>> = {
  uniform: uniformWeight,
  'min-snr': minSnrWeight,
  velocity: velocityWeight,
  snr: snrWeight,
  'truncated-snr': truncatedSnrWeight,
};

/** From the weight of an error of x_0 to that of the output: times the square of how far x_0 moves with the output. */
function byX0(name: string, ofX0: (snr: number) => number): LossWeight {
  return (schedule, predictionType, t) => {
    const [a, s] = [schedule.signal(t), schedule.noise(t)];
    // Limits: where the signal is gone (SNR = 0) or the noise is (SNR infinite), the weight is that of its neighbourhood.
    const snr = Math.min(Math.max((a / s) ** 2, 1e-12), 1e12);
    const weight = ofX0(snr) * x0PerOutput(predictionType, a, s, snr);
    const unbounded = predictionType === 'epsilon' && a === 0 && weight > 1e6;
    if (unbounded || !Number.isFinite(weight))
      throw new RangeError(
        `${name}: expected predictionType sample, v or flow where no signal is left (time ${t}), found ${predictionType}`,
      );
    return weight;
  };
}

/** (d x_0 / d output)^2 at x_t = a x_0 + s epsilon. */
function x0PerOutput(type: PredictionType, a: number, s: number, snr: number): number {
  switch (type) {
    case 'epsilon':
      return 1 / snr;
    case 'sample':
      return 1;
    case 'v':
      return (s / (a * a + s * s)) ** 2;
    case 'flow':
      return (s / (a + s)) ** 2;
    default:
      throw new RangeError(`prediction: expected epsilon, sample, v or flow, found ${String(type)}`);
  }
}
