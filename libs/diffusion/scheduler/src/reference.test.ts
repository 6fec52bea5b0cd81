import { readFileSync } from 'node:fs';
import { createRandom, createTorchRandom, type Random } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { ddimInverse } from './ddim-inverse.ts';
import { createDdim, ddimStep } from './ddim.ts';
import { createDdpm, ddpmStep, type DdpmVariance } from './ddpm.ts';
import { addNoise, velocity } from './noising.ts';
import { createPndm } from './pndm.ts';
import type { PredictionType } from './prediction.ts';
import type { Scheduler, SchedulerInverse } from './scheduler.ts';
import { createSchedule } from './schedule.ts';
import type { ScheduleSettings } from './noise-schedule.ts';
import * as schedulers from './schedulers.ts';
import { spacedTimesteps, type Spacing } from './spacing.ts';
import type { Thresholding } from './thresholding.ts';
import { sampleTimes } from './time-sampling.ts';
import { resolutionShift, shiftTime } from './timestep-shift.ts';
import { createUniPc } from './unipc.ts';

interface Loop {
  scheduler: string;
  source: string;
  schedule: ScheduleSettings;
  steps: number;
  predictionType: PredictionType;
  spacing?: Spacing;
  clip?: number;
  thresholding?: Thresholding;
  variance?: DdpmVariance;
  eta?: number;
  order?: 1 | 2 | 3;
  setAlphaToOne?: boolean;
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
  rectifiedFlowStep: number[];
  schedules: { times: number[]; cases: (ScheduleSettings & { source: string; alphasCumprod: number[] })[] };
  spacings: { spacing: Spacing; steps: number; timesteps: number[] }[];
  noising: { t: number; x: number[]; v: number[]; flow: number[] }[];
  shifts: { shape: number[]; t: number; shifted: number }[];
  trainingTimes: { seed: number; mean: number; deviation: number; shape: number[] | null; times: number[] }[];
  upward: { scheduler: 'ddim' | 'ddpm'; seed: number; result: number[] }[];
  loops: Loop[];
};

const start = Float32Array.from(reference.start);
const constantOutput = Float32Array.from(reference.output);

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

/** A generator whose normals are given. */
const scripted = (normal: (k: number) => number): Random => {
  let k = 0;
  return { ...createRandom(0), normal: () => normal(k++) };
};

/** Normals of PyTorch, drawn `block` at a time. */
const torchNormals = (seed: number, block: number): Random => {
  const torch = createTorchRandom(seed);
  let drawn: number[] = [];
  const normal = (): number => {
    if (drawn.length === 0) drawn = [...torch.randn(block)];
    return drawn.shift() as number;
  };
  return { ...createRandom(0), normal };
};

describe('schedules', () => {
  const { times, cases } = reference.schedules;

  it.each(cases)('$kind from $betaStart to $betaEnd is that of $source', ({ alphasCumprod, source, ...settings }) => {
    const schedule = createSchedule(settings);
    times.forEach((t, i) => {
      // Their betas are float32; of the cosine's, the last few are differences of nearly equal numbers.
      const tolerance = settings.kind === 'cosine' && !settings.zeroTerminalSnr ? 1e-4 : 1e-5;
      const difference = Math.abs(schedule.alphasCumprod[t] - alphasCumprod[i]);
      expect(difference, `${source} at ${t}`).toBeLessThanOrEqual(tolerance * alphasCumprod[i] + 1e-9);
    });
  });

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

  it.each(reference.shifts)("at $shape, $t moves as in MONAI's RFlowScheduler", ({ shape, t, shifted }) => {
    const schedule = createSchedule({ kind: 'flow', timestepShift: resolutionShift(shape) });
    expect(shiftTime(schedule, t)).toBeCloseTo(shifted, 5);
  });

  it.each(reference.trainingTimes)("trained at: MONAI's logit-normal, seed $seed", (each) => {
    const schedule = createSchedule({ kind: 'flow', timestepShift: each.shape ? resolutionShift(each.shape) : 1 });
    const { mean, deviation } = each;
    const times = sampleTimes(schedule, torchNormals(each.seed, 6), 6, { kind: 'logit-normal', mean, deviation });
    expect(largestDifference(times, each.times)).toBeLessThan(1e-2);
  });
});

describe('noise and targets', () => {
  it.each(reference.noising)("are MONAI's at $t", ({ t, x, v, flow }) => {
    const schedule = createSchedule();
    expect(largestDifference(addNoise(schedule, constantOutput, start, t), x)).toBeLessThan(1e-6);
    expect(largestDifference(velocity(schedule, constantOutput, start, t), v)).toBeLessThan(1e-6);
    expect(largestDifference(addNoise(createSchedule({ kind: 'flow' }), constantOutput, start, t), flow)).toBeLessThan(
      1e-6,
    );
  });
});

