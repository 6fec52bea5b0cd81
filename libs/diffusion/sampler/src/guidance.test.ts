import { startEngine, tf, type ConditionedVolume, type Conditions, type Model } from '@braingen/engine';
import { createSchedule, ddim } from '@braingen/scheduler';
import { beforeAll, describe, expect, it } from 'vitest';
import { guide } from './guidance.ts';
import type { SamplingOptions } from './options.ts';
import { sample } from './sample.ts';

const schedule = createSchedule();
const spread = 0.2;

/**
 * The exact denoiser of two populations, N(0.5, spread^2) and N(-0.3, spread^2), and of N(0.1, spread^2) where it is unconditioned
 * which: Bayes' rule for two Gaussians. The condition is the mean, [n].
 */
const model: Model<tf.Tensor1D> = (x, t, mean) => {
  const time = t.dataSync()[0];
  const [a, s] = [schedule.signal(time), schedule.noise(time)];
  const gain = (a * spread ** 2) / (a * a * spread ** 2 + s * s);
  const prior = tf.reshape(mean as tf.Tensor1D, [-1, 1, 1, 1, 1]);
  return tf.add(prior, tf.mul(gain, tf.sub(x, tf.mul(a, prior)))) as tf.Tensor5D;
};
const conditions: Conditions<tf.Tensor1D> = (batch) =>
  tf.tensor1d(batch.map(({ volume, dropped }) => (dropped ? 0.1 : volume % 2 === 0 ? 0.5 : -0.3)));

const options = (more: Partial<SamplingOptions<tf.Tensor1D>> = {}): SamplingOptions<tf.Tensor1D> => ({
  model,
  conditions,
  schedule,
  scheduler: ddim,
  predictionType: 'sample',
  clip: null,
  shape: [8, 8, 8, 1],
  count: 2,
  steps: 25,
  seed: 3,
  ...more,
});
const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: Float32Array): number =>
  Math.sqrt(meanOf(values.map((value) => (value - meanOf(values)) ** 2)));

beforeAll(() => startEngine());

describe('guide', () => {
  it('goes from the unconditioned prediction through the conditioned one', () => {
    const [conditioned, dropped] = [Float32Array.of(1, 2), Float32Array.of(0.5, 3)];
    expect([...guide(conditioned, dropped, 0)]).toEqual([0.5, 3]);
    expect([...guide(conditioned, dropped, 1)]).toEqual([1, 2]);
    expect([...guide(conditioned, dropped, 3)]).toEqual([2, 0]);
  });
});

describe('sample with conditions', () => {
  it('makes each volume of its own condition', async () => {
    const volumes = await sample(options());
    expect(meanOf(volumes[0])).toBeCloseTo(0.5, 1);
    expect(meanOf(volumes[1])).toBeCloseTo(-0.3, 1);
  });

  it.each([
    [0, 0.1, 0.1],
    [2, 0.9, -0.7],
    [3, 1.3, -1.1],
  ])('with guidance %d lands where the populations are moved to', async (guidance, first, second) => {
    // Gaussians of equal spread: guidance moves the mean to 0.1 + scale (mean - 0.1) and leaves the spread.
    const [plain, guided] = [await sample(options()), await sample(options({ guidance }))];
    [first, second].forEach((mean, i) => {
      expect(Math.abs(meanOf(guided[i]) - mean)).toBeLessThan(0.03);
      expect(Math.abs(deviationOf(guided[i]) / deviationOf(plain[i]) - 1)).toBeLessThan(0.01);
    });
  });

  it('gives the same volumes whatever the batch size', async () => {
    const one = await sample(options({ count: 3, guidance: 2, steps: 5 }));
    for (const batchSize of [2, 3])
      expect(await sample(options({ count: 3, guidance: 2, steps: 5, batchSize }))).toEqual(one);
  });

  it('asks the model twice only where both predictions are needed', async () => {
    const asked = async (guidance: number | undefined): Promise<boolean[]> => {
      const seen: ConditionedVolume[] = [];
      const watched: typeof conditions = (batch) => (seen.push(...batch), conditions(batch));
      await sample(options({ conditions: watched, guidance, count: 1, steps: 1 }));
      return seen.map(({ dropped }) => dropped);
    };
    expect(await asked(undefined)).toEqual([false]);
    expect(await asked(0)).toEqual([true]);
    expect(await asked(2)).toEqual([true, false]);
  });

  it('leaves the variance that a model learned as it is with the condition', async () => {
    const seen: Float32Array[] = [];
    const scheduler = {
      name: 'curious',
      start: () => ({
        timesteps: [3],
        step: (output: Float32Array, _: number, x: Float32Array) => (seen.push(output), { x, x0: x }),
      }),
    };
    const learned: typeof model = (x, _, condition) => {
      const value = tf.mul(tf.onesLike(x), tf.reshape(condition as tf.Tensor1D, [-1, 1, 1, 1, 1])) as tf.Tensor5D;
      return tf.concat([value, tf.mul(value, 10)], 4);
    };
    await sample(options({ model: learned, scheduler, shape: [1, 1, 1, 1], count: 1, guidance: 2 }));
    expect(seen[0][0]).toBeCloseTo(0.9, 6);
    expect(seen[0][1]).toBeCloseTo(5, 6);
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    await sample(options({ guidance: 2, steps: 3 }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names what makes no sense', async () => {
    await expect(sample(options({ guidance: -1 }))).rejects.toThrow('expected guidance of 0 or more, found -1');
    await expect(sample(options({ guidance: NaN }))).rejects.toThrow('expected guidance of 0 or more, found NaN');
    await expect(sample(options({ guidance: 2, conditions: undefined }))).rejects.toThrow(
      'expected conditions to guide by, found none with guidance 2',
    );
  });
});
