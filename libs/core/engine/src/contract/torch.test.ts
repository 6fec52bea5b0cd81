import { availableRuntimes } from '@braingen/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../../../test-fixtures/reference/engine/operations.json' with { type: 'json' };
import {
  Adam,
  attention,
  conv3d,
  groupNorm,
  linear,
  meanSquaredError,
  silu,
  startEngine,
  tf,
  upsampleNearest,
} from '../index.ts';
import { evaluate, values } from './evaluate.ts';

interface Figures {
  readonly length: number;
  readonly norm: number;
  readonly values: Readonly<Record<string, number | undefined>>;
}

interface Options {
  readonly strides?: number;
  readonly pad?: number;
  readonly groups?: number;
  readonly silu?: boolean;
  readonly heads?: number;
}

const operations: Record<string, (inputs: tf.Tensor[], options: Options) => tf.Tensor> = {
  conv3d: ([x, filter, bias], { strides = 1, pad = 1 }) =>
    conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, bias as tf.Tensor1D, { strides, pad }),
  groupNorm: ([x, scale, offset], { groups = 1, silu: withSilu = false }) =>
    groupNorm(x, scale as tf.Tensor1D, offset as tf.Tensor1D, { groups, silu: withSilu }),
  attention: ([q, k, v], { heads = 1 }) => attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, { heads }),
  upsampleNearest: ([x]) => upsampleNearest(x as tf.Tensor5D),
  linear: ([x, weights, bias]) => linear(x, weights as tf.Tensor2D, bias as tf.Tensor1D),
  silu: ([x]) => silu(x),
  meanSquaredError: ([a, b]) => meanSquaredError(a, b),
};

/** The largest difference from figures in double precision, relative to the root mean square times 10. */
function error(found: ArrayLike<number>, { length, norm, values: some }: Figures): number {
  if (found.length !== length) return Infinity;
  const size = (10 * norm) / Math.sqrt(length) + 1e-30;
  let square = 0;
  for (let i = 0; i < length; i++) square += found[i] ** 2;
  const errors = Object.entries(some).map(
    ([place, value]) => Math.abs(found[Number(place)] - (value as number)) / size,
  );
  return Math.max(...errors, Math.abs(Math.sqrt(square) - norm) / norm);
}

describe.each([...(await availableRuntimes()), 'tfjs-cpu'] as const)(
  '%s against PyTorch in double precision',
  (name) => {
    beforeAll(async () => {
      await startEngine({ name, threads: 2 });
    });

    const cases = reference.operations.map((entry) => ({
      entry,
      title: `${entry.operation} ${JSON.stringify(entry.shapes)}`,
    }));
    it.each(cases)('$title', ({ entry }) => {
      const run = (...inputs: tf.Tensor[]): tf.Tensor => operations[entry.operation](inputs, entry.options);
      const [output, ...gradients] = evaluate({ name: entry.operation, shapes: entry.shapes, run });
      expect(error(output, entry.output as Figures)).toBeLessThan(1e-5);
      gradients.forEach((gradient, index) => {
        expect(error(gradient, entry.gradients[index] as Figures), `gradient ${index}`).toBeLessThan(1e-5);
      });
    });

    it('Adam', () => {
      const { learningRate, size, weightSeed, gradientSeeds, steps } = reference.adam;
      const weight = tf.variable(tf.tensor1d(values(size, weightSeed)));
      const adam = new Adam({ learningRate });
      gradientSeeds.forEach((seed, step) => {
        tf.tidy(() =>
          adam.apply(new Map([['weight', weight]]), new Map([['weight', tf.tensor1d(values(size, seed))]])),
        );
        expect(error(weight.dataSync(), steps[step] as Figures)).toBeLessThan(1e-6);
      });
      adam.dispose();
      weight.dispose();
    });
  },
);
