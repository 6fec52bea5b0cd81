import { startEngine, tf, type Model } from '@braingen/engine';
import { createDdim, createSchedule, ddim, ddpm, type Scheduler } from '@braingen/scheduler';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SamplingFrame, SamplingOptions } from './options.ts';
import { sample, sampleEach } from './sample.ts';

const schedule = createSchedule();
const shape = [2, 3, 2, 1] as const;

/** Mixes a volume's voxels and its time, but no volume with another. */
const model: Model = (x, t) =>
  tf.tidy(() => {
    const time = tf.reshape(tf.div(t, 300), [-1, 1, 1, 1, 1]);
    return tf.sin(tf.add(tf.add(x, tf.mean(x, [1, 2, 3, 4], true)), time)) as tf.Tensor5D;
  });

const options = (more: Partial<SamplingOptions> = {}): SamplingOptions => ({
  model,
  schedule,
  scheduler: ddpm,
  shape,
  count: 3,
  steps: 8,
  seed: 'a seed',
  ...more,
});

beforeAll(() => startEngine());

describe('sample', () => {
  it('gives the same volumes whatever the batch size', async () => {
    const one = await sample(options());
    expect(one.map((volume) => volume.length)).toEqual([12, 12, 12]);
    expect(one[0]).not.toEqual(one[1]);
    for (const batchSize of [2, 3, 10]) expect(await sample(options({ batchSize }))).toEqual(one);
    expect(await sample(options({ seed: 'another' }))).not.toEqual(one);
  });

  it('gives any part of a long list', async () => {
    const all = await sample(options({ count: 5 }));
    const part = [];
    for await (const each of sampleEach(options({ first: 3, count: 2 }))) part.push(each);
    expect(part).toEqual([
      { volume: 3, data: all[3] },
      { volume: 4, data: all[4] },
    ]);
  });

  it('finds the volume of a model that knows it', async () => {
    const truth = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const knowing: Model = (x, t) =>
      tf.tidy(() => {
        const time = t.dataSync()[0];
        const clean = tf.mul(tf.tensor(truth, [1, ...shape]), schedule.signal(time));
        return tf.div(tf.sub(x, clean), schedule.noise(time)) as tf.Tensor5D;
      });
    const [volume] = await sample(options({ model: knowing, scheduler: ddim, count: 1 }));
    volume.forEach((value, i) => expect(value).toBeCloseTo(truth[i], 3));
  });

  it('shows x_t and the predicted x_0 after every evaluation', async () => {
    const frames: SamplingFrame[] = [];
    const progress: number[] = [];
    const volumes = await sample(
      options({
        scheduler: createDdim({ eta: 0.5 }),
        batchSize: 2,
        onStep: (frame) => frames.push(frame),
        onProgress: (fraction) => progress.push(fraction),
      }),
    );
    expect(frames.length).toBe(24);
    const second = frames.filter(({ volume }) => volume === 1);
    expect(second.map(({ t }) => t)).toEqual([875, 750, 625, 500, 375, 250, 125, 0]);
    expect(second.map(({ evaluation }) => evaluation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(second[7].x).toEqual(volumes[1]);
    expect(second.every(({ x0 }) => x0.every((value) => Math.abs(value) <= 1))).toBe(true);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('hands the variance that a model learned to the scheduler, behind the prediction', async () => {
    const seen: Float32Array[] = [];
    const curious: Scheduler = {
      name: 'curious',
      start: () => ({ timesteps: [3], step: (output, _, x) => (seen.push(output), { x, x0: x }) }),
    };
    // Channels of the output: x_0, x_1, then 10 + x_0, 10 + x_1
    const variance: Model = (x) => tf.concat([x, tf.add(x, 10)], 4);
    const shape = [1, 1, 2, 2] as const;
    const [[a, b, c, d]] = await sample(options({ model: variance, scheduler: curious, shape, count: 1 }));
    expect([...seen[0]]).toEqual([...Float32Array.of(a, b, c, d, 10 + a, 10 + b, 10 + c, 10 + d)]);
  });

  it('clips to the given range, or not at all', async () => {
    const loud: Model = (x) => tf.mul(x, -40) as tf.Tensor5D;
    const largest = async (clip: SamplingOptions['clip']): Promise<number> => {
      const [volume] = await sample(options({ model: loud, scheduler: ddim, count: 1, steps: 2, clip }));
      return Math.max(...volume.map(Math.abs));
    };
    expect(await largest(undefined)).toBeGreaterThan(0);
    expect(await largest(null)).toBeGreaterThan(100 * (await largest([0, 1])));
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    const frames: SamplingFrame[] = [];
    const stopped = sample(
      options({
        signal: controller.signal,
        onStep: (frame) => {
          frames.push(frame);
          if (frame.evaluation === 3) controller.abort(new Error('enough'));
        },
      }),
    );
    await expect(stopped).rejects.toThrow('enough');
    expect(frames.length).toBe(3);
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    await sample(options({ batchSize: 2 }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names what makes no sense', async () => {
    await expect(sample(options({ count: 0 }))).rejects.toThrow('expected count of at least 1, found 0');
    await expect(sample(options({ batchSize: NaN }))).rejects.toThrow('expected batchSize of at least 1, found NaN');
    const wide: Model = (x) => tf.concat([x, x, x], 4);
    await expect(sample(options({ model: wide }))).rejects.toThrow(
      'expected the model to return [1, 2, 3, 2, 1], or twice the channels with a learned variance, found [1, 2, 3, 2, 3]',
    );
  });
});
