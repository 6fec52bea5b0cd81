import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { edmLossWeight, edmPreconditioning } from './edm.ts';
import { sigmaOf, timeOfSigma } from './karras.ts';
import { target } from './noising.ts';
import { createSchedule } from './schedule.ts';
import { sampleTimes } from './time-sampling.ts';

describe('edmPreconditioning', () => {
  it('has the factors of table 1', () => {
    const { skip, out, in: into, noise } = edmPreconditioning(2, 0.5);
    expect(skip).toBeCloseTo(0.25 / 4.25, 12);
    expect(out).toBeCloseTo(1 / Math.sqrt(4.25), 12);
    expect(into).toBeCloseTo(1 / Math.sqrt(4.25), 12);
    expect(noise).toBeCloseTo(Math.log(2) / 4, 12);
    expect(edmLossWeight(2, 0.5)).toBeCloseTo(4.25, 12);
  });

  it("is prediction 'v' where the data has unit deviation", () => {
    const schedule = createSchedule();
    const [x0, epsilon] = [0.3, -1.7];
    for (const t of [10, 500, 900]) {
      const sigma = sigmaOf(schedule, t);
      const { skip, out } = edmPreconditioning(sigma, 1);
      const [v] = target(schedule, 'v', Float32Array.of(x0), Float32Array.of(epsilon), t);
      expect(skip * (x0 + sigma * epsilon) - out * v).toBeCloseTo(x0, 5);
    }
  });
});

describe("times with ln sigma normal ('log-normal')", () => {
  const schedule = createSchedule();

  it('have the mean and deviation asked for', () => {
    const times = sampleTimes(schedule, createRandom(1), 4000, { kind: 'log-normal', mean: -0.5, deviation: 0.8 });
    const logs = times.map((t) => Math.log(sigmaOf(schedule, t)));
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
    expect(mean).toBeCloseTo(-0.5, 1);
    expect(deviation).toBeCloseTo(0.8, 1);
  });

  it('stay within the schedule', () => {
    const times = sampleTimes(schedule, createRandom(1), 500, { kind: 'log-normal', mean: 0, deviation: 6 });
    expect(Math.min(...times)).toBe(0);
    expect(Math.max(...times)).toBe(999);
  });

  it('timeOfSigma inverts sigmaOf', () => {
    for (const t of [0, 12.25, 500, 999]) expect(timeOfSigma(schedule, sigmaOf(schedule, t))).toBeCloseTo(t, 6);
  });
});

describe('a schedule with sigmaMax', () => {
  it('keeps the times up to the first that reaches it', () => {
    const whole = createSchedule();
    const short = createSchedule({ sigmaMax: 2 });
    expect(sigmaOf(short, short.steps - 1)).toBeGreaterThanOrEqual(2);
    expect(sigmaOf(short, short.steps - 2)).toBeLessThan(2);
    expect(short.signal(100)).toBe(whole.signal(100));
    expect(createSchedule(short.settings).steps).toBe(short.steps);
  });

  it('is refused where it is no level, or for a flow', () => {
    expect(() => createSchedule({ sigmaMax: 0 })).toThrow('expected a positive sigmaMax, found 0');
    expect(() => createSchedule({ kind: 'flow', sigmaMax: 2 })).toThrow('found 2 with flow');
  });
});
