import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, logSnr } from './transfer.ts';

/**
 * DPM-Solver++ (2M), a multistep method of second order for the predicted x_0 (Lu et al. 2022, DPM-Solver++, algorithm 2).
 * The first step, having no predecessor, and the last, onto the clean volume, are of first order. Times are spaced
 * 'trailing' by default.
 */
export const dpmSolver: Scheduler = {
  name: 'dpm-solver++',
  start(schedule, options) {
    const timesteps = spacedTimesteps(schedule, options.steps, options.spacing ?? 'trailing');
    let previous: { x0: Float32Array; lambda: number } | undefined;
    return {
      timesteps,
      step(output, index, x) {
        const t = timesteps[index];
        const s = timesteps[index + 1] ?? -1;
        const { x0 } = splitPrediction(output, x, t, schedule, options);
        const lambda = logSnr(schedule, t);
        const h = logSnr(schedule, s) - lambda;

        // D: the predicted x_0, drawn on along the line through the last two (algorithm 2, line 8)
        let ofX0 = 1;
        let ofPrevious = 0;
        if (previous && Number.isFinite(h) && Number.isFinite(previous.lambda)) {
          const r = (lambda - previous.lambda) / h;
          ofPrevious = -1 / (2 * r);
          ofX0 = 1 - ofPrevious;
        }
        const gain = -schedule.signal(s) * Math.expm1(-h);
        const next = blend(
          [schedule.noise(s) / schedule.noise(t), x],
          [gain * ofX0, x0],
          [gain * ofPrevious, previous?.x0 ?? x0],
        );
        previous = { x0, lambda };
        return { x: next, x0 };
      },
    };
  },
};
