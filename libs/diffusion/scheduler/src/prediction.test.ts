import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { addNoise, target, velocity } from './noising.ts';
import { predictionTypes, splitPrediction } from './prediction.ts';
import { createSchedule } from './schedule.ts';

const random = createRandom('prediction');
const normals = (): Float32Array => Float32Array.from({ length: 32 }, () => random.normal());

describe('splitPrediction', () => {
  const schedule = createSchedule();
  const [x0, epsilon] = [normals(), normals()];

  it.each(predictionTypes)('undoes addNoise when the target is given as %s', (predictionType) => {
    for (const t of [0, 300, 999]) {
      const x = addNoise(schedule, x0, epsilon, t);
      const parts = splitPrediction(target(schedule, predictionType, x0, epsilon, t), x, t, schedule, {
        predictionType,
      });
      // Rounding errors of float32 grow by 1 / signal(t) and 1 / noise(t), at most about 50.
      x0.forEach((value, i) => expect(parts.x0[i]).toBeCloseTo(value, 4));
      epsilon.forEach((value, i) => expect(parts.epsilon[i]).toBeCloseTo(value, 4));
    }
  });

  it('has v = sqrt(alpha-bar) epsilon - sqrt(1 - alpha-bar) x_0', () => {
    const level = schedule.alphasCumprod[123];
    const v = velocity(schedule, x0, epsilon, 123);
    v.forEach((value, i) => expect(value).toBeCloseTo(Math.sqrt(level) * epsilon[i] - Math.sqrt(1 - level) * x0[i], 5));
  });

  it('clips x_0 and leaves the noise as predicted', () => {
    const x = addNoise(schedule, x0, epsilon, 500);
    const parts = splitPrediction(epsilon, x, 500, schedule, { clip: [-0.1, 0.2] });
    expect(Math.min(...parts.x0)).toBe(Math.fround(-0.1));
    expect(Math.max(...parts.x0)).toBe(Math.fround(0.2));
    expect(parts.epsilon).toEqual(epsilon);
  });

  it('refuses to read x_0 out of pure noise', () => {
    const silent = createSchedule({ zeroTerminalSnr: true });
    expect(() => splitPrediction(epsilon, x0, 999, silent)).toThrow("expected predictionType 'v' or 'sample'");
    expect(splitPrediction(epsilon, x0, 999, silent, { predictionType: 'v' }).x0).toEqual(epsilon.map((v) => -v));
  });

  it('refuses an output of another size, and an unknown type', () => {
    expect(() => splitPrediction(new Float32Array(3), x0, 1, schedule)).toThrow(
      'expected an output of 32 numbers like x, found 3',
    );
    expect(() => splitPrediction(x0, x0, 1, schedule, { predictionType: 'score' as 'v' })).toThrow('found score');
    expect(() => addNoise(schedule, x0, new Float32Array(3), 1)).toThrow('found 3 and 32 numbers');
  });
});
