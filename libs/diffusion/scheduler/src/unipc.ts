import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, logSnr } from './transfer.ts';

/** What an evaluation of the model left. */
interface Evaluation {
  readonly x0: Float32Array;
  readonly lambda: number;
}

/**
 * UniPC of second order for the predicted x_0, with B(h) = e^h - 1, "bh2" (Zhao et al. 2023, algorithms 1 and 2): every
 * evaluation first corrects the sample it was made at, then predicts the next. Times are spaced 'trailing' by default.
 */
export const uniPc: Scheduler = {
  name: 'unipc',
  start(schedule, options) {
    const timesteps = spacedTimesteps(schedule, options.steps, options.spacing ?? 'trailing');
    let history: Evaluation[] = [];
    let departure: Float32Array | undefined;

    /** From `from` at time t to time s by first order, plus a correction along `slopes`: [weight, predicted x_0]. */
    const move = (
      from: Float32Array,
      at: Evaluation,
      t: number,
      s: number,
      slopes: readonly (readonly [number, Float32Array])[],
    ): Float32Array => {
      const gain = -schedule.signal(s) * Math.expm1(at.lambda - logSnr(schedule, s));
      const weight = slopes.reduce((sum, [each]) => sum + each, 0);
      return blend(
        [schedule.noise(s) / schedule.noise(t), from],
        [gain * (1 - weight), at.x0],
        ...slopes.map(([each, x0]) => [gain * each, x0] as const),
      );
    };

    return {
      timesteps,
      step(output, index, x) {
        const t = timesteps[index];
        const s = timesteps[index + 1] ?? -1;
        const { x0 } = splitPrediction(output, x, t, schedule, options);
        const now: Evaluation = { x0, lambda: logSnr(schedule, t) };

        // UniC: the last step once more, now that the model has seen where it led
        let corrected = x;
        const [last, older] = history;
        if (last && departure && Number.isFinite(last.lambda)) {
          const h = now.lambda - last.lambda;
          const r = older && Number.isFinite(older.lambda) ? (older.lambda - last.lambda) / h : undefined;
          const [ofOlder, ofNow] = correctorWeights(h, r);
          const slopes = [[ofNow, x0] as const];
          if (r !== undefined) slopes.push([ofOlder / r, older.x0]);
          corrected = move(departure, last, timesteps[index - 1], t, slopes);
        }

        // UniP: on to the next time, along the line through the last two evaluations
        const h = logSnr(schedule, s) - now.lambda;
        const usable = last && Number.isFinite(h) && Number.isFinite(last.lambda);
        const r = usable ? (last.lambda - now.lambda) / h : 1;
        const next = move(corrected, now, t, s, usable ? [[0.5 / r, last.x0]] : []);
        departure = corrected;
        history = [now, ...history].slice(0, 2);
        return { x: next, x0 };
      },
    };
  },
};

/**
 * The weights of the differences to the older evaluation, at relative time r, and to the newest, at 1 (theorem 3.1 of the
 * paper); without an older one a half.
 */
function correctorWeights(h: number, r: number | undefined): readonly [number, number] {
  if (r === undefined) return [0, 0.5];
  // phi functions of the negative step, for the prediction of x_0
  const b = Math.expm1(-h);
  const phi2 = b / -h - 1;
  const phi3 = phi2 / -h - 1 / 2;
  const [b1, b2] = [phi2 / b, (2 * phi3) / b];
  const ofOlder = (b1 - b2) / (1 - r);
  return [ofOlder, b1 - ofOlder];
}
