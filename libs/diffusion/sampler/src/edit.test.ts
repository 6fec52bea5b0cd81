import { startEngine, tf, type Conditions, type Model } from '@braingen/engine';
import { createDdimInverse, createSchedule, ddim, ddpm } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { edit, type EditingOptions } from './edit.ts';
import { invert } from './invert.ts';

const spread = 0.2;
const schedules = { plain: createSchedule(), 'ending in pure noise': createSchedule({ zeroTerminalSnr: true }) };

/** The exact denoiser of N(mean, spread^2), where the condition is the mean, [n]: Bayes' rule for two Gaussians. */
const modelOf =
  (schedule: (typeof schedules)['plain']): Model<tf.Tensor1D> =>
  (x, t, mean) => {
    const time = t.dataSync()[0];
    const [a, s] = [schedule.signal(time), schedule.noise(time)];
    const gain = (a * spread ** 2) / (a * a * spread ** 2 + s * s);
    const prior = tf.reshape(mean as tf.Tensor1D, [-1, 1, 1, 1, 1]);
    return tf.add(prior, tf.mul(gain, tf.sub(x, tf.mul(a, prior)))) as tf.Tensor5D;
  };
/** 0.1 where the model is unconditioned. */
const become =
  (...means: number[]): Conditions<tf.Tensor1D> =>
  (batch) =>
    tf.tensor1d(batch.map(({ volume, dropped }) => (dropped ? 0.1 : means[volume])));

const random = createRandom('head');
const volume = Float32Array.from({ length: 60 }, () => 0.5 + spread * random.normal());
const options = (more: Partial<EditingOptions<tf.Tensor1D>> = {}): EditingOptions<tf.Tensor1D> => ({
  model: modelOf(schedules.plain),
  schedule: schedules.plain,
  scheduler: ddim,
  predictionType: 'sample',
  shape: [5, 4, 3, 1],
  volume,
  source: become(0.5),
  conditions: become(0.5),
  count: 1,
  steps: 50,
  ...more,
});
const furthest = (values: Float32Array, offset: number): number =>
  values.reduce((most, value, i) => Math.max(most, Math.abs(value - volume[i] - offset)), 0);

beforeAll(() => startEngine());

describe.each(Object.entries(schedules))('edit on a schedule %s', (_, schedule) => {
  const on = { schedule, model: modelOf(schedule) };

  it('returns the volume under its own condition, the closer the more often each step is looked at', async () => {
    const [once] = await edit(options(on));
    const [often] = await edit(options({ ...on, inverse: createDdimInverse({ iterations: 4 }) }));
    expect(furthest(once, 0)).toBeLessThan(0.1);
    expect(furthest(often, 0)).toBeLessThan(5e-3);
    expect(furthest(often, 0)).toBeLessThan(0.3 * furthest(once, 0));
  });

  it('moves it by what the conditions differ by, and keeps the rest', async () => {
    // Every x is mean + spread z all the way: the same z under another mean.
    const inverse = createDdimInverse({ iterations: 4 });
    const [less, more] = await edit(options({ ...on, inverse, conditions: become(-0.3, 0.7), count: 2 }));
    expect(furthest(less, -0.8)).toBeLessThan(0.03);
    expect(furthest(more, 0.2)).toBeLessThan(0.03);
  });

  it('does so with guidance, which moves further', async () => {
    const inverse = createDdimInverse({ iterations: 4 });
    const [same] = await edit(options({ ...on, inverse, guidance: 2 }));
    const [other] = await edit(options({ ...on, inverse, guidance: 2, conditions: become(0.3) }));
    expect(furthest(same, 0)).toBeLessThan(0.02);
    expect(furthest(other, -0.4)).toBeLessThan(0.03);
  });
});

describe('edit', () => {
  it('changes less where it goes back less far', async () => {
    const moved: number[] = [];
    for (const strength of [1, 0.4, 0.1]) {
      const [values] = await edit(options({ conditions: become(-0.3), strength }));
      moved.push(values.reduce((sum, value, i) => sum + volume[i] - value, 0) / volume.length);
    }
    expect(moved[0]).toBeCloseTo(0.8, 1);
    expect(moved[1]).toBeLessThan(0.9 * moved[0]);
    expect(moved[2]).toBeLessThan(0.6 * moved[1]);
    expect(moved[2]).toBeGreaterThan(0);
  });

  it('gives the same volumes whatever the batch size, and tells how far it is', async () => {
    const progress: number[] = [];
    const shared = { conditions: become(0.1, 0.2, 0.3), count: 3, steps: 4 };
    const one = await edit(options({ ...shared, onProgress: (fraction) => progress.push(fraction) }));
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress[3]).toBe(1 / 4);
    expect(progress.at(-1)).toBe(1);
    for (const batchSize of [2, 3]) expect(await edit(options({ ...shared, batchSize }))).toEqual(one);
  });

  it('names what makes no sense', async () => {
    const refused: [Partial<EditingOptions<tf.Tensor1D>>, string][] = [
      [{ scheduler: ddpm }, 'expected a scheduler with an inverse, such as ddim, found ddpm'],
      [{ strength: 0 }, 'expected strength above 0, up to 1, found 0'],
      [{ volume: new Float32Array(3) }, 'expected 60 numbers in volume, found 3'],
      [{ guidance: -2 }, 'edit: expected guidance of 0 or more, found -2'],
    ];
    for (const [more, message] of refused) await expect(edit(options(more))).rejects.toThrow(message);
  });
});

describe('invert', () => {
  it('finds the noise that a volume is made of', async () => {
    const { schedule, model, steps, shape } = options();
    const inverse = createDdimInverse({ iterations: 3 });
    const shared = { model, schedule, inverse, volume, shape, predictionType: 'sample' as const };
    const noise = await invert({ ...shared, conditions: become(0.5), steps });
    noise.forEach((value, i) => {
      const truth = (volume[i] - 0.5) / spread;
      expect(Math.abs(value - truth)).toBeLessThan(0.2 * Math.abs(truth) + 0.02); // steps of finite length
    });
  });
});
