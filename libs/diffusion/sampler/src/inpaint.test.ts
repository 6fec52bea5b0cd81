import { startEngine, tf, type Model } from '@braingen/engine';
import { createSchedule, ddim, ddpm, heun, schedulers, target, splitPrediction } from '@braingen/scheduler';
import { beforeAll, describe, expect, it } from 'vitest';
import { inpaint, resamplingPath, type InpaintingOptions } from './inpaint.ts';
import type { SamplingFrame } from './options.ts';

const schedule = createSchedule();
const shape = [2, 1, 1, 1] as const;
const correlation = 0.8;
const spread = 0.5;

/** The exact denoiser of two voxels, each N(0, spread^2), that resemble each other: along their sum and their difference. */
const model: Model = (x, t) =>
  tf.tidy(() => {
    const time = t.dataSync()[0];
    const [a, s] = [schedule.signal(time), schedule.noise(time)];
    const gain = (share: number): number => {
      const variance = spread ** 2 * share;
      return (a * variance) / (a * a * variance + s * s);
    };
    const [ofSum, ofDifference] = [gain(1 + correlation), gain(1 - correlation)];
    const other = tf.reverse(x, 1);
    const x0 = tf.add(tf.mul(x, (ofSum + ofDifference) / 2), tf.mul(other, (ofSum - ofDifference) / 2));
    return x0 as tf.Tensor5D;
  });

const known = Float32Array.of(0.6123456, 0.1);
const mask = [0, 1];
const options = (more: Partial<InpaintingOptions> = {}): InpaintingOptions => ({
  model,
  schedule,
  scheduler: ddpm,
  predictionType: 'sample',
  clip: null,
  shape,
  known,
  mask,
  count: 3,
  steps: 20,
  seed: 1,
  ...more,
});

beforeAll(() => startEngine());

describe('inpaint', () => {
  it('draws what fits to the known voxels, the better the more it goes back and forth', async () => {
    const drawn = async (resampling?: InpaintingOptions['resampling']) => {
      const volumes = await inpaint(options({ count: 600, batchSize: 600, resampling }));
      const values = volumes.map((volume) => volume[1]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      return { mean, deviation: Math.sqrt(variance) };
    };
    // Of two correlated Gaussians: mean correlation x known, variance (1 - correlation^2) spread^2
    const truth = { mean: correlation * known[0], deviation: Math.sqrt(1 - correlation ** 2) * spread };
    const [once, often] = [await drawn(), await drawn({ jump: 1, repeats: 10 })];
    expect(Math.abs(often.mean - truth.mean)).toBeLessThan(0.08);
    expect(Math.abs(often.mean - truth.mean)).toBeLessThan(0.4 * Math.abs(once.mean - truth.mean));
    expect(Math.abs(often.deviation / truth.deviation - 1)).toBeLessThan(0.25);
  });

  it.each(Object.values(schedulers).filter(({ name }) => name !== 'rectified-flow'))(
    'leaves the bits outside the mask alone, and hears them: $name',
    async (scheduler) => {
      const [high] = await inpaint(options({ scheduler, count: 1 }));
      const [low] = await inpaint(options({ scheduler, count: 1, known: Float32Array.of(-0.9, 0.1) }));
      expect(high[0]).toBe(known[0]);
      expect(low[0]).toBe(Math.fround(-0.9));
      expect(high[1] - low[1]).toBeGreaterThan(0.4);
    },
  );

  it.each(['epsilon', 'v'] as const)('does the same with a model that predicts %s', async (predictionType) => {
    const other: Model = (x, t) =>
      tf.tidy(() => {
        const time = t.dataSync()[0];
        const [noisy, x0] = [x.dataSync() as Float32Array, model(x, t).dataSync() as Float32Array];
        const { epsilon } = splitPrediction(x0, noisy, time, schedule, { predictionType: 'sample' });
        return tf.tensor5d(target(schedule, predictionType, x0, epsilon, time), x.shape);
      });
    const same = { count: 1, scheduler: ddim };
    const [expected] = await inpaint(options(same));
    const [found] = await inpaint(options({ ...same, model: other, predictionType }));
    expect(found[0]).toBe(known[0]);
    expect(found[1]).toBeCloseTo(expected[1], 4);
  });

  it('gives the same volumes whatever the batch size', async () => {
    const resampling = { jump: 2, repeats: 3 };
    const one = await inpaint(options({ resampling }));
    expect(one[0]).not.toEqual(one[1]);
    for (const batchSize of [2, 3]) expect(await inpaint(options({ resampling, batchSize }))).toEqual(one);
  });

  it('shows every evaluation, those of the ways back too', async () => {
    const frames: SamplingFrame[] = [];
    const progress: number[] = [];
    await inpaint(
      options({
        count: 1,
        steps: 4,
        resampling: { jump: 2, repeats: 2 },
        onStep: (frame) => frames.push(frame),
        onProgress: (fraction) => progress.push(fraction),
      }),
    );
    expect(frames.map(({ t }) => t)).toEqual([750, 500, 750, 500, 250, 0]);
    expect(frames.at(-1)?.evaluations).toBe(6);
    expect(progress.at(-1)).toBe(1);
  });

  it('names what makes no sense', async () => {
    const refused: [Partial<InpaintingOptions>, string][] = [
      [{ known: new Float32Array(3) }, 'expected 2 numbers in known, found 3'],
      [{ mask: [1] }, 'expected 2 numbers in mask, found 1'],
      [{ mask: [0, 0] }, 'expected a mask with voxels to draw, found none'],
      [{ resampling: { jump: 0, repeats: 2 } }, 'expected resampling.jump of at least 1, found 0'],
      [{ count: 0 }, 'inpaint: expected count of at least 1, found 0'],
      [{ scheduler: heun, resampling: { jump: 2, repeats: 2 } }, 'found times visited twice'],
    ];
    for (const [more, message] of refused) await expect(inpaint(options(more))).rejects.toThrow(message);
  });
});

describe('resamplingPath', () => {
  it('walks each stretch as often as asked, the last one once', () => {
    const times = [40, 30, 20, 10, 0];
    expect(resamplingPath(times, { jump: 1, repeats: 1 })).toEqual([0, 1, 2, 3, 4]);
    expect(resamplingPath(times, { jump: 2, repeats: 3 })).toEqual([0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 4]);
  });
});
