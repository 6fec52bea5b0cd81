import { conv3d, startEngine, tf } from '@braingen/engine';
import { createRandom, normals } from '@braingen/volume';
import type { Benchmark } from './benchmark.ts';

/** A 3 x 3 x 3 convolution of 128 channels at a quarter of the published grid, forward and both gradients. */
export const convolution: Benchmark = {
  name: 'conv3d',
  prepare: async ({ threads }) => {
    const engine = await startEngine({ threads });
    const [d, h, w, channels] = [21, 32, 21, 128];
    const x = tf.tensor5d(normals(createRandom('x'), d * h * w * channels), [1, d, h, w, channels]);
    const filter = tf.variable(
      tf.tensor5d(normals(createRandom('filter'), 27 * channels ** 2), [3, 3, 3, channels, channels]),
    );
    const input = tf.variable(x);
    return {
      engine: engine.describe(),
      work: { flop: 3 * 2 * 27 * channels ** 2 * d * h * w },
      run: async () => {
        const { value, grads } = tf.variableGrads(() => tf.sum(conv3d(input, filter)) as tf.Scalar, [input, filter]);
        await Promise.all(Object.values(grads).map((gradient) => gradient.data()));
        tf.dispose([value, grads]);
      },
    };
  },
};
