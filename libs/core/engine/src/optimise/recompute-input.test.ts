import { availableRuntimes } from '@braingen/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import { values } from '../contract/evaluate.ts';
import { conv3d, gradients, groupNormSilu, recomputeInput, startEngine, tf } from '../index.ts';

const shape: [number, number, number, number, number] = [1, 4, 6, 4, 8];

/** Norm and convolution, twice, on a variable input that is also passed on. */
function network(): {
  variables: Map<string, tf.Variable>;
  loss: (withRecomputation: boolean) => () => tf.Scalar;
} {
  const variable = (size: number[], stream: number): tf.Variable =>
    tf.tidy(() => tf.variable(tf.tensor(values(tf.util.sizeFromShape(size), stream), size)));
  const variables = new Map([
    ['x', variable(shape, 1)],
    ['scale', variable([8], 2)],
    ['offset', variable([8], 3)],
    ['filter', variable([3, 3, 3, 8, 8], 4)],
  ]);
  const [x, scale, offset, filter] = [...variables.values()] as tf.Tensor[] as [
    tf.Tensor5D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor5D,
  ];
  const norm = (h: tf.Tensor5D): tf.Tensor5D => groupNormSilu(h, scale, offset, { groups: 2 });
  const convolve = (h: tf.Tensor5D): tf.Tensor5D => conv3d(h, filter);
  const loss = (withRecomputation: boolean) => (): tf.Scalar =>
    tf.tidy(() => {
      const half = (h: tf.Tensor5D): tf.Tensor5D =>
        withRecomputation ? recomputeInput(norm, [h], convolve) : convolve(norm(h));
      // The same variables before and after, and one recomputation within another.
      const both = withRecomputation ? recomputeInput(half, [x], half) : half(half(x));
      return tf.mean(tf.add(both, x));
    });
  return { variables, loss };
}

describe.each([...(await availableRuntimes()), 'tfjs-cpu'] as const)('recomputeInput on %s', (name) => {
  beforeAll(async () => {
    await startEngine({ name, threads: 2 });
  });

  it('gives the gradients there are without it, and leaves no tensor', () => {
    const { variables, loss } = network();
    const plain = gradients(loss(false), variables);
    const before = tf.memory().numTensors;
    const again = gradients(loss(true), variables);
    expect(tf.memory().numTensors).toBe(before + variables.size + 1);
    expect(again.loss.dataSync()).toEqual(plain.loss.dataSync());
    for (const [each, gradient] of again.gradients) {
      const expected = (plain.gradients.get(each) as tf.Tensor).dataSync();
      const largest = Math.max(...expected.map(Math.abs));
      const error = Math.max(...gradient.dataSync().map((value, i) => Math.abs(value - expected[i])));
      expect(error / largest, each).toBeLessThan(1e-6);
    }
    for (const found of [plain, again]) tf.dispose([found.loss, ...found.gradients.values()]);
    tf.dispose([...variables.values()]);
  });

  it("also inside TensorFlow.js' own variableGrads", () => {
    const { variables, loss } = network();
    const before = tf.memory().numTensors;
    const ours = gradients(loss(true), variables);
    const theirs = tf.variableGrads(loss(true), [...variables.values()]);
    for (const [each, gradient] of ours.gradients)
      expect(theirs.grads[(variables.get(each) as tf.Variable).name].dataSync()).toEqual(gradient.dataSync());
    tf.dispose([ours.loss, theirs.value, ...ours.gradients.values(), ...Object.values(theirs.grads)]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([...variables.values()]);
  });

  it('names what neither function may use', () => {
    const { variables } = network();
    const x = variables.get('x') as tf.Tensor as tf.Tensor5D;
    const stray = tf.ones([1, 4, 6, 4, 8]);
    const before = tf.memory().numTensors;
    const expected = 'recompute: expected all tensors from outside among the inputs, found [1, 4, 6, 4, 8]';
    const uses = (h: tf.Tensor5D): tf.Tensor5D => tf.mul(h, stray);
    const square = (h: tf.Tensor5D): tf.Tensor5D => tf.square(h);
    const one = new Map([['x', variables.get('x') as tf.Variable]]);
    expect(() => gradients(() => tf.mean(recomputeInput(uses, [x], square)), one)).toThrow(expected);
    expect(() => gradients(() => tf.mean(recomputeInput(square, [x], uses)), one)).toThrow(expected);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([stray, ...variables.values()]);
  });
});
