import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { createSchedule } from './schedule.ts';
import { drawTime, sampleTimes } from './time-sampling.ts';
import { resolutionShift, shiftTime } from './timestep-shift.ts';

const flow = createSchedule({ kind: 'flow' });
const scripted = (normal: number) => ({ ...createRandom(0), normal: () => normal });

describe('drawTime', () => {
  it('is the logistic of a normal number', () => {
    const sampling = { kind: 'logit-normal', mean: 0.5, deviation: 2 } as const;
    expect(drawTime(flow, scripted(0.25), sampling)).toBeCloseTo(1000 / (1 + Math.exp(-1)), 9);
    expect(drawTime(createSchedule(), scripted(0.25), sampling)).toBe(731);
  });

  it('draws half of all times between the quartiles of the logit-normal distribution', () => {
    const times = sampleTimes(flow, createRandom(1), 20_000, { kind: 'logit-normal', mean: -0.4, deviation: 0.8 });
    for (const [z, share] of [
      [-0.67449, 0.25],
      [0, 0.5],
      [0.67449, 0.75],
    ]) {
      const bound = 1000 / (1 + Math.exp(-(-0.4 + 0.8 * z)));
      // Four standard errors of a share of 20,000.
      expect(Math.abs(times.filter((t) => t < bound).length / times.length - share)).toBeLessThan(0.014);
    }
  });

  it('stays within the schedule at the ends', () => {
    const sampling = { kind: 'logit-normal' } as const;
    const schedule = createSchedule({ steps: 10 });
    expect([-800, 800].map((z) => drawTime(schedule, scripted(z), sampling))).toEqual([0, 9]);
    const [low, high] = [-800, 800].map((z) => drawTime(flow, scripted(z), sampling));
    expect(low).toBeGreaterThan(0);
    expect(high).toBe(1000);
    expect(flow.noise(low)).toBeGreaterThan(0);
  });

  it("is the schedule's own draw by default", () => {
    expect(sampleTimes(flow, createRandom(3), 5)).toEqual(
      ((random) => Array.from({ length: 5 }, () => flow.draw(random)))(createRandom(3)),
    );
  });

  it('shifts a flow after the draw, uniform or not', () => {
    const shifted = createSchedule({ kind: 'flow', timestepShift: 3 });
    for (const kind of ['uniform', 'logit-normal'] as const) {
      expect(drawTime(shifted, createRandom(5), { kind })).toBeCloseTo(
        shiftTime(shifted, drawTime(flow, createRandom(5), { kind })),
        9,
      );
    }
  });

  it('refuses what is no distribution', () => {
    const random = createRandom(1);
    expect(() => drawTime(flow, random, { kind: 'mode' as 'uniform' })).toThrow('found mode');
    expect(() => drawTime(flow, random, { kind: 'logit-normal', deviation: 0 })).toThrow('found 0');
    expect(() => drawTime(flow, random, { kind: 'logit-normal', mean: NaN })).toThrow('found NaN');
  });
});

describe('the timestep shift', () => {
  it('keeps both ends and moves the middle towards noise', () => {
    const shifted = { steps: 1000, timestepShift: 3 };
    expect([0, 500, 1000].map((t) => shiftTime(shifted, t))).toEqual([0, 750, 1000]);
  });

  it('is the root of the ratio of voxels', () => {
    expect(resolutionShift([64, 64, 64])).toBeCloseTo(2, 12);
    expect(resolutionShift([1024, 1024], [256, 256])).toBeCloseTo(4, 12);
    expect(() => resolutionShift([64], [32, 32])).toThrow('found 1 and 2');
    expect(() => resolutionShift([0])).toThrow('found 0');
  });
});
