import { describe, expect, it } from 'vitest';
import { createSchedule } from './schedule.ts';
import type { ScheduleSettings } from './noise-schedule.ts';

describe('createSchedule', () => {
  it('is scaled_linear from 0.0005 to 0.0195 in 1000 steps by default', () => {
    const { betas, steps, settings } = createSchedule();
    expect(steps).toBe(1000);
    expect(betas[0]).toBeCloseTo(0.0005, 10);
    expect(betas[999]).toBeCloseTo(0.0195, 10);
    expect(createSchedule(settings).alphasCumprod).toEqual(createSchedule().alphasCumprod);
  });

  it('preserves the variance at every time, with the clean volume before the first', () => {
    const schedule = createSchedule({ kind: 'cosine' });
    for (const t of [-20, -1, 0, 500, 999]) expect(schedule.signal(t) ** 2 + schedule.noise(t) ** 2).toBeCloseTo(1, 12);
    expect(schedule.signal(-1)).toBe(1);
    expect(schedule.noise(-1)).toBe(0);
    expect(() => schedule.signal(1000)).toThrow('expected a time below 1000, found 1000');
  });

  it('shifts the signal-to-noise ratio by the square of snrShift', () => {
    const [plain, shifted] = [createSchedule(), createSchedule({ snrShift: 3 })];
    const snr = (level: number): number => level / (1 - level);
    for (const t of [0, 400, 999]) {
      expect(snr(shifted.alphasCumprod[t]) / snr(plain.alphasCumprod[t])).toBeCloseTo(9, 8);
    }
  });

  it.each([
    [{ kind: 'square' as 'linear' }, 'expected kind linear, scaled_linear, sigmoid, cosine, flow, found square'],
    [{ kind: 'toString' as 'linear' }, 'found toString'],
    [{ steps: 0 }, 'at least 1, found 0'],
    [{ betaStart: 0.2, betaEnd: 0.1 }, 'found 0.2 and 0.1'],
    [{ betaEnd: 1 }, 'found 0.0005 and 1'],
    [{ betaStart: NaN }, 'found NaN and 0.0195'],
    [{ snrShift: 0 }, 'found 0'],
  ] satisfies [ScheduleSettings, string][])('refuses %o', (settings, message) => {
    expect(() => createSchedule(settings)).toThrow(message);
  });
});
