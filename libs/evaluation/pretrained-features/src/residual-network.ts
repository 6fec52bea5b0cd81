import { tf } from '@braingen/engine';
import { convolve, type Convolution } from './convolution.ts';

/** A residual network (He et al. 2016, arXiv 1512.03385) without its last, linear layer. */
export interface ResidualNetwork {
  readonly first: Convolution;
  /** Of the maximum over 3 voxels that follows: distance between outputs. 1 leaves an axis as it is. */
  readonly pool: readonly [number, number, number];
  readonly blocks: readonly Block[];
}

export interface Block {
  readonly convolutions: readonly Convolution[];
  /** What the block's input goes through where its output has another shape. */
  readonly shortcut?: Convolution | undefined;
}

/**
 * @param x [n, d, h, w, in]
 * @returns the last block's channels, [n, d', h', w', out]
 */
export function forward(x: tf.Tensor5D, { first, pool, blocks }: ResidualNetwork): tf.Tensor5D {
  return tf.tidy(() => {
    let y: tf.Tensor5D = maximum(tf.relu(convolve(x, first)), pool);
    for (const block of blocks) {
      const before = y;
      y = tf.tidy(() => residual(before, block));
      before.dispose();
    }
    return y;
  });
}

function residual(x: tf.Tensor5D, { convolutions, shortcut }: Block): tf.Tensor5D {
  let y = x;
  convolutions.forEach((convolution, index) => {
    y = convolve(y, convolution);
    if (index < convolutions.length - 1) y = tf.relu(y);
  });
  return tf.relu(tf.add(y, shortcut ? convolve(x, shortcut) : x));
}

/** After a ReLU a zero around the volume is no more than any value in it. */
function maximum(x: tf.Tensor5D, strides: ResidualNetwork['pool']): tf.Tensor5D {
  const around = strides.map((stride): [number, number] => (stride === 1 ? [0, 0] : [1, 1]));
  const size = strides.map((stride) => (stride === 1 ? 1 : 3)) as [number, number, number];
  return tf.maxPool3d(tf.pad(x, [[0, 0], ...around, [0, 0]]) as tf.Tensor5D, size, [...strides], 'valid');
}
