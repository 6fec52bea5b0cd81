import { beforeAll, expect, it } from 'vitest';
import { gradients } from '../optimise/gradients.ts';
import { addResidual, conv3d, isTracing, startEngine, tf, traceMemory } from '../index.ts';

const megabyte = 2 ** 20;

beforeAll(() => startEngine());

/** A tensor of a megabyte, and a filter that leaves its shape. */
const make = (): { x: tf.Tensor5D; filter: tf.Variable } => ({
  x: tf.mul(tf.ones([1, 16, 32, 32, 16]), 2) as tf.Tensor5D,
  filter: tf.variable(tf.ones([3, 3, 3, 16, 16])),
});
const bytesOf = (each: tf.Tensor): number => 4 * each.size;

it('counts what lives at the same time', async () => {
  const chain = (length: number) => (): void => {
    const { x, filter } = make();
    expect(bytesOf(x)).toBe(megabyte);
    const y = tf.tidy(() => {
      let h = x;
      for (let i = 0; i < length; i++) h = conv3d(h, filter as tf.Tensor as tf.Tensor5D);
      return h;
    });
    tf.dispose([x, y, filter]);
  };
  const bytes = async (length: number): Promise<number> => (await traceMemory('native', chain(length))).tensorBytes;
  const one = await bytes(1);
  expect((await bytes(2)) - one).toBe(megabyte);
  expect((await bytes(5)) - one).toBe(4 * megabyte);
});

it('counts what is kept for the backward pass: no input of a sum, every input of a convolution', async () => {
  const peak = async (f: (h: tf.Tensor5D, filter: tf.Tensor5D) => tf.Tensor5D, length: number): Promise<number> => {
    const { tensorBytes } = await traceMemory('native', () => {
      const { x, filter } = make();
      const loss = (): tf.Scalar => {
        let h = conv3d(x, filter as tf.Tensor as tf.Tensor5D);
        for (let i = 0; i < length; i++) {
          const next = f(h, filter as tf.Tensor as tf.Tensor5D);
          h.dispose();
          h = next;
        }
        return tf.mean(h);
      };
      const found = gradients(loss, new Map([['filter', filter]]));
      tf.dispose([x, filter, found.loss, ...found.gradients.values()]);
    });
    return tensorBytes;
  };
  const sum = (h: tf.Tensor5D): tf.Tensor5D => addResidual(h, h);
  expect(await peak(sum, 10)).toBe(await peak(sum, 2));
  expect((await peak(conv3d, 10)) - (await peak(conv3d, 2))).toBe(8 * megabyte);
});

it('leaves the engine as it was, also after an error', async () => {
  const before = { backend: tf.getBackend(), tensors: tf.memory().numTensors };
  let seen = false;
  const failing = traceMemory('native', () => {
    seen = isTracing();
    throw new Error('not for want of memory');
  });
  await expect(failing).rejects.toThrow('not for want of memory');
  expect(seen).toBe(true);
  expect(isTracing()).toBe(false);
  expect({ backend: tf.getBackend(), tensors: tf.memory().numTensors }).toEqual(before);
  expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
});

it('says where WebAssembly would end', async () => {
  const large = (): void => {
    const x = [1, 2, 3].map(() => tf.tidy(() => tf.mul(tf.zeros([1, 128, 128, 128, 256]), 2)));
    tf.dispose(x);
  };
  const before = tf.memory().numTensors;
  expect(await traceMemory('wasm', large)).toEqual({ tensorBytes: Infinity });
  expect((await traceMemory('native', large)).tensorBytes).toBeGreaterThan(3 * 2 ** 31 - 1);
  expect(tf.memory().numTensors).toBe(before);
});
