import { gradients, startEngine, tf } from '@braingen/engine';
import { createRandom } from '@braingen/volume';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from './condition.ts';
import type { UNetConfig } from './config.ts';
import { createUNet, type UNet } from './unet.ts';

interface Case {
  readonly title: string;
  readonly config: UNetConfig;
  /** Made when an engine runs. */
  readonly condition?: () => Condition;
}

const small = { channels: [8, 16], numResBlocks: 1, normNumGroups: 4, attentionLevels: [false, true] } as const;

const cases: readonly Case[] = [
  { title: 'attention with two heads', config: { ...small, numHeadChannels: 8 } },
  {
    title: 'classes, transformers, residual blocks that change the grid',
    config: {
      ...small,
      numHeadChannels: 8,
      resblockUpdown: true,
      numClassEmbeds: 3,
      withConditioning: true,
      crossAttentionDim: 5,
    },
    condition: () => ({ classes: tf.tensor1d([2, 0], 'int32'), context: normal([2, 3, 5], 'context') }),
  },
];

function normal(shape: number[], seed: string): tf.Tensor3D {
  const random = createRandom(seed);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
    shape as [number, number, number],
  );
}

const norm = (values: ArrayLike<number>): number => Math.sqrt(inner(values, values));

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

describe("the network's gradient beside finite differences", () => {
  beforeAll(() => startEngine({ name: 'embedded' }));

  let unet: UNet;
  afterEach(() => unet.dispose());

  it.each(cases)('$title', async ({ config, condition }) => {
    unet = createUNet(config);
    const { parameters } = unet;
    // Away from zero, where a new network's last convolutions are and nothing depends on what lies before them.
    const random = createRandom('weights');
    const weights = new Map<string, Float32Array>();
    for (const [key, variable] of parameters) {
      const values = Float32Array.from(await variable.data(), (value) => value + 0.1 * random.normal());
      weights.set(key, values);
    }
    const set = (key: string, values: Float32Array): void => {
      const variable = parameters.get(key) as tf.Variable;
      tf.tidy(() => variable.assign(tf.tensor(values, [...variable.shape])));
    };
    for (const [key, values] of weights) set(key, values);

    const x = normal([2, 4, 6, 4, 1], 'x') as tf.Tensor as tf.Tensor5D;
    const t = tf.tensor1d([100, 700]);
    const given = condition?.();
    const target = normal([2, 4, 6, 4, 1], 'target');
    const slopes = await target.data();
    // The sum of output x target in double precision: what is left of rounding is the network's own.
    const loss = async (): Promise<number> => {
      const output = unet.predict(x, t, given);
      const sum = inner(await output.data(), slopes);
      output.dispose();
      return sum;
    };
    const found = gradients(() => tf.sum(tf.mul(unet.predict(x, t, given), target)), parameters);
    const all = new Map<string, ArrayLike<number>>();
    for (const [key, gradient] of found.gradients) all.set(key, await gradient.data());
    const largest = Math.max(...[...all.values()].map(norm));

    let checked = 0;
    for (const [key, values] of weights) {
      const gradient = all.get(key) as ArrayLike<number>;
      const size = norm(gradient);
      // Some vanish in theory (a shift of all keys, a bias before a norm): rounding is all there would be to compare.
      if (size < 1e-3 * largest) continue;
      // Half along the gradient, so that the slope is steep; half anywhere, so that a wrong direction is seen.
      const anywhere = Float32Array.from(values, () => random.normal());
      const stray = norm(anywhere);
      const direction = Float32Array.from(values, (_, i) => gradient[i] / size + anywhere[i] / stray);
      // Long where the slope is gentle, for rounding; short where it is steep, for curvature.
      const step = Math.min(0.05, 0.01 * Math.sqrt(largest / size));
      const at = async (steps: number): Promise<number> => {
        set(
          key,
          values.map((value, i) => value + steps * step * direction[i]),
        );
        return loss();
      };
      const [far, near] = [(await at(2)) - (await at(-2)), (await at(1)) - (await at(-1))];
      set(key, values);
      const slope = (8 * near - far) / (12 * step);
      expect(Math.abs(slope - inner(gradient, direction)) / size, key).toBeLessThan(3e-3);
      checked++;
    }
    expect(checked).toBeGreaterThan(0.6 * weights.size);
    tf.dispose([x, t, target, found.loss, ...found.gradients.values(), given?.classes ?? [], given?.context ?? []]);
  });
});
