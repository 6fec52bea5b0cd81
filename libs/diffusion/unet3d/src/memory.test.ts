import { gradients, meanSquaredError, startEngine, tf, traceMemory } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UNetConfig } from './config.ts';
import { tracePrediction } from './prediction-memory.ts';
import { createUNet, type UNet } from './unet.ts';

const config: UNetConfig = {
  channels: [8, 8, 16],
  numResBlocks: 2,
  attentionLevels: [false, false, true],
  normNumGroups: 4,
};
const shape: [number, number, number, number, number] = [2, 8, 12, 8, 1];

beforeAll(() => startEngine());

const build = (gradientCheckpointing: boolean): UNet => {
  const unet = createUNet({ ...config, seed: 2, gradientCheckpointing });
  // Away from the zeros that a network starts with, for gradients everywhere.
  for (const [key, variable] of unet.parameters) {
    if (!/conv2|^out/.test(key)) continue;
    tf.tidy(() => variable.assign(tf.randomUniform(variable.shape, -0.1, 0.1, 'float32', 5)));
  }
  return unet;
};

describe('gradient checkpointing', () => {
  it('changes no parameter, no output and no bit of a gradient', () => {
    const [kept, recomputed] = [false, true].map(build);
    expect([...recomputed.parameters.keys()]).toEqual([...kept.parameters.keys()]);
    const x = tf.randomNormal<tf.Rank.R5>(shape, 0, 1, 'float32', 3);
    const t = tf.tensor1d([1, 500]);
    const [first, second] = [kept, recomputed].map((unet) =>
      gradients(() => meanSquaredError(unet.predict(x, t), x), unet.parameters),
    );
    expect(second.loss.dataSync()).toEqual(first.loss.dataSync());
    for (const [key, gradient] of second.gradients) {
      const expected = (first.gradients.get(key) as tf.Tensor).dataSync();
      expect(gradient.dataSync(), key).toEqual(expected);
      expect(
        expected.some((value) => value !== 0),
        key,
      ).toBe(true);
    }
    tf.dispose([x, t, first.loss, second.loss, ...first.gradients.values(), ...second.gradients.values()]);
    kept.dispose();
    recomputed.dispose();
  });

  it('leaves no tensors behind, step after step', () => {
    const unet = build(true);
    const x = tf.randomNormal<tf.Rank.R5>(shape, 0, 1, 'float32', 3);
    const t = tf.tensor1d([1, 500]);
    const before = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) {
      const found = gradients(() => meanSquaredError(unet.predict(x, t), x), unet.parameters);
      tf.dispose([found.loss, ...found.gradients.values()]);
      expect(tf.memory().numTensors).toBe(before);
    }
    tf.dispose([x, t]);
    unet.dispose();
  });

  it('needs less memory, and either less than keeping everything', async () => {
    /** Of a step on 40 x 48 x 40 voxels, in tensors of the finest level. */
    const peak = async (gradientCheckpointing: boolean): Promise<number> => {
      const { tensorBytes } = await traceMemory('native', () => {
        const unet = createUNet({ ...config, gradientCheckpointing });
        const x = tf.zeros<tf.Rank.R5>([1, 40, 48, 40, 1]);
        const t = tf.zeros<tf.Rank.R1>([1]);
        const found = gradients(() => meanSquaredError(unet.predict(x, t), x), unet.parameters);
        tf.dispose([x, t, found.loss, ...found.gradients.values()]);
        unet.dispose();
      });
      return tensorBytes / (40 * 48 * 40 * 8 * 4);
    };
    const [kept, recomputed] = [await peak(false), await peak(true)];
    // A network that keeps all its tensors has 50 of them.
    expect(kept).toBeLessThan(30);
    expect(recomputed).toBeLessThan(0.85 * kept);
  });
});

describe('tracePrediction', () => {
  const of = async (batchSize: number, side: number): Promise<number> =>
    (await tracePrediction('native', config, { shape: [side, 32, 32, 1], batchSize })).tensorBytes;

  it('grows with the batch and the grid, and leaves nothing', async () => {
    const before = tf.memory().numTensors;
    const [one, two, large] = [await of(1, 32), await of(2, 32), await of(1, 64)];
    const level = 32 ** 3 * 8 * 4;
    expect(two - one).toBeGreaterThan(4 * level);
    expect(two - one).toBeLessThan(12 * level);
    expect(Math.abs(large - two)).toBeLessThan(level);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('passes on invalid input', async () => {
    await expect(of(1, 30)).rejects.toThrow('multiples of 4');
    expect(tf.getBackend()).not.toContain('tracing');
  });
});
