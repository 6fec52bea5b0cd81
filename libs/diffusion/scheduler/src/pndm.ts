import { splitPrediction } from './prediction.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { Scheduler } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, remainingSignal } from './transfer.ts';

/** Adams-Bashforth: the weights of the latest slopes, newest first, by how many there are (Liu et al. 2022, equation 12). */
const multistep = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];

/** One evaluation: the time it is made at, the time it leads to, and which evaluation of a Runge-Kutta step it is. */
interface Stage {
  readonly t: number;
  readonly to: number;
  /** 0 to 3 within a Runge-Kutta step, undefined for a multistep one. */
  readonly part: 0 | 1 | 2 | 3 | undefined;
}

export interface PndmOptions {
  /** Whether the last step lands on the clean volume, or stays, as in MONAI, at the little noise of time 0. @default false */
  readonly setAlphaToOne?: boolean | undefined;
}

/**
 * Pseudo numerical methods on manifolds (Liu et al. 2022, F-PNDM): three Runge-Kutta steps of four evaluations, then a linear
 * multistep method of fourth order, both on the noise. 100 steps are 109 evaluations, for the last Runge-Kutta step stands for
 * a multistep one. Times are spaced 'leading' by default. The slopes follow the noise as predicted: a clipped x_0 is only
 * shown.
 *
 * The figures are those of diffusers. MONAI counts its Runge-Kutta evaluations as steps, which shortens every stride. With `v`
 * both average velocities of different times, which are slopes at none of them; here they are turned into noise first.
 */
export function createPndm(options: PndmOptions = {}): Scheduler {
  const { setAlphaToOne = false } = options;
  return {
    name: 'pndm',
    start(schedule, run) {
      const stages = plan(spacedTimesteps(schedule, run.steps, run.spacing ?? 'leading'), schedule, setAlphaToOne);
      let slopes: Float32Array[] = [];
      let base: { x: Float32Array; t: number; sum: Float32Array } | undefined;
      return {
        timesteps: stages.map(({ t }) => t),
        step(output, index, x) {
          const { t, to, part } = stages[index];
          const { x0, epsilon } = splitPrediction(output, x, t, schedule, run);
          if (part === undefined || part === 0) slopes = [epsilon, ...slopes].slice(0, 4);
          if (part === undefined) {
            const weights = multistep[slopes.length - 1];
            const slope = blend(...slopes.map((each, i) => [weights[i], each] as const));
            return { x: transfer(x, slope, t, to, schedule), x0 };
          }
          // Equation 13: all four from the same point, weighed 1, 2, 2, 1
          if (part === 0 || !base) base = { x, t, sum: new Float32Array(x.length) };
          base.sum = blend([1, base.sum], [[1, 2, 2, 1][part] / 6, epsilon]);
          return { x: transfer(base.x, part === 3 ? base.sum : epsilon, base.t, to, schedule), x0 };
        },
      };
    },
  };
}

/** PNDM as MONAI has it. */
export const pndm: Scheduler = createPndm();

/** Equation 11: x_0 and noise of x_t put together again at s. */
function transfer(x: Float32Array, epsilon: Float32Array, t: number, s: number, schedule: NoiseSchedule): Float32Array {
  const ratio = schedule.signal(s) / remainingSignal(schedule, t);
  return blend([ratio, x], [schedule.noise(s) - ratio * schedule.noise(t), epsilon]);
}

function plan(times: readonly number[], schedule: NoiseSchedule, setAlphaToOne: boolean): Stage[] {
  const end = setAlphaToOne ? -1 : schedule.first;
  return times.flatMap((t, i): Stage[] => {
    const to = times[i + 1] ?? end;
    if (i >= 3 || i === times.length - 1) return [{ t, to, part: undefined }];
    const half = t - Math.floor((t - to) / 2);
    return [
      { t, to: half, part: 0 },
      { t: half, to: half, part: 1 },
      { t: half, to, part: 2 },
      { t: to, to, part: 3 },
    ];
  });
}
