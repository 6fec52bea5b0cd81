import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, logSnr } from './transfer.ts';

/** A step over h = lambda_s - lambda_t: x_s = ofX x_t + ofX0 D + sigma z with D the extrapolated x_0 and z fresh noise. */
interface Weights {
  readonly ofX: number;
  readonly ofX0: number;
  readonly sigma: number;
}

/**
 * What both variants of DPM-Solver++ of second order share: D = x_0 drawn on along the line through the last two evaluations
 * (Lu et al. 2022, DPM-Solver++, algorithm 2, line 8). The first step, having no predecessor, and the last, onto the clean
 * volume, are of first order. Times are spaced 'trailing' by default.
 *
 * @param weigh from the noise at t, signal and noise at s, and h
 */
export function dpmMultistep(
  name: string,
  weigh: (noiseT: number, signalS: number, noiseS: number, h: number) => Weights,
): Scheduler {
  return {
    name,
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

          let ofNow = 1;
          let ofPrevious = 0;
          if (previous && Number.isFinite(h) && Number.isFinite(previous.lambda)) {
            const r = (lambda - previous.lambda) / h;
            ofPrevious = -1 / (2 * r);
            ofNow = 1 - ofPrevious;
          }
          const { ofX, ofX0, sigma } = weigh(schedule.noise(t), schedule.signal(s), schedule.noise(s), h);
          const next = blend([ofX, x], [ofX0 * ofNow, x0], [ofX0 * ofPrevious, previous?.x0 ?? x0]);
          if (sigma > 0) for (let i = 0; i < next.length; i++) next[i] += sigma * options.random.normal();
          previous = { x0, lambda };
          return { x: next, x0 };
        },
      };
    },
  };
}
