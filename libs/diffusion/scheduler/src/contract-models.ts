import { createRandom, normals } from '@braingen/volume';
import { target } from './noising.ts';
import { splitPrediction, type PredictionType } from './prediction.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerInverse, SchedulerOptions, SchedulerRun } from './scheduler.ts';

// Models whose outputs are known, and runs with them: what the contract's tests are made of.

/** A model: its output for x at time t. */
export type Model = (x: Float32Array, t: number) => Float32Array;

/** What a model that also predicts variances puts behind its prediction: `fraction` of the way from the least to the largest. */
export function withVariances(prediction: Float32Array, fraction = 0.5): Float32Array {
  const output = new Float32Array(2 * prediction.length).fill(2 * fraction - 1);
  output.set(prediction);
  return output;
}

/** Where volumes of independent voxels come from: x_0 ~ N(mean, spread^2). */
export const population = { mean: 0.3, spread: 0.5 };

/** The best guess of the population's x_0 from x_t: Bayes' rule for two Gaussians. */
export function expectedX0(x: Float32Array, t: number, schedule: NoiseSchedule): Float32Array {
  const { mean, spread } = population;
  const [a, s] = [schedule.signal(t), schedule.noise(t)];
  const gain = (a * spread * spread) / (a * a * spread * spread + s * s);
  return x.map((value) => mean + gain * (value - a * mean));
}

export function expect(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** @param tolerances of the mean, and of the standard deviation as a share of it */
export function expectMoments(
  x: Float32Array,
  mean: number,
  spread: number,
  tolerances: readonly [number, number],
): void {
  const found = x.reduce((sum, value) => sum + value, 0) / x.length;
  const deviation = Math.sqrt(x.reduce((sum, value) => sum + (value - found) ** 2, 0) / x.length);
  expect(Math.abs(found - mean) < tolerances[0], `expected a mean of ${mean}, found ${found}`);
  expect(
    Math.abs(deviation / spread - 1) < tolerances[1],
    `expected a standard deviation of ${spread}, found ${deviation}`,
  );
}

export function start(
  scheduler: Scheduler | SchedulerInverse,
  schedule: NoiseSchedule,
  options: Omit<SchedulerOptions, 'random'>,
): SchedulerRun {
  const run = scheduler.start(schedule, { random: createRandom('contract'), ...options });
  return { timesteps: run.timesteps, step: run.step.bind(run) };
}

export function sample(
  scheduler: Scheduler | SchedulerInverse,
  schedule: NoiseSchedule,
  model: Model,
  size: number,
  options: Omit<SchedulerOptions, 'random'>,
  from: Float32Array = noise('start', size),
): { x: Float32Array; x0s: Float32Array[] } {
  const { timesteps, step } = start(scheduler, schedule, options);
  const x0s: Float32Array[] = [];
  let x = from;
  timesteps.forEach((t, index) => {
    const next = step(model(x, t), index, x);
    x = next.x;
    x0s.push(next.x0);
  });
  return { x, x0s };
}

/** What a model says that believes in x0. */
export function answer(
  x0: Float32Array,
  x: Float32Array,
  t: number,
  schedule: NoiseSchedule,
  type: PredictionType,
): Float32Array {
  const { epsilon } = splitPrediction(x0, x, t, schedule, { predictionType: 'sample' });
  return target(schedule, type, x0, epsilon, t);
}

export function noise(label: string, size: number): Float32Array {
  return normals(createRandom(label), size);
}

/** The largest difference; NaN where one array holds it. */
export function distance(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

export function throws(body: () => unknown): boolean {
  try {
    body();
    return false;
  } catch {
    return true;
  }
}
