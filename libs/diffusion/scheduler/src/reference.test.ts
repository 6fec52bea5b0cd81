import { readFileSync } from 'node:fs';
import { createRandom, type Random } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { createDdim, ddimStep } from './ddim.ts';
import { createDdpm, ddpmStep, type DdpmVariance } from './ddpm.ts';
import type { PredictionType } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { createSchedule, type ScheduleSettings } from './schedule.ts';
import * as schedulers from './schedulers.ts';
import { spacedTimesteps, type Spacing } from './spacing.ts';

interface Loop {
  scheduler: string;
  source: string;
  steps: number;
  variance?: DdpmVariance;
  eta?: number;
  predictionType: PredictionType;
  clip: number | null;
  timesteps?: number[];
  middle?: number[];
  result: number[];
}

/** Figures of MONAI and diffusers, made by tools/parity/scheduler.py. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../test-fixtures/reference/scheduler/loops.json', import.meta.url), 'utf8'),
) as {
  start: number[];
  output: number[];
  schedules: (ScheduleSettings & { source: string; alphasCumprod: number[] })[];
  spacings: { spacing: Spacing; steps: number; timesteps: number[] }[];
  upward: { scheduler: string; noise: number[]; result: number[] }[];
  loops: Loop[];
};

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

/** A generator whose normals are given. */
const scripted = (normal: (k: number) => number): Random => {
  let k = 0;
  return { ...createRandom(0), normal: () => normal(k++) };
};

describe('schedules', () => {
  it.each(reference.schedules)(
    '$kind from $betaStart to $betaEnd is that of $source',
    ({ alphasCumprod, ...settings }) => {
      const schedule = createSchedule({
        kind: settings.kind,
        betaStart: settings.betaStart,
        betaEnd: settings.betaEnd,
        zeroTerminalSnr: settings.zeroTerminalSnr,
      });
      [0, 250, 500, 999].forEach((t, i) => {
        // The reference is in float32, whose product of a thousand factors is good to five digits.
        expect(Math.abs(schedule.alphasCumprod[t] - alphasCumprod[i])).toBeLessThanOrEqual(
          2e-5 * alphasCumprod[i] + 1e-9,
        );
      });
    },
  );

  it.each([
    ['scaled_linear', 1e-4, 2e-2, 7.334e-4],
    ['scaled_linear', 0.0005, 0.0195, 4.284e-4],
    ['scaled_linear', 0.0015, 0.0195, 1.423e-4],
    ['linear', 1e-4, 2e-2, 4.036e-5],
  ] as const)('%s from %d to %d ends at an alpha-bar of %d', (kind, betaStart, betaEnd, last) => {
    const { alphasCumprod } = createSchedule({ kind, betaStart, betaEnd });
    expect(alphasCumprod[999] / last).toBeCloseTo(1, 3);
  });
});

describe('timesteps', () => {
  it.each(reference.spacings)('$spacing with $steps steps are those of diffusers', ({ spacing, steps, timesteps }) => {
    expect(spacedTimesteps(createSchedule(), steps, spacing)).toEqual(timesteps);
  });
});

describe("MONAI's test of a constant output, t = 0 .. 49 upwards", () => {
  const schedule = createSchedule({ kind: 'linear', betaStart: 1e-4, betaEnd: 2e-2 });
  const published = { ddim: [-0.9579, -0.6457, 0.4684, -0.9694], ddpm: [-1.0153, -0.3218, 0.8454, -0.787] };

  it.each(reference.upward)('$scheduler', ({ scheduler, noise, result }) => {
    const step = scheduler === 'ddim' ? ddimStep(0) : ddpmStep('fixed_small');
    const stride = scheduler === 'ddim' ? 20 : 1;
    const options = { steps: 50, clip: [-1, 1] as const, random: scripted((k) => noise[k]) };
    let x = Float32Array.from(reference.start);
    for (let t = 0; t < 50; t++) {
      x = step(Float32Array.from(reference.output), x, t, t - stride, schedule, options).x as Float32Array<ArrayBuffer>;
    }
    // MONAI's betas near t = 0 are float32 differences of numbers close to 1: three digits hold.
    expect(largestDifference(x, result)).toBeLessThan(1e-3);
    expect(largestDifference(x, published[scheduler as 'ddim' | 'ddpm'])).toBeLessThan(1e-3);
  });
});

function named({ scheduler, eta = 0, variance = 'fixed_small' }: Loop): Scheduler {
  if (scheduler === 'ddim') return createDdim({ eta });
  if (scheduler === 'ddpm') return createDdpm({ variance });
  return Object.values(schedulers).find(({ name }) => name === scheduler) as Scheduler;
}

describe('full loops', () => {
  const schedule = createSchedule();

  it.each(reference.loops)('$scheduler of $source, $steps steps of $predictionType, clip $clip', (loop) => {
    const scheduler = named(loop);
    const { timesteps, step } = scheduler.start(schedule, {
      steps: loop.steps,
      predictionType: loop.predictionType,
      clip: loop.clip === null ? undefined : [-loop.clip, loop.clip],
      random: scripted((k) => Math.sin(k ** 2 + 1)),
    });
    loop.timesteps?.forEach((t, index) => expect(timesteps[index]).toBeCloseTo(t, 2));
    expect(timesteps.length).toBe(loop.timesteps?.length ?? loop.steps);

    let x = Float32Array.from(reference.start);
    timesteps.forEach((t, index) => {
      const output = x.map((value) => Math.sin(1.3 * value + t / 200));
      x = step(output, index, x).x as Float32Array<ArrayBuffer>;
      if (loop.middle && index === Math.floor(timesteps.length / 2))
        expect(largestDifference(x, loop.middle)).toBeLessThan(1e-4);
    });
    // Relative to the range: without clipping this model runs away.
    expect(largestDifference(x, loop.result)).toBeLessThan(1e-4 * Math.max(1, ...loop.result.map(Math.abs)));
  });
});