describe("MONAI's own tests", () => {
  const published = { ddim: [-0.9579, -0.6457, 0.4684, -0.9694], ddpm: [-1.0153, -0.3218, 0.8454, -0.787] };

  it.each(reference.upward)('$scheduler with a constant output, t = 0 .. 49 upwards', ({ scheduler, seed, result }) => {
    const schedule = createSchedule({ kind: 'linear', betaStart: 1e-4, betaEnd: 2e-2 });
    const step = scheduler === 'ddim' ? ddimStep(0) : ddpmStep('fixed_small');
    const stride = scheduler === 'ddim' ? 20 : 1;
    const random = torchNormals(seed, 4);
    const drawn = (): Float32Array => Float32Array.from({ length: 4 }, () => random.normal());
    // Output and start are the seed's first eight numbers, the noise what follows.
    const output = drawn();
    let x = drawn();
    expect(largestDifference(output, constantOutput)).toBeLessThan(1e-6);
    for (let t = 0; t < 50; t++) x = step(output, x, t, t - stride, schedule, { steps: 50, clip: [-1, 1], random }).x;
    // MONAI's betas near t = 0 are float32 differences of numbers close to 1: three digits hold.
    expect(largestDifference(x, result)).toBeLessThan(1e-3);
    expect(largestDifference(x, published[scheduler])).toBeLessThan(1e-3);
  });

  it('a step of rectified flow', () => {
    const options = { steps: 1, predictionType: 'flow', random: createRandom(0) } as const;
    const { x } = schedulers.rectifiedFlow
      .start(createSchedule({ kind: 'flow' }), options)
      .step(constantOutput, 0, start);
    expect(largestDifference(x, reference.rectifiedFlowStep)).toBeLessThan(1e-6);
    expect(largestDifference(x, [-0.786166, -0.057519, 2.442662, -0.407664])).toBeLessThan(2e-6);
  });

  it('PNDM makes 109 evaluations of 100 steps', () => {
    const { timesteps } = schedulers.pndm.start(createSchedule(), { steps: 100, random: createRandom(0) });
    expect(timesteps).toHaveLength(109);
  });
});

function named({ scheduler, eta, variance, order, setAlphaToOne }: Loop): Scheduler | SchedulerInverse {
  if (scheduler === 'ddim') return createDdim({ eta });
  if (scheduler === 'ddpm') return createDdpm({ variance });
  if (scheduler === 'pndm') return createPndm({ setAlphaToOne });
  if (scheduler === 'unipc') return createUniPc({ order });
  if (scheduler === 'ddim-inverse') return ddimInverse;
  return Object.values(schedulers).find(({ name }) => name === scheduler) as Scheduler;
}

/** The model that the reference had too, with its variances where it needed them. */
function model(x: Float32Array, t: number, variance?: DdpmVariance): Float32Array {
  const learned = variance?.startsWith('learned') ?? false;
  const output = new Float32Array(learned ? 2 * x.length : x.length);
  x.forEach((value, i) => {
    output[i] = Math.sin(1.3 * value + t / 200);
    if (!learned) return;
    const second = Math.cos(0.7 * value + t / 300);
    output[x.length + i] = variance === 'learned_range' ? second : 0.02 + 0.01 * second;
  });
  return output;
}

describe('full loops', () => {
  /** The largest error of a loop, relative to the range of its figures. */
  const errorOf = (loop: Loop): number => {
    const { timesteps, step } = named(loop).start(createSchedule(loop.schedule), {
      steps: loop.steps,
      predictionType: loop.predictionType,
      spacing: loop.spacing,
      clip: loop.clip === undefined ? undefined : [-loop.clip, loop.clip],
      thresholding: loop.thresholding,
      random: scripted((k) => Math.sin(k ** 2 + 1)),
    });
    expect(timesteps.length).toBe(loop.timesteps?.length ?? loop.steps);
    loop.timesteps?.forEach((t, index) => expect(timesteps[index]).toBeCloseTo(t, 2));

    const against = (x: Float32Array, figures: number[]): number =>
      largestDifference(x, figures) / Math.max(1, Math.max(...figures) - Math.min(...figures));
    let x: Float32Array = start;
    let error = 0;
    timesteps.forEach((t, index) => {
      x = step(model(x, t, loop.variance), index, x).x;
      if (loop.middle && index === Math.floor(timesteps.length / 2)) error = against(x, loop.middle);
    });
    return Math.max(error, against(x, loop.result));
  };

  it.each(reference.loops)('$scheduler of $source, $steps steps of $predictionType on $schedule.kind', (loop) => {
    expect(errorOf(loop)).toBeLessThan(1e-4);
  });

  it('are at least three of each', () => {
    const counts = new Map<string, number>();
    for (const { scheduler } of reference.loops) counts.set(scheduler, (counts.get(scheduler) ?? 0) + 1);
    for (const { name } of [...Object.values(schedulers), ddimInverse]) {
      expect(counts.get(name), name).toBeGreaterThanOrEqual(3);
    }
  });
});
