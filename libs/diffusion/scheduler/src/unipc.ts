import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, logSnr } from './transfer.ts';

/** What an evaluation of the model left. */
interface Evaluation {
  readonly x0: Float32Array;
  readonly t: number;
  readonly lambda: number;
}

export interface UniPcOptions {
  /** p of UniP-p and UniC-p. The paper advises 2 for guided sampling, 3 for unguided. @default 2 */
  readonly order?: 1 | 2 | 3 | undefined;
}

/**
 * UniPC for the predicted x_0, with B(h) = e^h - 1, "bh2" (Zhao et al. 2023, algorithms 1 and 2): every evaluation first corrects
 * the sample it was made at, then predicts the next. First steps, and the last towards the clean volume, are of the order that
 * their predecessors and successors allow. Times are spaced 'trailing' by default.
 *
 * @throws RangeError for another order
 */
export function createUniPc(options: UniPcOptions = {}): Scheduler {
  const { order = 2 } = options;
  if (![1, 2, 3].includes(order)) throw new RangeError(`unipc: expected order 1, 2 or 3, found ${String(order)}`);
  return {
    name: 'unipc',
    start(schedule, run) {
      const timesteps = spacedTimesteps(schedule, run.steps, run.spacing ?? 'trailing');
      let history: Evaluation[] = [];
      let departure: Float32Array | undefined;
      let orderOfLast = 1;

      /** From `from` at the time of `at` to s by first order, plus a correction along the lines to other evaluations. */
      const move = (
        from: Float32Array,
        at: Evaluation,
        s: number,
        others: readonly Pick<Evaluation, 'x0'>[],
        nodes: readonly number[],
        rho: readonly number[],
      ): Float32Array => {
        const gain = -schedule.signal(s) * Math.expm1(at.lambda - logSnr(schedule, s));
        const weights = nodes.map((r, i) => rho[i] / r);
        const ofAt = 1 - weights.reduce((sum, weight) => sum + weight, 0);
        return blend(
          [schedule.noise(s) / schedule.noise(at.t), from],
          [gain * ofAt, at.x0],
          ...others.map(({ x0 }, i) => [gain * weights[i], x0] as const),
        );
      };

      return {
        timesteps,
        step(output, index, x) {
          const t = timesteps[index];
          const s = timesteps[index + 1] ?? -1;
          const { x0 } = splitPrediction(output, x, t, schedule, run);
          const now: Evaluation = { x0, t, lambda: logSnr(schedule, t) };

          // UniC: the last step once more, now that the model has seen where it led
          let corrected = x;
          const [last, ...older] = history;
          if (last && departure && Number.isFinite(last.lambda)) {
            const h = now.lambda - last.lambda;
            const others = [...older.slice(0, orderOfLast - 1), now];
            const nodes = others.map(({ lambda }) => (lambda - last.lambda) / h);
            corrected = move(departure, last, t, others, nodes, orderOfLast === 1 ? [0.5] : weigh(nodes, h));
          }

          // UniP: on to the next time, along the curve through the last evaluations
          const h = logSnr(schedule, s) - now.lambda;
          const others = history
            .filter(({ lambda }) => Number.isFinite(h) && Number.isFinite(lambda))
            .slice(0, Math.min(order, timesteps.length - index) - 1);
          const nodes = others.map(({ lambda }) => (lambda - now.lambda) / h);
          // With one node the paper takes a half, the limit of its weight for small h.
          const next = move(corrected, now, s, others, nodes, nodes.length === 1 ? [0.5] : weigh(nodes, h));

          orderOfLast = others.length + 1;
          departure = corrected;
          history = [now, ...history].slice(0, 3);
          return { x: next, x0 };
        },
      };
    },
  };
}

/** UniPC of second order. */
export const uniPc: Scheduler = createUniPc();

/**
 * The weights rho of the differences to evaluations at the relative times `nodes`: sum_m rho_m r_m^(n-1) = n! h phi_(n+1)(h) / B(h)
 * for n = 1, 2, ... (theorem 3.1 of the paper, phi of the negative step for the prediction of x_0).
 */
function weigh(nodes: readonly number[], h: number): number[] {
  const b = Math.expm1(-h);
  let phi = b;
  let factorial = 1;
  const rows = nodes.map((_, power) => {
    phi = phi / -h - 1 / factorial;
    const wanted = (phi * factorial) / b;
    factorial *= power + 2;
    return [...nodes.map((r) => r ** power), wanted];
  });
  return solve(rows);
}

/** Gauss and Jordan's elimination of an augmented Vandermonde matrix, whose leading minors, products of differences, are not 0: no pivoting. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}
