import { tf } from '../tf.ts';
import { updateInPlace } from './in-place.ts';

/** The Euclidean norm over the numbers of all tensors together; summed in double precision where the engine computes on this processor. */
export async function globalNorm(tensors: readonly tf.Tensor[]): Promise<number> {
  let square = 0;
  const summed = updateInPlace(({ read }) => {
    for (const tensor of tensors) {
      const values = read(tensor);
      for (let i = 0; i < values.length; i++) square += values[i] * values[i];
    }
  });
  if (!summed) {
    const sum = tf.tidy(() => tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor)) as tf.Scalar)));
    square = (await sum.data())[0];
    sum.dispose();
  }
  return Math.sqrt(square);
}
