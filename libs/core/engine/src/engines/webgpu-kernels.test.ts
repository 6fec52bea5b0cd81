import { beforeAll, expect, it } from 'vitest';
import { values } from '../contract/evaluate.ts';
import { startEngine, tf } from '../index.ts';
import { fewerAxes, padWithFewerAxes, withFewerAxes, type Wrap } from './webgpu-kernels.ts';

beforeAll(() => startEngine({ name: 'tfjs-cpu' }));

it('joins axes that broadcast alike', () => {
  expect(fewerAxes([2, 3, 4, 5, 6], [6])).toEqual({ a: [120, 6], b: [1, 6], output: [2, 3, 4, 5, 6] });
  expect(fewerAxes([2, 1, 1, 1, 6], [2, 3, 4, 5, 6])).toEqual({
    a: [2, 1, 6],
    b: [2, 60, 6],
    output: [2, 3, 4, 5, 6],
  });
  expect(fewerAxes([2, 3, 1, 5], [1, 1, 1, 1])).toEqual({ a: [30], b: [1], output: [2, 3, 1, 5] });
  expect(() => fewerAxes([2, 3], [4, 3])).toThrow('could not be broadcast');
});

/** Runs tfjs-cpu's kernel as it would be wrapped. */
function run(name: string, wrap: Wrap, inputs: Record<string, tf.Tensor>, attrs = {}): tf.Tensor {
  const { kernelFunc } = tf.getKernel(name, 'cpu');
  const info = wrap(kernelFunc)({ inputs, attrs, backend: tf.backend() }) as tf.TensorInfo;
  return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor;
}

const tensor = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(values(tf.util.sizeFromShape(shape), seed), shape);

it.each([
  [[2, 3, 2, 5, 4], [4]],
  [
    [2, 1, 1, 1, 4],
    [2, 3, 2, 5, 4],
  ],
  [
    [2, 3, 1, 5, 1],
    [1, 3, 2, 5, 4],
  ],
  [
    [2, 3, 2, 5, 4],
    [2, 3, 2, 5, 4],
  ],
])('subtracts %j and %j as the kernel itself', (a, b) => {
  const inputs = { a: tensor(a, 1), b: tensor(b, 2) };
  const [found, expected] = [run('Sub', withFewerAxes, inputs), tf.sub(inputs.a, inputs.b)];
  expect(found.shape).toEqual(expected.shape);
  expect(found.dataSync()).toEqual(expected.dataSync());
});

it('pads five axes as the kernel itself, and no more than four at once', () => {
  const x = tensor([2, 3, 2, 5, 4], 3);
  const paddings = [
    [0, 0],
    [1, 2],
    [0, 1],
    [3, 0],
    [0, 0],
  ] as [number, number][];
  const found = run('PadV2', padWithFewerAxes, { x }, { paddings, constantValue: 0 });
  const expected = tf.pad(x, paddings);
  expect(found.shape).toEqual(expected.shape);
  expect(found.dataSync()).toEqual(expected.dataSync());
  const all = paddings.map(() => [1, 1]);
  expect(() => run('PadV2', padWithFewerAxes, { x }, { paddings: all, constantValue: 0 })).toThrow(
    'pad: expected at most four axes that are padded, found 5',
  );
});
