import { tf } from '@braingen/engine';
import { elementCount } from '@braingen/volume';

/**
 * Does to every `dilation`-th voxel of each axis what an operation of stride 1 would do to all of them: a dilated convolution, where
 * the operation is a convolution. Voxels that lie a multiple of the dilation apart become volumes of a batch (Yu & Koltun 2016,
 * arXiv 1511.07122, equation 2, taken phase by phase).
 *
 * @param x [n, d, h, w, c]
 * @param operation keeps depth, height and width, and sees zeros beyond the volume's end
 */
export function dilated(x: tf.Tensor5D, dilation: number, operation: (x: tf.Tensor5D) => tf.Tensor5D): tf.Tensor5D {
  if (dilation === 1) return operation(x);
  return tf.tidy(() => {
    const sides = x.shape.slice(1, 4);
    const behind = sides.map((side): [number, number] => [0, (dilation - (side % dilation)) % dilation]);
    let phases: tf.Tensor5D = tf.pad(x, [[0, 0], ...behind, [0, 0]]);
    for (const axis of axes) phases = split(phases, axis, dilation);
    let y = operation(phases);
    for (const axis of [...axes].reverse()) y = join(y, axis, dilation);
    return tf.slice(y, [0, 0, 0, 0, 0], [x.shape[0], ...sides, y.shape[4]] as [number, number, number, number, number]);
  });
}

const axes = [1, 2, 3] as const;

/** [n, .., length, ..] as [dilation n, .., length / dilation, ..]: the phases of one axis one after the other. */
function split(x: tf.Tensor5D, axis: number, dilation: number): tf.Tensor5D {
  const { before, after } = around(x, axis);
  const apart = tf.reshape(x, [before, x.shape[axis] / dilation, dilation, after]);
  const shape: [number, number, number, number, number] = [...x.shape];
  shape[0] *= dilation;
  shape[axis] /= dilation;
  return tf.reshape(tf.transpose(apart, [2, 0, 1, 3]), shape);
}

/** `split` undone. */
function join(y: tf.Tensor5D, axis: number, dilation: number): tf.Tensor5D {
  const { before, after } = around(y, axis);
  const apart = tf.reshape(y, [dilation, before / dilation, y.shape[axis], after]);
  const shape: [number, number, number, number, number] = [...y.shape];
  shape[0] /= dilation;
  shape[axis] *= dilation;
  return tf.reshape(tf.transpose(apart, [1, 2, 0, 3]), shape);
}

function around(x: tf.Tensor5D, axis: number): { before: number; after: number } {
  return { before: elementCount(x.shape.slice(0, axis)), after: elementCount(x.shape.slice(axis + 1)) };
}
