import { describe, expect, it } from 'vitest';
import {
  createMinSnrWeight,
  lossWeights,
  minSnrWeight,
  snrWeight,
  truncatedSnrWeight,
  uniformWeight,
  velocityWeight,
} from './loss-weight.ts';
import { predictionTypes, splitPrediction } from './prediction.ts';
import { createSchedule } from './schedule.ts';

const schedule = createSchedule();
const snrAt = (t: number): number => schedule.alphasCumprod[t] / (1 - schedule.alphasCumprod[t]);

describe('loss weights', () => {
  it.each([0, 200, 400, 999])('are those of the papers at time %d', (t) => {
    const snr = snrAt(t);
    const near = (found: number, expected: number): void => expect(found / expected).toBeCloseTo(1, 9);
    near(minSnrWeight(schedule, 'epsilon', t), Math.min(snr, 5) / snr);
    near(minSnrWeight(schedule, 'sample', t), Math.min(snr, 5));
    near(minSnrWeight(schedule, 'v', t), Math.min(snr, 5) / (snr + 1));
    near(createMinSnrWeight(1)(schedule, 'sample', t), Math.min(snr, 1));
    near(velocityWeight(schedule, 'epsilon', t), 1 + 1 / snr);
    near(velocityWeight(schedule, 'sample', t), snr + 1);
    near(velocityWeight(schedule, 'v', t), 1);
    near(snrWeight(schedule, 'epsilon', t), 1);
    near(truncatedSnrWeight(schedule, 'sample', t), Math.max(snr, 1));
    near(truncatedSnrWeight(schedule, 'epsilon', t), Math.max(snr, 1) / snr);
    near(uniformWeight(schedule, 'v', t), 1);
  });

  it.each(predictionTypes)('make an error of x_0 cost the same whether it is seen there or in %s', (predictionType) => {
    for (const each of [schedule, createSchedule({ kind: 'flow' })]) {
      for (const t of [1, 500, 998]) {
        const x = Float32Array.of(0.5);
        const [from, to] = [0, 4096].map((output) =>
          splitPrediction(Float32Array.of(output), x, t, each, { predictionType }),
        );
        const x0Error = (to.x0[0] - from.x0[0]) ** 2;
        const outputError = 4096 ** 2;
        const ratio =
          (minSnrWeight(each, predictionType, t) * outputError) / (minSnrWeight(each, 'sample', t) * x0Error);
        // float32
        expect(Math.abs(ratio - 1)).toBeLessThan(1e-4);
      }
    }
  });

  it('have limits where the signal or the noise is gone, or say that they have none', () => {
    const silent = createSchedule({ zeroTerminalSnr: true });
    expect(minSnrWeight(silent, 'epsilon', 999)).toBeCloseTo(1, 9);
    expect(minSnrWeight(silent, 'v', 999)).toBeCloseTo(0, 9);
    expect(velocityWeight(silent, 'v', 999)).toBeCloseTo(1, 9);
    expect(minSnrWeight(schedule, 'sample', -1)).toBe(5);
    expect(() => velocityWeight(silent, 'epsilon', 999)).toThrow('expected predictionType sample, v or flow');
    expect(() => minSnrWeight(schedule, 'score' as 'v', 9)).toThrow('found score');
    expect(() => createMinSnrWeight(0)).toThrow('found 0');
  });

  it('stand under the names of configurations', () => {
    expect(Object.keys(lossWeights)).toEqual(['uniform', 'min-snr', 'velocity', 'snr', 'truncated-snr']);
    expect(lossWeights['min-snr'](schedule, 'sample', 0)).toBe(5);
  });
});
